"""Traps of dates: how the same day is written elsewhere, and what could be two days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from tests.polluted.company import Export
from tests.polluted.trap import may_refuse, must_read, must_refuse

LAST_MONTH = 12
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EXCEL = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)


def _moment(cell: str) -> tuple[dt.datetime, bool]:
    """Return the moment of a cell, and whether it has a time of day."""
    has_time = len(cell) > len("2026-01-31")
    plain = re.sub(r"Z$", "", cell).replace("T", " ")
    return dt.datetime.fromisoformat(plain).replace(tzinfo=dt.UTC), has_time


def _dates(export: Export, day: str, time: str = " %H:%M:%S") -> Export | None:
    """Return the export with its dates in other forms of `strftime`."""

    def changed(moment: dt.datetime, has_time: bool) -> str:  # noqa: FBT001 - of a cell
        return moment.strftime(day + time if has_time else day)

    return _changed(export, changed)


def _changed(export: Export, change: Callable[[dt.datetime, bool], str]) -> Export | None:
    def changed(cell: str) -> str:
        return change(*_moment(cell)) if cell[:2] == "20" else cell

    columns = export.columns.dates
    return export.each(columns, changed) if columns else None


def _days_tell(export: Export) -> bool:
    """Tell whether each column has a day that can be no month."""
    return all(
        not cells or any(int(cell[8:10]) > LAST_MONTH for cell in cells)
        for cells in (
            [cell for cell in export.cells(name) if cell[:2] == "20"]
            for name in export.columns.dates
        )
    )


@must_read
def iso_days_and_times(export: Export) -> Export | None:
    return _dates(export, "%Y-%m-%d")


@must_read
def iso_with_the_letter(export: Export) -> Export | None:
    return _dates(export, "%Y-%m-%d", "T%H:%M:%SZ")


@must_read
def iso_with_fractions(export: Export) -> Export | None:
    return _dates(export, "%Y-%m-%d", " %H:%M:%S.%f")


@must_read
def iso_with_an_offset_of_nothing(export: Export) -> Export | None:
    return _dates(export, "%Y-%m-%d", "T%H:%M:%S+00:00")


@must_read
def iso_with_a_named_zone(export: Export) -> Export | None:
    return _dates(export, "%Y-%m-%d", " %H:%M:%S UTC")


@must_read
def year_first_with_slashes(export: Export) -> Export | None:
    return _dates(export, "%Y/%m/%d")


@must_read
def year_first_without_signs(export: Export) -> Export | None:
    return _dates(export, "%Y%m%d")


@must_read
def days_first(export: Export) -> Export | None:
    return _dates(export, "%d/%m/%Y") if _days_tell(export) else None


@must_read
def months_first(export: Export) -> Export | None:
    return _dates(export, "%m/%d/%Y") if _days_tell(export) else None


@must_read
def months_first_with_twelve_hours(export: Export) -> Export | None:
    return _dates(export, "%-m/%-d/%Y", ", %-I:%M:%S %p") if _days_tell(export) else None


@must_read
def days_first_with_points(export: Export) -> Export | None:
    return _dates(export, "%d.%m.%Y")


@must_read
def days_first_with_dashes(export: Export) -> Export | None:
    return _dates(export, "%d-%m-%Y") if _days_tell(export) else None


@must_read
def days_and_named_months(export: Export) -> Export | None:
    return _dates(export, "%d-%b-%Y")


@must_read
def named_months_and_days(export: Export) -> Export | None:
    return _dates(export, "%B %-d, %Y")


@must_read
def days_and_long_months(export: Export) -> Export | None:
    return _dates(export, "%-d %B %Y")


@may_refuse
def weekdays_too(export: Export) -> Export | None:
    return _dates(export, "%a, %d %b %Y")


@may_refuse
def years_of_two_digits(export: Export) -> Export | None:
    return _dates(export, "%m/%d/%y")


@must_read
def named_months_and_years_of_two_digits(export: Export) -> Export | None:
    return _dates(export, "%d-%b-%y")


@must_read
def seconds_since_1970(export: Export) -> Export | None:
    return _changed(export, lambda moment, _: str(int((moment - _EPOCH).total_seconds())))


@must_read
def milliseconds_since_1970(export: Export) -> Export | None:
    return _changed(export, lambda moment, _: str(int((moment - _EPOCH).total_seconds() * 1000)))


@must_read
def microseconds_since_1970(export: Export) -> Export | None:
    return _changed(export, lambda moment, _: str(int((moment - _EPOCH).total_seconds() * 10**6)))


@must_read
def days_of_excel(export: Export) -> Export | None:
    if any(
        len(cell) > len("2026-01-31")
        for name in export.columns.dates
        for cell in export.cells(name)
    ):
        return None
    return _changed(export, lambda moment, _: str((moment - _EXCEL).days))


@must_read
def days_of_excel_with_times(export: Export) -> Export | None:
    def serial(moment: dt.datetime, has_time: bool) -> str:  # noqa: FBT001 - of a cell
        days = (moment - _EXCEL) / dt.timedelta(days=1)
        return f"{days:.10f}" if has_time else f"{days:.1f}"

    return _changed(export, serial)


@must_refuse
def days_first_and_months_first(export: Export) -> Export | None:
    if not export.columns.dates or not _days_tell(export):
        return None
    numbers = iter(range(10**6))

    def either(moment: dt.datetime, _: bool) -> str:  # noqa: FBT001 - of a cell
        return moment.strftime("%d/%m/%Y" if next(numbers) // 7 % 2 else "%m/%d/%Y")

    return _changed(export, either)


@must_refuse
def days_that_may_be_months(export: Export) -> Export | None:
    """Keep the rows whose days could all be months, and write these with slashes."""
    column = next(iter(export.columns.dates), "")
    if not column or export.name in {"google_ads.csv", "meta_ads.csv", "stripe_customers.csv"}:
        return None

    def harmless(cell: str) -> bool:
        return not cell or (int(cell[8:10]) <= LAST_MONTH and cell[8:10] != cell[5:7])

    places = [export.place(name) for name in export.columns.dates]
    kept = export.with_rows(row for row in export.rows if all(harmless(row[at]) for at in places))
    return _dates(kept, "%m/%d/%Y") if kept.rows else None


def _one_date(word: str) -> Callable[[Export], Export | None]:
    def spoil(export: Export) -> Export | None:
        column = export.columns.dates[0] if export.columns.dates else ""
        if not column or export.name in {"stripe_customers.csv", "Account.csv"}:
            return None
        place = export.place(column)
        at = next(at for at, row in enumerate(export.rows) if row[place])
        row = export.rows[at]
        spoilt = (*row[:place], word, *row[place + 1 :])
        return export.with_rows([*export.rows[:at], spoilt, *export.rows[at + 1 :]])

    return spoil


WRONG = {
    "the_thirtieth_of_february": "2026-02-30",
    "nothing_of_the_kind": "soon",
    "the_month_zero": "2026-00-10",
    "the_thirteenth_month": "2026-13-01",
    "an_error_of_excel": "########",
    "a_year_alone": "2026",
    "a_quarter": "Q3 2026",
    "two_dates": "2026-01-01 - 2026-02-01",
    "hour_25": "2026-01-01 25:00",
    "a_serial_of_long_ago": "123",
    "the_zero_of_mysql": "0000-00-00",
}
for _name, _word in WRONG.items():
    _spoil = _one_date(_word)
    _spoil.__name__ = f"one_date_is_{_name}"
    must_refuse(_spoil)
