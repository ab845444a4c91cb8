"""Dates, months and moments: read in every known form, refused where two readings are possible."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cro_cli.sources import dates
from cro_cli.sources.dates import AmbiguousError

DAY = dt.date(2026, 1, 31)
WRITTEN = [
    "2026-01-31",
    "2026-01-31 13:05",
    "2026-01-31 02:38:54",
    "2026-01-31 23:55:24.770962",
    "2026-01-31T00:00:00.000Z",
    "2026-01-31 12:43:50 -0400",
    "2026-01-31T23:30:00+02:00",
    "2026-01-31 23:30:00.5+02",
    "2026-01-31 17:18:46 PDT",
    "2026/01/31",
    "1/31/2026",
    "01/31/2026 9:00 AM",
    "1/31/2026, 10:22 PM",
    "31.1.2026",
    "31.01.2026 10:00",
    "31-Jan-2026",
    "31 January 2026",
    "31 JAN 2026",
    "Jan 31, 2026",
    "January 31, 2026 9:00 AM",
    "1769817600",
    "1769817600123",
    "46053",
    "46053.0",
    "20260131",
    "1769817600123456",
    "31-Jan-26",
    "31 JAN 26",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_date_is_read(text: str) -> None:
    assert dates.read_dates(pl.Series([text])).to_list() == [DAY]


NO_DATES = [
    "2026-02-30",
    "2026-13-01",
    "0000-00-00",
    "31/31/2026",
    "2026",
    "20261331",
    "20260230",
    "0000-01-31",
    "0999-01-31",
    "31/01/0000",
    "31.01.0000",
    "0000/1/31",
    "31 Jan 0000",
    "Jan-26",
    "1/31/26",
    "tomorrow",
    "2026-01-31x",
    "2026-01-31 25:00",
    "\u0662\u0660\u0662\u0666-01-31",
    "12345678901234",
    "1",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert dates.read_dates(pl.Series([text])).to_list() == [None]
    frame = pl.DataFrame({"a": [text]})
    assert frame.select(dates.quick_date(pl.col("a"))).to_series().to_list() == [None]


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["2/3/2026", "2/13/2026"], dt.date(2026, 2, 3)),
        (["2/3/2026", "13/2/2026"], dt.date(2026, 3, 2)),
        (["5/5/2026", "6/6/2026"], dt.date(2026, 5, 5)),
        (["02-03-2026", "25-03-2026"], dt.date(2026, 3, 2)),
    ],
)
def test_column_proves_the_order_of_day_and_month(texts: list[str], day: dt.date) -> None:
    assert dates.read_dates(pl.Series(texts)).to_list()[0] == day


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["2/3/2026", "4/5/2026"], "which of the two numbers is the month"),
        (["2/13/2026", "13/2/2026"], "some dates have the day first"),
    ],
)
def test_order_that_nothing_proves_is_refused(texts: list[str], words: str) -> None:
    with pytest.raises(AmbiguousError, match=words):
        dates.read_dates(pl.Series(texts))


def test_no_date_proves_no_order() -> None:
    column = pl.Series(["31/31/2026", "2/13/2026"])
    assert dates.read_dates(column).to_list() == [None, dt.date(2026, 2, 13)]


def test_dotted_dates_have_the_day_first_whatever_slashed_ones_have() -> None:
    column = pl.Series(["2.3.2026", "2/13/2026"])
    assert dates.read_dates(column).to_list() == [dt.date(2026, 3, 2), dt.date(2026, 2, 13)]


def test_empty_cells_stay_empty() -> None:
    column = pl.Series([None, "2026-01-31"], dtype=pl.String)
    assert dates.read_dates(column).to_list() == [None, DAY]
    assert dates.read_months(column).to_list() == [None, dt.date(2026, 1, 1)]
    assert dates.read_moments(column).to_list() == [None, dt.datetime(2026, 1, 31)]  # noqa: DTZ001
    nothing = pl.Series([None], dtype=pl.String)
    assert dates.read_dates(nothing).to_list() == [None]


@pytest.mark.parametrize(
    "text",
    [
        "2026-09",
        "2026-9",
        "2026/09",
        "09/2026",
        "9-2026",
        "2026-09-30",
        "2026-09-01 00:00",
        "Sep 2026",
        "Sept 2026",
        "September 2026",
        "SEP-2026",
        "Sep-26",
        "30.9.2026",
        "1 September 2026",
    ],
)
def test_month_is_read(text: str) -> None:
    assert dates.read_months(pl.Series([text])).to_list() == [dt.date(2026, 9, 1)]


@pytest.mark.parametrize(
    "text", ["2026-13", "0000-09", "26-09", "Smarch 2026", "2026", "Q3 2026", "09/26"]
)
def test_what_is_no_month_is_not_read(text: str) -> None:
    assert dates.read_months(pl.Series([text])).to_list() == [None]


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31 13:05", at(2026, 1, 31, 13, 5)),
        ("2026-01-31T13:05:07.25Z", at(2026, 1, 31, 13, 5, 7, 250_000)),
        ("2026-01-31 23:30:00 -0400", at(2026, 2, 1, 3, 30)),
        ("2026-02-01T01:30:00+02:00", at(2026, 1, 31, 23, 30)),
        ("2026-02-01 01:30:00+02", at(2026, 1, 31, 23, 30)),
        ("2026-02-01 01:30:00-03", at(2026, 2, 1, 4, 30)),
        ("1/31/2026 12:05 AM", at(2026, 1, 31, 0, 5)),
        ("1/31/2026 12:05 PM", at(2026, 1, 31, 12, 5)),
        ("1/31/2026, 9:05 pm", at(2026, 1, 31, 21, 5)),
        ("2026-01-31 13:05 UTC", at(2026, 1, 31, 13, 5)),
        ("2026-01-31", at(2026, 1, 31)),
        ("1769817600", at(2026, 1, 31)),
        ("1769817600500", at(2026, 1, 31, 0, 0, 0, 500_000)),
    ],
)
def test_moment_is_brought_to_utc(text: str, moment: dt.datetime) -> None:
    assert dates.read_moments(pl.Series([text])).to_list() == [moment]


@pytest.mark.parametrize("text", ["2026-01-31 17:18:46 PDT", "2026-02-30 10:00", "soon"])
def test_moment_of_an_unknown_zone_or_day_is_not_read(text: str) -> None:
    assert dates.read_moments(pl.Series([text])).to_list() == [None]


@pytest.mark.parametrize("text", ["2026-01-31 13:05:07", "2026-01-31T13:05:07.250Z"])
def test_quick_moments_agree_with_careful_ones(text: str) -> None:
    frame = pl.DataFrame({"a": [text]})
    quick = frame.select(dates.quick_moment(pl.col("a"))).to_series().to_list()
    assert quick == dates.read_moments(pl.Series([text])).to_list()
    assert quick != [None]


def test_columns_written_alike_prove_one_order() -> None:
    columns = [pl.Series(["1/2/2026"]), pl.Series([None, "31/1/2026, 10:22 AM"])]
    assert dates.common_order(columns) == "dmy"


def test_columns_written_alike_cannot_contradict_each_other() -> None:
    with pytest.raises(AmbiguousError, match="others the month"):
        dates.common_order([pl.Series(["1/31/2026"]), pl.Series(["31/1/2026"])])


ODD_DAYS = [
    "2026/02/03",
    "2026-02:03",
    "2026-02103",
    "2026-02- 3",
    "2026-02-\t3",
    "2026-02-+3",
    "2026- 2-03",
    "+026-02-03",
    "-026-02-03",
    " 026-02-03",
    "0026-02-03",
    "0999-12-31",
    "2026-02-30",
    "2026-13-01",
    "2026-02-3",
    "2026-02-3x",
    "2026-02-033",
    "202-602-03",
    "\uff12026-02-03",
    "2026-02-0\uff13",
    "",
]
ODD_CLOCKS = {
    " 10:05": [
        " 1 :05",
        "  1:05",
        " +1:05",
        " 10: 5",
        " 10:60",
        " 25:05",
        "T10:05",
        " 10.05",
        " 1:05",
    ],
    "T10:05:30": ["T10:05: 3", "T10:05:+3", " 10:05:30", "T10:05:3 ", "T10:05:99", "T10:05:3x"],
    "T10:05:30Z": ["T10:05:30z", "T10:05:300", "T10:05: 3Z", "T1 :05:30Z", "T10:05:30"],
}


@pytest.mark.parametrize("clock", ["", " 10:05", " 10:05:30", "T10:05:30", "T10:05:30Z"])
def test_days_written_alike_are_read_at_once(clock: str) -> None:
    text = pl.Series(
        "day", [None, f"2026-01-31{clock}", f"1000-01-01{clock}", f"2024-02-29{clock}"]
    )
    days = dates.alike(text)
    assert days is not None
    assert days.to_list() == [None, DAY, dt.date(1000, 1, 1), dt.date(2024, 2, 29)]


@pytest.mark.parametrize(
    ("clock", "odd"),
    [
        *((clock, day + clock) for clock in ("", *ODD_CLOCKS) for day in ODD_DAYS),
        *((clock, f"2026-02-03{odd}") for clock, odds in ODD_CLOCKS.items() for odd in odds),
    ],
)
def test_days_written_otherwise_are_left_to_a_closer_look(clock: str, odd: str) -> None:
    sound = f"2026-01-31{clock}"
    assert dates.alike(pl.Series("day", [sound, odd, sound])) is None
    # Nor does one cell make up for what another lacks.
    assert dates.alike(pl.Series("day", [sound, odd, "9" * len(sound), odd])) is None


def test_what_is_no_day_at_first_sight_is_left_to_a_closer_look() -> None:
    for cells in ([], [None], ["x", "2026-01-31"], ["31.01.2026"], ["", "2026-01-31"]):
        assert dates.alike(pl.Series("day", cells, dtype=pl.String)) is None
