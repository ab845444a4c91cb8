"""The ledger against its copy twelve months later, as changes that add up (definitions 4.4)."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import runs
from cro_cli.model import Reason

_MONTHS = 2**17  # since the year 0, more than there are
_CHANGES = ("base", "kept", "capped", "logos", "logos_lost")

NEEDS_A_YEAR = Reason(
    code="needs_12_months",
    text="needs 13 month ends of MRR",
    remedy="export a longer history of MRR by month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return changes of base, kept and capped revenue and of logos, by customer and month."""
    ledger = inputs.fact("mrr_changes")
    if isinstance(ledger, Missing):
        return ledger
    rows = at_constant_rates(ledger.frame)
    steps = _with_the_year_before(rows, ledger.last)
    return FactData(
        frame=_changes(steps, rows),
        first=None if ledger.first is None else ledger.first + months.YEAR,
        last=ledger.last,
        begins=NEEDS_A_YEAR,
        lacks=ledger.lacks,
        assumptions=ledger.assumptions,
    )


def _with_the_year_before(ledger: pl.DataFrame, last: int | None) -> pl.DataFrame:
    """Return what each customer's revenue `now`, and `then` a year earlier, changes by in a month.

    Rows of the ledger are in order, all of a customer together and month by month; so are those
    that are returned, of which two may be of one month. `at` numbers the customers, from 0 on, and
    within them the months.
    """
    at, month, total = (pl.col(name) for name in ("at", "month", "total"))
    who = pl.col("customer").rle_id().cast(pl.UInt64)
    net = (
        ledger.lazy()
        .select("month", at=who * _MONTHS + month.cast(pl.UInt64), total=pl.col("delta").cum_sum())
        .filter(at.ne_missing(at.shift(-1)))
        .select("month", "at", delta=total - total.shift(1, fill_value=0))
        .collect(engine="in-memory")
    )
    later = net if last is None else net.filter(month <= last - months.YEAR)
    year_on = later.select(at + months.YEAR, "delta")
    both = pl.concat([net.select("at", "delta"), year_on], rechunk=True)
    # Of two runs in order, which are put together at once.
    places = both.get_column("at").arg_sort()
    return both.select(pl.all().gather(places), is_then=pl.lit(places) >= net.height)


def _changes(steps: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Return changes that add up, from what revenue changes by."""
    at, now, then, who = (pl.col(name) for name in ("at", "now", "then", "who"))
    begins = pl.col("begins")
    changes = (
        steps.lazy()
        .select(
            "at",
            now=pl.when("is_then").then(0).otherwise("delta").cum_sum(),
            both=pl.col("delta").cum_sum(),
            is_last=at.ne_missing(at.shift(-1)),
        )
        .filter("is_last")
        .select(
            "now",
            then=pl.col("both") - now,
            who=(at // _MONTHS).cast(pl.UInt32, wrap_numerical=True),
            month=(at % _MONTHS).cast(pl.Int32, wrap_numerical=True),
        )
        .with_columns(begins=who.ne_missing(who.shift(1)))
        .select("who", "month", "begins", *(_since_begin(one) for one in (now, then)))
        .select(
            "who",
            "month",
            "begins",
            base="then",
            kept=pl.when(then > 0).then("now").otherwise(0),
            # `min_horizontal` takes ten times as long.
            capped=pl.when(then <= 0).then(0).when(now < then).then("now").otherwise("then"),
            logos=(then > 0).cast(pl.Int8),
            logos_lost=((then > 0) & (now == 0)).cast(pl.Int8),
        )
        # Nobody begins with what was paid a year before.
        .select(
            "who",
            "month",
            *(
                pl.when(begins).then(0).otherwise(pl.col(one).diff()).cast(pl.Int64).alias(one)
                for one in _CHANGES
            ),
        )
        .collect(engine="in-memory")
    )
    told = ledger.lazy().select("customer", "segment", "region")
    known = told.filter(runs.begins("customer")).collect(engine="in-memory")
    about = known.select(pl.all().gather(changes.get_column("who")))
    return pl.concat([about, changes.drop("who")], how="horizontal")


def _since_begin(total: pl.Expr) -> pl.Expr:
    """Return a sum over all rows as one from the first row of each customer on."""
    return total - total.shift(1, fill_value=0).filter("begins").gather("who")


_MONEY = ("facts.mrr_changes.delta", "facts.mrr_changes.month")
_LOGOS = ("facts.mrr_changes.logos", "facts.mrr_changes.month")

FACT = Fact(
    name="retention",
    grain="customer × month",
    columns={
        "customer": ("facts.mrr_changes.customer",),
        "segment": ("facts.mrr_changes.segment",),
        "region": ("facts.mrr_changes.region",),
        "month": ("facts.mrr_changes.month",),
        "base": _MONEY,
        "kept": _MONEY,
        "capped": _MONEY,
        "logos": _LOGOS,
        "logos_lost": _LOGOS,
    },
    build=build,
)
