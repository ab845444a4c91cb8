"""A report as Markdown, for GitHub, wikis and chats: nothing in the data marks anything up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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

# What means something anywhere, at the start of a line, or begins a link of its own.
_MARKS = re.compile(r"[\\`*_\[\]{}<>|~$]|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_FIRST = re.compile(r"^([0-9]*)([#+\-=.)]+)(?=\s|$)")
# Chats take `@here` for a call to everybody and `:fire:` for a picture: a blank without width.
_CALL = re.compile(r"@(?=\w)|:(?=[a-z_]\w*:)|#(?=\w)|(?<=<)!(?=\w)")
_AFTER = "\u200b"
NOT_HEALTHY = (Status.AT_RISK, Status.WATCH)


def render(report: Report, look: Look) -> str:
    """Return the report as Markdown; nothing at all when nothing of it is asked for."""
    if look.wants_nothing(report):
        return ""
    sections = "\n\n".join(_sections(report, look))
    return f"{sections}\n"


def _sections(report: Report, look: Look) -> Iterator[str]:
    yield f"# {_text(report.title)}"
    if any(isinstance(block, Scorecard) for block in report.blocks):
        yield f"**{_text(wording.verdict(report.readings))}**"
    yield _text(wording.context(report))
    is_full = look.verbosity >= VERBOSE or (look.verbosity >= NORMAL and look.shown is None)
    for block in report.blocks:
        if is_full or not isinstance(block, Note) or block.main:
            yield from _block(block, report, look)
    for severity in Severity if is_full else (Severity.ERROR,):
        alike = [one for one in report.findings if one.severity is severity]
        said = list(wording.findings(alike, everything=look.verbosity >= VERBOSE))
        yield from _list(f"{severity.value.capitalize()}s", said)


def _block(block: Block, report: Report, look: Look) -> Iterator[str]:
    match block:
        case Scorecard():
            yield from _scorecard(look.select(report), report.period, told=block.told)
        case Grid():
            yield from _grid(block)
        case Chart():
            yield from _chart(block)
        case Note():
            yield from _list(block.title, block.lines)
        case _:
            assert_never(block)


def _scorecard(readings: Sequence[Reading], period: str, *, told: bool) -> Iterator[str]:
    heads = ("Metric", "Value", f"vs {period} ago", "Healthy (watch)", "Status")
    for group, members in groupby(readings, key=lambda reading: reading.group):
        yield f"## {_text(group)}"
        yield _table(heads, "lrlll", [_row(reading) for reading in members])
    if any(reading.assumptions and reading.value is not None for reading in readings):
        yield _text("* takes something for granted")
    if told:
        return
    for status in NOT_HEALTHY:
        alike = [reading for reading in readings if reading.status is status]
        yield from _list(wording.WORDS[status].capitalize(), [_paragraph(one) for one in alike])
    unknown = [
        f"{', '.join(alike.titles)}: {wording.because(alike.reason)}"
        for alike in wording.unknowns(readings)
    ]
    yield from _list(wording.WORDS[Status.UNKNOWN].capitalize(), unknown)


def _row(reading: Reading) -> list[str]:
    change = wording.change(reading)
    star = "*" if reading.assumptions and reading.value is not None else ""
    return [
        reading.title,
        wording.value(reading) + star,
        f"{change.text} {change.sense}".strip(),
        wording.band(reading),
        wording.status(reading),
    ]


def _paragraph(reading: Reading) -> str:
    parts = "; ".join(f"{label} {figure}" for label, figure in wording.parts(reading))
    said = f"{reading.title}: {wording.headline(reading)}. {reading.meaning} {reading.formula}"
    return f"{said} ({parts})" if parts else said


def _grid(grid: Grid) -> Iterator[str]:
    if not grid.rows:
        return
    yield f"## {_text(grid.title)}"
    rows = [
        [
            f"{wording.cell(cell, column)} {wording.SYMBOLS[cell.status] if cell.status else ''}"
            for cell, column in zip(row, grid.columns, strict=True)
        ]
        for row in grid.rows
    ]
    yield _table([column.title for column in grid.columns], _sides(grid), rows)


def _chart(chart: Chart) -> Iterator[str]:
    if not chart.labels:
        return
    yield f"## {_text(chart.title)}"
    heads = ["", *(series.title for series in chart.series)]
    rows = [
        [label, *(wording.point(series.values[at], chart) for series in chart.series)]
        for at, label in enumerate(chart.labels)
    ]
    yield _table(heads, "l" + "r" * len(chart.series), rows)


def _sides(grid: Grid) -> str:
    return "".join("r" if at and grid.is_number(at) else "l" for at in range(len(grid.columns)))


def _table(heads: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> str:
    rules = ["---:" if side == "r" else "---" for side in sides]
    lines = [
        [_text(head) for head in heads],
        rules,
        *([_text(cell) for cell in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"## {_text(title)}"
        yield "\n".join(f"- {_text(line)}" for line in lines)


def _text(words: str) -> str:
    r"""Return words that Markdown shows as they are.

    >>> _text("a|b <i> [x](y)")
    'a\\|b \\<i\\> \\[x\\](y)'
    """
    marked = _MARKS.sub(r"\\\g<0>", display.clean(words).strip())
    marked = _FIRST.sub(r"\1\\\2", marked)
    return _CALL.sub(rf"\g<0>{_AFTER}", marked)
