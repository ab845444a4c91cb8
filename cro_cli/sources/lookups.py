"""What rows leave to another table: whose an invoice line is, and in which currency.

Many systems say that on the invoice, or on the subscription, alone. Only empty cells are filled,
and only where all rows of the other table that have the id say the same.
"""

from __future__ import annotations

import polars as pl

from cro_cli.named_tuple import NamedTuple


class Lookup(NamedTuple):
    """The columns of a table that are found in another by the id that stands in `key`."""

    table: str
    key: str
    other: str
    columns: tuple[str, ...]


LOOKUPS = (
    Lookup(
        "invoice_lines",
        "invoice",
        "invoices",
        ("customer", "subscription", "currency", "issued_on", "status"),
    ),
    Lookup("payments", "invoice", "invoices", ("customer",)),
    Lookup("movements", "subscription", "subscriptions", ("customer", "currency")),
    Lookup("usage", "subscription", "subscriptions", ("customer",)),
)


class Filled(NamedTuple):
    """A table with its gaps filled, and the columns that got something."""

    frame: pl.DataFrame
    columns: tuple[str, ...]


def fill(lookup: Lookup, frame: pl.DataFrame, other: pl.DataFrame) -> Filled | None:
    """Fill the gaps of a table from the other; None when there are none, or nothing to fill."""
    if not frame.get_column(lookup.key).count():
        return None
    gaps = [name for name in lookup.columns if frame.get_column(name).null_count()]
    known = [name for name in gaps if other.get_column(name).count()]
    if not known:
        return None
    # An id may stand on several rows, which then have to agree.
    agreed = other.group_by(pl.col("id").alias(lookup.key)).agg(
        pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(f" {name}")
        for name in known
    )
    joined = frame.join(agreed, on=lookup.key, how="left", validate="m:1", maintain_order="left")
    whole = joined.with_columns(pl.coalesce(name, f" {name}").alias(name) for name in known)
    return Filled(whole[frame.columns], tuple(known))
