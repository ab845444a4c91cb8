"""Bars below each other: amounts side by side, or the steps of a waterfall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from cro_cli import wording
from cro_cli.model import Chart
from cro_cli.named_tuple import NamedTuple
from cro_cli.render.html.shapes import box, line, lines, picture, room, said

WIDTH, EDGE, TOP = 440, 8, 4
HEIGHT, GAP, LINE = 22, 8, 16
NARROW = WIDTH * 0.4  # labels that are wider stand above their bars
TOTAL, GAIN, LOSS = "total", "gain", "loss"


class Bar(NamedTuple):
    """A bar from one number to another, with what stands before and behind it."""

    label: str
    said: str
    start: Fraction
    end: Fraction
    kind: str


class Axis(NamedTuple):
    """Where bars begin and end, in numbers and on the picture."""

    low: Fraction
    high: Fraction
    left: float
    right: float

    def x(self, value: Fraction) -> float:
        """Return where a number lies."""
        share = (max(value, self.low) - self.low) / (self.high - self.low or 1)
        return self.left + float(share) * (self.right - self.left)

    def above(self, bar: Bar) -> list[str]:
        """Return the lines of a label that stands above its bar."""
        return lines(bar.label, WIDTH - 2 * EDGE) if self.left == EDGE else []

    def drawn(self, bar: Bar, y: float) -> Iterator[str]:
        """Yield the bar, its number behind it, and its label before it where there is room."""
        first, last = sorted((self.x(bar.start), self.x(bar.end)))
        middle = y + HEIGHT - 6
        if self.left > EDGE:
            yield said(self.left - 8, middle, bar.label, anchor="end")
        yield box(first, y, last - first, HEIGHT, f'class="{bar.kind}"')
        yield said(last + 6, middle, bar.said)


def draw(chart: Chart, name: str) -> str:
    """Return the picture of amounts; a loss has another colour and its sign in its number."""
    values = chart.series[0].values
    bars = [
        Bar(
            label=label,
            said=wording.point(value, chart),
            start=Fraction(),
            end=abs(value or Fraction()),
            kind=LOSS if value is not None and value < 0 else TOTAL,
        )
        for label, value in zip(chart.labels, values, strict=True)
    ]
    return _picture(bars, Fraction(), max(bar.end for bar in bars), name)


def waterfall(chart: Chart, name: str) -> str:
    """Return the picture of steps from the first total to the last, each where one ended before."""
    steps = [value or Fraction() for value in chart.series[0].values]
    tops = list(accumulate(steps[:-1]))
    spans = [(Fraction(), steps[0]), *pairwise(tops), (Fraction(), steps[-1])][: len(steps)]
    low, high = _range([*steps[:1], *tops, *steps[-1:]])
    bars = [
        Bar(label, wording.point(value, chart), start, end, _kind(number, steps))
        for number, (label, (start, end), value) in enumerate(
            zip(chart.labels, spans, steps, strict=True)
        )
    ]
    note = f"bars begin at {wording.point(low, chart)}" if low > 0 else ""
    return _picture(bars, low, high, name, note)


def _kind(number: int, steps: Sequence[Fraction]) -> str:
    if number in {0, len(steps) - 1}:
        return TOTAL
    return GAIN if steps[number] >= 0 else LOSS


def _range(edges: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Return where bars begin and the highest number.

    Steps are small beside totals: bars begin a little below the lowest edge, not at zero.
    """
    low, high = min(edges), max(edges)
    if low <= 0:
        return low, max(high, Fraction())
    return max(low - (high - low or high) / 3, Fraction()), high


def _axis(bars: Sequence[Bar], low: Fraction, high: Fraction) -> Axis:
    widest = max(room(bar.label) for bar in bars)
    left = EDGE if widest > NARROW else EDGE + widest + 8
    return Axis(low, high, left, WIDTH - EDGE - max(room(bar.said) for bar in bars) - 6)


def _picture(bars: Sequence[Bar], low: Fraction, high: Fraction, name: str, note: str = "") -> str:
    """Return the picture; a note, such as where bars begin, stands below."""
    axis = _axis(bars, low, high)
    shapes: list[str] = []
    y, before = float(TOP), None
    for bar in bars:
        for words in axis.above(bar):
            y += LINE
            shapes.append(said(EDGE, y - 4, words))
        if before is not None and bar.start == before.end:
            shapes.append(line(axis.x(bar.start), y - GAP, axis.x(bar.start), y))
        shapes += axis.drawn(bar, y)
        y += HEIGHT + GAP
        before = bar
    if note:
        y += LINE
        shapes.append(said(EDGE, y - 6, note))
    return picture(WIDTH, y, shapes, name)
