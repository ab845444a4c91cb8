"""Amounts that may be with tax are said to be, where nothing tells the tax (definitions 4.1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Habits
from cro_cli.model import Finding, Severity
from tests.sources.test_own_formats import read

SOURCES = Path(__file__).parent
LINES = (
    "Invoice external ID,Subscription external ID,Type,Amount in cents,Service period start,"
    "Service period end{more}\ni1,s1,subscription,1200,2024-01-01,2024-02-01{cell}\n"
)


def found(folder: Path, text: str, config: str = "") -> list[Finding]:
    """Return what is found of tax in an export."""
    export, settings = folder / "a.csv", folder / "config.yaml"
    export.write_text(text, encoding="utf-8")
    settings.write_text(config, encoding="utf-8")
    loaded = sources.load([str(export)], habits=Habits(formats=read(settings)))
    return [one for one in loaded.findings if one.code == "with_tax"]


def said(folder: Path, text: str, config: str = "") -> list[str]:
    return [one.text for one in found(folder, text, config)]


def own(folder: Path, header: str, *, table: str = "subscriptions", tax: str = "") -> list[str]:
    """Return what is said where a format of one's own reads the amount from a header."""
    columns = {"id": "id", "customer": "customer", "amount": header}
    dated = {
        "subscriptions": {"started_on": "day", "interval": "every"},
        "invoice_lines": {"issued_on": "day"},
        "invoices": {"issued_on": "day", "total": header, "status": "every"},
    }[table]
    if table == "invoices":
        del columns["amount"]
    if tax:
        columns["tax"] = tax
    pairs = ", ".join(f"{name}: '{of}'" for name, of in {**columns, **dated}.items())
    form = f"{{format: mine, must: [id, every], table: {table}, columns: {{{pairs}}}}}"
    text = f"id,customer,{header},day,every,{tax or 'further'}\n1,a,5,2026-01-01,month,1\n"
    return said(folder, text, f"formats: [{form}]")


@pytest.mark.parametrize(
    "header",
    [
        "Gross",
        "gross_amount",
        "Betrag brutto",
        "Montant TTC",
        "Amount (incl. VAT)",
        "price_with_tax",
        "Price including sales tax",
        "Tax inclusive price",
    ],
)
def test_a_header_that_speaks_of_tax_in_the_amount_is_named(tmp_path: Path, header: str) -> None:
    (line,) = own(tmp_path, header)
    assert line.startswith(f"takes {header!r} for the price before tax; by its name it may be")
    assert own(tmp_path, header, table="invoice_lines")


@pytest.mark.parametrize(
    "header", ["Amount", "Net amount", "Price excl. tax", "Amount without VAT", "Including support"]
)
def test_other_headers_are_not(tmp_path: Path, header: str) -> None:
    assert not own(tmp_path, header)


def test_nothing_is_said_where_the_tax_is_told_or_the_amount_is_no_recurring_revenue(
    tmp_path: Path,
) -> None:
    assert not own(tmp_path, "Gross", table="invoice_lines", tax="VAT")
    assert not own(tmp_path, "Gross", table="invoices")


def test_an_export_with_tax_in_its_amounts_that_lacks_the_column_of_the_tax_is_named(
    tmp_path: Path,
) -> None:
    (line,) = said(tmp_path, LINES.format(more="", cell=""))
    assert "'Amount in cents'" in line
    assert "by its format, which has the tax in a column of its own, it may be with tax" in line
    assert not said(tmp_path, LINES.format(more=",Tax amount", cell=",200"))


def test_only_where_a_header_tells_of_tax_or_a_total_lacks_it_is_there_a_warning(
    tmp_path: Path,
) -> None:
    lacking = LINES.format(more="", cell="")
    assert [one.severity for one in found(tmp_path, lacking)] == [Severity.NOTE]
    export = (SOURCES / "lago_invoice_fees" / "export.csv").read_text(encoding="utf-8")
    assert not found(tmp_path, export)
    total = export.replace("fee_taxes_amount_cents", "further", 1)
    assert [one.severity for one in found(tmp_path, total)] == [Severity.WARNING]
    form = (
        "formats: [{format: mine, must: [id, gross], table: invoice_lines,"
        " columns: {id: id, customer: who, amount: gross, issued_on: day}}]"
    )
    text = "id,who,gross,day\n1,a,5,2026-01-01\n"
    assert [one.severity for one in found(tmp_path, text, form)] == [Severity.WARNING]
