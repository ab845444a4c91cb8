"""Both sides of each account at a month end, with the class that it is in."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import FactData, Inputs
from cro_cli.ledger import standing_for
from cro_cli.named_tuple import NamedTuple
from cro_cli.reconciling import sides
from cro_cli.reconciling.by_rates import by_rates
from cro_cli.reconciling.classes import are_same, named
from cro_cli.reconciling.doubles import doubles
from cro_cli.reconciling.known_then import then
from cro_cli.reconciling.overruns import overruns
from cro_cli.reconciling.segments import of_another

_NOTHING = pl.lit(0, pl.Int64)


class Known(NamedTuple):
    """What is compared; `subscriptions` where they tell of discounts that end."""

    ledger: pl.DataFrame
    deals: pl.DataFrame
    accounts: pl.DataFrame
    subscriptions: FactData | None


def reconciled(known: Known, month: int, inputs: Inputs, *, is_past: bool) -> pl.DataFrame:
    """Return `month`, `kind`, `who`, `difference`, `crm` and `billing` at the end of a month.

    Of a past one the deals are those that were known then.
    """
    day = months.end(month)
    deals = then(known.deals, day, inputs) if is_past else known.deals
    counted = sides.counted(deals, day)
    both = (
        sides.worth(counted, deals)
        .join(
            sides.billed(known.ledger, known.accounts, month),
            on=sides.KEY,
            how="full",
            coalesce=True,
            validate="1:1",
        )
        .with_columns(pl.col("crm").fill_null(0))
        .filter((pl.col("crm") != 0) | (pl.col("billing").fill_null(0) != 0))
    )
    return (
        _explained(both, counted, known, month, inputs)
        .select(
            pl.lit(month, pl.Int32).alias("month"),
            *sides.KEY,
            named(day).alias("difference"),
            "crm",
            pl.col("billing").fill_null(0),
        )
        .sort(sides.KEY)
    )


def _explained(
    both: pl.DataFrame, counted: pl.DataFrame, known: Known, month: int, inputs: Inputs
) -> pl.DataFrame:
    """Add what may explain a difference (see `classes.named`)."""
    whole = both.with_columns(pl.col("billing", "constant").fill_null(0))
    apart = whole.filter(~are_same(pl.col("crm"), pl.col("billing")))
    flags = {
        "is_double": doubles(apart, inputs),
        "by_rates": by_rates(apart, counted, inputs),
        "is_other_segment": of_another(known.accounts, inputs),
    }
    for name, who in flags.items():
        is_so = who.with_columns(pl.lit(value=True).alias(name))
        both = both.join(is_so, on=sides.KEY, how="left", validate="1:1")
    if known.subscriptions is None:
        return both.with_columns(pl.col(*flags).fill_null(value=False), overrun=_NOTHING)
    rows = standing_for.parted(known.subscriptions.frame, inputs).rows
    of = sides.of_accounts(overruns(rows, months.end(month)), known.accounts)
    sums = of.group_by(sides.KEY).agg(pl.col("overrun").sum())
    return both.join(sums, on=sides.KEY, how="left", validate="1:1").with_columns(
        pl.col(*flags).fill_null(value=False), pl.col("overrun").fill_null(0)
    )
