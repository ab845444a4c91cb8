"""Accounts that billing has in another segment than the CRM (definitions 6.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Inputs


def of_another(accounts: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return the accounts (`kind`, `who`) of which a customer is in another segment.

    A word that the CRM has for no account is another word, not another segment.
    """
    customers, known = inputs.table("customers"), inputs.table("accounts")
    if customers is None or known is None:
        return pl.DataFrame(schema={"kind": pl.String, "who": pl.String})
    plain = pl.col("segment").str.strip_chars().str.to_lowercase()
    here = known.select(account="id", segment=plain).drop_nulls()
    there = customers.select(customer="id", billed_as=plain).drop_nulls()
    shared = here.get_column("segment").unique()
    return (
        accounts.select("customer", "account")
        .join(there, on="customer", how="inner", validate="m:1")
        .join(here, on="account", how="inner", validate="m:1")
        .filter(
            (pl.col("billed_as") != pl.col("segment")) & pl.col("billed_as").is_in(shared.implode())
        )
        .select(kind=pl.lit("account"), who="account")
        .unique()
    )
