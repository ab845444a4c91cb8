"""The HTML of a mail: tables and styles in place, as many clients drop everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import assert_never

from cro_cli import display, wording
from cro_cli.model import (
    Block,
    Chart,
    Grid,
    Note,
    Reading,
    Report,
    Scorecard,
    Severity,
    Status,
)
from cro_cli.render import NORMAL, VERBOSE, Look

FONT = "font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.4;color:#1a1d21"
# Attributes that every client knows, and that say in ten letters what a style says in eighty.
TABLE = f'cellpadding="4" cellspacing="0" border="0" style="border-collapse:collapse;{FONT}"'
STRIPE = "#f4f6f8"
LEFT = ' align="left"'
TITLE = "margin:20px 0 6px;font-size:16px"
COLORS = {
    Status.HEALTHY: "#14713a",
    Status.WATCH: "#8a5700",
    Status.AT_RISK: "#b3201c",
    Status.UNKNOWN: "#7a3a9a",
    Status.NO_BAND: "#555d66",
}
NOT_HEALTHY = (Status.AT_RISK, Status.WATCH)


def body(report: Report, look: Look) -> str:
    """Return the page."""
    said = "".join(_parts(report, look))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{_text(report.title)}</title></head>\n"
        f'<body style="margin:0;padding:16px;background:#ffffff;{FONT}">\n{said}</body></html>\n'
    )


def _parts(report: Report, look: Look) -> Iterator[str]:
    yield f'<h1 style="margin:0 0 4px;font-size:20px">{_text(report.title)}</h1>\n'
    readings = look.select(report)
    if any(isinstance(block, Scorecard) for block in report.blocks):
        found = wording.counts(report.readings)
        counts = " &middot; ".join(
            f'<span style="color:{COLORS[status]}">{found[status]} {wording.WORDS[status]}</span>'
            for status in wording.VERDICT
        )
        yield f'<p style="margin:4px 0;font-size:16px"><b>{counts}</b></p>\n'
    yield f'<p style="margin:4px 0;color:#555d66">{_text(wording.context(report))}</p>\n'
    for status in NOT_HEALTHY:
        alike = [reading for reading in readings if reading.status is status]
        yield from _list(wording.WORDS[status].capitalize(), [_miss(one) for one in alike])
    is_full = look.verbosity >= VERBOSE or (look.verbosity >= NORMAL and look.shown is None)
    for block in report.blocks:
        if is_full or not isinstance(block, Note) or block.main:
            yield from _block(block, report, readings)
    for severity in Severity if is_full else (Severity.ERROR,):
        given = [one for one in report.findings if one.severity is severity]
        lines = [_text(line) for line in wording.findings(given, everything=False)]
        yield from _list(f"{severity.value.capitalize()}s", lines)


def _block(block: Block, report: Report, readings: Sequence[Reading]) -> Iterator[str]:
    match block:
        case Scorecard():
            yield from _scorecard(readings, report.period)
        case Grid():
            yield from _grid(block)
        case Chart():
            yield from _chart(block)
        case Note():
            yield from _list(block.title, [_text(line) for line in block.lines])
        case _:
            assert_never(block)


def _miss(reading: Reading) -> str:
    name = f'<b style="color:{COLORS[reading.status]}">{_text(reading.title)}</b>'
    return f"{name}: {_text(wording.headline(reading))}. {_text(reading.meaning)}"


def _scorecard(readings: Sequence[Reading], period: str) -> Iterator[str]:
    # The status beside the value, as a phone shows no more.
    heads = ("Metric", "Value", "Status", f"vs {period} ago", "Healthy (watch)")
    for group, members in groupby(readings, key=lambda reading: reading.group):
        rows = [_row(reading) for reading in members]
        yield from _table(group, heads, [False, True, False, False, False], rows)
    if any(reading.assumptions and reading.value is not None for reading in readings):
        yield '<p style="margin:4px 0;color:#555d66">* takes something for granted</p>\n'
    unknown = [
        _text(f"{', '.join(alike.titles)}: {wording.because(alike.reason)}")
        for alike in wording.unknowns(readings)
    ]
    yield from _list(wording.WORDS[Status.UNKNOWN].capitalize(), unknown)


def _row(reading: Reading) -> list[str]:
    change = wording.change(reading)
    star = "*" if reading.assumptions and reading.value is not None else ""
    status = _text(wording.status(reading))
    return [
        _text(reading.title),
        _text(wording.value(reading) + star),
        f'<font color="{COLORS[reading.status]}">{status}</font>',
        _text(f"{change.text} {change.sense}".strip()),
        _text(wording.band(reading)),
    ]


def _grid(grid: Grid) -> Iterator[str]:
    rows = [
        [
            _text(wording.cell(cell, column))
            + (f" {wording.SYMBOLS[cell.status]}" if cell.status else "")
            for cell, column in zip(row, grid.columns, strict=True)
        ]
        for row in grid.rows
    ]
    heads = [column.title for column in grid.columns]
    yield from _table(grid.title, heads, [grid.is_number(at) for at in range(len(heads))], rows)


def _chart(chart: Chart) -> Iterator[str]:
    heads = ["", *(series.title for series in chart.series)]
    rows = [
        [_text(label), *(_text(wording.point(one.values[at], chart)) for one in chart.series)]
        for at, label in enumerate(chart.labels)
    ]
    yield from _table(chart.title, heads, [False, *(True for _ in chart.series)], rows)


def _table(
    title: str, heads: Sequence[str], numbers: Sequence[bool], rows: Sequence[Sequence[str]]
) -> Iterator[str]:
    if not rows:
        return
    yield f'<h2 style="{TITLE}">{_text(title)}</h2>\n'
    kinds = [' align="right" nowrap' if is_number else "" for is_number in numbers]
    cells = zip(heads, kinds, strict=True)
    said = "".join(f"<th{kind or LEFT}>{_text(head)}</th>" for head, kind in cells)
    yield f"<table {TABLE}>\n<tr>{said}</tr>\n"
    for number, row in enumerate(rows):
        drawn = "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True))
        stripe = "" if number % 2 else f' bgcolor="{STRIPE}"'
        yield f'<tr valign="top"{stripe}>{drawn}</tr>\n'
    yield "</table>\n"


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield a list of lines, which are HTML already."""
    if lines:
        items = "\n".join(f'<li style="margin:4px 0">{line}</li>' for line in lines)
        yield f'<h2 style="{TITLE}">{_text(title)}</h2>\n'
        yield f'<ul style="margin:4px 0;padding-left:20px">{items}</ul>\n'


def _text(words: str) -> str:
    return escape(display.clean(words))
