"""Which month a cost belongs to: that of its row, or of the whole report, if it is one month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages import files as messages
from cro_cli.messages.cells import OTHER_MONTH
from cro_cli.sources import dates
from cro_cli.sources.composing import Composing
from cro_cli.sources.rows import ROW

_RANGES = (
    r"^\W*(.*?[0-9]{4})\W* [-–] (.*?[0-9]{4})\W*$",
    r"^\W*Report Start: ([0-9/.-]+), *Report End: ([0-9/.-]+)\W*$",
)
_WEEK = 7


def month_of(given: Composing) -> pl.Expr:
    """Take the month from the days that a row, or the whole report, spans.

    Raises:
        InputError: when a row spans more than a month, or nothing says which month it is.
    """
    if given.typed.is_empty():
        return pl.lit(None, pl.Date())
    if given.has("week"):
        first = given.values("week")
        last = first.dt.offset_by(f"{_WEEK - 1}d")
    elif given.has("start") and given.has("end"):
        first, last = given.values("start"), given.values("end")
    elif given.has("start"):
        first = given.values("start")
        last = _ends(given, first)
    else:
        start, end = _range_above(given)
        first = pl.repeat(start, given.typed.height, dtype=pl.Date, eager=True)
        last = pl.repeat(end, given.typed.height, dtype=pl.Date, eager=True)
    _refuse_spans(given, first, last)
    return pl.lit(first.dt.month_start())


def month_between(given: Composing) -> pl.Expr:
    """Take the month of rows that start and end in it; say which others there are.

    Raises:
        InputError: when one of the two days has no column.
    """
    lacking = [given.rule.parts[one][0][0] for one in ("start", "end") if not given.has(one)]
    if lacking:
        raise InputError([messages.NO_DAY.problem(given.complaints.file, column=lacking[0])])
    first, last = given.values("start"), given.values("end")
    spans = (first.dt.month_start() != last.dt.month_start()).fill_null(value=False)
    given.complain("end", spans, OTHER_MONTH)
    return pl.lit(first.dt.month_start().set(spans | last.is_null(), None))


def _refuse_spans(given: Composing, first: pl.Series, last: pl.Series) -> None:
    spans = (first.dt.month_start() != last.dt.month_start()).fill_null(value=False)
    if spans.any():
        at = int(spans.arg_max() or 0)
        row = given.typed.get_column(ROW)[at]
        days = f"{first[at]} to {last[at]}"
        place = f"{given.complaints.file}: row {row}"
        raise InputError([messages.MANY_MONTHS.problem(place, days=days)])


def _ends(given: Composing, starts: pl.Series) -> pl.Series:
    """Return the last days of rows that only tell their first.

    Those that lie whole weeks apart may be weeks; all others are days, or months, which end in the
    month they start in. With one first day for all rows, the report says its last.
    """
    days = starts.drop_nulls().unique().sort()
    gaps = days.diff().dt.total_days().drop_nulls()
    if days.len() <= 1:
        return pl.repeat(_range_above(given)[1], starts.len(), dtype=pl.Date, eager=True)
    if (gaps % _WEEK == 0).all():
        return starts.dt.offset_by(f"{_WEEK - 1}d")
    return starts


def _range_above(given: Composing) -> tuple[dt.date, dt.date]:
    for line in given.above:
        days = _days(line, given.plan.format.dates)
        if days:
            return days[0], days[1]
    raise InputError([messages.NO_MONTH.problem(given.complaints.file)])


def _days(line: str, order: str) -> Sequence[dt.date]:
    """Return the two days that a line above the header names, if it does."""
    match = next((found for one in _RANGES if (found := re.match(one, line))), None)
    if match is None:
        return ()
    days = dates.read_dates(pl.Series([match[1].strip(' "'), match[2].strip(' "')]), order)
    return () if days.null_count() else days.to_list()
