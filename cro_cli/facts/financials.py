"""Profit-and-loss and cash-flow lines by month, in the reporting currency."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, occurring
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_LINES = (
    "revenue",
    "subscription_revenue",
    "subscription_cost",
    "ebitda",
    "operating_cash_flow",
    "investing_cash_flow",
)
_DERIVED = {
    "burn": ("operating_cash_flow", "investing_cash_flow"),
    "free_cash_flow": ("operating_cash_flow", "investing_cash_flow"),
}


def _column(name: str) -> Reason:
    return Reason(
        code="missing_column",
        text=f"needs {name.replace('_', ' ')}",
        remedy=f"add the column {name} to financials.csv",
    )


def build(inputs: Inputs) -> FactData | Missing:
    """Return the lines with net burn; a line that is empty in any month is lacking."""
    table = inputs.table("financials")
    if table is None:
        return Missing(
            reason=Reason(
                code="missing_table",
                text="needs financials",
                remedy="add financials.csv with month and revenue (cro's template)",
            )
        )
    cash = pl.col("operating_cash_flow") + pl.col("investing_cash_flow")
    frame = (
        table.lazy()
        .select(
            month("month").alias("month"),
            in_reporting(pl.col(_LINES).cast(pl.Int128), occurring(inputs.rates, table)),
        )
        .with_columns(free_cash_flow=cash, burn=-cash)
        .sort("month")
        .collect(engine="in-memory")
    )
    present = frame.get_column("month").drop_nulls()
    if not present.len():
        return Missing(reason=_column("month"))
    first, last = months.unbroken(present)
    whole = frame.filter(pl.col("month") >= first)
    return FactData(
        frame=whole,
        first=first,
        last=last,
        begins=_skipped(first - 1) if first > present[0] else None,
        lacks=_lacks(whole, inputs),
    )


def _skipped(month_without: int) -> Reason:
    return Reason(
        code="skipped_month",
        text=f"financials skip the month {months.name(month_without)}",
        remedy="add a row for it to financials.csv",
    )


def _lacks(frame: pl.DataFrame, inputs: Inputs) -> dict[str, Reason]:
    """Return the lines that no file has, or that are empty in a month that may be read."""
    # No window reaches further back than the year before the trailing twelve months.
    read = pl.col("month").is_between(inputs.months[0] - 2 * months.YEAR + 1, inputs.months[-1])
    rows, lacks = frame.filter(read), {}
    for name in (*_LINES, *_DERIVED):
        missing = next(
            (line for line in _DERIVED.get(name, (name,)) if not inputs.has(f"financials.{line}")),
            None,
        )
        if missing:
            lacks[name] = _column(missing)
        elif rows.get_column(name).null_count():
            month_without = rows.filter(pl.col(name).is_null())["month"][0]
            lacks[name] = Reason(
                code="empty_cell",
                text=f"{name.replace('_', ' ')} is empty in {months.name(month_without)}",
                remedy="fill it in financials.csv",
            )
    return lacks


_WHEN = "financials.currency"

FACT = Fact(
    name="financials",
    grain="month",
    columns={
        "month": ("financials.month",),
        **{line: (f"financials.{line}", _WHEN) for line in _LINES},
        **{
            name: (*(f"financials.{line}" for line in lines), _WHEN)
            for name, lines in _DERIVED.items()
        },
    },
    build=build,
)
