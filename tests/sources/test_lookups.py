"""What one table leaves to another is found there by the id of the invoice or subscription."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]

LINES = "invoice,description,amount,customer\n"
INVOICES = "id,customer,subscription,issued_on,status,currency\n"


def lines(loaded: Loaded, *columns: str) -> list[tuple[object, ...]]:
    return loaded.tables["invoice_lines"].select(columns).rows()


def plain(text: str) -> str:
    """Return lines with the columns that make them a plain file of invoice lines."""
    first, *rows = text.splitlines()
    return "\n".join([f"{first},period_start_on,period_end_on", *(f"{row},," for row in rows)])


def test_gaps_of_lines_are_filled_from_their_invoices(load: Load) -> None:
    loaded = load(
        a=plain(f"{LINES}i1,Pro,5,\ni1,Set-up,6,c9\ni2,Pro,7,\n,Pro,8,\n"),
        b=f"{INVOICES}i1,c1,s1,2026-01-31,paid,EUR\n",
    )
    assert lines(loaded, "customer", "subscription", "currency", "issued_on", "status") == [
        ("c1", "s1", "EUR", dt.date(2026, 1, 31), "paid"),
        ("c9", "s1", "EUR", dt.date(2026, 1, 31), "paid"),
        (None, None, None, None, None),
        (None, None, None, None, None),
    ]
    assert loaded.supplied >= {"invoice_lines.currency", "invoice_lines.status"}


def test_without_the_other_table_gaps_stay(load: Load) -> None:
    loaded = load(a=plain(f"{LINES}i1,Pro,5,\n"))
    assert lines(loaded, "customer", "currency") == [(None, None)]
    assert "invoice_lines.currency" not in loaded.supplied


def test_what_the_other_table_does_not_know_is_not_supplied(load: Load) -> None:
    loaded = load(
        a=plain(f"{LINES}i1,Pro,5,\n"), b="id,customer,issued_on,status\ni1,c1,2026-01-31,paid\n"
    )
    assert lines(loaded, "customer", "currency") == [("c1", None)]
    assert "invoice_lines.currency" not in loaded.supplied


def test_an_id_that_stands_for_several_customers_says_nothing(load: Load) -> None:
    header = "id,customer,status,amount,interval,started_on,currency"
    loaded = load(
        a="subscription,on,delta,currency\ns1,2026-01-01,5,EUR\ns2,2026-01-01,6,EUR\n",
        b=f"{header}\ns1,c1,active,1,month,2025-01-01,EUR\ns1,c2,active,1,month,2025-02-01,EUR\n"
        "s2,c3,active,1,month,2025-01-01,EUR\ns2,c3,active,1,month,2025-02-01,EUR\n",
    )
    assert loaded.tables["movements"].select("subscription", "customer").rows() == [
        ("s1", None),
        ("s2", "c3"),
    ]


HUNDREDTHS = (
    "Invoice external ID,Subscription external ID,Type,Service period start,Amount in cents\n"
    "i1,s1,subscription,2026-01-01,500\n"
)


def test_hundredths_get_the_currency_of_their_invoice(load: Load) -> None:
    loaded = load(a=HUNDREDTHS, b=f"{INVOICES}i1,c1,s1,2026-01-31,paid,EUR\n")
    assert lines(loaded, "amount", "currency") == [(5_000_000, "EUR")]


def test_hundredths_of_a_currency_without_them_are_refused(
    refused: Callable[..., tuple[str, ...]],
) -> None:
    assert refused(a=HUNDREDTHS, b=f"{INVOICES}i1,c1,s1,2026-01-31,paid,JPY\n") == (
        (
            "a.csv: amounts are in hundredths, but their invoices are in JPY, which have other"
            " units; add the currency to the export"
        ),
    )


def test_places_of_rows_stay_when_gaps_are_filled(load: Load) -> None:
    text = plain(LINES + "".join(f"i{number},Pro,{number},\n" for number in range(9)))
    loaded = load(a=text, b=f"{INVOICES}i8,c8,,2026-01-31,paid,EUR\n")
    assert loaded.tables["invoice_lines"].get_column("amount").is_sorted()
    assert loaded.tables["invoice_lines"].schema["customer"] == pl.String
