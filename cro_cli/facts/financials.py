"""Profit-and-loss and cash-flow lines by month, in the reporting currency."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, wide
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
        table.select(
            month("month").alias("month"),
            *(in_reporting(wide(line), inputs.rates).alias(line) for line in _LINES),
        )
        .with_columns(free_cash_flow=cash, burn=-cash)
        .sort("month")
    )
    first, last = frame["month"].min(), frame["month"].max()
    if not isinstance(first, int) or not isinstance(last, int):
        return Missing(reason=_column("month"))
    gaps = sorted(set(range(first, last + 1)) - set(frame["month"]))
    if gaps:
        return Missing(
            reason=Reason(
                code="missing_month",
                text=f"financials skip the month {months.name(gaps[0])}",
                remedy="add a row for it to financials.csv",
            )
        )
    return FactData(frame=frame, first=first, last=last, lacks=_lacks(frame, inputs))


def _lacks(frame: pl.DataFrame, inputs: Inputs) -> dict[str, Reason]:
    lacks = {}
    for name in (*_LINES, *_DERIVED):
        missing = next(
            (line for line in _DERIVED.get(name, (name,)) if not inputs.has(f"financials.{line}")),
            None,
        )
        if missing:
            lacks[name] = _column(missing)
        elif frame[name].null_count():
            month_without = frame.filter(pl.col(name).is_null())["month"][0]
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
