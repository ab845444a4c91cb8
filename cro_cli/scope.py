"""What a run speaks of: its date, its currency and its rates, and what was taken for granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cro_cli import definitions, months, reach, sources, tables
from cro_cli.definitions import SHAPES
from cro_cli.errors import InputError, UsageError
from cro_cli.messages import Problem
from cro_cli.messages import numbers as messages
from cro_cli.model import Severity
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.sources.loaded import Loaded

PERIODS = {"month": 1, "quarter": 3, "year": 12}

# What is asked, in this order, how far the data reach (definitions 4.12).
_REACH = (*SHAPES, "deals")
# A company has no months beyond these: the date is a slip, or stands for `never`.
_EARLIEST, _LATEST = (months.index(dt.date(year, 1, 1)) for year in (1900, 3000))
_CURRENCY_OF = (
    *SHAPES,
    "invoices",
    "deals",
    "financials",
    "spend",
    "quotas",
)


class Scope(NamedTuple):
    """What a run speaks of. `month` is the as-of month, `period` a length in months."""

    month: int
    period: int
    period_name: str
    currency: str
    rates: Mapping[str, Fraction]
    said: tuple[str, ...]

    @property
    def as_of(self) -> dt.date:
        """The last day of the as-of month."""
        return months.end(self.month)


def settle(loaded: Loaded, config: Config, *, as_of: dt.date | None, period: str | None) -> Scope:
    """Settle date, currency and rates; InputError when a currency has no rate."""
    day = as_of or config.as_of
    month, month_said = _month(loaded, config, day)
    currency, currency_said = _currency(loaded, config)
    name = period or config.period
    return Scope(
        month=month,
        period=PERIODS[name],
        period_name=name,
        currency=currency,
        rates=_rates(loaded, config, currency, months.end(month)),
        said=(*month_said, *currency_said, *definitions.differing(config.definitions)),
    )


def _month(loaded: Loaded, config: Config, day: dt.date | None) -> tuple[int, tuple[str, ...]]:
    if day is not None:
        if not months.is_end(day):
            month = months.index(day)
            near = {"before": months.end(month - 1), "after": months.end(month)}
            raise UsageError(messages.NO_MONTH_END.problem(day=day, **near))
        if not _EARLIEST <= months.index(day) < _LATEST:
            raise UsageError(messages.NO_TIME.problem(day=day))
        return months.index(day), ()
    found = next(_reaches(loaded, config.settled.ledger_from), None)
    if found is None:
        raise InputError([*_bad_cells(loaded), messages.NO_DATE.problem()])
    table, month = found
    if not _EARLIEST <= month < _LATEST:
        files = ", ".join(_files(loaded, table))
        raise InputError([messages.ODD_NEWEST.problem(files, month=months.name(month))])
    # One slip of the keyboard would make a report of a time that nothing is known of.
    sound = reach.before_slip(loaded, table, months.end(month))
    if sound is not None and months.index(sound) < month:
        files = ", ".join(_files(loaded, table))
        raise InputError([messages.SLIP.problem(files, month=months.name(month), reach=sound)])
    return month, (_covered(loaded, table, month),)


def _covered(loaded: Loaded, table: str, month: int) -> str:
    """Say why a report is on a month, and what to do where an export may describe a later one."""
    name = table.replace("_", " ")
    said = f"as of {months.end(month)}, the last month end that the data on {name} cover"
    day = loaded.newest(table)
    is_dated = table in loaded.snapshots
    if day is None or is_dated or table not in tables.TOLD_BY_DAY or months.index(day) == month:
        return f"{said} (`as_of:`, `--as-of`)"
    return (
        f"{said}: the newest event in them is of {day}; of an export that describes a later day, "
        f"name the folder after it, such as {months.end(month + 1)}"
    )


def _bad_cells(loaded: Loaded) -> list[Problem]:
    """Say which cells could not be read: the dates may be among them."""
    return [
        Problem(
            f"{bad.file}: row {bad.row}, column {bad.column!r}: {bad.text}; {bad.remedy}", bad.id
        )
        for bad in loaded.findings
        if bad.severity is Severity.ERROR and bad.row is not None
    ]


def _reaches(loaded: Loaded, first: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield tables with the last month end they cover, the most trusted first."""
    others = [table.name for table in tables.TABLES if table.name not in _REACH]
    for name in (*first, *_REACH, *others):
        table, day = tables.BY_NAME[name], loaded.newest(name)
        if day is None:
            continue
        is_monthly = table.column(table.events[0]).kind is tables.Kind.MONTH
        yield name, months.index(day) if is_monthly else months.last_closed(day)


def _currency(loaded: Loaded, config: Config) -> tuple[str, tuple[str, ...]]:
    """Return the reporting currency: the config's, else the one most of the rows are in."""
    if "currency" in config.said:
        return config.currency, ()
    for name in _CURRENCY_OF:
        counts = _currencies(loaded, name) if name in loaded.tables else {}
        if counts:
            currency = min(counts, key=lambda code: (-counts[code], code))
            return currency, (f"amounts are reported in {currency} (`currency:` in the config)",)
    return config.currency, (f"amounts are taken as {config.currency} (`currency:`)",)


def _rates(loaded: Loaded, config: Config, currency: str, as_of: dt.date) -> dict[str, Fraction]:
    """Return the rates of the foreign currencies that occur: the config's before the table's."""
    known = _table_rates(loaded, as_of, currency) | dict(config.fx)
    names = [name for name in loaded.tables if name != "fx" and name not in loaded.parted]
    frames = (loaded.tables[name] for name in names)
    columns = [frame["currency"] for frame in frames if "currency" in frame.columns]
    # One look at all tables together: a run with nothing amiss pays for no more.
    codes = set(pl.concat(columns).unique().drop_nulls()) if columns else set()
    codes = codes.union(*(one.told.currencies for one in loaded.parted.values()))
    foreign = sorted(codes - {currency})
    problems = [
        messages.NO_RATE.problem(_where(loaded, config, code), code=code, currency=currency)
        for code in foreign
        if code not in known
    ]
    if problems:
        raise InputError(problems)
    return {code: known[code] for code in foreign}


def _table_rates(loaded: Loaded, as_of: dt.date, currency: str) -> dict[str, Fraction]:
    frame = loaded.tables.get("fx")
    if frame is None:
        return {}
    from cro_cli.exchange import rates_on

    return rates_on(frame, as_of, currency)


def _where(loaded: Loaded, config: Config, code: str) -> str:
    """Name the first cell that holds the currency."""
    names = (name for name in loaded.tables if name != "fx")
    table = next(name for name in names if code in _currencies(loaded, name))
    files = _files(loaded, table)
    return sources.place(files, "currency", code, habits=config.habits)


def _currencies(loaded: Loaded, name: str) -> Mapping[str, int]:
    """Count the rows of a table in each currency."""
    if name in loaded.parted:
        return loaded.parted[name].told.currencies
    frame = loaded.tables[name]
    if "currency" not in frame.columns:
        return {}
    return dict(frame["currency"].drop_nulls().value_counts().iter_rows())


def _files(loaded: Loaded, table: str) -> list[str]:
    return [given.file for given in loaded.inputs if table in {given.table, *given.also}]
