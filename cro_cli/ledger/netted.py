"""Steps of many things summed to the changes of customers, by month, plan and currency."""

from __future__ import annotations

from math import prod

import polars as pl

from cro_cli.ledger import numbered
from cro_cli.ledger.numbered import Ordered

GRAIN = ("customer", "month", "plan", "currency")
_KIND = ("plan", "currency")
_MONTHS, _KINDS = 2**11, 2**7
_DELTA = pl.col("delta")


def by_grain(steps: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of steps that are not 0, all of a customer together and month by month.

    A few are in order of the grain; where there are many, customers stand in an order of their own.
    """
    found = by_number(steps) if steps.height >= numbered.MANY else None
    return by_text(steps) if found is None else found


def by_text(steps: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of steps that are not 0, in order of the grain."""
    sums = steps.group_by("customer", *_KIND, "month").agg(_DELTA.sum()).filter(_DELTA != 0)
    return sums.sort(GRAIN)


def by_number(steps: pl.DataFrame) -> pl.DataFrame | None:
    """Sort and sum steps by one number each; None where that cannot tell them apart.

    Within a customer it tells the month, then the plan and the currency.
    """
    steps = steps.rechunk()  # what is looked up in a column of pieces takes ten times as long
    kind = _numbered(steps)
    if kind is None:
        kind = _kinds(steps)
    first, last = steps.select(a=pl.col("month").min(), z=pl.col("month").max()).row(0)
    if kind is None or last - first >= _MONTHS:
        return None
    coded = steps.select("customer", "month").with_columns(kind)
    within = (pl.col("month") - first) * _KINDS + pl.col("kind")
    order = numbered.ordered(coded, "customer", within, _MONTHS * _KINDS)
    return None if order is None else _summed(steps, order)


def _numbered(steps: pl.DataFrame) -> pl.Series | None:
    """Return a number for each plan and currency of an Enum, whose order is theirs; or None."""
    kinds = [steps.schema[name] for name in _KIND]
    sizes = [len(kind.categories) + 1 for kind in kinds if isinstance(kind, pl.Enum)]
    if len(sizes) < len(kinds) or prod(sizes) > _KINDS:
        return None
    plan, currency = (pl.col(one).to_physical().cast(pl.Int32) + 1 for one in _KIND)
    number = plan.fill_null(0) * sizes[1] + currency.fill_null(0)
    return steps.select(kind=number).to_series()


def _kinds(steps: pl.DataFrame) -> pl.Series | None:
    """Return the place of each plan and currency in their order; None where they are too many."""
    pairs = steps.select(_KIND)
    hashes = pairs.hash_rows()
    known = hashes.unique().sort()
    # Another hash tells as many apart, so that neither takes two pairs for one.
    if known.len() > _KINDS or known.len() != pairs.hash_rows(seed=1).n_unique():
        return None
    examples = pairs.select(pl.all().gather(hashes.arg_unique()))
    ranks = (
        examples.with_columns(at=known.search_sorted(examples.hash_rows()))
        .sort(_KIND)
        .with_row_index("kind")
        .sort("at")
        .get_column("kind")
    )
    return ranks.gather(known.search_sorted(hashes))


def _summed(steps: pl.DataFrame, order: Ordered) -> pl.DataFrame:
    """Return the sum of each number that is not 0, with what its steps have in common."""
    numbers = order.numbers
    ends = (numbers != numbers.shift(-1)).fill_null(value=True)
    # Sums up to the end of each number, of which those to the end before it are taken away.
    total = order.of(steps.select("delta")).get_column("delta").cum_sum().filter(ends)
    delta = total - total.shift(1, fill_value=0)
    places = ends.arg_true() if order.places is None else order.places.filter(ends)
    is_change = delta != 0
    common = steps.select("customer", *_KIND, "month")
    rows = common.select(pl.all().gather(places.filter(is_change)))
    return rows.with_columns(delta.filter(is_change))
