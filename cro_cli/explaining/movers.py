"""The customers behind a movement of a period, the largest change first."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cro_cli import dimensions, months
from cro_cli.evaluation import Evaluation
from cro_cli.explaining.contributions import AT
from cro_cli.explaining.movement_reasons import monthly, why, within
from cro_cli.explaining.origins import BY_FACT
from cro_cli.explaining.places import Places, cells
from cro_cli.fact import Missing
from cro_cli.model import Cell, Column, Grid, Unit

FEW = 10


# What is no movement of a customer, but of its plans or of exchange rates.
_ASIDE = ("transfer", "fx")
_LEDGER = "mrr_changes"
_RUNS = 4  # of rows of a file, before it is only said how many more there are


def movers(run: Evaluation, name: str, by: str = "", *, everyone: bool) -> Grid:
    """Return the customers of a movement in the period that ends with the as-of date.

    Ten of them, unless `everyone` is asked for; a row a customer and month, amounts of MRR. Of a
    dimension `by` each row tells the value; of a plan or currency there is a row for each, with
    what the customer paid before and after as a whole.
    """
    moved = _moved(run, name, by)
    count = 0 if moved is None else moved.height
    shown = moved if everyone or moved is None else moved.head(FEW)
    more = f", the largest {FEW} of {count}" if count > FEW and not everyone else ""
    return Grid(
        key=f"movers_{name}",
        title=f"{name.capitalize()} in the {run.scope.period_name}{more}",
        columns=(
            Column(key="customer", title="Customer"),
            Column(key="name", title="Name"),
            *((Column(key=by, title=by.capitalize()),) if by else ()),
            Column(key="month", title="Month"),
            Column(key="before", title="Before", unit=Unit.MONEY),
            Column(key="change", title="Change", unit=Unit.MONEY),
            Column(key="after", title="After", unit=Unit.MONEY),
            Column(key="reason", title="Reason"),
            Column(key="row", title="Row"),
            Column(key="file", title="File"),
        ),
        rows=() if shown is None else tuple(_rows(run, name, shown, by, everyone=everyone)),
        records=everyone,
    )


def _moved(run: Evaluation, name: str, by: str) -> pl.DataFrame | None:
    """Return who moved, the largest change first, with the rows of the ledger it is made of."""
    fact = run.collected.fact(_LEDGER)
    if isinstance(fact, Missing):
        return None
    rows = fact.frame.with_row_index(AT)
    told = dimensions.with_dimension(rows, run.collected, by) if by else rows
    if told is None:
        return None
    key = ["customer", *([by] if by else []), "month"]
    own = pl.col("delta").filter(~pl.col("movement").is_in(_ASIDE)).sum()
    levels = (
        told.group_by("customer", "month")
        .agg(pl.col("delta").sum(), own=own)
        .sort("customer", "month")
        .with_columns(after=pl.col("delta").cum_sum().over("customer"))
        .select("customer", "month", "after", before=pl.col("after") - pl.col("own"))
    )
    return (
        told.filter(within(run), pl.col("movement") == name)
        .group_by(key)
        .agg(moved=pl.col("delta").sum(), rows=pl.col(AT))
        .join(levels, on=["customer", "month"], how="left", validate="m:1", nulls_equal=True)
        .sort(
            pl.col("moved").abs(),
            *key,
            descending=[True, *(False for _ in key)],
            nulls_last=True,
        )
    )


def _rows(
    run: Evaluation, name: str, shown: pl.DataFrame, by: str, *, everyone: bool
) -> Iterator[tuple[Cell, ...]]:
    names, because = _names(run), why(run, name)
    where = _places(run, shown)
    for values in shown.iter_rows(named=True):
        customer = values["customer"]
        spots = frozenset().union(*(where[at] for at in values["rows"]))
        yield (
            Cell(text=customer or "", private=True),
            Cell(text=names.get(customer, ""), private=True),
            *((Cell(text=values[by] or dimensions.NONE),) if by else ()),
            Cell(text=months.name(values["month"])),
            Cell(value=monthly(values["before"])),
            Cell(value=monthly(values["moved"])),
            Cell(value=monthly(values["after"])),
            Cell(text=because.get((customer, values["month"]), "")),
            *cells(spots, most=None if everyone else _RUNS),
        )


def _places(run: Evaluation, shown: pl.DataFrame) -> dict[int, frozenset[tuple[str, int | None]]]:
    """Return the rows of files behind the rows of the ledger."""
    fact = run.collected.fact(_LEDGER)
    if isinstance(fact, Missing):
        return {}
    rows = fact.frame.with_row_index(AT).filter(
        pl.col(AT).is_in(shown.get_column("rows").explode().drop_nulls().implode())
    )
    places = Places(
        run.collected,
        run.loaded.inputs,
        run.config.habits,
        exclude_bad_rows=run.config.bad_rows == "exclude",
    )
    return places.of(rows, BY_FACT[_LEDGER], run.collected.tables_of(_LEDGER))


def _names(run: Evaluation) -> dict[str, str]:
    table = run.collected.table("customers")
    if table is None:
        return {}
    return dict(table.select("id", "name").drop_nulls().rows())
