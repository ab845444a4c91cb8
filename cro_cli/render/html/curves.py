"""Lines over time, each with its name and last number at its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor, log10

from cro_cli import wording
from cro_cli.model import Chart, Series, Unit
from cro_cli.render.html.shapes import line, picture, room, said

WIDTH, HEIGHT = 440, 230
EDGE, TOP, BOTTOM = 8, 28, 30
KINDS = 3  # of lines, told apart by dashes as well as by colour
NEAR = 15  # points between two lines of words that do not touch
MARKS = 4  # at most, on the axis
ROUND = (1, 2, 5, 10, 20, 50, 100)  # times a tenth of the power of ten that is in the span
_NOT_A_NUMBER = re.compile(r"[^0-9.-]")
Point = Callable[[int, Fraction], tuple[float, float]]


def draw(chart: Chart, name: str) -> str:
    """Return the picture of a chart of lines."""
    known = [value for one in chart.series for value in one.values if value is not None]
    return picture(WIDTH, HEIGHT, list(_shapes(chart, known)) if known else [], name)


def _shapes(chart: Chart, known: list[Fraction]) -> Iterator[str]:
    low, high = min(known), max(known)
    span = high - low or Fraction(1)
    shown = marks(low, high, chart)
    left = EDGE + max(map(room, shown), default=0) + 6
    ends = [words for one in chart.series for words in _end(one, chart)]
    right = WIDTH - EDGE - max(map(room, ends), default=0) - 8
    step = (right - left) / max(len(chart.labels) - 1, 1)

    def at(number: int, value: Fraction) -> tuple[float, float]:
        height = HEIGHT - TOP - BOTTOM
        return left + step * number, HEIGHT - BOTTOM - float((value - low) / span) * height

    for words, mark in shown.items():
        _, y = at(0, mark)
        yield line(left, y, right, y)
        yield said(left - 6, y + 4, words, anchor="end")
    yield said(left, HEIGHT - 8, chart.labels[0])
    if len(chart.labels) > 1:
        yield said(right, HEIGHT - 8, chart.labels[-1], anchor="end")
    taken: list[float] = []
    for number, series in enumerate(chart.series):
        yield from _drawn(series, f"c{number % KINDS}", at)
        yield from _named(series, chart, at, taken)


def marks(low: Fraction, high: Fraction, chart: Chart) -> dict[str, Fraction]:
    """Return some round numbers from low to high by what is said of them, which is all of them."""
    if high == low:
        return {wording.point(low, chart): low}
    unit = Fraction(10) ** (floor(log10(high - low)) - 1)
    for times in ROUND:
        step = unit * times
        found = [step * at for at in range(ceil(low / step), floor(high / step) + 1)]
        said = {wording.point(mark, chart): mark for mark in found}
        if len(found) <= MARKS and all(
            _is_said(mark, words, chart) for words, mark in said.items()
        ):
            return said
    return {}


def _is_said(mark: Fraction, words: str, chart: Chart) -> bool:
    """Tell whether the words of a mark are not rounded: its line would stand beside them."""
    number = Fraction(_NOT_A_NUMBER.sub("", words))
    return number == mark * (100 if chart.unit is Unit.RATIO else 1)


def _drawn(series: Series, kind: str, at: Point) -> Iterator[str]:
    for run in _runs(series):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in run))
        x, y = at(*run[-1])
        yield f'<polyline class="line {kind}" points="{points}"/>'
        yield f'<circle class="{kind}" fill="currentColor" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def _end(series: Series, chart: Chart) -> list[str]:
    """Return what stands at the end of a line: its name where there are several, its number."""
    known = [value for value in series.values if value is not None]
    if not known:
        return []
    return [*([series.title] if len(chart.series) > 1 else []), wording.point(known[-1], chart)]


def _named(series: Series, chart: Chart, at: Point, taken: list[float]) -> Iterator[str]:
    """Yield the words at the end of a line, moved away from words already there."""
    known = [(n, value) for n, value in enumerate(series.values) if value is not None]
    if not known:
        return
    words = _end(series, chart)
    x, y = at(*known[-1])
    y = _free(y, taken, NEAR * len(words))
    taken.append(y)
    for number, one in enumerate(words):
        yield said(x + 8, y + 4 + NEAR * (number - len(words) + 1), one)


def _free(y: float, taken: list[float], height: float) -> float:
    """Return the place nearest to y that is as far as a height from all that are taken."""
    places = sorted(range(TOP, HEIGHT - BOTTOM, 3), key=lambda place: abs(place - y))
    free = (one for one in (y, *places) if all(abs(one - other) >= height for other in taken))
    return next(free, y)


def _runs(series: Series) -> Iterator[list[tuple[int, Fraction]]]:
    """Yield the stretches without a gap."""
    run: list[tuple[int, Fraction]] = []
    for number, value in enumerate(series.values):
        if value is not None:
            run.append((number, value))
        elif run:
            yield run
            run = []
    if run:
        yield run
