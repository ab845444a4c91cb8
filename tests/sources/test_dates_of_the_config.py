"""The order of day and month that the config says, where the file does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Habits
from cro_cli.errors import InputError

DEALS = "id,stage,created_on,close_on,amount\nd1,Lead,{created},{closed},5\n"


def days(folder: Path, created: str, closed: str, dates: str) -> tuple[dt.date, dt.date]:
    (folder / "deals.csv").write_text(DEALS.format(created=created, closed=closed))
    table = sources.load([str(folder)], habits=Habits(dates=dates)).tables["deals"]
    (row,) = table.select("created_on", "close_on").rows()
    return row[0], row[1]


@pytest.mark.parametrize(
    ("dates", "day"),
    [("day_first", dt.date(2026, 4, 3)), ("month_first", dt.date(2026, 3, 4))],
)
def test_the_config_says_what_the_column_does_not(tmp_path: Path, dates: str, day: dt.date) -> None:
    assert days(tmp_path, "03/04/2026", "2026-06-30", dates)[0] == day


def test_a_column_that_proves_its_order_is_believed(tmp_path: Path) -> None:
    # The 25th is no month, whatever the config says.
    found = days(tmp_path, "03/25/2026", "2026-06-30", "day_first")
    assert found[0] == dt.date(2026, 3, 25)


def test_without_a_word_such_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="say `dates: day_first` or `dates: month_first`"):
        days(tmp_path, "03/04/2026", "2026-06-30", "")
