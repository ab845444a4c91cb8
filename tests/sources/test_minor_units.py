"""Amounts in the smallest unit of a currency are brought to what that currency makes of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

HEADER = "id,amount_due,amount_paid,amount_remaining,customer_id,billing_reason,created,status"


def total(load: Load, amount: str, currency: str) -> object:
    row = f"in_1,1,1,0,cus_1,manual,2026-01-01,open,{amount},{currency}"
    loaded = load(a=f"{HEADER},total,currency\n{row}\n")
    return loaded.tables["invoices"].get_column("total").item()


@pytest.mark.parametrize(
    ("amount", "currency", "micros"),
    [
        ("500", "usd", 5_000_000),
        ("-500", "EUR", -5_000_000),
        ("500", "jpy", 500_000_000),
        ("-500", "krw", -500_000_000),
        ("500", "mga", 500_000_000),
        # Stripe writes cents that these two do not have
        ("500", "isk", 5_000_000),
        ("500", "ugx", 5_000_000),
        ("5120", "kwd", 5_120_000),
        ("-5121", "tnd", -5_121_000),
        # a fraction of the smallest unit, as `unit_amount_decimal` has it
        ("0.5", "usd", 5_000),
        # below a micro: rounded once, half away from zero
        ("0.0005", "bhd", 1),
        ("-0.0005", "bhd", -1),
        ("0.0004", "bhd", 0),
    ],
)
def test_smallest_units(load: Load, amount: str, currency: str, micros: int) -> None:
    assert total(load, amount, currency) == micros


def test_amount_that_outgrows_its_currency_is_a_bad_cell(load: Load) -> None:
    row = "in_1,1,1,0,cus_1,manual,2026-01-01,open,90000000000000,jpy"
    loaded = load(a=f"{HEADER},total,currency\n{row}\n")
    assert loaded.tables["invoices"].get_column("total").item() is None
    assert [one.value for one in loaded.findings] == ["90000000000000"]


def test_smallest_units_of_no_currency_are_refused(refused: Refused) -> None:
    row = "in_1,1,1,0,cus_1,manual,2026-01-01,open,500"
    assert refused(a=f"{HEADER},total\n{row}\n") == (
        (
            "a.csv: 'total', 'amount_paid' are in the smallest unit of a currency, and no column"
            " says which; add the currency to the export"
        ),
    )


LINES = (
    "Invoice external ID,Subscription external ID,Type,Service period start,Tax amount,"
    "Amount in cents"
)


def test_hundredths_are_said_where_another_file_has_the_currency(load: Load) -> None:
    loaded = load(a=f"{LINES}\ni1,s1,subscription,2026-01-01,0,500\n")
    assert loaded.tables["invoice_lines"].get_column("amount").item() == 5_000_000
    (note,) = loaded.findings
    assert note.id == "W309"
    assert note.text.startswith("'Amount in cents', 'Tax amount' are read as hundredths")


def test_hundredths_are_smallest_units_where_the_currency_is_known(load: Load) -> None:
    loaded = load(a=f"{LINES},Currency\ni1,s1,subscription,2026-01-01,0,500,JPY\n")
    assert loaded.tables["invoice_lines"].get_column("amount").item() == 500_000_000
    assert loaded.findings == ()
