from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.slices import Sliced
from tests.facts.canonical import Given, Row, built, missing, money, month, rows

AUGUST, SEPTEMBER = month("2026-08"), month("2026-09")


def _deal(name: str = "D", **cells: str | None) -> Row:
    return {
        "id": name,
        "stage": "Offer",
        "status": "open",
        "amount": "100",
        "created_on": "2026-07-01",
        "close_on": "2026-11-15",
        "updated_on": "2026-09-30",
        **cells,
    }


def _flags(given: Given, deal: Row, at: str = "2026-09", **settled: Any) -> set[str]:  # noqa: ANN401
    """Return which flags of the deal are set."""
    others = [_deal(name, updated_on="2026-09-30") for name in ("X", "Y")]
    fact = built(given(deals=[deal, *others], assumptions=Assumptions(**settled)).fact("pipeline"))
    flags = [name for name in fact.frame.columns if name.startswith("is_")]
    ((_, *values),) = [row for row in rows(fact, "deal", *flags, at=at) if row[0] == deal["id"]]
    return {name for name, value in zip(flags, values, strict=True) if value}


def test_an_open_deal_due_in_the_target_quarter(given: Given) -> None:
    assert _flags(given, _deal()) == {"is_open", "is_due", "is_qualified"}


@pytest.mark.parametrize(
    ("close_on", "expected"),
    [
        ("2026-09-30", {"is_past_due"}),  # expected by the end of the as-of day
        ("2026-10-01", {"is_due"}),
        ("2026-12-31", {"is_due"}),
        ("2027-01-01", set()),
        (None, set()),
    ],
)
def test_due_and_past_due_by_close_date(
    given: Given, close_on: str | None, expected: set[str]
) -> None:
    flags = _flags(given, _deal(close_on=close_on))
    assert flags == {"is_open", "is_qualified"} | expected


@pytest.mark.parametrize(("close_on", "is_late"), [("2026-10-18", True), ("2026-10-19", False)])
def test_past_due_is_told_on_the_day_of_the_export(
    given: Given, close_on: str, *, is_late: bool
) -> None:
    late = _deal(close_on=close_on, updated_on="2026-10-19")
    flags = _flags(given, late)
    assert ("is_past_due" in flags) is is_late
    assert ("is_due" in flags) is not is_late


def test_past_due_at_a_month_end_before_is_told_on_its_own_day(given: Given) -> None:
    """The export of 20 September describes August only when August is what is asked for."""
    history = [
        {"deal": "D", "at": "2026-07-02", "stage": "Offer", "amount": "1", "close_on": "2026-09-10"}
    ]
    deal = _deal(updated_on="2026-09-20")
    fact = given(deals=[deal], deal_stages=history).fact("pipeline")
    assert rows(fact, "is_due", "is_past_due", at="2026-08") == [(True, False)]


def test_the_target_quarter_is_fiscal(given: Given) -> None:
    # Years that begin in February: the day after September lies in August to October.
    assert "is_due" in _flags(given, _deal(close_on="2026-10-31"), fiscal_year_start=2)
    assert "is_due" not in _flags(given, _deal(close_on="2026-11-01"), fiscal_year_start=2)


def test_won_so_far_is_what_was_won_in_the_target_quarter(given: Given) -> None:
    assert _flags(given, _deal(status="won", close_on="2026-10-02")) == {"is_won"}
    assert _flags(given, _deal(status="won", close_on="2026-09-30")) == set()
    assert _flags(given, _deal(status="lost", close_on="2026-10-02")) == set()


def test_what_was_won_before_the_as_of_day_counts_within_its_quarter(given: Given) -> None:
    history = [
        {
            "deal": name,
            "at": "2026-07-02",
            "stage": "Offer",
            "amount": "1",
            "close_on": "2026-09-01",
        }
        for name in ("A", "B")
    ]
    deals = [
        _deal("A", status="won", close_on="2026-08-31"),
        _deal("B", status="won", close_on="2026-09-01"),
    ]
    fact = given(deals=deals, deal_stages=history).fact("pipeline")
    assert rows(fact, "deal", "is_won", "is_due", at="2026-08") == [
        ("A", True, False),
        ("B", False, True),
    ]


def test_omitted_deals_leave_the_pipeline_and_are_counted_apart(given: Given) -> None:
    assert _flags(given, _deal(forecast_category="Omitted")) == {"is_omitted"}
    later = _deal(forecast_category="Omitted", close_on="2027-05-01")
    assert _flags(given, later) == set()


def test_renewals_are_no_pipeline(given: Given) -> None:
    deals = [_deal("R", type="Renewal"), _deal("N"), _deal("E", type="Upsell")]
    fact = given(deals=deals).fact("pipeline")
    assert rows(fact, "deal", at="2026-09") == [("E",), ("N",)]


def test_deals_without_an_amount_are_told_apart_from_zero(given: Given) -> None:
    fact = given(deals=[_deal("A", amount=None), _deal("B", amount="0")]).fact("pipeline")
    assert rows(fact, "deal", "has_no_amount", at="2026-09") == [("A", True), ("B", False)]


STAGES = [
    _deal("A", stage="Discovery", probability="0.1"),
    _deal("B", stage="Demo", probability="0.3"),
    _deal("C", stage="Demo", probability="0.05"),
    _deal("D", stage="Demo", probability="0.3"),
    _deal("E", stage="Offer", probability="0.6"),
]


def _qualified(given: Given, deals: Sequence[Row], **settled: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401
    """Return the qualified deals, and what is said of stages."""
    fact = built(given(deals=deals, assumptions=Assumptions(**settled)).fact("pipeline"))
    names = [name for name, is_it in rows(fact, "deal", "is_qualified", at="2026-09") if is_it]
    return "".join(names), fact.assumed["is_qualified"]


def test_the_config_names_the_qualified_stages(given: Given) -> None:
    assert _qualified(given, STAGES, qualified_stages=("OFFER",)) == ("E", ())


def test_else_all_but_the_first_stage_of_the_config(given: Given) -> None:
    said = "every open stage but 'demo' counts as qualified (`deals: stages:` in the config)"
    assert _qualified(given, STAGES, stage_order=("demo", "offer")) == ("AE", (said,))


def test_else_all_but_the_least_probable_stage(given: Given) -> None:
    # The medians are 0.1, 0.3 and 0.6; one doubtful deal makes no stage the first.
    said = "every open stage but 'Discovery' counts as qualified (`deals: stages:` in the config)"
    assert _qualified(given, STAGES) == ("BCDE", (said,))


@pytest.mark.parametrize(
    "deals",
    [
        [_deal("A", stage="Demo"), _deal("B", stage="Offer")],
        [_deal("A", stage="Demo", probability="0.5"), _deal("B", stage="Offer", probability="0.5")],
        [_deal("A", stage="Demo", probability="0.5"), _deal("B", stage="Demo")],
    ],
    ids=["no probability", "equally probable", "one stage"],
)
def test_else_all_stages_when_no_first_one_shows(given: Given, deals: list[Row]) -> None:
    said = "every open stage counts as qualified (`deals: stages:` in the config)"
    assert _qualified(given, deals) == ("AB", (said,))


def _closed(won: int, lost: int) -> tuple[list[Row], list[Row]]:
    """Return closed deals, and the history of how they all went through Offer."""
    deals: list[Row] = [
        _deal(f"{status}{number}", status=status, stage=status, close_on="2026-07-31")
        for status, count in (("won", won), ("lost", lost))
        for number in range(count)
    ]
    history: list[Row] = [
        {
            "deal": deal["id"],
            "at": "2026-07-02",
            "stage": "Offer",
            "amount": "100",
            "close_on": "2026-11-15",
        }
        for deal in [*deals, _deal()]
    ]
    return deals, history


def _weighted(given: Given, won: int, lost: int, **cells: str | None) -> tuple[Any, set[str]]:
    deals, history = _closed(won, lost)
    fact = built(given(deals=[{**_deal(), **cells}, *deals], deal_stages=history).fact("pipeline"))
    ((_, weighted),) = [
        row for row in rows(fact, "deal", "weighted", at="2026-09") if row[0] == "D"
    ]
    return weighted, set(fact.lacks)


def test_the_history_of_a_stage_weighs_before_the_crm(given: Given) -> None:
    assert _weighted(given, 4, 6, probability="0.9") == (money("40"), set())


def test_with_too_little_history_the_crm_weighs(given: Given) -> None:
    assert _weighted(given, 4, 5, probability="0.9") == (money("90"), set())


def test_without_either_the_weight_is_unknown(given: Given) -> None:
    assert _weighted(given, 4, 5) == (None, {"probability"})


def test_only_deals_that_are_weighed_need_a_probability(given: Given) -> None:
    assert _weighted(given, 4, 5, close_on="2027-11-15") == (None, set())
    assert _weighted(given, 4, 5, amount=None) == (None, set())


def test_a_past_month_without_probability_leaves_the_present_known(given: Given) -> None:
    # In August no deal had closed and all were due in the quarter; by September ten have.
    deals, history = _closed(3, 7)
    closed = [{**deal, "close_on": "2026-09-02"} for deal in deals]
    due = [{**row, "close_on": "2026-09-20"} for row in history]
    fact = built(given(deals=[_deal(), *closed], deal_stages=due).fact("pipeline"))
    assert set(fact.lacks) == set()
    assert set(fact.lacks_before_last) == {"probability"}


def test_a_past_month_end_is_told_by_history_or_unknown(given: Given) -> None:
    fact = built(given(deals=[_deal()]).fact("pipeline"))
    assert fact.lacks_at[AUGUST].code == "needs_deal_history"
    assert set(fact.frame["month"]) == {SEPTEMBER}
    long_past = given(deals=[_deal()], months=("2026-03", "2026-06")).fact("pipeline")
    assert set(built(long_past).lacks_at) == {month("2026-03"), month("2026-06")}
    assert built(long_past).frame.height == 0


def test_a_stage_without_open_deals_today_is_judged_as_the_config_says(given: Given) -> None:
    """In August the deal was in a stage that nobody is in any more."""
    history = [
        {"deal": "D", "at": "2026-07-02", "stage": "Intro", "amount": "1", "close_on": "2026-11-01"}
    ]
    settled = Assumptions(qualified_stages=("Offer",))
    fact = given(deals=[_deal()], deal_stages=history, assumptions=settled).fact("pipeline")
    assert rows(fact, "month", "is_qualified") == [(AUGUST, False), (SEPTEMBER, True)]


def test_needs_deals(given: Given) -> None:
    assert missing(given().fact("pipeline")).text == "needs deals"


def test_accounts_and_sources_tell_the_pipeline_apart(given: Given) -> None:
    deals = [_deal(account_id="A", source="Partner"), _deal("E")]
    fact = built(given(deals=deals).fact("pipeline"))
    known = rows(fact, "deal", "account", "source", at="2026-09")
    assert known == [("D", "A", "Partner"), ("E", None, None)]


def test_every_deal_is_in_one_segment_or_in_none(given: Given) -> None:
    deals = [
        _deal(account_id="A"),
        _deal("E", account_id="B"),
        _deal("F"),
        _deal("G", account_id="C"),
    ]
    accounts = [{"id": "A", "segment": "smb"}, {"id": "B", "segment": "ent"}, {"id": "C"}]
    whole = given(deals=deals, accounts=accounts)
    parts = {
        value: sorted(built(Sliced(whole, "segment", value).fact("pipeline")).frame["deal"])
        for value in ("smb", "ent", None)
    }
    assert parts == {"smb": ["D"], "ent": ["E"], None: ["F", "G"]}
