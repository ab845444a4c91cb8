"""Facts of one part of the business: one segment, region, source, owner, plan or currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import dimensions, grouping
from cro_cli.fact import FactData, Missing
from cro_cli.model import Reason

if TYPE_CHECKING:
    from fractions import Fraction

    from cro_cli.assumptions import Assumptions
    from cro_cli.collect import Collected


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
        frame = dimensions.with_dimension(data.frame, self._whole, self._dimension)
        if frame is None:
            told = f"{name.replace('_', ' ')} cannot be told apart by {self._dimension}"
            why = dimensions.why_untold(data.frame, self._dimension)
            return Missing(reason=Reason(code="no_dimension", text=f"{told}{why}"))
        rows = frame.filter(self._is_wanted())
        return data._replace(frame=_with_own_logos(rows) if self._counts_own(name) else rows)

    def _tells(self, name: str) -> bool:
        """Tell whether a fact has the dimension, and many rows, which are not parted by value."""
        if self._counts_own(name) or dimensions.are_of_today(self._whole, self._dimension):
            return False
        data = self._whole.known(name)
        if isinstance(data, Missing) or not self._whole.is_large(name):
            return False
        return self._dimension in data.frame.columns

    def _is_wanted(self) -> pl.Expr:
        return pl.col(self._dimension).eq_missing(pl.lit(self._value, pl.String))

    def _counts_own(self, name: str) -> bool:
        """Tell whether a customer may be one of several values, each of which counts it."""
        return name == "mrr_changes" and dimensions.moves(self._whole, self._dimension)


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
