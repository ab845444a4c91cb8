"""How a table of differences is put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from cro_cli import wording
from cro_cli.model import Band, Cell, Column, Grid, Reading

BEFORE, NOW = Column("before", "Before"), Column("now", "Now")


def table(
    key: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Iterator[Grid]:
    """Yield a table, nothing when it has no rows."""
    found = tuple(tuple(row) for row in rows)
    if found:
        yield Grid(key=key, title=title, columns=tuple(columns), rows=found)


def words(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(text=text)


def value(reading: Reading) -> Cell:
    """Return a cell with the value of a reading."""
    if reading.value is None:
        return Cell(text=wording.NO_VALUE)
    return Cell(value=reading.value, unit=reading.unit, edges=edges(reading.band))


def status(reading: Reading) -> Cell:
    """Return a cell with the status of a reading."""
    return Cell(text=wording.WORDS[reading.status], status=reading.status)


def edges(band: Band | None) -> tuple[Fraction, ...]:
    """Return where the edges of a band are, onto which no value is rounded."""
    if band is None:
        return ()
    found = (band.healthy, band.watch, band.healthy_to, band.watch_to)
    return tuple(edge.at for edge in found if edge is not None)
