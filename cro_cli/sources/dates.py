"""Dates, months and moments, from the many ways in which exports write them.

The quick expressions read what nearly every export holds, ISO; whatever they leave is read again,
column by column, in every known form. Day and month order is proven by the column or refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from cro_cli.messages import Message, Problem
from cro_cli.messages import files as messages
from cro_cli.sources import month_names
from cro_cli.sources.wholes import every, signs

_TIME = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?"
_ZONE = r" ?(?:Z|[A-Z]{2,5}|[+-][0-9]{2}(?::?[0-9]{2})?)"
# Years before 1000 are slips, and the year 0 is none to Python.
_YEAR = "[1-9][0-9]{3}"
_DAY = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
_ISO = rf"{_DAY}(?:[ T]{_TIME}(?:{_ZONE})?)?"
_CLOCK = rf"(?:,? +|T){_TIME}(?: ?[AaPp][Mm])?(?:{_ZONE})?$"
_SLASHED = rf"^([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]({_YEAR})$"
_DOTTED = rf"^([0-9]{{1,2}})\.([0-9]{{1,2}})\.({_YEAR})$"
_PLAIN_MOMENT = rf"{_DAY}[ T][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,9}})?Z?"
_FORMS = {
    "0000-00-00": "%Y-%m-%d",
    "0000-00-00 00:00": "%Y-%m-%d %H:%M",
    "0000-00-00 00:00:00": "%Y-%m-%d %H:%M:%S",
    "0000-00-00T00:00:00": "%Y-%m-%dT%H:%M:%S",
    "0000-00-00T00:00:00Z": "%Y-%m-%dT%H:%M:%SZ",
}
_LOOK = 100
_EARLY = -354_285  # 1000-01-01, in days from 1970-01-01
_OFFSET = r"([+-])([0-9]{2})(?::?([0-9]{2}))?$"  # PostgreSQL leaves out minutes of 00
_ORDERS = ("dmy", "mdy")
_LAST_MONTH = 12
_EXCEL_EPOCH_DAYS = 25_569  # days from Excel's day 0, 1899-12-30, to 1970-01-01


class AmbiguousError(Exception):
    """A column whose dates or decimals can be read in two ways; `words` fill the message."""

    def __init__(self, message: Message, **words: object) -> None:
        self.message = message
        self.words = words
        super().__init__(message.problem(**words))

    def problem(self, place: str) -> Problem:
        """Return the message with its place."""
        return self.message.problem(place, **self.words)


def quick_date(text: pl.Expr) -> pl.Expr:
    """Read ISO dates, with or without a time of day."""
    return _day(pl.when(every(text, _ISO)).then(text.str.head(10)))


def alike(text: pl.Series) -> pl.Series | None:
    """Read ISO dates that are all written with the same signs; None where they may not be.

    It takes a third of the time of `quick_date`, and a look at the first cell.
    """
    cells = text.head(_LOOK).drop_nulls()
    said = cells.item(0) if cells.len() else ""
    form = _FORMS.get(re.sub("[0-9]", "0", said))
    if form is None or not _have_digits(text, said):
        return None
    days = text.str.to_date(form, strict=False, cache=False)
    first = days.cast(pl.Int32).min()
    is_full = days.null_count() == text.null_count()
    return days if is_full and isinstance(first, int) and first >= _EARLY else None


def _have_digits(text: pl.Series, said: str) -> bool:
    """Tell whether all cells have as many bytes as one of them, and as many digits together.

    To Polars space and signs are digits: -024 and 24 are years. As nothing else stands for what is
    between the digits, cells that it reads and that have all of their digits have no others.
    """
    length, digits = len(said), sum(map(str.isdigit, said))
    lengths = text.str.len_bytes()
    if lengths.min() != length or lengths.max() != length:
        return False
    written = signs(text)
    cells = text.len() - text.null_count()
    return ((written >= ord("0")) & (written <= ord("9"))).sum() == digits * cells


def quick_month(text: pl.Expr) -> pl.Expr:
    """Read months written `2026-09` or as an ISO date."""
    short = every(text, f"{_YEAR}-[0-9]{{2}}")
    days = pl.when(short).then(text + "-01").when(every(text, _ISO)).then(text.str.head(10))
    return _day(days).dt.month_start()


def quick_moment(text: pl.Expr) -> pl.Expr:
    """Read ISO moments in UTC, to the second or finer."""
    plain = pl.when(every(text, _PLAIN_MOMENT)).then(text)
    spaced = plain.str.replace("T", " ", literal=True).str.strip_chars_end("Z")
    return spaced.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False, cache=False)


def read_dates(text: pl.Series, usual: str = "") -> pl.Series:
    """Read a column of dates in whatever form; null where a cell is none.

    Raises:
        AmbiguousError: when day and month cannot be told apart, and no order is `usual`.
    """
    day = pl.col("day")
    frame = pl.DataFrame({"text": text, "day": text.str.replace(_CLOCK, "")})
    order = _order(frame.get_column("day"), usual)
    forms = (
        _iso(pl.col("text")),
        _compact(day),
        _parts(day, _SLASHED, order),
        _parts(day, _DOTTED, "dmy"),
        _named(day),
        _counted(pl.col("text")),
    )
    return frame.select(pl.coalesce(forms)).to_series()


def read_months(text: pl.Series, usual: str = "") -> pl.Series:
    """Read a column of months: a month by number or name, or any date in it."""
    col = pl.col("text")
    first_of = (
        pl.when(col.str.contains(rf"^{_YEAR}[-/][0-9]{{1,2}}$"))
        .then(col.str.replace("/", "-", literal=True) + "-1")
        .when(col.str.contains(rf"^[0-9]{{1,2}}[-/]{_YEAR}$"))
        .then(col.str.replace(r"^([0-9]{1,2})[-/]([0-9]{4})$", "$2-$1-1"))
        .when(_months_of(col, 1) == _months_of(col, 2))
        .then(_months_of(col, 1) + "-1")
    )
    name = "1 " + col.str.replace_all(r"[ ,./-]+", " ")
    short = pl.when(name.str.contains(r"^1 \p{L}+ [0-9]{2}$")).then(
        name.str.replace(r"([0-9]{2})$", "20$1")
    )
    frame = pl.DataFrame({"text": text})
    known = frame.select(
        pl.coalesce(
            first_of.str.to_date("%Y-%m-%d", strict=False),
            pl.when(name.str.contains(f" {_YEAR}$")).then(name).pipe(_spelled, "%d %B %Y"),
            short.pipe(_spelled, "%d %B %Y"),
        )
    ).to_series()
    if known.null_count() > text.null_count():
        known = known.fill_null(read_dates(text.set(known.is_not_null(), None), usual))
    return known.dt.month_start()


def _months_of(text: pl.Expr, day: int) -> pl.Expr:
    """Return the month of the first or second day of a span such as 2026-09-01 - 2026-09-30."""
    month = f"({_YEAR}-[0-9]{{2}})-[0-9]{{2}}"
    return text.str.extract(f"^{month} - {month}$", day)


def read_moments(text: pl.Series, usual: str = "") -> pl.Series:
    """Read a column of moments, brought to UTC where a cell says how far it is from it."""
    day = read_dates(text, usual)
    col = pl.col("text")
    hour = col.str.extract(r"([0-9]{1,2}):[0-9]{2}", 1).cast(pl.Int64).fill_null(0)
    half = col.str.extract(r"([AaPp])[Mm]", 1).str.to_lowercase()
    hour = (
        pl.when(half == "p")
        .then(hour % _LAST_MONTH + _LAST_MONTH)
        .when(half == "a")
        .then(hour % _LAST_MONTH)
        .otherwise(hour)
    )
    minute = col.str.extract(r":([0-9]{2})", 1).cast(pl.Int64).fill_null(0)
    second = col.str.extract(r":[0-9]{2}:([0-9]{2})", 1).cast(pl.Int64).fill_null(0)
    fraction = col.str.extract(r":[0-9]{2}[.,]([0-9]{1,6})", 1).str.pad_end(6, "0").cast(pl.Int64)
    away = col.str.extract(_OFFSET, 2).cast(pl.Int64) * 60
    away += col.str.extract(_OFFSET, 3).cast(pl.Int64).fill_null(0)
    sign = pl.when(col.str.extract(_OFFSET, 1) == "-").then(-1).otherwise(1)
    shift = pl.when(col.str.contains(rf"{_TIME} ?{_OFFSET}")).then(sign * away).fill_null(0)
    into = (hour * 3600 + (minute - shift) * 60 + second) * 1_000_000 + fraction.fill_null(0)
    frame = pl.DataFrame({"text": text, "day": day})
    zoned = col.str.contains(r" [A-Z]{2,5}$") & ~col.str.contains(r" (?:UTC|GMT|AM|PM)$")
    counted = col.str.contains(r"^(?:[0-9]{10}|[0-9]{13}|[0-9]{16})$")
    return frame.select(
        pl.when(counted)
        .then(pl.from_epoch(_seconds(col), time_unit="us"))
        .when(~zoned)
        .then(pl.col("day").cast(pl.Datetime("us")) + pl.duration(microseconds=into))
    ).to_series()


def _iso(text: pl.Expr) -> pl.Expr:
    return _day(pl.when(text.str.contains(f"^{_ISO}$")).then(text.str.head(10)))


def _day(text: pl.Expr) -> pl.Expr:
    # A cache of days read takes longer than reading them.
    return text.str.to_date("%Y-%m-%d", strict=False, cache=False)


def _compact(day: pl.Expr) -> pl.Expr:
    ordered = pl.when(day.str.contains(rf"^{_YEAR}/[0-9]{{1,2}}/[0-9]{{1,2}}$")).then(day)
    unsigned = pl.when(day.str.contains("^(?:19|20)[0-9]{6}$")).then(day)
    return pl.coalesce(
        ordered.str.to_date("%Y/%m/%d", strict=False), unsigned.str.to_date("%Y%m%d", strict=False)
    )


def _parts(day: pl.Expr, pattern: str, order: str) -> pl.Expr:
    written = pl.when(day.str.contains(pattern)).then(
        day.str.replace(pattern, "$3-$1-$2" if order == "mdy" else "$3-$2-$1")
    )
    return written.str.to_date("%Y-%m-%d", strict=False)


def _named(day: pl.Expr) -> pl.Expr:
    words = day.str.replace_all(r"[ ,.-]+", " ")
    # As Excel and Oracle write it: nobody puts the year before a named month.
    words = words.str.replace(r"^([0-9]{1,2} \p{L}{3,}) ([0-9]{2})$", "$1 20$2")
    lettered = pl.when(words.str.contains(rf"\p{{L}}{{3}}.*{_YEAR}$")).then(words)
    return pl.coalesce(_spelled(lettered, "%d %B %Y"), _spelled(lettered, "%B %d %Y"))


def _spelled(text: pl.Expr, form: str) -> pl.Expr:
    return month_names.in_english(text).str.to_date(form, strict=False)


def _counted(text: pl.Expr) -> pl.Expr:
    seconds = pl.from_epoch(_seconds(text), time_unit="us").dt.date()
    serial = pl.when(text.str.contains(r"^[2-6][0-9]{4}(?:\.[0-9]+)?$")).then(text.str.head(5))
    return pl.coalesce(
        seconds, pl.from_epoch(serial.cast(pl.Int32) - _EXCEL_EPOCH_DAYS, time_unit="d")
    )


def _seconds(text: pl.Expr) -> pl.Expr:
    long = pl.when(text.str.contains(r"^[0-9]{13}$")).then(text).cast(pl.Int64) * 1_000
    short = pl.when(text.str.contains(r"^[0-9]{10}$")).then(text).cast(pl.Int64) * 1_000_000
    fine = pl.when(text.str.contains(r"^[0-9]{16}$")).then(text).cast(pl.Int64)
    return pl.coalesce(long, short, fine)


def common_order(texts: Iterable[pl.Series], usual: str = "") -> str:
    """Return the order of day and month in columns that are all written alike.

    Raises:
        AmbiguousError: when they do not tell and no order is `usual`, or contradict each other.
    """
    return _order(pl.concat(text.str.replace(_CLOCK, "").alias("day") for text in texts), usual)


def order_proof(text: pl.Series, usual: str) -> tuple[str, str]:
    """Return the order of slashed dates, and the first of them that can be read in no other way.

    Both are empty where there are none, the second where nothing but the `usual` order tells.
    """
    day = text.str.replace(_CLOCK, "")
    slashed = day.filter(day.str.contains(_SLASHED).fill_null(value=False))
    if slashed.is_empty():
        return "", ""
    parts = slashed.str.extract_groups(_SLASHED).struct.unnest().cast(pl.Int32)
    proves = slashed.filter(parts.select(pl.max_horizontal("1", "2") > _LAST_MONTH).to_series())
    return _order(day, usual), "" if proves.is_empty() else str(proves.item(0))


def _order(day: pl.Series, usual: str) -> str:
    """Return the order that the slashed dates of a column prove, or else the usual one."""
    groups = day.str.extract_groups(_SLASHED).struct.unnest().cast(pl.Int32).drop_nulls()
    first, second = groups.get_column("1"), groups.get_column("2")
    day_first = ((first > _LAST_MONTH) & (second <= _LAST_MONTH)).any()
    month_first = ((second > _LAST_MONTH) & (first <= _LAST_MONTH)).any()
    if day_first and month_first:
        raise AmbiguousError(messages.TWO_DATE_ORDERS)
    known = usual if usual in _ORDERS else ""
    proven = "dmy" if day_first else "mdy" if month_first else known
    if not proven and (first != second).any():
        raise AmbiguousError(messages.NO_DATE_ORDER)
    return proven or "mdy"
