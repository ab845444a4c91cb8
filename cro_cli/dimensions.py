"""What a fact can be told apart by: segment, region, source, owner, plan or currency.

A dimension of a customer is the latest, constant in time; plan and currency come from the ledger,
where a customer may have several and move from one to another. Where the ledger says no plan, the
one that each customer has now, or had last, is one more dimension of customers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cro_cli import grouping
from cro_cli.fact import FactData, Missing

if TYPE_CHECKING:
    from cro_cli.collect import Collected

NONE = "(none)"
# What a customer may have several of, one after the other or at a time.
MOVING = ("plan", "currency")
PLAN = "plan"

_NAMES = ("segment", "region", "source", "owner")
_OF_CUSTOMERS = ("segment", "region", "source")
_OF_ACCOUNTS = ("segment", "region", "source", "owner")
_ORDERED_BY = ("mrr_changes", "deals")


def moves(whole: Collected, dimension: str) -> bool:
    """Tell whether a customer may have several values, one after the other or at a time."""
    return dimension in MOVING and not are_of_today(whole, dimension)


def are_of_today(whole: Collected, dimension: str) -> bool:
    """Tell whether values are those that customers have now, as the ledger does not say them."""
    if dimension != PLAN:
        return False
    told = _of_ledger(whole, "mrr_changes", dimension)
    if told is None or told.get_column(dimension).count():
        return False
    plans = whole.fact("plans")
    return isinstance(plans, FactData) and plans.frame.get_column(PLAN).count() > 0


def values(whole: Collected, dimension: str) -> list[str | None]:
    """Return the values of a dimension, those with the most revenue first, `None` last.

    Empty when neither revenue nor deals have the dimension.
    """
    found: dict[str | None, None] = {}
    for name in _ORDERED_BY:
        sums = _sums(whole, name, dimension)
        if sums is not None:
            in_order = sums.sort("size", dimension, descending=[True, False])
            found |= dict.fromkeys(in_order[dimension])
    return sorted(found, key=lambda value: value is None)


def _sums(whole: Collected, name: str, dimension: str) -> pl.DataFrame | None:
    """Return how large each value of a dimension is in a fact that tells it."""
    known = whole.known(name)
    if isinstance(known, Missing):
        return None
    size = _size(known)
    if not are_of_today(whole, dimension) and dimension in known.frame.columns:
        return _of_ledger(whole, name, dimension)
    data = whole.fact(name)
    frame = None if isinstance(data, Missing) else with_dimension(data.frame, whole, dimension)
    return None if frame is None else frame.group_by(dimension).agg(size=pl.col(size).sum())


def _of_ledger(whole: Collected, name: str, dimension: str) -> pl.DataFrame | None:
    """Return how large each value is by a column of the fact itself, None without any rows."""
    known = whole.known(name)
    if isinstance(known, Missing):
        return None
    size = _size(known)
    kinds = whole.condensed(name, (dimension,), (size,))
    return kinds.select(pl.col(dimension).cast(pl.String), size=f"{grouping.SUM}{size}")


def _size(known: FactData) -> str:
    return "delta" if "delta" in known.frame.columns else "amount"


def with_dimension(frame: pl.DataFrame, whole: Collected, dimension: str) -> pl.DataFrame | None:
    """Return a fact's rows with a column named as the dimension; None when there is no way."""
    if are_of_today(whole, dimension):
        frame = frame.drop(dimension, strict=False)
    elif dimension in frame.columns:
        return frame
    for key in ("customer", "account"):
        if key in frame.columns:
            found = _of_customers(whole, dimension) if key == "customer" else None
            table = found if found is not None else _of_accounts(whole, dimension, key)
            if table is not None:
                return frame.join(table, on=key, how="left", validate="m:1", maintain_order="left")
    return None


def why_untold(frame: pl.DataFrame, dimension: str) -> str:
    """Say why rows cannot be told apart by a dimension where that helps, and what would."""
    if {"customer", "account"} & {*frame.columns} and dimension in _OF_ACCOUNTS:
        tables = ("customers", "accounts") if dimension in _OF_CUSTOMERS else ("accounts",)
        return f": add the column {dimension} to {' or '.join(tables)}"
    others = [one for one in _NAMES if one in frame.columns and frame.get_column(one).count()]
    if not others:
        return ""
    named = " and ".join(f"{'an' if one == 'owner' else 'a'} {one}" for one in others)
    ways = ", ".join(f"`--by {one}`" for one in others)
    return f": the rows name {named} and no {dimension} ({ways})"


def _of_customers(whole: Collected, dimension: str) -> pl.DataFrame | None:
    if are_of_today(whole, dimension):
        plans = whole.fact("plans")
        return plans.frame.drop("month") if isinstance(plans, FactData) else None
    table = whole.table("customers")
    if dimension not in _OF_CUSTOMERS or table is None or not whole.has(f"customers.{dimension}"):
        return None
    return table.select(pl.col("id").alias("customer"), dimension)


def _of_accounts(whole: Collected, dimension: str, key: str) -> pl.DataFrame | None:
    """Return the dimension of the CRM's accounts, by account or by the customer matched to it."""
    table = whole.table("accounts")
    if dimension not in _OF_ACCOUNTS or table is None or not whole.has(f"accounts.{dimension}"):
        return None
    accounts = table.select(pl.col("id").alias("account"), dimension)
    if key == "account":
        return accounts
    matched = whole.fact("accounts")
    if isinstance(matched, Missing):
        return None
    pairs = matched.frame.select("customer", "account").drop_nulls()
    return pairs.join(accounts, on="account", how="inner", validate="m:1").drop("account")
