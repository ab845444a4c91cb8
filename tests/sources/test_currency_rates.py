"""Rates of a CRM are against its corporate currency, which the export has to tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    "rows",
    [
        "EUR,0.92\nGBP,0.8\n",
        "USD,1\nPAB,1\nEUR,0.92\n",
    ],
)
def test_rates_against_an_unknown_currency_are_refused(refused: Refused, rows: str) -> None:
    assert refused(a=f"IsoCode,ConversionRate\n{rows}") == (
        (
            "a.csv: nothing says which currency the rates are against; export CurrencyType with"
            " IsCorporate"
        ),
    )


def test_currency_at_one_is_the_corporate_one(load: Load) -> None:
    frame = load(a="IsoCode,ConversionRate\nUSD,1\nEUR,0.92\n").tables["fx"]
    assert frame["base"].to_list() == ["USD", "USD"]


def test_base_of_a_plain_file_is_a_currency_code(load: Load) -> None:
    loaded = load(fx="currency,rate,base\nusd,1.1,eur\ngbp,1.2,euro\n")
    assert loaded.tables["fx"]["base"].to_list() == ["EUR", None]
    assert [one.text for one in loaded.findings] == ["'euro' is no currency code"]


def test_campaigns_without_their_end_are_refused(refused: Refused) -> None:
    assert refused(a="Id,Name,ActualCost,StartDate\n1,A,5,2026-01-01\n") == (
        (
            "a.csv: has no column 'EndDate', so nothing says which month the cost belongs to; add"
            " it to the export"
        ),
    )
