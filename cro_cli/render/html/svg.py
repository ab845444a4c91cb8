"""Charts as inline SVG: drawn with shapes and words only, coloured by the page's style."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from html import escape
from itertools import accumulate, pairwise

from cro_cli import display, wording
from cro_cli.model import Chart, Drawing, Series

WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 26, 34
BAR_HEIGHT, BAR_GAP, CHARACTER = 22, 8, 6.6
KINDS = 3  # of lines, told apart by dashes as well as by colour
Point = Callable[[int, Fraction], tuple[float, float]]

NEAR = 15  # points between two lines of words that do not touch


def draw(chart: Chart, name: str) -> str:
    """Return the picture; `name` is the id of the words that say what it is."""
    if chart.drawing is Drawing.LINES:
        height, shapes = HEIGHT, list(_lines(chart))
    elif chart.drawing is Drawing.WATERFALL:
        height, shapes = HEIGHT, list(_waterfall(chart))
    else:
        height = TOP + len(chart.labels) * (BAR_HEIGHT + BAR_GAP)
        shapes = list(_bars(chart))
    said = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}">'
    return said + "".join(shapes) + "</svg>"


def _lines(chart: Chart) -> Iterator[str]:
    known = [value for one in chart.series for value in one.values if value is not None]
    if not known:
        return
    low, high = min(known), max(known)
    span = high - low or Fraction(1)
    step = Fraction(WIDTH - LEFT - RIGHT - 70, max(len(chart.labels) - 1, 1))

    def at(number: int, value: Fraction) -> tuple[float, float]:
        height = HEIGHT - TOP - BOTTOM
        return LEFT + float(step * number), HEIGHT - BOTTOM - float((value - low) / span * height)

    yield _axis(HEIGHT - BOTTOM)
    yield _text(LEFT, HEIGHT - 12, chart.labels[0])
    yield _text(WIDTH - RIGHT - 70, HEIGHT - 12, chart.labels[-1], anchor="end")
    ends: list[float] = []
    for number, series in enumerate(chart.series):
        for run in _runs(series):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in run))
            x, y = at(*run[-1])
            kind = f"c{number % KINDS}"
            yield f'<polyline class="line {kind}" points="{points}"/>'
            yield f'<circle class="{kind}" fill="currentColor" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        yield from _last(series, chart, at, ends)


def _last(series: Series, chart: Chart, at: Point, ends: list[float]) -> Iterator[str]:
    """Yield the last value beside the end of its line, moved away from words already there."""
    known = [(n, value) for n, value in enumerate(series.values) if value is not None]
    if not known:
        return
    x, y = at(*known[-1])
    while any(abs(y - other) < NEAR * 2 for other in ends):
        y += NEAR
    ends.append(y)
    yield _text(x + 8, y, series.title)
    yield _text(x + 8, y + NEAR, wording.point(known[-1][1], chart))


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


def _waterfall(chart: Chart) -> Iterator[str]:
    """Yield the steps from the first total to the last, each where the one before it ended."""
    steps = [value or Fraction() for value in chart.series[0].values]
    tops = list(accumulate(steps[:-1]))
    spans = [
        (Fraction(), steps[0]),
        *pairwise(tops),
        (Fraction(), steps[-1]),
    ]
    floor, high = _range([*steps[:1], *tops, *steps[-1:]])
    width = (WIDTH - LEFT - RIGHT) / len(steps)

    def y(value: Fraction) -> float:
        height = HEIGHT - TOP - BOTTOM
        share = (max(value, floor) - floor) / (high - floor or 1)
        return HEIGHT - BOTTOM - float(share * height)

    yield _axis(HEIGHT - BOTTOM)
    for number, ((start, end), value) in enumerate(zip(spans, steps, strict=True)):
        is_total = number in {0, len(steps) - 1}
        kind = "total" if is_total else "gain" if value >= 0 else "loss"
        top, bottom = y(max(start, end)), y(min(start, end))
        x = LEFT + number * width
        yield _rect(x + 4, top, width - 8, max(bottom - top, 1), kind)
        middle = x + width / 2
        yield _text(middle, top - 6, wording.point(value, chart), anchor="middle")
        yield _text(middle, HEIGHT - 12, chart.labels[number], anchor="middle")


def _range(edges: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest point of the axis.

    Steps are small beside totals: the axis begins a little below the lowest edge, not at zero.
    """
    low, high = min(edges), max(edges)
    if low <= 0:
        return low, max(high, Fraction())
    return max(low - (high - low or high) / 3, Fraction()), high


def _bars(chart: Chart) -> Iterator[str]:
    values = chart.series[0].values
    most = max((abs(value) for value in values if value is not None), default=Fraction()) or 1
    said = [wording.point(value, chart) for value in values]
    left = LEFT + max(map(len, chart.labels)) * CHARACTER + 8
    room = WIDTH - left - RIGHT - max(map(len, said)) * CHARACTER - 8
    for number, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y = TOP + number * (BAR_HEIGHT + BAR_GAP) - 16
        size = float(abs(value) / most) * room if value is not None else 0
        middle = y + BAR_HEIGHT - 6
        yield _text(LEFT, middle, label)
        yield _rect(
            left, y, size, BAR_HEIGHT, "loss" if value is not None and value < 0 else "total"
        )
        yield _text(left + size + 6, middle, said[number])


def _axis(y: float) -> str:
    return f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    said = escape(display.clean(words))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{said}</text>'
