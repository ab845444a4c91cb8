from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from cro_cli.measures import ARR, CUSTOMERS, MRR, movement
from cro_cli.measuring import Measuring, Value
from cro_cli.metric import PERIOD, TTM, AsOf, Measure, TargetQuarter, UpTo
from cro_cli.metrics import BY_KEY
from cro_cli.model import Finding, Reason, Severity, Unit
from tests.facts.canonical import Given, Row, history, month

NOW = month("2026-09")
LARGEST = Measure(
    label="largest",
    fact="mrr_changes",
    aggregate="max(value)",
    when=UpTo(),
    unit=Unit.MONEY,
    divide=12,
    per="customer",
    inner="delta",
)
CYCLE = Measure(
    label="cycle",
    fact="deals",
    aggregate="median(cycle_days)",
    where="status = 'won'",
    when=TTM,
    unit=Unit.DAYS,
)
SUBSCRIPTION: Row = {
    "id": "S",
    "customer": "A",
    "status": "active",
    "amount": "10",
    "interval": "month",
    "started_on": "2026-01-15",
    "period_start_on": "2026-09-30",
}


def _at(given: Given, measure: Measure, at: int = NOW, **tables: Any) -> Value:  # noqa: ANN401
    return Measuring(given(**tables), [measure], period=1).at(measure, at)


def _reason(given: Given, measure: Measure, at: int = NOW, **tables: Any) -> Reason:  # noqa: ANN401
    value = _at(given, measure, at, **tables)
    assert value.value is None
    assert value.reason is not None
    return value.reason


def test_money_is_divided_once_and_exactly(given: Given) -> None:
    # An annual price of 100 is 8.333… a month; three of them are 25 exactly.
    subscriptions = [
        {**SUBSCRIPTION, "id": name, "customer": name, "interval": "year", "amount": "100"}
        for name in "ABC"
    ]
    assert _at(given, MRR, subscriptions=subscriptions).value == 25
    assert _at(given, ARR, subscriptions=subscriptions).value == 300
    assert _at(given, MRR, subscriptions=subscriptions[:1]).value == Fraction(100, 12)
    assert _at(given, CUSTOMERS, subscriptions=subscriptions).value == 3


def test_no_row_in_a_known_window_is_zero(given: Given) -> None:
    mrr = history({"A": {"2026-07..2026-09": "10"}})
    assert _at(given, movement("churn", "churned"), mrr=mrr) == Value(value=Fraction(0), rows=0)


def test_rows_that_count_are_counted(given: Given) -> None:
    mrr = history({"Z": {"2026-08..2026-09": "1"}, "A": {"2026-09": "5"}, "B": {"2026-09": "6"}})
    new = _at(given, movement("new", "new"), mrr=mrr)
    assert new == Value(value=Fraction(11), rows=2)


# ---- aggregates that do not add up


def test_the_largest_is_of_sums_by_customer(given: Given) -> None:
    mrr = [
        *history({"A": {"2026-08": "10", "2026-09": "4"}, "B": {"2026-08..2026-09": "7"}}),
        {"customer": "A", "month": "2026-09", "amount": "5", "plan": "extra"},
    ]
    assert _at(given, LARGEST, mrr=mrr).value == 9
    assert _at(given, LARGEST, month("2026-08"), mrr=mrr).value == 10


def _deal(status: str, created_on: str, close_on: str | None) -> Row:
    return {
        "id": f"{status} {created_on} {close_on}",
        "stage": "x",
        "status": status,
        "created_on": created_on,
        "close_on": close_on,
        "updated_on": "2026-09-30",
    }


def test_a_median_is_over_the_rows_that_count(given: Given) -> None:
    deals = [
        _deal("won", "2026-01-01", "2026-01-11"),
        _deal("won", "2026-01-01", "2026-01-22"),
        _deal("lost", "2026-01-01", "2026-09-01"),
        _deal("won", "2025-01-01", "2025-09-30"),  # before the twelve months
        _deal("won", "2026-01-01", None),
    ]
    assert _at(given, CYCLE, deals=deals) == Value(value=Fraction(31, 2), rows=2)
    assert _reason(given, CYCLE, deals=deals[2:]).code == "no_rows"


def test_the_largest_may_be_named(given: Given) -> None:
    mrr = history({"B": {"2026-09": "5"}, "A": {"2026-09": "5"}, "C": {"2026-09": "2"}})
    named = LARGEST._replace(is_named=True)
    # Of two that are as large, the first by name.
    assert _at(given, named, mrr=mrr) == Value(value=Fraction(5), rows=3, whose="A")
    assert _at(given, LARGEST, mrr=mrr).whose == ""


# ---- what is not known


def test_a_fact_that_is_missing_hands_its_reason_on(given: Given) -> None:
    assert _reason(given, MRR).code == "missing_table"


def test_data_that_end_too_early(given: Given) -> None:
    mrr = history({"A": {"2026-01..2026-06": "10"}})
    for measure in (MRR, movement("churn", "churned"), LARGEST):
        reason = _reason(given, measure, mrr=mrr)
        assert (reason.code, reason.text) == ("data_end", "data end 2026-06-30")
        assert reason.remedy == "export it anew, or ask for an earlier date with --as-of"
    assert _at(given, MRR, month("2026-06"), mrr=mrr).value == 10


def test_an_export_that_ends_too_early_may_be_of_a_later_day(given: Given) -> None:
    subscriptions = [{**SUBSCRIPTION, "period_start_on": "2026-09-28"}]
    reason = _reason(given, MRR, subscriptions=subscriptions)
    assert reason.text == "data end 2026-08-31"
    assert "a folder named 2026-09-30 would say" in reason.remedy


def test_no_row_to_aggregate_names_the_days(given: Given) -> None:
    deals = [{"id": "D", "status": "lost", "created_on": "2026-08-01", "close_on": "2026-09-10"}]
    said = _reason(given, CYCLE, deals=deals).text
    assert said == "there is nothing to measure from 2025-10-01 to 2026-09-30"


def test_what_is_planned_may_lie_beyond_the_end_of_data(given: Given) -> None:
    won = Measure(
        label="won",
        fact="deals",
        aggregate="count(*)",
        where="status = 'won'",
        when=TargetQuarter(),
        unit=Unit.COUNT,
    )
    deals = [_deal("won", "2026-01-01", "2026-10-02")]
    assert _at(given, won, deals=deals).value == 1


def test_data_that_begin_too_late(given: Given) -> None:
    mrr = history({"A": {"2026-08..2026-09": "10"}})
    before = _reason(given, MRR, month("2026-07"), mrr=mrr)
    assert (before.code, before.text) == ("too_short", "data begin 2026-08-01")
    assert _at(given, MRR, month("2026-08"), mrr=mrr).value == 10
    # Changes are known only from the second month on: the first is an opening balance.
    opening = _reason(given, movement("new", "new"), month("2026-08"), mrr=mrr)
    said = "data begin 2026-08-01, changes are known from 2026-09-01"
    assert (opening.code, opening.text) == ("too_short", said)
    assert _at(given, movement("new", "new"), mrr=mrr).value == 0
    assert _reason(given, movement("new", "new", when=TTM), mrr=mrr).code == "too_short"


def test_a_fact_has_its_own_word_for_too_short(given: Given) -> None:
    base = Measure(
        label="base", fact="retention", aggregate="sum(base)", when=UpTo(), unit=Unit.MONEY
    )
    reason = _reason(given, base, mrr=history({"A": {"2025-10..2026-09": "10"}}))
    assert reason.code == "needs_12_months"
    assert reason.text == "needs 13 month ends of MRR: known from 2026-10-31"
    assert _at(given, base, mrr=history({"A": {"2025-09..2026-09": "10"}})).value == 120


def test_needs_that_cannot_be_met(given: Given) -> None:
    expansion = movement("expansion", "expansion")
    assert _reason(given, expansion, subscriptions=[SUBSCRIPTION]).code == "needs_history"
    churn = movement("churn", "churned")
    assert _reason(given, churn, subscriptions=[SUBSCRIPTION]).code == "needs_ended_subscriptions"
    assert _at(given, movement("new", "new"), subscriptions=[SUBSCRIPTION]).value == 0


def test_needs_that_only_the_present_meets(given: Given) -> None:
    now = [SUBSCRIPTION]
    assert _at(given, MRR, subscriptions=now).value == 10
    assert _reason(given, MRR, month("2026-08"), subscriptions=now).code == "needs_history"
    # Nor does it help to ask for the earlier day itself.
    june: dict[str, Any] = {"at": month("2026-06"), "months": ("2026-05", "2026-06")}
    assert _reason(given, MRR, **june, subscriptions=now).code == "needs_history"


def test_a_month_of_which_a_fact_says_nothing(given: Given) -> None:
    open_deals = Measure(
        label="open",
        fact="pipeline",
        aggregate="count(*)",
        where="is_open",
        when=AsOf(),
        unit=Unit.COUNT,
    )
    deals = [_deal("open", "2026-01-01", "2026-12-01")]
    assert _at(given, open_deals, deals=deals).value == 1
    reason = _reason(given, open_deals, month("2026-08"), deals=deals)
    assert reason.code == "needs_deal_history"


# ---- bad cells


def _finding(field: str, severity: Severity = Severity.ERROR, row: int | None = 7) -> Finding:
    return Finding(
        severity=severity,
        id="E201",
        code="bad_cell",
        text="'x' is no amount",
        remedy="write it as 1234.56",
        file="a.csv",
        row=row,
        column="Amount",
        table=field.partition(".")[0],
        fields=(field,),
    )


DEALS = [
    {**_deal("won", "2026-01-01", "2026-02-01"), "amount": "10", "source": "Web"},
    {**_deal("lost", "2026-01-01", "2026-02-01"), "amount": None},
]
MRR_ROWS = history({"A": {"2025-01..2026-09": "10"}})


def _bad(given: Given, key: str, field: str, **tables: Any) -> bool:  # noqa: ANN401
    """Tell whether a bad cell of a column makes a metric unknown."""
    how = BY_KEY[key].how
    measures = [
        found
        for found in (
            *getattr(how, "inputs", {}).values(),
            *(getattr(how, part, None) for part in ("measure", "top", "bottom")),
        )
        if isinstance(found, Measure)
    ]
    assert measures
    measuring = Measuring(given(**tables), measures, period=1, findings=[_finding(field)])
    reasons = [measuring.at(measure, NOW).reason for measure in measures]
    return any(reason is not None and reason.code == "bad_value" for reason in reasons)


@pytest.mark.parametrize(
    ("field", "reached", "spared"),
    [
        ("deals.amount", {"average_deal_size", "top_source"}, {"win_rate", "sales_cycle"}),
        ("deals.currency", {"average_deal_size", "top_source"}, {"win_rate", "sales_cycle"}),
        ("deals.created_on", {"sales_cycle"}, {"win_rate", "average_deal_size", "top_source"}),
        ("deals.source", {"top_source"}, {"win_rate", "average_deal_size", "sales_cycle"}),
        ("deals.type", {"win_rate", "average_deal_size", "top_source", "sales_cycle"}, set()),
        ("deals.close_on", {"win_rate", "average_deal_size", "top_source", "sales_cycle"}, set()),
        ("deals.stage", {"win_rate", "average_deal_size", "top_source", "sales_cycle"}, set()),
        ("deals.owner", set(), {"win_rate", "average_deal_size", "top_source", "sales_cycle"}),
        ("customers.name", {"top_source"}, {"win_rate"}),
        ("mrr.amount", {"mrr", "nrr", "churned_mrr", "largest_customer"}, {"win_rate"}),
        ("mrr.customer", {"mrr", "nrr", "churned_mrr", "largest_customer"}, set()),
        ("mrr.plan", set(), {"mrr", "nrr", "churned_mrr", "largest_customer"}),
    ],
)
def test_a_bad_cell_reaches_what_reads_its_column(
    given: Given, field: str, reached: set[str], spared: set[str]
) -> None:
    tables = {"deals": DEALS, "mrr": MRR_ROWS, "customers": [{"id": "A", "name": "Acme"}]}
    assert {key for key in reached if not _bad(given, key, field, **tables)} == set()
    assert {key for key in spared if _bad(given, key, field, **tables)} == set()


def test_a_bad_cell_of_a_table_that_is_not_read_does_no_harm(given: Given) -> None:
    subscriptions = [SUBSCRIPTION]
    for field in ("subscriptions.amount", "subscriptions.status"):
        assert _bad(given, "mrr", field, subscriptions=subscriptions)
        assert not _bad(given, "mrr", field, subscriptions=subscriptions, mrr=MRR_ROWS)
        assert not _bad(given, "nrr", field, subscriptions=subscriptions, mrr=MRR_ROWS)


def test_a_bad_cell_says_where_it_is(given: Given) -> None:
    measuring = Measuring(
        given(mrr=MRR_ROWS),
        [MRR],
        period=1,
        findings=[_finding("mrr.amount", row=3), _finding("mrr.amount", row=9)],
    )
    reason = measuring.at(MRR, NOW).reason
    assert reason is not None
    assert reason.text == "a.csv row 3 column Amount: 'x' is no amount"
    assert reason.remedy == "write it as 1234.56"


def test_a_finding_without_a_row_names_none(given: Given) -> None:
    findings = [_finding("mrr.amount", row=None)]
    reason = Measuring(given(mrr=MRR_ROWS), [MRR], period=1, findings=findings).at(MRR, NOW).reason
    assert reason is not None
    assert reason.text == "a.csv column Amount: 'x' is no amount"


def test_rows_that_were_left_out_make_nothing_unknown(given: Given) -> None:
    findings = [_finding("mrr.amount", Severity.WARNING)]
    measuring = Measuring(given(mrr=MRR_ROWS), [MRR], period=1, findings=findings)
    assert measuring.at(MRR, NOW).value == 10


def test_a_bad_cell_is_named_before_what_it_made_impossible(given: Given) -> None:
    """The unreadable day would leave a canceled subscription without an end."""
    canceled = {**SUBSCRIPTION, "status": "canceled"}
    findings = [_finding("subscriptions.ended_on")]
    measuring = Measuring(given(subscriptions=[canceled]), [MRR], period=1, findings=findings)
    reason = measuring.at(MRR, NOW).reason
    assert reason is not None
    assert reason.code == "bad_value"


def test_a_measure_that_nobody_announced_is_measured_all_the_same(given: Given) -> None:
    measuring = Measuring(given(mrr=MRR_ROWS), [CUSTOMERS], period=1)
    assert measuring.at(movement("churn", "churned", when=PERIOD), NOW).value == 0
    assert measuring.at(MRR, NOW).value == 10
