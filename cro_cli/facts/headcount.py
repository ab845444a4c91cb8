"""People as changes of full-time equivalents by month (definitions 4.8, 4.12)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli import months
from cro_cli.exact import month
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS

_NEEDS_HEADCOUNT = Reason(
    code="missing_table",
    text="needs headcount",
    remedy="add BambooHR's employee export, or headcount.csv with month, department, fte",
)
_NEEDS_DATES = Reason(
    code="needs_leave_dates",
    text="needs hire and leave dates: an export of present staff gives only the present number",
    remedy="add the column 'Termination Date' and the people who left, "
    "or rows by month and department",
)


_LEFT = ("terminated", "inactive")


def build(inputs: Inputs) -> FactData | Missing:
    """Return changes of full-time equivalents, in micros."""
    table = inputs.table("headcount")
    if table is None:
        return Missing(reason=_NEEDS_HEADCOUNT)
    rows = table.select(
        "employee",
        "department",
        "hired_on",
        "left_on",
        "status",
        counted=month("month"),
        fte=pl.col("fte").fill_null(MICROS),
    )
    if rows.get_column("counted").count():
        return _from_counts(rows)
    return _from_people(rows, inputs)


def _from_counts(told: pl.DataFrame) -> FactData:
    rows = told.drop_nulls("counted")
    undated = told.height - rows.height
    first, last = months.unbroken(rows["counted"])
    begin = rows["counted"].min()
    steps = rows.select(pl.col("counted").alias("month"), "employee", "department", "fte")
    ends = steps.filter(pl.col("month") < last).with_columns(pl.col("month") + 1, -pl.col("fte"))
    return FactData(
        frame=pl.concat([steps, ends]),
        first=first,
        last=last,
        begins=None if first == begin else _skipped(first - 1),
        notes=(f"rows of headcount without a month, which do not count: {undated}",)
        if undated
        else (),
    )


def _skipped(month_without: int) -> Reason:
    return Reason(
        code="skipped_month",
        text=f"headcount skips the month {months.name(month_without)}",
        remedy="add the rows of that month to headcount.csv",
    )


def _from_people(rows: pl.DataFrame, inputs: Inputs) -> FactData:
    has_dates = inputs.has("headcount.hired_on") and inputs.has("headcount.left_on")
    terminated = pl.col("status").str.to_lowercase().fill_null("").is_in(_LEFT)
    # Who left on an unknown day is not here now, and nobody can say since when.
    left_some_day = terminated & pl.col("left_on").is_null()
    unknown_leavers = rows.select(left_some_day.any()).item()
    people = rows.lazy().filter(~left_some_day)
    starts = people.select(
        month(pl.col("hired_on").fill_null(dt.date(1900, 1, 1))).alias("month"),
        "employee",
        "department",
        "fte",
    )
    # The last day is still worked, so service ends the day after.
    ends = people.filter(pl.col("left_on").is_not_null()).select(
        month(pl.col("left_on").dt.offset_by("1d")).alias("month"),
        "employee",
        "department",
        -pl.col("fte"),
    )
    # An export without anybody who left is one of present staff.
    has_leavers = bool(rows["left_on"].count()) and not unknown_leavers
    known = has_dates and has_leavers and not rows["hired_on"].null_count()
    return FactData(
        frame=pl.concat([starts, ends]).collect(engine="in-memory"),
        lacks_before_last={} if known else {"past_headcount": _NEEDS_DATES},
        assumptions=() if inputs.has("headcount.fte") else ("each person counts as one FTE",),
    )


FACT = Fact(
    name="headcount",
    grain="person, or month × department",
    columns={
        "month": (
            "headcount.month",
            "headcount.hired_on",
            "headcount.left_on",
            "headcount.status",
        ),
        "employee": ("headcount.employee",),
        "department": ("headcount.department",),
        "fte": ("headcount.fte",),
    },
    build=build,
)
