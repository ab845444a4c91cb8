"""Facts of one part of the business: one segment, region, source, owner, plan or currency.

A dimension of a customer is the latest, constant in time; plan and currency come from the ledger,
where a customer may have several and move from one to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import grouping
from cro_cli.fact import FactData, Missing
from cro_cli.model import Reason

if TYPE_CHECKING:
    from fractions import Fraction

    from cro_cli.assumptions import Assumptions
    from cro_cli.collect import Collected

NONE = "(none)"
# What a customer may have several of, one after the other or at a time.
MOVING = ("plan", "currency")

_OF_CUSTOMERS = ("segment", "region", "source")
_OF_ACCOUNTS = ("segment", "region", "source", "owner")
_ORDERED_BY = ("mrr_changes", "deals")


class Sliced:
    """The facts of one value of a dimension; `None` is what has no value."""

    def __init__(self, whole: Collected, dimension: str, value: str | None) -> None:
        self._whole = whole
        self._dimension = dimension
        self._value = value
        self._facts: dict[str, FactData | Missing] = {}

    @property
    def assumptions(self) -> Assumptions:
        """What the config settles."""
        return self._whole.assumptions

    @property
    def months(self) -> tuple[int, ...]:
        """The months that are evaluated."""
        return self._whole.months

    @property
    def rates(self) -> dict[str, Fraction]:
        """What one unit of each foreign currency is worth in the reporting currency."""
        return dict(self._whole.rates)

    def fact(self, name: str) -> FactData | Missing:
        """Return the rows of a fact that belong to the value; Missing when none can be told."""
        if name not in self._facts:
            self._facts[name] = self._cut(name)
        return self._facts[name]

    def known(self, name: str) -> FactData | Missing:
        """Return what is known of a fact; of one that tells the dimension itself, of all rows."""
        return self._whole.known(name) if self._tells(name) else self.fact(name)

    def is_large(self, name: str) -> bool:
        """Tell whether a fact has many rows, or tells the dimension itself by kind."""
        if self._tells(name):
            return True
        fact = self.fact(name)
        return isinstance(fact, FactData) and fact.frame.height >= grouping.MANY

    def condensed(self, name: str, by: Sequence[str], summed: Sequence[str]) -> pl.DataFrame:
        """Return the rows of a fact that belong to the value, by kind."""
        if self._tells(name):
            kinds = self._whole.condensed(name, sorted({*by, self._dimension}), summed)
            return kinds.filter(self._is_wanted())
        fact = self.fact(name)
        assert isinstance(fact, FactData)  # noqa: S101 - for the type checker
        return grouping.condensed(fact.frame, by, summed)

    def origins(self, fact: str, columns: Iterable[str]) -> frozenset[str]:
        """Return the `table.column`s that columns of a fact are made from."""
        return self._whole.origins(fact, columns)

    def tables_of(self, fact: str) -> frozenset[str]:
        """Return the tables that a fact is made from."""
        return self._whole.tables_of(fact)

    def _cut(self, name: str) -> FactData | Missing:
        data = self._whole.fact(name)
        if isinstance(data, Missing):
            return data
        frame = with_dimension(data.frame, self._whole, self._dimension)
        if frame is None:
            text = f"{name.replace('_', ' ')} cannot be told apart by {self._dimension}"
            return Missing(reason=Reason(code="no_dimension", text=text))
        rows = frame.filter(self._is_wanted())
        return data._replace(frame=_with_own_logos(rows) if self._counts_own(name) else rows)

    def _tells(self, name: str) -> bool:
        """Tell whether a fact has the dimension, and many rows, which are not parted by value."""
        if self._counts_own(name):
            return False
        data = self._whole.known(name)
        if isinstance(data, Missing) or not self._whole.is_large(name):
            return False
        return self._dimension in data.frame.columns

    def _is_wanted(self) -> pl.Expr:
        return pl.col(self._dimension).eq_missing(pl.lit(self._value, pl.String))

    def _counts_own(self, name: str) -> bool:
        """Tell whether a customer may be one of several values, each of which counts it."""
        return name == "mrr_changes" and self._dimension in MOVING


def _with_own_logos(rows: pl.DataFrame) -> pl.DataFrame:
    """Count the customers of a plan or currency: who pays for it, be it beside another one."""
    ordered = rows.with_row_index(" at").sort("customer", "month", " at", maintain_order=True)
    after, delta = pl.col("delta").cum_sum().over("customer"), pl.col("delta")
    who = pl.struct("customer", "month")
    is_last = (who != who.shift(-1)).fill_null(value=True)
    paying = pl.when(is_last).then((after > 0).cast(pl.Int64))
    before = paying.forward_fill().shift(1).over("customer").fill_null(0)
    turned = ordered.with_columns(logos=pl.when(is_last).then(paying - before).otherwise(0))
    return turned.select(rows.columns).filter((delta != 0) | (pl.col("logos") != 0))


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
    size = "delta" if "delta" in known.frame.columns else "amount"
    if dimension in known.frame.columns:
        kinds = whole.condensed(name, (dimension,), (size,))
        return kinds.select(pl.col(dimension).cast(pl.String), size=f"{grouping.SUM}{size}")
    data = whole.fact(name)
    frame = None if isinstance(data, Missing) else with_dimension(data.frame, whole, dimension)
    return None if frame is None else frame.group_by(dimension).agg(size=pl.col(size).sum())


def with_dimension(frame: pl.DataFrame, whole: Collected, dimension: str) -> pl.DataFrame | None:
    """Return a fact's rows with a column named as the dimension; None when there is no way."""
    if dimension in frame.columns:
        return frame
    for key in ("customer", "account"):
        if key in frame.columns:
            found = _of_customers(whole, dimension) if key == "customer" else None
            table = found if found is not None else _of_accounts(whole, dimension, key)
            if table is not None:
                return frame.join(table, on=key, how="left", validate="m:1", maintain_order="left")
    return None


def _of_customers(whole: Collected, dimension: str) -> pl.DataFrame | None:
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
