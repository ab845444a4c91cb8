from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows

LINES = {
    "revenue": "100",
    "subscription_revenue": "90",
    "subscription_cost": "20",
    "cost_of_revenue": "25",
    "ebitda": "-10",
    "operating_cash_flow": "-8",
    "investing_cash_flow": "-3",
}


def _lines(first: str, last: str, **cells: str | None) -> list[Row]:
    return [
        {"month": months.name(number), **LINES, **cells}
        for number in range(month(first), month(last) + 1)
    ]


def _without(column: str, table: list[Row]) -> list[Row]:
    return [{name: cell for name, cell in row.items() if name != column} for row in table]


def test_burn_is_what_operations_and_investing_take(given: Given) -> None:
    fact = given(financials=_lines("2026-09", "2026-09")).fact("financials")
    assert rows(fact, "revenue", "ebitda", "free_cash_flow", "burn") == [
        (money("100"), money("-10"), money("-11"), money("11"))
    ]


def test_lines_are_in_the_reporting_currency(given: Given) -> None:
    table = _lines("2026-09", "2026-09", currency="EUR")
    fact = given(financials=table, rates={"EUR": Fraction(11, 10)}).fact("financials")
    assert rows(fact, "revenue", "ebitda", "burn") == [(money("110"), money("-11"), money("12.1"))]


@pytest.mark.parametrize(
    ("column", "lacking"),
    [
        ("revenue", {"revenue"}),
        ("subscription_revenue", {"subscription_revenue"}),
        ("subscription_cost", {"subscription_cost"}),
        ("ebitda", {"ebitda"}),
        ("operating_cash_flow", {"operating_cash_flow", "burn", "free_cash_flow"}),
        ("investing_cash_flow", {"investing_cash_flow", "burn", "free_cash_flow"}),
    ],
)
def test_a_column_that_is_not_there_is_lacking_by_name(
    given: Given, column: str, lacking: set[str]
) -> None:
    table = _without(column, _lines("2026-08", "2026-09"))
    fact = built(given(financials=table).fact("financials"))
    assert set(fact.lacks) == lacking
    assert {reason.code for reason in fact.lacks.values()} == {"missing_column"}
    assert {reason.text for reason in fact.lacks.values()} == {f"needs {column.replace('_', ' ')}"}


def test_an_empty_cell_is_not_zero(given: Given) -> None:
    table = [*_lines("2026-07", "2026-07", ebitda=None), *_lines("2026-08", "2026-09")]
    fact = built(given(financials=table).fact("financials"))
    assert {name: reason.text for name, reason in fact.lacks.items()} == {
        "ebitda": "ebitda is empty in 2026-07"
    }
    assert fact.lacks["ebitda"].code == "empty_cell"


def test_a_cell_that_no_window_reads_may_be_empty(given: Given) -> None:
    # At the end of August growth reads the twenty-four months from September 2024 on.
    old = _lines("2024-01", "2024-08", ebitda=None)
    unfinished = _lines("2026-10", "2026-10", ebitda=None)
    table = [*old, *_lines("2024-09", "2026-09"), *unfinished]
    assert built(given(financials=table).fact("financials")).lacks == {}
    read = _lines("2024-01", "2024-09", ebitda=None)
    table = [*read, *_lines("2024-10", "2026-09")]
    assert set(built(given(financials=table).fact("financials")).lacks) == {"ebitda"}


def test_a_skipped_month_parts_what_is_known(given: Given) -> None:
    table = [*_lines("2026-01", "2026-03"), *_lines("2026-05", "2026-09")]
    for order in (table, table[::-1]):
        fact = built(given(financials=order).fact("financials"))
        assert (fact.first, fact.last) == (month("2026-05"), month("2026-09"))
        assert fact.begins is not None
        assert (fact.begins.code, fact.begins.text) == (
            "skipped_month",
            "financials skip the month 2026-04",
        )
    whole = built(given(financials=_lines("2026-01", "2026-09")).fact("financials"))
    assert (whole.first, whole.begins) == (month("2026-01"), None)


def test_rows_without_a_month_count_nowhere(given: Given) -> None:
    nowhere: list[Row] = [{**LINES, "month": None}]
    fact = built(given(financials=[*nowhere, *_lines("2026-09", "2026-09")]).fact("financials"))
    assert rows(fact, "month") == [(month("2026-09"),)]
    assert missing(given(financials=nowhere).fact("financials")).text == "needs month"


def test_needs_financials(given: Given) -> None:
    assert missing(given().fact("financials")).text == "needs financials"
    assert missing(given(financials=[]).fact("financials")).text == "needs financials"


def test_the_margin_of_the_config_holds_at_every_evaluated_month(given: Given) -> None:
    settled = Assumptions(gross_margin=Fraction(4, 5))
    fact = built(given(assumptions=settled).fact("assumed_margin"))
    assert rows(fact, "month", "gross_margin") == [
        (month("2026-08"), 800_000),
        (month("2026-09"), 800_000),
    ]
    assert fact.assumptions == ("the gross margin is the one in the config",)


def test_without_a_margin_the_config_is_where_to_state_it(given: Given) -> None:
    reason = missing(given().fact("assumed_margin"))
    assert reason.code == "missing_gross_margin"
    assert "`gross_margin:`" in reason.remedy
