"""Steps of many things summed to the changes of customers, by month, plan and currency."""

from __future__ import annotations

import polars as pl

from cro_cli.ledger import runs

GRAIN = ("customer", "month", "plan", "currency")
_MANY = 200_000  # rows from which on a number in place of texts pays
_KIND = ("plan", "currency")
_MONTHS, _KINDS = 2**11, 2**7
_DELTA = pl.col("delta")


def by_grain(steps: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of steps that are not 0, all of a customer together and month by month.

    A few are in order of the grain; where there are many, customers stand in an order of their own.
    """
    found = by_number(steps) if steps.height >= _MANY else None
    return by_text(steps) if found is None else found


def by_text(steps: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of steps that are not 0, in order of the grain."""
    sums = steps.group_by("customer", *_KIND, "month").agg(_DELTA.sum()).filter(_DELTA != 0)
    return sums.sort(GRAIN)


def by_number(steps: pl.DataFrame) -> pl.DataFrame | None:
    """Sort and sum steps by one number in place of their texts; None where it cannot tell them.

    Its digits are of a customer's hash, then of the month, then of the plan and the currency. It is
    several times as fast: texts are compared letter by letter, and hardly fit into the cache.
    """
    kinds = steps.select(_KIND).unique().sort(_KIND).with_row_index("kind")
    first, last = steps.select(a=pl.col("month").min(), z=pl.col("month").max()).row(0)
    if kinds.height > _KINDS or last - first >= _MONTHS:
        return None
    numbered = steps.join(
        kinds, on=_KIND, how="left", validate="m:1", nulls_equal=True, maintain_order="left"
    ).select(
        "delta",
        number=_of_customer() + _within((pl.col("month") - first).cast(pl.UInt64), pl.col("kind")),
        proof=pl.col("customer").hash(1),
    )
    order = numbered.get_column("number").arg_sort()
    ordered = numbered.select(pl.all().gather(order))
    if not is_proven(ordered):
        return None
    sums = _summed(ordered)
    rows = order.gather(sums.get_column("row"))
    about = steps.select("customer", *_KIND, "month").select(pl.all().gather(rows))
    return about.with_columns(sums.get_column("delta"))


def _of_customer() -> pl.Expr:
    size = _MONTHS * _KINDS
    return pl.col("customer").hash() // size * size


def _within(month: pl.Expr, kind: pl.Expr) -> pl.Expr:
    return month * _KINDS + kind.cast(pl.UInt64)


def is_proven(ordered: pl.DataFrame) -> bool:
    """Tell whether a part of a hash told all customers apart: another hash tells the same."""
    customer = pl.col("number") // (_MONTHS * _KINDS)
    same = customer == customer.shift(1)
    other = pl.col("proof") != pl.col("proof").shift(1)
    return not ordered.select((same & other).any()).item()


def _summed(ordered: pl.DataFrame) -> pl.DataFrame:
    """Return the sum of each number that is not 0, with the place of its last row."""
    begins = runs.begins("number")
    return (
        ordered.select(delta=runs.running(_DELTA, begins), last=runs.ends(begins))
        .with_row_index("row")
        .filter(pl.col("last") & (_DELTA != 0))
        .select("row", "delta")
    )
