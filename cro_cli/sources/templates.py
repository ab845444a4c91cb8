"""The plain form of every canonical table: its own column names are the header."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cro_cli.sources.format import ColumnRule, Format
from cro_cli.sources.signature import Signature
from cro_cli.tables import BY_NAME, TABLES, Column, Table

# Salesforce writes one id in two lengths; owners are ids where no name is exported.
_CRM_IDS = frozenset(
    {
        "customers.crm_id",
        "accounts.id",
        "accounts.owner",
        "accounts.parent",
        "deals.id",
        "deals.account_id",
        "deals.owner",
        "deal_stages.deal",
        "leads.id",
        "leads.deal",
        "leads.account_id",
        "leads.owner",
        "quotas.owner",
    }
)
_FEWEST = 2
SYSTEM = "plain"


def template(table: str) -> str:
    """Return the header line of the plain form of a table."""
    return ",".join(column.name for column in BY_NAME[table].columns)


@cache
def signatures() -> tuple[Signature, ...]:
    """Return what tells the plain form of each table."""
    return tuple(
        Signature(
            name=table.name,
            title=f"plain {table.name.replace('_', ' ')} file",
            must=tuple((name,) for name in _needed(table)),
            labels=_needed(table),
            template=True,
        )
        for table in TABLES
    )


def _needed(table: Table) -> tuple[str, ...]:
    required = (column.name for column in table.columns if column.required)
    return (*required, *table.told_by)


def weight(of: Signature, headers: frozenset[str]) -> int:
    """Return how many headers are columns of the table; 0 when too few are to be meant for it.

    A single required `id` would match nearly every export there is.
    """
    own = columns_in(of, headers)
    return own if own >= _FEWEST and own * 2 >= len(headers) else 0


def columns_in(of: Signature, headers: frozenset[str]) -> int:
    """Return how many headers are columns of the table."""
    return sum(column.name in headers for column in BY_NAME[of.name].columns)


def words() -> Iterator[str]:
    """Yield the names of all columns of all tables."""
    return (column.name for table in TABLES for column in table.columns)


def form(of: Signature) -> Format:
    """Return the format of the plain form of a table."""
    table = BY_NAME[of.name]
    return Format(
        name=of.name,
        title=of.title,
        table=table.name,
        columns=tuple(_rule(table, column) for column in table.columns),
        system=SYSTEM,
        file=f"{table.name}.csv",
        export=f"any sheet saved as CSV; its header: cro init --template {table.name}",
    )


def _rule(table: Table, column: Column) -> ColumnRule:
    read = "crm_id" if f"{table.name}.{column.name}" in _CRM_IDS else ""
    return ColumnRule(name=column.name, origins=((column.name,),), read=read)
