"""A report as sentences, one a line: for screen readers, for grep, for a line in a chat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from cro_cli import display, wording
from cro_cli.model import Block, Chart, Grid, Note, Reading, Report, Scorecard
from cro_cli.render import NORMAL, VERBOSE, Look


def render(report: Report, look: Look) -> str:
    """Return the report in lines; nothing at all when nothing of it is asked for."""
    say = display.clean if look.unicode else display.plain
    return "".join(f"{say(line)}\n" for line in _lines(report, look))


def _lines(report: Report, look: Look) -> Iterator[str]:
    if look.wants_nothing(report):
        return
    trouble = [f"{one.severity}: {wording.coded(wording.finding(one))}" for one in report.findings]
    errors = [line for line in trouble if line.startswith("error")]
    if any(isinstance(block, Scorecard) for block in report.blocks):
        yield wording.verdict(report.readings).replace(" · ", ", ")
    yield wording.context(report).replace(" · ", ", ")
    is_full = look.verbosity >= VERBOSE or (look.verbosity >= NORMAL and look.shown is None)
    for block in report.blocks:
        if is_full or not isinstance(block, Note) or block.main:
            yield from _block(block, report, look)
    yield from trouble if is_full else errors
    if is_full:
        yield from (f"left out: {said}" for one in report.inputs if (said := wording.dropped(one)))


def _block(block: Block, report: Report, look: Look) -> Iterator[str]:
    match block:
        case Scorecard():
            yield from (_reading(reading, report.period) for reading in look.select(report))
        case Grid():
            yield from _grid(block)
        case Chart():
            yield from _chart(block)
        case Note():
            yield from (f"{block.title}: {line}" for line in block.lines)
        case _:
            assert_never(block)


def _reading(reading: Reading, period: str) -> str:
    """Return the value, how it stands, how it moved and what band it is judged by."""
    value = wording.value(reading) if reading.value is not None else ""
    few = f" (n={reading.low_n})" if reading.low_n is not None else ""
    change = wording.change(reading)
    moved = f"{change.text} {change.sense}".strip()
    band = wording.band(reading)
    said = [
        value,
        wording.WORDS[reading.status] + few,
        f"{moved} vs {period} ago" if moved else "",
        f"healthy {band}" if band else "",
        wording.because(reading.reason) if reading.reason else "",
        "takes something for granted" if reading.assumptions and value else "",
    ]
    return f"{reading.title}: {', '.join(text for text in said if text)}"


def _grid(grid: Grid) -> Iterator[str]:
    for first, *others in grid.rows:
        pairs = zip(others, grid.columns[1:], strict=True)
        said = [
            f"{column.title} {text}{f' ({wording.WORDS[cell.status]})' if cell.status else ''}"
            for cell, column in pairs
            if not column.is_drawn and (text := wording.cell(cell, column))
        ]
        yield f"{grid.title}, {wording.cell(first, grid.columns[0])}: {', '.join(said)}"


def _chart(chart: Chart) -> Iterator[str]:
    for series in chart.series:
        name = chart.title if series.title == chart.title else f"{chart.title}, {series.title}"
        points = zip(chart.labels, series.values, strict=True)
        said = ", ".join(f"{label} {wording.point(value, chart)}" for label, value in points)
        yield f"{name}: {said}"
