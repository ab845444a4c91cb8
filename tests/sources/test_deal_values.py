"""What a deal is worth: by its period, its status, and the currency that belongs to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]

CLOSE = "id,status_label,value,value_period\n"


def amounts(loaded: Loaded) -> list[int | None]:
    return loaded.tables["deals"]["amount"].to_list()


def test_values_for_a_month_are_brought_to_a_year_without_overflow(load: Load) -> None:
    # 17 digits of cents fit as they are, and twelve times as much does not.
    loaded = load(a=f"{CLOSE}1,Won,700,monthly\n2,Won,70000000000000,monthly\n3,Won,7,annual\n")
    assert amounts(loaded) == [84_000_000, 8_400_000_000_000_000_000, 70_000]
    loaded = load(a=f"{CLOSE}1,Won,99999999999999,monthly\n")
    assert amounts(loaded) == [None]
    assert [(one.row, one.text) for one in loaded.findings if one.row] == [
        (2, "'99999999999999' is no amount")
    ]


def test_values_without_a_period_are_no_amounts(load: Load) -> None:
    loaded = load(a=f"{CLOSE}1,Won,700,\n2,Won,,monthly\n3,Won,5,fortnightly\n")
    assert amounts(loaded) == [None, None, None]
    assert [(one.row, one.column, one.text) for one in loaded.findings if one.row] == [
        (2, "value", "'700' is for a month, a year or once, and its row does not say which"),
        (4, "value_period", "'fortnightly' is no known period"),
    ]


def test_periods_without_values_are_no_amounts(load: Load) -> None:
    loaded = load(a="id,status_label,value_period\n1,Won,monthly\n2,Won,daily\n")
    assert amounts(loaded) == [None, None]
    assert [one.code for one in loaded.findings] == ["missing_column"]


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        ("1,Won,900,1000", 900_000_000),
        ("1,Won,,1000", 1_000_000_000),
        ("1,Lost,0,1000", 1_000_000_000),
        ("1,Open,,1000", 1_000_000_000),
        ("1,Open,5,", None),
    ],
)
def test_won_deal_counts_with_what_it_came_to(load: Load, row: str, amount: int | None) -> None:
    header = "(Do Not Modify) Opportunity,Status,Actual Revenue,Est. Revenue\n"
    assert amounts(load(a=f"{header}{row}\n")) == [amount]


@pytest.mark.parametrize(
    ("header", "cells", "currency"),
    [
        ("Amount Currency,Amount", "EUR,5", "EUR"),
        ("Amount,Opportunity Currency", "5,EUR", "EUR"),
        # The amount is in the company's currency, whichever the opportunity has.
        ("Amount (converted),Opportunity Currency", "5,EUR", None),
        ("Amount (converted) Currency,Amount (converted),Amount Currency", "USD,5,EUR", "USD"),
        (
            "Amount Currency,Amount,Amount (converted) Currency,Amount (converted)",
            "EUR,4,USD,5",
            "EUR",
        ),
    ],
)
def test_currency_is_the_one_beside_the_amount(
    load: Load, header: str, cells: str, currency: str | None
) -> None:
    loaded = load(
        a=f"Opportunity Name,Stage,Account Name,Opportunity ID,{header}\nA,Lead,B,1,{cells}\n"
    )
    assert loaded.tables["deals"]["currency"].to_list() == [currency]
    said = [one.text for one in loaded.findings if one.code == "converted"]
    assert said == (
        []
        if currency
        else ["'Amount (converted)' is converted; read as amounts in the reporting currency"]
    )


def test_guessed_format_says_so_and_not_each_of_its_columns(load: Load) -> None:
    loaded = load(a="Record ID,Deal name,Deal stage,Deal value,Created at\n1,A,Won,5,2026-01-01\n")
    assert [one.text for one in loaded.findings] == [
        "taken for Attio deals, though no such export was seen: a guess"
    ]
