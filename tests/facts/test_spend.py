from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows


def _cost(category: str | None, span: str, amount: str = "100", **cells: str) -> list[Row]:
    first, _, last = span.partition("..")
    return [
        {"month": months.name(number), "category": category, "amount": amount, **cells}
        for number in range(month(first), month(last or first) + 1)
    ]


SALES, MARKETING = _cost("Sales", "2026-01..2026-09"), _cost("marketing", "2026-01..2026-09")


@pytest.mark.parametrize(
    ("category", "counted", "won"),
    [
        ("sales", True, "100"),
        ("Marketing", True, "100"),
        ("ads", True, "100"),
        ("Advertising", True, "100"),
        ("cs", False, "0"),
        ("other", False, "0"),
    ],
)
def test_sales_and_marketing_win_customers(
    given: Given, category: str, won: str, *, counted: bool
) -> None:
    fact = given(spend=_cost(category, "2026-09")).fact("spend")
    assert rows(fact, "amount", "new_amount", "is_sales_or_marketing") == [
        (money("100"), money(won), counted)
    ]


def test_shares_of_the_row_then_of_the_config_then_of_the_category(given: Given) -> None:
    settled = Assumptions(new_share={"CS": Fraction(1, 4), "sales": Fraction(2, 3)})
    spend = [
        *_cost("cs", "2026-01"),
        *_cost("sales", "2026-02"),
        *_cost("marketing", "2026-03"),
        *_cost("sales", "2026-04", new_share="0.1"),
        *_cost("marketing", "2026-05", new_share="0"),
    ]
    fact = given(spend=spend, assumptions=settled).fact("spend")
    assert [amount for _, amount in rows(fact, "month", "new_amount")] == [
        money("25"),
        money("66.6667"),  # shares are whole millionths
        money("100"),
        money("10"),
        0,
    ]


def test_cost_is_in_the_reporting_currency(given: Given) -> None:
    spend = _cost("sales", "2026-09", currency="EUR", new_share="0.5")
    fact = given(spend=spend, rates={"EUR": Fraction(6, 5)}).fact("spend")
    assert rows(fact, "amount", "new_amount") == [(money("120"), money("60"))]


def test_advertising_is_marketing(given: Given) -> None:
    fact = built(given(spend=[*SALES, *_cost("ads", "2026-01..2026-09")]).fact("spend"))
    assert fact.lacks == {}
    assert set(fact.frame["category"]) == {"sales", "marketing"}


def test_a_part_of_the_cost_is_not_the_cost(given: Given) -> None:
    for spend, needs in (
        (_cost("ads", "2026-09"), "needs_sales_cost"),
        (SALES, "needs_marketing_cost"),
        (_cost("cs", "2026-09"), "needs_sales_cost"),
    ):
        assert built(given(spend=spend).fact("spend")).lacks["sales_cost"].code == needs
        complete = Assumptions(spend_is_complete=True)
        assert built(given(spend=spend, assumptions=complete).fact("spend")).lacks == {}


def test_cost_is_whole_where_both_have_rows(given: Given) -> None:
    spend = [*_cost("sales", "2026-01..2026-09"), *_cost("ads", "2026-03..2026-08")]
    fact = built(given(spend=spend).fact("spend"))
    assert (fact.first, fact.last) == (month("2026-03"), month("2026-08"))
    assert fact.begins is not None
    assert fact.begins.text == "spend has no marketing cost in 2026-02"
    complete = Assumptions(spend_is_complete=True)
    said = built(given(spend=spend, assumptions=complete).fact("spend"))
    assert (said.first, said.last) == (month("2026-01"), month("2026-09"))


def test_a_month_that_is_skipped_is_not_free(given: Given) -> None:
    spend = [*SALES[:4], *SALES[5:], *MARKETING]
    fact = built(given(spend=spend).fact("spend"))
    assert (fact.first, fact.last) == (month("2026-06"), month("2026-09"))
    assert fact.begins is not None
    assert fact.begins.code == "skipped_month"
    assert fact.begins.text == "spend has no sales cost in 2026-05"
    complete = Assumptions(spend_is_complete=True)
    said = built(given(spend=spend, assumptions=complete).fact("spend"))
    assert said.first == month("2026-01")


def test_the_beginning_of_the_file_is_no_gap(given: Given) -> None:
    fact = built(given(spend=[*SALES, *MARKETING]).fact("spend"))
    assert fact.begins is not None
    assert fact.begins.code == "spend_too_short"


def test_categories_that_count_for_nothing_are_said(given: Given) -> None:
    spend = [*_cost("Sales & Marketing", "2026-09"), *_cost("cs", "2026-09"), *SALES]
    assert built(given(spend=spend).fact("spend")).notes == (
        "spend counts as neither sales nor marketing in the category sales & marketing",
    )
    assert built(given(spend=[*SALES, *_cost("other", "2026-09")]).fact("spend")).notes == ()


def test_rows_without_a_month_or_category_are_survived(given: Given) -> None:
    nowhere = [{"month": None, "category": "sales", "amount": "5"}]
    assert missing(given(spend=nowhere).fact("spend")).text == "needs spend"
    some = built(given(spend=[*nowhere, *_cost(None, "2026-09")]).fact("spend"))
    assert rows(some, "amount", "new_amount", "is_sales_or_marketing") == [(money("100"), 0, False)]


def test_needs_spend(given: Given) -> None:
    assert missing(given().fact("spend")).text == "needs spend"
    assert missing(given(spend=[]).fact("spend")).text == "needs spend"
