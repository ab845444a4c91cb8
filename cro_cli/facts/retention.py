"""The ledger against its copy twelve months later, as changes that add up (definitions 4.4)."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import at_constant_rates
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.ledger import numbered, runs
from cro_cli.model import Reason

_GRAIN = ("customer", "month")
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

    Rows of the ledger are in order, all of a customer together and month by month. `run` numbers
    the customers.
    """
    total = pl.col("total")
    net = (
        ledger.lazy()
        .select("month", of_customer=runs.begins("customer"), total=pl.col("delta").cum_sum())
        .select(
            "month",
            "total",
            run=pl.col("of_customer").cum_sum(),
            is_last=runs.ends(
                pl.col("of_customer") | (pl.col("month") != pl.col("month").shift(1))
            ),
        )
        .filter("is_last")
        .select("run", "month", now=total - total.shift(1, fill_value=0), then=pl.lit(0, pl.Int64))
        .collect(engine="in-memory")
    )
    earlier = net.select("run", pl.col("month") + months.YEAR, now="then", then="now")
    if last is not None:
        earlier = earlier.filter(pl.col("month") <= last)
    both = pl.concat([net, earlier]).rechunk()
    order = numbered.ordered(both, "run", pl.col("month"), _MONTHS)
    if order is not None:
        return order.of(both)
    return both.sort("run", "month")


def _changes(steps: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Return changes that add up, from steps in order, of which two may be of one month."""
    of_customer = pl.col("of_customer")
    then = pl.col("then")
    changes = (
        steps.lazy()
        .select(
            "run",
            "month",
            pl.col("now", "then").cum_sum(),
            is_last=runs.ends(runs.begins("run", "month")),
        )
        .filter("is_last")
        .select("run", "month", "now", "then", of_customer=runs.begins("run"))
        .with_columns(_since_begin(pl.col(name), of_customer) for name in ("now", "then"))
        .select(
            "run",
            "month",
            "of_customer",
            base="then",
            kept=pl.when(then > 0).then("now").otherwise(0),
            capped=pl.when(then > 0).then(pl.min_horizontal("now", "then")).otherwise(0),
            logos=(then > 0).cast(pl.Int64),
            logos_lost=((then > 0) & (pl.col("now") == 0)).cast(pl.Int64),
        )
        # Nobody begins with what was paid a year before.
        .select(
            "run",
            "month",
            *(
                pl.when(of_customer).then(0).otherwise(pl.col(one).diff()).alias(one)
                for one in _CHANGES
            ),
        )
        .collect(engine="in-memory")
    )
    who = ledger.filter(runs.begins("customer")).select("customer", "segment", "region")
    about = who.select(pl.all().gather(changes.get_column("run") - 1))
    return pl.concat([about, changes.drop("run")], how="horizontal")


def _since_begin(total: pl.Expr, begins: pl.Expr) -> pl.Expr:
    """Return a sum over all rows as one from the first row of each run on."""
    return total - pl.when(begins).then(total.shift(1, fill_value=0)).forward_fill()


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
