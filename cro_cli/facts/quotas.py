"""Quotas by month of the period they end in (definitions 4.12)."""

from __future__ import annotations

import re

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_QUARTER = re.compile(r"^(?:FY)?([0-9]{4})[ -]?Q([1-4])$", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"^Q([1-4])[ -]?(?:FY)?([0-9]{4})$", re.IGNORECASE)
_MONTH = re.compile(r"^([0-9]{4})-(0[1-9]|1[0-2])(?:-[0-9]{2})?$")


def build(inputs: Inputs) -> FactData | Missing:
    """Return quotas; where owners have one, the team's total beside them is left out."""
    table = inputs.table("quotas")
    if table is None:
        return Missing(
            reason=Reason(
                code="missing_table",
                text="needs quotas",
                remedy="add quotas.csv with period, owner, amount",
            )
        )
    starts = inputs.assumptions.fiscal_year_start
    ends = {period: _last_month(period, year_start=starts) for period in set(table["period"])}
    unread = sorted(str(period) for period, month in ends.items() if month is None)
    if unread:
        return Missing(reason=_unread(unread[0]))
    frame = table.select(
        month=pl.col("period").replace_strict(ends, return_dtype=pl.Int32),
        owner="owner",
        amount=in_reporting(wide("amount"), inputs.rates),
    )
    owned = pl.col("owner").is_not_null()
    return FactData(frame=frame.filter(owned | ~owned.any().over("month")))


def _unread(period: str) -> Reason:
    return Reason(
        code="unread_period",
        text=f"the quota period {period!r} is no quarter or month",
        remedy="write it as 2026-Q4 or 2026-10",
    )


def _last_month(period: str | None, *, year_start: int) -> int | None:
    """Return the last month of a period; a fiscal year is named by the year it ends in."""
    text = (period or "").strip()
    if found := _MONTH.match(text):
        return int(found[1]) * months.YEAR + int(found[2]) - 1
    if found := _QUARTER.match(text):
        year, number = int(found[1]), int(found[2])
    elif found := _QUARTER_FIRST.match(text):
        year, number = int(found[2]), int(found[1])
    else:
        return None
    first = year * months.YEAR + year_start - 1
    begins = first if year_start == 1 else first - months.YEAR
    return begins + number * months.QUARTER - 1


FACT = Fact(
    name="quotas",
    grain="quota row",
    columns={
        "month": ("quotas.period",),
        "owner": ("quotas.owner",),
        "amount": ("quotas.amount", "quotas.currency"),
    },
    build=build,
)
