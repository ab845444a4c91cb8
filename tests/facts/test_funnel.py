from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.facts.canonical import Given, Row, built, missing, month, rows

AUGUST, SEPTEMBER = month("2026-08"), month("2026-09")


def _lead(name: str = "L", **cells: str | None) -> Row:
    return {
        "id": name,
        "created_on": "2026-01-01",
        "mql_on": None,
        "sql_on": None,
        "won_on": None,
        **cells,
    }


# Leads won after 10, 20, 30 and 40 days, long ago; the three quarters take 30 days.
WON = [
    _lead(f"W{days}", created_on="2024-01-01", won_on=won_on)
    for days, won_on in (
        (10, "2024-01-11"),
        (20, "2024-01-21"),
        (30, "2024-01-31"),
        (40, "2024-02-10"),
    )
]
NEWEST = _lead("N", created_on="2026-09-30")


def _cohort(given: Given, *leads: Row, at: str = "2026-09", **tables: Sequence[Row]) -> list[Any]:
    fact = given(leads=[*WON, NEWEST, *leads], **tables).fact("funnel")
    return rows(fact, "is_mql", "is_sql", "is_won", at=at)


@pytest.mark.parametrize(
    ("created_on", "is_in"),
    [
        ("2025-08-31", False),
        ("2025-09-01", True),
        ("2026-08-31", True),  # 30 days before the as-of day
        ("2026-09-01", False),
    ],
)
def test_the_cohort_is_twelve_months_of_leads_old_enough(
    given: Given, created_on: str, *, is_in: bool
) -> None:
    assert len(_cohort(given, _lead(created_on=created_on))) == is_in


@pytest.mark.parametrize(
    ("count", "lag"),
    [(1, 10), (2, 20), (3, 30), (4, 30), (5, 40)],  # the smallest rank that three quarters reach
)
def test_maturity_is_the_nearest_rank_of_three_quarters(given: Given, count: int, lag: int) -> None:
    won = [*WON, _lead("W50", created_on="2024-01-01", won_on="2024-02-20")][:count]
    boundary = {10: "2026-09-20", 20: "2026-09-10", 30: "2026-08-31", 40: "2026-08-21"}
    young = {10: "2026-09-21", 20: "2026-09-11", 30: "2026-09-01", 40: "2026-08-22"}
    leads = [*won, NEWEST, _lead(created_on=boundary[lag]), _lead("Y", created_on=young[lag])]
    assert len(rows(given(leads=leads).fact("funnel"), "month", at="2026-09")) == 1


def test_only_leads_won_by_then_tell_how_long_it_takes(given: Given) -> None:
    slow = _lead("S", created_on="2026-01-01", won_on="2026-09-01")
    fast = _lead("F", created_on="2024-01-01", won_on="2024-01-02")
    young = _lead("Y", created_on="2026-01-31")
    fact = given(leads=[fast, slow, young, NEWEST]).fact("funnel")
    # In August it took a day; by September the slower of two has taken 243, since 30 January.
    assert rows(fact, "month", "is_won") == [
        (AUGUST, False),
        (AUGUST, False),
        (SEPTEMBER, True),
    ]


def test_a_lead_won_on_the_last_day_was_won_by_then(given: Given) -> None:
    fact = given(leads=[_lead("F", won_on="2026-08-31"), NEWEST]).fact("funnel")
    assert rows(fact, "month", "is_won") == [(AUGUST, True), (SEPTEMBER, True)]


def test_each_lead_is_followed_to_the_month_end(given: Given) -> None:
    lead = _lead(mql_on="2026-01-05", sql_on="2026-08-31", won_on="2026-09-02")
    leads = [*WON, *({**lead, "id": str(n)} for n in range(3)), NEWEST]
    fact = given(leads=leads).fact("funnel")
    assert rows(fact, "is_mql", "is_sql", "is_won", at="2026-08") == [(True, True, False)] * 3
    # By then wins take 244 days, and the leads are as old as that.
    assert rows(fact, "is_mql", "is_sql", "is_won", at="2026-09") == [(True, True, True)] * 3


def test_a_later_stage_implies_the_earlier_ones(given: Given) -> None:
    leads = [
        _lead("a", won_on="2026-01-20"),
        _lead("b", sql_on="2026-01-10"),
        _lead("c", mql_on="2026-01-10"),
        _lead("d"),
    ]
    assert _cohort(given, *leads) == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    ]
    # Besides a and b, the four leads won long ago skipped both stages too.
    fact = built(given(leads=[*WON, NEWEST, *leads]).fact("funnel"))
    assert fact.notes[1:] == ("6 leads skipped a stage; the later one implies it",)


def test_the_cohort_is_told(given: Given) -> None:
    # Four of four wins took 30 days; 30 days before 2026-09-30 is 2026-08-31.
    fact = built(given(leads=[*WON, NEWEST, _lead()]).fact("funnel"))
    assert fact.notes[0] == (
        "the funnel follows leads created from 2025-09-01 to 2026-08-31: three of four won leads "
        "were won within 30 days"
    )


@pytest.mark.parametrize(
    ("stage", "reached"),
    [
        ("lead", (False, False, False)),
        ("mql", (True, False, False)),
        ("Marketing Qualified Lead", (True, False, False)),
        ("marketingqualifiedlead", (True, False, False)),
        ("sql", (True, True, False)),
        ("Sales Qualified Lead", (True, True, False)),
        ("opportunity", (True, True, False)),
        ("won", (True, True, True)),
        ("Customer", (True, True, True)),
        ("evangelist", (True, True, True)),
        ("lost", (False, False, False)),
    ],
)
def test_a_lifecycle_stage_without_days(
    given: Given, stage: str, reached: tuple[bool, ...]
) -> None:
    assert _cohort(given, _lead(stage=stage)) == [reached]


def test_a_stage_without_a_day_says_nothing_of_a_past_month(given: Given) -> None:
    undated = built(given(leads=[*WON, NEWEST, _lead(stage="sql")]).fact("funnel"))
    assert {m: reason.code for m, reason in undated.lacks_at.items()} == {
        AUGUST: "needs_stage_days"
    }
    later = _lead(stage="mql", won_on="2026-02-01")
    assert built(given(leads=[*WON, NEWEST, later]).fact("funnel")).lacks_at == {}


def _deal(name: str, status: str, close_on: str, created_on: str = "2026-01-10") -> Row:
    return {
        "id": name,
        "stage": "x",
        "status": status,
        "created_on": created_on,
        "close_on": close_on,
        "updated_on": "2026-09-30",
    }


def test_the_deal_of_a_lead_tells_when_it_was_accepted_and_won(given: Given) -> None:
    deals = [
        _deal("D1", "won", "2026-02-01"),
        _deal("D2", "lost", "2026-02-01"),
        _deal("D3", "open", "2026-12-01"),
        _deal("D4", "won", "2026-02-01"),
    ]
    leads = [_lead(f"L{n}", deal=f"D{n}") for n in (1, 2, 3, 5)]
    assert _cohort(given, *leads, deals=deals) == [
        (False, False, False),  # D5 is in no table
        (True, True, False),
        (True, True, False),
        (True, True, True),
    ]


def test_the_lead_itself_is_trusted_before_its_deal(given: Given) -> None:
    deals = [_deal("D1", "won", "2026-09-20")]
    lead = _lead(deal="D1", won_on="2026-08-20")
    leads = [*WON, *WON, NEWEST, lead]
    renamed = [{**row, "id": str(n)} for n, row in enumerate(leads)]
    fact = given(leads=renamed, deals=deals).fact("funnel")
    assert rows(fact, "is_won", at="2026-08") == [(True,)]


def test_a_converted_lead_is_accepted_though_no_deals_are_exported(given: Given) -> None:
    assert _cohort(given, _lead(deal="D1")) == [(True, True, False)]


def test_deals_and_leads_without_ids_do_not_meet(given: Given) -> None:
    deals = [{**_deal("", "won", "2026-02-01"), "id": None} for _ in range(2)]
    assert _cohort(given, _lead(deal=None), deals=deals) == [(False, False, False)]


def test_without_any_won_lead_nobody_knows_what_is_mature(given: Given) -> None:
    reason = missing(given(leads=[_lead(), NEWEST]).fact("funnel"))
    assert reason.code == "needs_won_dates"
    undated = missing(given(leads=[_lead(stage="customer"), NEWEST]).fact("funnel"))
    assert undated.code == "needs_won_dates"


def test_a_month_before_the_first_win_is_unknown(given: Given) -> None:
    first = _lead("F", created_on="2026-08-20", won_on="2026-09-01")
    fact = built(given(leads=[first, NEWEST]).fact("funnel"))
    assert {m: reason.code for m, reason in fact.lacks_at.items()} == {AUGUST: "needs_won_dates"}


def test_a_win_before_its_lead_takes_no_time(given: Given) -> None:
    back_dated = _lead("B", created_on="2026-01-01", won_on="2025-12-01")
    fact = given(leads=[back_dated, NEWEST]).fact("funnel")
    assert rows(fact, "is_won", at="2026-09") == [(False,), (True,)]


def test_columns_that_no_file_has_are_lacking(given: Given) -> None:
    bare = [{k: v for k, v in row.items() if k not in {"mql_on", "sql_on"}} for row in WON]
    assert set(built(given(leads=bare).fact("funnel")).lacks) == {"mql", "sql"}
    converted = [{**row, "deal": "D"} for row in bare]
    assert set(built(given(leads=converted).fact("funnel")).lacks) == {"mql"}
    staged = [{**row, "stage": "won"} for row in bare]
    assert built(given(leads=staged).fact("funnel")).lacks == {}


def test_data_end_with_the_leads_or_with_the_deals_that_tell_of_wins(given: Given) -> None:
    ended = [{**_deal("D1", "won", "2026-02-01"), "updated_on": "2026-07-05"}]
    leads = [*WON, NEWEST]
    assert built(given(leads=leads, deals=ended).fact("funnel")).last == SEPTEMBER
    bare = [{k: v for k, v in row.items() if k != "won_on"} for row in leads]
    converted = [{**bare[0], "created_on": "2026-01-01", "deal": "D1"}, *bare[1:]]
    assert built(given(leads=converted, deals=ended).fact("funnel")).last == month("2026-07")


def test_needs_leads(given: Given) -> None:
    assert missing(given().fact("funnel")).text == "needs leads"
