"""What a canonical table is made of: columns of a kind, and a key.

A money, number or percent column holds Int64 micros (33.00 is 33_000_000), a rate holds Int64
millionths of a micro, a date is a Date, a month is the Date of its first day, a moment is a
Datetime without zone, a flag a Boolean.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from cro_cli.named_tuple import NamedTuple

MICROS = 1_000_000
RATE_UNITS = MICROS * MICROS


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    RATE = "rate"
    DATE = "date"
    MOMENT = "moment"
    MONTH = "month"
    FLAG = "flag"


class Column(NamedTuple):
    """One column of a canonical table; a required one may not be empty in any row."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False


class Table(NamedTuple):
    """One canonical table.

    `key` names the columns that tell rows apart. Where `unique`, a key stands once in a file;
    elsewhere rows of one file with the same key add up. `told_by` are columns without which a plain
    file is not taken for this table, though they may be empty. `events` are the columns whose
    newest date says how far the data reach: things that happened, never a planned date. `closings`
    are those whose date is planned until the row's `status` is one of these words. Of rows whose
    status is one of `planned`, nothing has happened yet. Those `ahead` may be planned too, and tell
    nothing where rows say when they were updated. `labels` are what only people know a thing by:
    where rows of one key have several, the first that is read holds.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: bool = True
    told_by: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    closings: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    planned: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by name; KeyError when the table has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _column(name: str, kind: Kind, meaning: str) -> Column:
    return Column(name=name.rstrip("*"), kind=kind, meaning=meaning, required=name.endswith("*"))


def columns(*rows: tuple[str, Kind, str]) -> tuple[Column, ...]:
    """Declare columns by name, kind and meaning; a star marks a required one."""
    return tuple(_column(*row) for row in rows)
