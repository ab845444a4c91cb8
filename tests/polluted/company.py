"""A small company, cut out of the sample exports: what the traps are applied to.

An export is kept as rows of cells, so that a trap can write it anew in any dialect. What its
columns hold is said here by hand, not asked of the program.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "sample_data"
CONFIG = "company: Lumenloop\ncurrency: USD\nfx: {EUR: 1.08}\nas_of: 2026-09\n"
EVERY = 8  # customers, accounts and leads that are kept, and all that belongs to them

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which columns of an export that are read hold what."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    status: str = ""
    currency: str = ""


COLUMNS = {
    "stripe_subscriptions.csv": Columns(
        ids=("id", "Customer ID"),
        names=("Customer Name",),
        amounts=("Amount",),
        dates=("Created (UTC)", "Start Date (UTC)", "Ended At (UTC)", "Canceled At (UTC)"),
        flags=("Cancel At Period End",),
        status="Status",
        currency="Currency",
    ),
    "stripe_customers.csv": Columns(
        ids=("id", "salesforce_account_id (metadata)"),
        names=("Name",),
        dates=("Created (UTC)",),
        currency="Currency",
    ),
    "stripe_invoices.csv": Columns(
        ids=("id", "Customer", "Subscription"),
        amounts=("Amount Due", "Subtotal", "Total", "Amount Paid"),
        dates=("Date (UTC)", "Due Date (UTC)"),
        status="Status",
        currency="Currency",
    ),
    "MRR_per_Subscriber__monthly_2023-10_2026-09.csv": Columns(
        ids=("Customer ID",),
        names=("Customer",),
        amounts=("2025-09", "2026-08", "2026-09"),
        currency="Currency",
    ),
    "Account.csv": Columns(
        ids=("Id",), names=("Name",), dates=("CreatedDate",), flags=("IsDeleted",)
    ),
    "Lead.csv": Columns(
        ids=("Id", "ConvertedAccountId", "ConvertedOpportunityId"),
        names=("Company",),
        dates=("CreatedDate", "MQL_Date__c", "SQL_Date__c"),
        flags=("IsDeleted", "IsConverted"),
    ),
    "Opportunity.csv": Columns(
        ids=("Id", "AccountId", "OwnerId"),
        names=("Name",),
        amounts=("Amount",),
        dates=("CloseDate", "CreatedDate"),
        flags=("IsClosed", "IsWon", "IsDeleted"),
        currency="CurrencyIsoCode",
    ),
    "OpportunityHistory.csv": Columns(
        ids=("OpportunityId",),
        amounts=("Amount",),
        dates=("CreatedDate", "CloseDate"),
        currency="CurrencyIsoCode",
    ),
    "bamboohr_headcount.csv": Columns(
        ids=("Employee #",), names=("Last Name",), dates=("Hire Date", "Termination Date")
    ),
    "google_ads.csv": Columns(
        names=("Campaign",), amounts=("Cost",), dates=("Month",), currency="Currency code"
    ),
    "meta_ads.csv": Columns(
        names=("Campaign name",),
        amounts=("Amount spent (USD)",),
        dates=("Reporting starts", "Reporting ends"),
    ),
    "financials.csv": Columns(
        amounts=(
            "revenue",
            "subscription_revenue",
            "subscription_cost",
            "cost_of_revenue",
            "ebitda",
            "operating_cash_flow",
            "investing_cash_flow",
        ),
        currency="currency",
    ),
    "quotas.csv": Columns(ids=("owner",), amounts=("amount",), currency="currency"),
    "spend.csv": Columns(names=("channel",), amounts=("amount",), currency="currency"),
}


@dataclass(frozen=True)
class Export:
    """One export: the lines above its header, its header, its rows."""

    name: str
    above: tuple[Row, ...]
    header: Row
    rows: tuple[Row, ...]

    @property
    def columns(self) -> Columns:
        """What the columns hold."""
        return COLUMNS[self.name]

    def place(self, column: str) -> int:
        """Return where a column stands."""
        return self.header.index(column)

    def cells(self, column: str) -> tuple[str, ...]:
        """Return the cells of a column."""
        place = self.place(column)
        return tuple(row[place] for row in self.rows)

    def each(self, columns: Iterable[str], change: Callable[[str], str]) -> Export:
        """Return the export with the filled cells of some columns changed."""
        places = {self.place(column) for column in columns}
        rows = tuple(
            tuple(
                change(cell) if place in places and cell else cell for place, cell in enumerate(row)
            )
            for row in self.rows
        )
        return replace(self, rows=rows)

    def with_rows(self, rows: Iterable[Sequence[str]]) -> Export:
        """Return the export with other rows."""
        return replace(self, rows=tuple(map(tuple, rows)))

    def text(self, delimiter: str = ",", end: str = "\n", *, quote_all: bool = False) -> str:
        """Return the export as text."""
        out = io.StringIO()
        writer = csv.writer(
            out,
            delimiter=delimiter,
            lineterminator=end,
            quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        )
        writer.writerows([*self.above, self.header, *self.rows])
        return out.getvalue()

    def data(self) -> bytes:
        """Return the export as it is without any trap."""
        return self.text().encode()


@cache
def exports() -> dict[str, Export]:
    """Return the exports of the company by name."""
    whole = {name: _read(name) for name in COLUMNS}
    customers = whole["stripe_customers.csv"]
    customers = customers.with_rows(customers.rows[::EVERY])
    paying = set(customers.cells("id"))
    linked = {cell[:15] for cell in customers.cells("salesforce_account_id (metadata)") if cell}
    accounts = whole["Account.csv"]
    others = set(accounts.cells("Id")[::EVERY])
    accounts = _where(accounts, "Id", lambda cell: cell in others or cell[:15] in linked)
    known = set(accounts.cells("Id"))
    deals = _where(whole["Opportunity.csv"], "AccountId", known.__contains__)
    deal_ids = set(deals.cells("Id"))
    leads = whole["Lead.csv"]
    some = set(leads.cells("Id")[::EVERY])
    won = leads.place("ConvertedOpportunityId")
    leads = leads.with_rows(row for row in leads.rows if row[0] in some or row[won] in deal_ids)
    cuts = [
        customers,
        _where(whole["stripe_subscriptions.csv"], "Customer ID", paying.__contains__),
        _where(whole["stripe_invoices.csv"], "Customer", paying.__contains__),
        _where(
            whole["MRR_per_Subscriber__monthly_2023-10_2026-09.csv"],
            "Customer ID",
            paying.__contains__,
        ),
        accounts,
        deals,
        _where(whole["OpportunityHistory.csv"], "OpportunityId", deal_ids.__contains__),
        leads,
    ]
    return {**whole, **{cut.name: cut for cut in cuts}}


def _read(name: str) -> Export:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    widest = max(map(len, rows))
    start = next(place for place, row in enumerate(rows) if len(row) == widest)
    return Export(name, tuple(rows[:start]), rows[start], tuple(rows[start + 1 :]))


def _where(export: Export, column: str, keep: Callable[[str], bool]) -> Export:
    place = export.place(column)
    return export.with_rows(row for row in export.rows if keep(row[place]))
