"""Charts in letters: a sparkline for each series over time, bars for amounts side by side."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cro_cli import wording
from cro_cli.model import Chart, Drawing, Series
from cro_cli.render.text.page import INDENT, Page
from cro_cli.render.text.words import Words
from cro_cli.sparks import spark

GAP = "  "
BAR_AT_LEAST = 4
BAR_AT_MOST = 40


def chart(given: Chart, page: Page) -> Iterator[Words]:
    """Yield the lines of a chart under its title."""
    if not given.labels:
        return
    yield Words()
    yield from page.wrap(page.text(given.title, "bold"), width=page.look.width)
    draw = _lines if given.drawing is Drawing.LINES else _bars
    for series in given.series:
        yield from draw(series, given, page)


def _lines(series: Series, given: Chart, page: Page) -> Iterator[Words]:
    known = [value for value in series.values if value is not None]
    ends = [wording.point(value, given) for value in (known[:1] + known[-1:])]
    drawn = spark(series.values) or wording.NO_VALUE
    span = f"{given.labels[0]} to {given.labels[-1]}"
    line = GAP.join(filter(None, (series.title, *ends[:1], drawn, *ends[1:], f"({span})")))
    if page.text(line).cell_len <= page.look.width:
        yield page.text(line)
        return
    yield from page.wrap(page.text(f"{series.title} ({span})"), width=page.look.width)
    room = page.look.width - len(INDENT)
    for start in range(0, len(drawn), room):
        yield page.text(INDENT + drawn[start : start + room])
    yield from page.wrap(page.text(" to ".join(ends)), width=page.look.width, lead=Words(INDENT))


def _bars(series: Series, given: Chart, page: Page) -> Iterator[Words]:
    said = [wording.point(value, given) for value in series.values]
    label = max(page.text(one).cell_len for one in given.labels)
    digits = max(map(len, said))
    room = min(page.look.width - label - digits - 2 * len(GAP), BAR_AT_MOST)
    most = max((abs(value) for value in series.values if value is not None), default=Fraction())
    for name, value, text in zip(given.labels, series.values, said, strict=True):
        if room < BAR_AT_LEAST:
            yield from page.wrap(page.text(f"{name}: {text}"), width=page.look.width)
            continue
        first = page.text(name)
        pad = " " * (label - first.cell_len)
        bar = _bar(value, most, room) if most else ""
        yield first + page.text(f"{pad}{GAP}{text:>{digits}}{GAP}{bar}".rstrip())


def _bar(value: Fraction | None, most: Fraction, room: int) -> str:
    """Return a bar; a loss is drawn lighter, so that it is told apart without colour."""
    if value is None:
        return ""
    size = round(abs(value) / most * room)
    return ("░" if value < 0 else "█") * size
