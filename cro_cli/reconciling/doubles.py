"""One company under several accounts: won under one, billed under another (definitions 6.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.company_names import plain_domain, plain_name
from cro_cli.fact import Inputs
from cro_cli.reconciling.classes import are_same
from cro_cli.reconciling.sides import KEY


def doubles(apart: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return those of rows that differ (`kind`, `who`, `crm`, `billing`) who are one company.

    They have a web domain or a plain name in common, no parent, and together no difference.
    """
    keys = [_keys(inputs, table) for table in ("accounts", "customers")]
    there = [one for one in keys if one is not None]
    if not there:
        return apart.clear().select(KEY)
    known = pl.concat(there)
    together = (
        apart.select(*KEY, "crm", "billing")
        .join(known, on=KEY, how="inner")
        .with_columns(
            more=(pl.col("crm") > pl.col("billing")).any().over("way", "key"),
            less=(pl.col("crm") < pl.col("billing")).any().over("way", "key"),
            all_won=pl.col("crm").sum().over("way", "key"),
            all_billed=pl.col("billing").sum().over("way", "key"),
        )
    )
    are_one = are_same(pl.col("all_won"), pl.col("all_billed"))
    return together.filter("more", "less", are_one).select(KEY).unique()


def _keys(inputs: Inputs, name: str) -> pl.DataFrame | None:
    """Return what the companies of a table may be known by, but those that belong to another."""
    table = inputs.table(name)
    if table is None:
        return None
    return (
        table.filter(pl.col("parent").is_null())
        .select(
            pl.lit(name.removesuffix("s")).alias("kind"),
            who="id",
            name=plain_name(),
            domain=plain_domain(pl.col("domain")),
        )
        .unpivot(["name", "domain"], index=KEY, variable_name="way", value_name="key")
        .drop_nulls("key")
        .unique()
    )
