from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.engine import Engine, Result
from cro_cli.measures import ARR, CUSTOMERS, MRR, REVENUE
from cro_cli.metric import (
    Derived,
    How,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Total,
    Trailing,
    UpTo,
    Values,
)
from cro_cli.metrics import METRICS
from cro_cli.model import Better, Finding, Part, Reason, Severity, Status, Unit
from tests.facts.canonical import Given, Row, history, month

NOW = month("2026-09")
ZERO = Reason(code="zero", text="there is nothing to divide by")
MRR_ROWS = history({"A": {"2025-08..2026-09": "10"}, "B": {"2025-08..2026-09": "30"}})


def _metric(how: How, **more: Any) -> Metric:  # noqa: ANN401
    return Metric(
        key="tried",
        title="Tried",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        how=how,
        window="now",
        meaning="A metric to try.",
        definition="0",
        **more,
    )


def _result(given: Given, how: How, **tables: Any) -> Result:  # noqa: ANN401
    metrics = (_metric(how), *METRICS)
    return Engine(given(**tables), metrics, period=1).result("tried", NOW)


def _derived(compute: Any, *optional: str, **inputs: Any) -> Derived:  # noqa: ANN401
    return Derived(formula="f", inputs=inputs, compute=compute, optional=frozenset(optional))


def test_a_total_is_its_measure(given: Given) -> None:
    result = _result(given, Total(measure=MRR), mrr=MRR_ROWS)
    assert result.value == 40
    assert result.parts == (
        Part(key="MRR", label="MRR", unit=Unit.MONEY, value=Fraction(40), rows=2),
    )


def test_a_ratio_is_divided_at_the_end(given: Given) -> None:
    how = Ratio(top=MRR, bottom=CUSTOMERS, zero=ZERO)
    result = _result(given, how, mrr=MRR_ROWS)
    assert result.value == 20
    assert {part.key: part.value for part in result.parts} == {
        "top": Fraction(40),
        "bottom": Fraction(2),
    }


def test_nothing_to_divide_by_is_said(given: Given) -> None:
    how = Ratio(top=MRR, bottom=CUSTOMERS, zero=ZERO)
    free = history({"A": {"2026-08..2026-09": "0"}})
    result = _result(given, how, mrr=free)
    assert result.value is None
    assert result.outcome.reason == ZERO
    assert [part.value for part in result.parts] == [0, 0]


@pytest.mark.parametrize(("top", "bottom"), [(MRR, REVENUE), (REVENUE, MRR)])
def test_a_part_that_is_not_known_hands_its_reason_on(
    given: Given, top: Measure, bottom: Measure
) -> None:
    result = _result(given, Ratio(top=top, bottom=bottom, zero=ZERO), mrr=MRR_ROWS)
    assert result.value is None
    assert result.outcome.reason is not None
    assert result.outcome.reason.text == "needs financials"


# ---- derivations


def test_a_derivation_computes_from_measures_and_metrics(given: Given) -> None:
    how = _derived(lambda v: v["mrr"] + v["arpa"], mrr=MRR, arpa="arpa")
    result = _result(given, how, mrr=MRR_ROWS)
    assert result.value == 60
    assert [(part.key, part.label, part.value) for part in result.parts] == [
        ("mrr", "MRR", Fraction(40)),
        ("arpa", "ARPA", Fraction(20)),
    ]


def test_what_it_says_is_what_results(given: Given) -> None:
    part = Part(key="p", label="p", unit=Unit.COUNT, value=Fraction(1))
    outcome = Outcome(value=None, status=Status.HEALTHY, reason=ZERO, parts=(part,))
    said = _result(given, _derived(lambda _: outcome, mrr=MRR), mrr=MRR_ROWS)
    assert said.outcome == outcome
    assert said.parts[-1] == part
    refused = _result(given, _derived(lambda _: ZERO, mrr=MRR), mrr=MRR_ROWS)
    assert refused.outcome == Outcome(value=None, reason=ZERO)


def _text(result: Result) -> str:
    assert result.value is None
    assert result.outcome.reason is not None
    return result.outcome.reason.text


def test_an_input_that_is_not_known_makes_the_result_unknown(given: Given) -> None:
    """Whether it is asked for or not, as it is not said to be optional."""
    how = _derived(lambda v: v["mrr"], mrr=MRR, revenue=REVENUE)
    assert _text(_result(given, how, mrr=MRR_ROWS)) == "needs financials"
    nested = _derived(lambda v: v["mrr"], mrr=MRR, growth="total_revenue")
    assert _text(_result(given, nested, mrr=MRR_ROWS)) == "needs financials"


def _or_else(values: Values) -> Fraction:
    revenue = values.get("revenue")
    return values["mrr"] if revenue is None else revenue


REVENUE_OR_MRR = _derived(_or_else, "revenue", "mrr", revenue=REVENUE, mrr=MRR)


def _financials(first: str, last: str) -> list[Row]:
    months = history({"": {f"{first}..{last}": "5"}})
    return [{"month": row["month"], "revenue": row["amount"]} for row in months]


def test_an_optional_input_that_no_file_supplies_leaves_room_for_another(given: Given) -> None:
    assert _result(given, REVENUE_OR_MRR, mrr=MRR_ROWS).value == 40
    no_revenue = [{"month": "2026-09", "ebitda": "1"}]
    assert _result(given, REVENUE_OR_MRR, mrr=MRR_ROWS, financials=no_revenue).value == 40


def test_an_optional_input_that_ends_too_early_does_not(given: Given) -> None:
    stale = _financials("2025-01", "2026-08")
    assert _text(_result(given, REVENUE_OR_MRR, mrr=MRR_ROWS, financials=stale)) == (
        "data end 2026-08-31"
    )
    skipped = [*_financials("2025-01", "2026-06"), *_financials("2026-08", "2026-09")]
    assert _text(_result(given, REVENUE_OR_MRR, mrr=MRR_ROWS, financials=skipped)).startswith(
        "financials skip the month 2026-07"
    )


def test_what_is_not_asked_for_may_be_unknown(given: Given) -> None:
    """Growth of revenue is known though the MRR, which would stand in for it, is too short."""
    known = _financials("2025-10", "2026-09")
    stale = history({"A": {"2026-01..2026-02": "1"}})
    assert _result(given, REVENUE_OR_MRR, mrr=stale, financials=known).value == 60


def test_growth_of_revenue_needs_no_history_of_mrr(given: Given) -> None:
    subscription = {
        "id": "S",
        "customer": "A",
        "status": "active",
        "amount": "10",
        "interval": "month",
        "started_on": "2026-01-15",
        "period_start_on": "2026-09-30",
    }
    doubled = [
        {"month": row["month"], "revenue": "10" if row["month"] > "2025-09" else "5"}
        for row in history({"": {"2024-10..2026-09": "0"}})
    ]
    facts = given(subscriptions=[subscription], financials=doubled)
    assert Engine(facts, METRICS, period=1).result("revenue_growth", NOW).value == 1


def test_a_metric_beside_the_number_may_lack_anything(given: Given) -> None:
    how = _derived(lambda v: v["mrr"] + (v.get("nrr") or 0), "nrr", mrr=MRR, nrr="nrr")
    young = history({"A": {"2026-08..2026-09": "10"}})
    assert _result(given, how, mrr=young).value == 10
    assert _result(given, how, mrr=MRR_ROWS).value == 41


TREND = Trailing(measure=MRR, months=3)


def test_trailing_values_come_oldest_first_and_show_their_mean(given: Given) -> None:
    mrr = history({"A": {"2026-06": "1", "2026-07": "2", "2026-08": "4", "2026-09": "9"}})
    how = _derived(lambda v: v.series("trend")[0] - v.series("trend")[-1], trend=TREND)
    result = _result(given, how, mrr=mrr)
    assert result.value == 2 - 9
    (part,) = result.parts
    assert part.label == "MRR, mean of 3 months"
    assert part.value == 5


def test_a_trail_with_a_month_unknown_is_unknown(given: Given) -> None:
    mrr = history({"A": {"2026-08..2026-09": "1"}})
    how = _derived(lambda v: v.series("trend")[0], trend=TREND)
    result = _result(given, how, mrr=mrr)
    assert _text(result) == "data begin 2026-08-01"
    assert result.parts[0].value is None


# ---- what is taken for granted


def _assumed(given: Given, key: str, **tables: Any) -> tuple[str, ...]:  # noqa: ANN401
    return Engine(given(**tables), METRICS, period=1).result(key, NOW).assumptions


MARGIN = Assumptions(gross_margin=Fraction(1, 2))
SAID = "the gross margin is the one in the config"
LINES = [
    {"month": row["month"], "subscription_revenue": "10", "subscription_cost": "2"}
    for row in history({"": {"2025-10..2026-09": "0"}})
]


def test_an_assumption_that_is_used_is_said(given: Given) -> None:
    assert _assumed(given, "gross_margin", assumptions=MARGIN, mrr=MRR_ROWS) == (SAID,)


def test_an_assumption_that_is_not_used_is_not_said(given: Given) -> None:
    facts = {"assumptions": MARGIN, "financials": LINES}
    engine = Engine(given(**facts), METRICS, period=1)
    result = engine.result("gross_margin", NOW)
    assert result.value == Fraction(4, 5)
    assert result.assumptions == ()


@pytest.mark.parametrize("key", ["ltv", "ltv_cac", "cac_payback"])
def test_the_assumptions_of_its_parts_are_those_of_a_metric(given: Given, key: str) -> None:
    assert SAID in _assumed(given, key, assumptions=MARGIN, mrr=MRR_ROWS)


def test_rows_left_out_are_said_by_what_reads_their_table(given: Given) -> None:
    facts = given(mrr=MRR_ROWS, financials=LINES)
    left_out = {"mrr": 1, "financials": 12, "leads": 3}
    engine = Engine(facts, METRICS, period=1, left_out=left_out)
    assert engine.result("mrr", NOW).assumptions == ("computed without 1 bad row of mrr",)
    margin = engine.result("gross_margin", NOW)
    assert margin.assumptions == ("computed without 12 bad rows of financials",)


def test_rows_left_out_are_said_in_one_order(given: Given) -> None:
    """Tables come in sets, whose order differs from run to run."""
    left_out = {"customers": 1, "mrr": 2, "accounts": 3, "deals": 4}
    tables = {
        "mrr": MRR_ROWS,
        "customers": [{"id": "A"}],
        "accounts": [{"id": "X", "name": "X"}],
    }
    engine = Engine(given(**tables), METRICS, period=1, left_out=left_out)
    assert engine.result("unmatched_share", NOW).assumptions == (
        "computed without 3 bad rows of accounts",
        "computed without 1 bad row of customers",
        "computed without 2 bad rows of mrr",
    )


# ---- windows, samples, switches


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("mrr", None, "2026-09"),
        ("new_mrr", "2026-07", "2026-09"),
        ("cac", "2025-10", "2026-09"),
        ("magic_number", "2026-07", "2026-09"),
        ("quota_attainment", "2026-07", "2026-09"),
        ("pipeline_velocity", None, "2026-09"),
        # These state it: their first measures are stocks, or rows of the as-of day.
        ("nrr", "2025-10", "2026-09"),
        ("ltv_cac", "2025-10", "2026-09"),
        ("won_to_retained", "2024-10", "2025-09"),
        ("pipeline_coverage", "2026-10", "2026-12"),
    ],
)
def test_the_window_is_stated_or_that_of_the_first_measure(
    given: Given, key: str, first: str | None, last: str
) -> None:
    result = Engine(given(mrr=MRR_ROWS), METRICS, period=3).result(key, NOW)
    assert result.start == (None if first is None else months.start(month(first)))
    assert result.end == months.end(month(last))


def test_a_trailing_measure_speaks_of_its_months(given: Given) -> None:
    how = _derived(lambda v: v.series("trend")[0], trend=TREND)
    result = _result(given, how, mrr=MRR_ROWS)
    assert (result.start, result.end) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def test_the_sample_is_measured_beside(given: Given) -> None:
    metric = _metric(Total(measure=ARR), sample=CUSTOMERS)
    engine = Engine(given(mrr=MRR_ROWS), (metric,), period=1)
    assert engine.result("tried", NOW).sample == 2
    unknown = Engine(given(), (metric,), period=1)
    assert unknown.result("tried", NOW).sample is None


def test_a_switch_changes_how_and_its_words(given: Given) -> None:
    mrr = Total(measure=MRR)
    arr = Total(measure=ARR)
    metric = _metric(mrr, switch="which", variants={"annual": arr})
    for definitions, value, formula in (
        ({}, 40, "MRR"),
        ({"which": "monthly"}, 40, "MRR"),
        ({"which": "annual"}, 480, "ARR"),
    ):
        facts = given(mrr=MRR_ROWS, assumptions=Assumptions(definitions=definitions))
        engine = Engine(facts, (metric,), period=1)
        assert engine.result("tried", NOW).value == value
        assert engine.formula(metric) == formula


def test_a_formula_reads_aloud(given: Given) -> None:
    engine = Engine(given(), METRICS, period=1)
    ratio = _metric(Ratio(top=MRR, bottom=CUSTOMERS, zero=ZERO))
    assert engine.formula(ratio) == "MRR ÷ paying customers"
    assert engine.formula(_metric(_derived(lambda _: ZERO, mrr=MRR))) == "f"


def test_a_bad_cell_reaches_what_is_derived_from_it(given: Given) -> None:
    finding = Finding(
        severity=Severity.ERROR,
        id="E201",
        code="bad_cell",
        text="is no amount",
        file="f.csv",
        row=2,
        column="Cost",
        table="financials",
        fields=("financials.subscription_cost",),
    )
    facts = given(financials=LINES, assumptions=MARGIN)
    engine = Engine(facts, METRICS, period=1, findings=[finding])
    # Not even the config's margin may take the place of one that is there but unreadable.
    result = engine.result("gross_margin", NOW)
    assert result.outcome.reason is not None
    assert result.outcome.reason.code == "bad_value"


def test_stocks_do_not_depend_on_the_period(given: Given) -> None:
    stock = Measure(
        label="ARR", fact="mrr_changes", aggregate="sum(delta)", when=UpTo(), unit=Unit.MONEY
    )
    for period in (1, 3, 12):
        engine = Engine(given(mrr=MRR_ROWS), (_metric(Total(measure=stock)),), period=period)
        assert engine.result("tried", NOW).value == 480


def test_a_metric_takes_for_granted_what_its_own_columns_do(given: Given) -> None:
    deal = {"id": "D", "stage": "Won", "status": "won", "type": "New", "amount": "100"}
    deals = [{**deal, "created_on": "2026-08-01", "close_on": "2026-09-10"}]
    engine = Engine(given(deals=deals), METRICS, period=1)
    (said,) = engine.result("average_deal_size", NOW).assumptions
    assert said.startswith("deal amounts are taken as ARR")
    assert engine.result("sales_cycle", NOW).assumptions == ()
    assert engine.result("win_rate", NOW).assumptions == ()


def test_an_optional_input_that_is_not_asked_for_is_no_part(given: Given) -> None:
    financials = [
        {"month": f"{year}-{number:02d}", "revenue": "100"}
        for year in (2024, 2025, 2026)
        for number in range(1, 13)
    ]
    engine = Engine(given(mrr=MRR_ROWS, financials=financials), METRICS, period=1)
    growth = engine.result("revenue_growth", NOW)
    assert [part.key for part in growth.parts] == ["revenue", "revenue_before"]
    assert engine.rows("revenue_growth", NOW) == 24


def test_an_input_aside_is_a_part_only_where_it_is_asked_for(given: Given) -> None:
    """ARR is told and asked for once there are customers, revenue never."""

    def compute(values: Values) -> Fraction | Reason:
        return values["arr"] if values["customers"] > 2 else ZERO

    how = Derived(
        formula="ARR",
        inputs={"customers": CUSTOMERS, "arr": ARR, "revenue": REVENUE},
        compute=compute,
        optional=frozenset({"arr", "revenue"}),
        aside=frozenset({"arr"}),
    )
    for names, keys in (("AB", ["customers", "revenue"]), ("ABC", ["customers", "arr"])):
        paid = history({name: {"2026-09": "10"} for name in names})
        assert [part.key for part in _result(given, how, mrr=paid).parts] == keys


def test_a_reason_names_the_days_that_the_metric_speaks_of(given: Given) -> None:
    deal = {"id": "D", "status": "open", "created_on": "2026-09-02", "close_on": "2026-12-10"}
    quotas = [{"period": "2026-Q1", "owner": "ann", "amount": "10"}]
    engine = Engine(given(deals=[deal], quotas=quotas), METRICS, period=1)
    said = {
        key: engine.result(key, NOW).outcome.reason for key in ("win_rate", "pipeline_coverage")
    }
    texts = {key: reason.text for key, reason in said.items() if reason is not None}
    assert texts == {
        "win_rate": "no deal was won or lost from 2025-10-01 to 2026-09-30",
        "pipeline_coverage": "there is no quota from 2026-10-01 to 2026-12-31",
    }
