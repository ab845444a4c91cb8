from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows

AUGUST, SEPTEMBER = month("2026-08"), month("2026-09")


def _deal(name: str = "D", **cells: str | None) -> Row:
    return {
        "id": name,
        "stage": "Offer",
        "status": "open",
        "amount": "300",
        "created_on": "2026-07-01",
        "close_on": "2026-12-01",
        "updated_on": "2026-09-30",
        **cells,
    }


def _change(at: str, stage: str, amount: str | None, close_on: str, **cells: str) -> Row:
    return {"deal": "D", "at": at, "stage": stage, "amount": amount, "close_on": close_on, **cells}


HISTORY = [
    _change("2026-07-01 09:00", "Demo", "100", "2026-10-01"),
    _change("2026-08-31 23:59:59", "Trial", "200", "2026-11-01"),
    _change("2026-09-01 00:00", "Offer", "300", "2026-12-01"),
]


def _stood(given: Given, deal: Row, history: list[Row], at: str = "2026-08") -> list[Any]:
    fact = given(deals=[deal], deal_stages=history).fact("standing")
    return [
        (stage, status, amount, str(close_on))
        for stage, status, amount, close_on in rows(
            fact, "stage", "status", "amount", "close_on", at=at
        )
    ]


def test_the_present_is_what_the_export_says(given: Given) -> None:
    now = [("Offer", "open", money("300"), "2026-12-01")]
    assert _stood(given, _deal(), HISTORY, at="2026-09") == now
    assert _stood(given, _deal(), [], at="2026-09") == now


@pytest.mark.parametrize("history", list(itertools.permutations(HISTORY)))
def test_the_last_change_of_the_day_counts_in_whatever_order(
    given: Given, history: tuple[Row, ...]
) -> None:
    then = [("Trial", "open", money("200"), "2026-11-01")]
    assert _stood(given, _deal(), list(history)) == then


def test_changes_at_one_time_do_not_hang_on_the_order_of_rows(given: Given) -> None:
    twins = [
        _change("2026-08-01 10:00", "Demo", "100", "2026-10-01"),
        _change("2026-08-01 10:00", "Demo", "200", "2026-10-01"),
    ]
    assert _stood(given, _deal(), twins) == _stood(given, _deal(), twins[::-1])


def test_a_deal_closed_since_was_open_and_one_closed_before_was_not(given: Given) -> None:
    since = _deal(status="won", stage="Won", close_on="2026-09-01")
    assert _stood(given, since, HISTORY) == [("Trial", "open", money("200"), "2026-11-01")]
    before = _deal(status="won", stage="Won", close_on="2026-08-31")
    assert _stood(given, before, HISTORY) == [("Won", "won", money("300"), "2026-08-31")]
    # Nothing needs to be known of the path of a deal that was already closed.
    assert _stood(given, before, HISTORY[2:]) == [("Won", "won", money("300"), "2026-08-31")]


def test_what_the_crm_sets_as_a_deal_moves_on_says_nothing_of_the_past(given: Given) -> None:
    lost = _deal(
        status="lost",
        stage="Lost",
        close_on="2026-09-20",
        forecast_category="Omitted",
        probability="0",
    )
    still = _deal(forecast_category="Omitted", probability="0.5", stage="Trial")
    moved = _deal(probability="0.5", stage="Offer")
    for deal, then in ((lost, (False, None)), (still, (True, 500_000)), (moved, (False, None))):
        fact = given(deals=[deal], deal_stages=HISTORY).fact("standing")
        assert rows(fact, "is_omitted", "probability", at="2026-08") == [then]


def test_deals_not_yet_created_and_renewals_are_not_there(given: Given) -> None:
    deals = [
        _deal(),
        _deal("later", created_on="2026-09-01"),
        _deal("renewal", type="Renewal"),
        _deal("undated", status="won", close_on=None),
    ]
    fact = given(deals=deals, deal_stages=HISTORY).fact("standing")
    assert rows(fact, "deal", at="2026-08") == [("D",)]
    assert rows(fact, "deal", at="2026-09") == [("D",), ("later",), ("undated",)]


def test_a_deal_whose_path_is_unknown_makes_the_day_unknown(given: Given) -> None:
    for stranger in (_deal("S"), _deal("S", created_on=None)):
        fact = built(given(deals=[_deal(), stranger], deal_stages=HISTORY).fact("standing"))
        assert {m: reason.code for m, reason in fact.lacks_at.items()} == {
            AUGUST: "needs_deal_history"
        }
        assert set(fact.frame["month"]) == {SEPTEMBER}


def test_history_without_amounts_or_dates_tells_no_past(given: Given) -> None:
    for column in ("amount", "close_on"):
        history = [{k: v for k, v in row.items() if k != column} for row in HISTORY]
        fact = built(given(deals=[_deal()], deal_stages=history).fact("standing"))
        assert set(fact.lacks_at) == {AUGUST}
    assert set(built(given(deals=[_deal()]).fact("standing")).lacks_at) == {AUGUST}


@pytest.mark.parametrize(
    ("updated_on", "unknown"),
    [
        ("2026-09-30", {AUGUST}),
        ("2026-10-30", {AUGUST}),  # no month end between as-of and the export
        ("2026-10-31", {AUGUST, SEPTEMBER}),
        ("2026-12-01", {AUGUST, SEPTEMBER}),
        ("2026-08-31", {AUGUST}),  # too old, which `last` says
    ],
)
def test_the_export_describes_the_last_month_end_before_it(
    given: Given, updated_on: str, unknown: set[int]
) -> None:
    fact = built(given(deals=[_deal(updated_on=updated_on)]).fact("standing"))
    assert set(fact.lacks_at) == unknown
    assert fact.last == (AUGUST if updated_on == "2026-08-31" else SEPTEMBER)


def test_an_earlier_day_is_told_by_history(given: Given) -> None:
    deal = _deal(updated_on="2026-12-01")
    fact = given(deals=[deal], deal_stages=HISTORY).fact("standing")
    assert rows(fact, "month", "stage") == [(AUGUST, "Trial"), (SEPTEMBER, "Offer")]


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (("2026-08-31", "2026-09-30"), "Trial"),
        (("2026-08-29", "2026-09-30"), "Demo"),  # the last working day of the month
        (("2026-08-27", "2026-09-30"), "Demo"),
        (("2026-08-28", "2026-08-31", "2026-09-30"), "Trial"),
    ],
)
def test_exports_of_several_days_tell_of_the_month_ends_they_are_near(
    given: Given, days: tuple[str, ...], stage: str
) -> None:
    told = given(deals=[_deal()], deal_stages=HISTORY, snapshots={"deal_stages": days})
    assert rows(told.fact("standing"), "stage", at="2026-08") == [(stage,)]


@pytest.mark.parametrize("day", ["2026-08-26", "2026-09-01"])
def test_and_of_no_others(given: Given, day: str) -> None:
    told = given(deals=[_deal()], deal_stages=HISTORY, snapshots={"deal_stages": (day,)})
    fact = built(told.fact("standing"))
    assert fact.lacks_at[AUGUST].code == "needs_deal_history"


def test_a_deal_that_no_export_of_the_day_had_was_entered_later(given: Given) -> None:
    late = _deal("E", created_on="2026-08-30")
    told = given(
        deals=[_deal(), late],
        deal_stages=HISTORY,
        snapshots={"deal_stages": ("2026-08-31", "2026-09-30")},
    )
    assert rows(told.fact("standing"), "deal", at="2026-08") == [("D",)]


def test_past_amounts_are_on_the_same_basis_and_in_the_same_currency(given: Given) -> None:
    settled = Assumptions(amount_is="mrr")
    tables = {"deals": [_deal(currency="EUR")], "deal_stages": HISTORY}
    fact = given(**tables, assumptions=settled, rates={"EUR": Fraction(2)}).fact("standing")
    assert rows(fact, "month", "amount") == [
        (AUGUST, money("4800")),  # 200 × 12 × 2: the history has no currency of its own
        (SEPTEMBER, money("7200")),
    ]


def test_an_amount_that_was_empty_then_was_none(given: Given) -> None:
    history = [_change("2026-07-01 09:00", "Demo", None, "2026-10-01")]
    fact = given(deals=[_deal()], deal_stages=history).fact("standing")
    assert rows(fact, "month", "amount", "has_amount") == [
        (AUGUST, None, False),
        (SEPTEMBER, money("300"), True),
    ]


def test_needs_deals(given: Given) -> None:
    assert missing(given(deal_stages=HISTORY).fact("standing")).text == "needs deals"


def test_a_pipeline_of_a_later_day_than_the_report_says_so(given: Given) -> None:
    deal = _deal(updated_on="2026-10-15")
    (said,) = built(given(deals=[deal], deal_stages=HISTORY).fact("standing")).notes
    assert said.startswith("the pipeline is that of 2026-10-15, ")
    assert "not that of 2026-09-30" in said
    assert not built(given(deals=[_deal()], deal_stages=HISTORY).fact("standing")).notes
    # Two month ends later the history tells, and no other day is meant.
    much_later = _deal(updated_on="2026-11-30")
    assert not built(given(deals=[much_later], deal_stages=HISTORY).fact("standing")).notes
