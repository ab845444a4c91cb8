"""Metrics over time in tidy long form: a row for each metric, part and month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli.model import Cell, Column, Grid, Reading
from cro_cli.named_tuple import NamedTuple
from cro_cli.wording import because

if TYPE_CHECKING:
    from cro_cli.metric import Metric


class Line(NamedTuple):
    """A metric at every month end that is shown, and a year before each, or the last of them."""

    metric: Metric
    ends: tuple[str, ...]
    readings: tuple[Reading, ...]
    years_ago: tuple[Reading, ...]

    @property
    def is_known(self) -> bool:
        """Tell whether the metric has a value in any of the months."""
        return any(reading.value is not None for reading in self.readings)


def points(lines: Sequence[tuple[str, Line]], by: str) -> Grid:
    """Return every month of the lines of each part, which `by` is the dimension of."""
    keys = ("metric", *([by] if by else []), "month", "unit", "value", "status", "low_n")
    return Grid(
        key="points",
        title="Every month",
        columns=tuple(
            Column(key=key, title=key.replace("_", " ").capitalize())
            for key in (*keys, "previous", "year_ago", "reason")
        ),
        rows=tuple(row for part, line in lines for row in _rows(line, part)),
        records=True,
    )


def _rows(line: Line, part: str) -> Iterator[tuple[Cell, ...]]:
    for end, reading, ago in zip(line.ends, line.readings, line.years_ago, strict=True):
        yield (
            Cell(text=reading.key),
            *((Cell(text=part),) if part else ()),
            Cell(text=end),
            Cell(text=reading.unit.value),
            Cell(value=reading.value, unit=reading.unit),
            Cell(text=reading.status.value),
            Cell(text="" if reading.low_n is None else str(reading.low_n)),
            Cell(value=reading.previous, unit=reading.unit),
            Cell(value=ago.value, unit=reading.unit),
            Cell(text="" if reading.reason is None else because(reading.reason)),
        )
