"""Where the amount stands that makes a sum too large: the largest that a fact is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cro_cli import facts, sources, tables
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import Kind

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.config import Habits
    from cro_cli.errors import TooLargeError
    from cro_cli.sources.loaded import Loaded

_AMOUNTS = (Kind.MONEY, Kind.NUMBER)


class Largest(NamedTuple):
    """The cell of a canonical table with the largest amount."""

    table: str
    column: str
    value: int


def placed(error: TooLargeError, loaded: Loaded, habits: Habits) -> TooLargeError:
    """Return the error with the place of the largest amount; the files are read again."""
    found = largest(error, loaded.tables)
    if found is None:
        return error
    files = [one.file for one in loaded.inputs if found.table in {one.table, *one.also}]
    return error.at(sources.place(files, found.column, found.value, habits=habits))


def largest(error: TooLargeError, frames: Mapping[str, pl.DataFrame]) -> Largest | None:
    """Return the largest amount, whatever its sign, among all that a sum may be of."""
    behind = _behind(error.fact) if error.fact else set(frames)
    found = (one for name in frames if name in behind for one in _amounts(name, frames[name]))
    return max(found, key=lambda one: abs(one.value), default=None)


def _amounts(name: str, frame: pl.DataFrame) -> Iterator[Largest]:
    for column in tables.BY_NAME[name].columns:
        if column.kind in _AMOUNTS:
            values = frame.get_column(column.name)
            for value in (values.min(), values.max()):
                if isinstance(value, int):
                    yield Largest(name, column.name, value)


def _behind(fact: str) -> set[str]:
    """Return the tables that a fact can be made from, through whatever other facts."""
    found, asked = set[str](), [fact]
    for name in asked:
        for origin in (one for made in facts.named(name).columns.values() for one in made):
            source = origin.removeprefix("facts.").partition(".")[0]
            if not origin.startswith("facts."):
                found.add(source)
            elif source not in asked:
                asked.append(source)
    return found
