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


_NEEDS_QUOTAS = Reason(
    code="missing_table",
    text="needs quotas",
    remedy="add quotas.csv with period, owner, amount",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return quotas; where owners have one, the team's total beside them is left out."""
    table = inputs.table("quotas")
    periods = set() if table is None else set(table.get_column("period").drop_nulls())
    if table is None or not periods:
        return Missing(reason=_NEEDS_QUOTAS)
    year_start = inputs.assumptions.fiscal_year_start
    spans = {period: _span(period, year_start=year_start) for period in periods}
    unread = sorted(period for period, span in spans.items() if span is None)
    if unread:
        return Missing(reason=_unread(unread[0]))
    ends = {period: span[0] for period, span in spans.items() if span}
    lengths = {period: span[1] for period, span in spans.items() if span}
    owned = pl.col("owner").is_not_null()
    frame = (
        table.lazy()
        .drop_nulls("period")
        .select(
            "period",
            "team",
            "owner",
            month=pl.col("period").replace_strict(ends, return_dtype=pl.Int32),
            length=pl.col("period").replace_strict(lengths, return_dtype=pl.Int32),
            amount=in_reporting(wide("amount"), inputs.rates),
        )
        .with_columns(quarter=(pl.col("month") - (year_start - 1)) // months.QUARTER)
        .with_columns(
            is_twice=pl.col("length").n_unique().over("owner", "team", "quarter") > 1,
            # A team's quota is what its owners have, where they have any.
            is_counted=owned | ~owned.any().over("quarter"),
        )
        .collect(engine="in-memory")
    )
    if frame.get_column("is_twice").any():
        return Missing(reason=_overlapping(frame.filter("is_twice")))
    counted = frame.filter("is_counted")
    return FactData(frame=counted.select("month", "owner", "period", "team", "amount"))


def _unread(period: str) -> Reason:
    return Reason(
        code="unread_period",
        text=f"the quota period {period!r} is no quarter or month",
        remedy="write it as 2026-Q4 or 2026-10",
    )


def _overlapping(rows: pl.DataFrame) -> Reason:
    first, second = rows.sort("period").unique("length", maintain_order=True)["period"][:2]
    whose = next((name for name in rows.select("owner", "team").row(0) if name), "the company")
    return Reason(
        code="overlapping_periods",
        text=f"the quotas of {whose} for {first} and {second} overlap",
        remedy="keep either the quarter or its months in quotas.csv",
    )


def _span(period: str, *, year_start: int) -> tuple[int, int] | None:
    """Return last month and length of a period; a fiscal year has the name of its last month."""
    text = period.strip()
    if found := _MONTH.match(text):
        return int(found[1]) * months.YEAR + int(found[2]) - 1, 1
    if found := _QUARTER.match(text):
        year, number = int(found[1]), int(found[2])
    elif found := _QUARTER_FIRST.match(text):
        year, number = int(found[2]), int(found[1])
    else:
        return None
    first = year * months.YEAR + year_start - 1
    begins = first if year_start == 1 else first - months.YEAR
    return begins + number * months.QUARTER - 1, months.QUARTER


FACT = Fact(
    name="quotas",
    grain="quota row",
    columns={
        "month": ("quotas.period",),
        "owner": ("quotas.owner",),
        "period": ("quotas.period",),
        "team": ("quotas.team",),
        "amount": ("quotas.amount", "quotas.currency", "quotas.owner"),
    },
    build=build,
)
