"""A report as one page: no network, no script, readable on every screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import assert_never

from cro_cli import display, wording
from cro_cli.model import (
    Block,
    Cell,
    Chart,
    Column,
    Finding,
    Grid,
    Note,
    Reading,
    Report,
    Scorecard,
    Severity,
    Status,
)
from cro_cli.render import NORMAL, VERBOSE, Look
from cro_cli.render.html.style import STYLE
from cro_cli.render.html.svg import draw

# Nothing is loaded and nothing runs, whatever a name in the data may hold.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
NOT_HEALTHY = (Status.AT_RISK, Status.WATCH)


def render(report: Report, look: Look) -> str:
    """Return the page; nothing at all when nothing of it is asked for."""
    errors = [one for one in report.findings if one.severity is Severity.ERROR]
    if look.shown is not None and not look.select(report) and not errors:
        return ""
    as_of = str(report.as_of) if report.as_of else ""
    title = _text(" · ".join(filter(None, (report.company, report.title, as_of))))
    lines = (
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_body(report, look),
        "</main>",
        "</body>",
        "</html>",
    )
    return "".join(f"{line}\n" for line in lines)


def _body(report: Report, look: Look) -> Iterator[str]:
    yield f"<h1>{_text(report.title)}</h1>"
    if any(isinstance(block, Scorecard) for block in report.blocks):
        found = wording.counts(report.readings)
        said = " · ".join(
            f'<span class="{status.value}">{found[status]} {wording.WORDS[status]}</span>'
            for status in wording.VERDICT
        )
        yield f'<p class="verdict">{said}</p>'
    yield f'<p class="soft">{_text(wording.context(report))}</p>'
    is_full = look.verbosity >= VERBOSE or (look.verbosity >= NORMAL and look.shown is None)
    for kind, blocks in groupby(report.blocks, key=type):
        drawn = [line for block in blocks for line in _block(block, report, look, is_full=is_full)]
        yield from ('<div class="charts">', *drawn, "</div>") if kind is Chart else drawn
    for severity in Severity if is_full else (Severity.ERROR,):
        yield from _findings(report.findings, severity, look)
    if is_full:
        left = [said for one in report.inputs if (said := wording.dropped(one))]
        yield from _list("Left out", left)
        yield from _list("Inputs", [wording.source(one) for one in report.inputs])


def _block(block: Block, report: Report, look: Look, *, is_full: bool) -> Iterator[str]:
    match block:
        case Scorecard():
            yield from _scorecard(look.select(report), report.period)
        case Grid():
            yield from _grid(block)
        case Chart():
            yield from _chart(block)
        case Note():
            yield from _list(block.title, block.lines if is_full or block.main else ())
        case _:
            assert_never(block)


def _scorecard(readings: Sequence[Reading], period: str) -> Iterator[str]:
    heads = (
        '<th scope="col">Metric</th><th scope="col" class="n">Value</th>'
        f'<th scope="col" class="change">vs {_text(period)} ago</th>'
        '<th scope="col" class="band">Healthy (watch)</th><th scope="col">Status</th>'
    )
    for group, members in groupby(readings, key=lambda reading: reading.group):
        yield f"<h2>{_text(group)}</h2>"
        yield f'<div class="wide"><table class="score"><thead><tr>{heads}</tr></thead><tbody>'
        yield from (_row(reading) for reading in members)
        yield "</tbody></table></div>"
    for status in NOT_HEALTHY:
        alike = [reading for reading in readings if reading.status is status]
        if alike:
            yield f"<h2>{wording.WORDS[status].capitalize()}</h2>"
            yield '<div class="cards">'
            yield from (_card(reading) for reading in alike)
            yield "</div>"
    unknown = [
        f"{', '.join(alike.titles)}: {wording.because(alike.reason)}"
        for alike in wording.unknowns(readings)
    ]
    yield from _list(wording.WORDS[Status.UNKNOWN].capitalize(), unknown)


def _row(reading: Reading) -> str:
    change = wording.change(reading)
    star = "*" if reading.assumptions and reading.value is not None else ""
    moved = _text(f"{change.text} {change.sense}".strip())
    return (
        f'<tr><th scope="row">{_text(reading.title)}</th>'
        f'<td class="n">{_text(wording.value(reading) + star)}</td>'
        f'<td class="change {change.sense}">{moved}</td>'
        f'<td class="band">{_text(wording.band(reading))}</td>'
        f'<td class="s {reading.status.value}">{_text(wording.status(reading))}</td></tr>'
    )


def _card(reading: Reading) -> str:
    parts = "".join(
        f"<li>{_text(f'{label}: {figure}')}</li>" for label, figure in wording.parts(reading)
    )
    said = "".join(f'<p class="soft">{_text(line)}</p>' for line in wording.behind(reading))
    return (
        f'<section class="card {reading.status.value}"><h3>{_text(reading.title)}: '
        f"{_text(wording.headline(reading))}</h3><p>{_text(reading.meaning)}</p>"
        f"<p>{_text(reading.formula)}</p><ul>{parts}</ul>{said}</section>"
    )


def _grid(grid: Grid) -> Iterator[str]:
    if not grid.rows:
        return
    yield f"<h2>{_text(grid.title)}</h2>"
    heads = "".join(
        f'<th scope="col"{_side(grid, at)}>{_text(column.title)}</th>'
        for at, column in enumerate(grid.columns)
    )
    yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
    for first, *others in grid.rows:
        cells = "".join(
            _cell(cell, column) for cell, column in zip(others, grid.columns[1:], strict=True)
        )
        yield f'<tr><th scope="row">{_text(wording.cell(first, grid.columns[0]))}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(cell: Cell, column: Column) -> str:
    said = _text(wording.cell(cell, column))
    kinds = ["n"] if column.unit is not None or cell.value is not None else []
    if cell.status is not None:
        kinds.append(cell.status.value)
        said += f" {wording.SYMBOLS[cell.status]}"
    shade = ""
    if cell.shade is not None:
        kinds.append("heat")
        shade = f' style="--shade:{float(cell.shade):.2f}"'
    return f'<td class="{" ".join(kinds)}"{shade}>{said}</td>'


def _side(grid: Grid, at: int) -> str:
    return ' class="n"' if at and grid.is_number(at) else ""


def _chart(chart: Chart) -> Iterator[str]:
    if not chart.labels:
        return
    name = f"chart-{chart.key}"
    heads = "".join(f'<th scope="col" class="n">{_text(one.title)}</th>' for one in chart.series)
    rows = "".join(
        f'<tr><th scope="row">{_text(label)}</th>'
        + "".join(
            f'<td class="n">{_text(wording.point(one.values[at], chart))}</td>'
            for one in chart.series
        )
        + "</tr>"
        for at, label in enumerate(chart.labels)
    )
    yield f'<figure><figcaption id="{name}">{_text(chart.title)}</figcaption>'
    yield draw(chart, name)
    yield (
        f'<details><summary>In numbers</summary><table><thead><tr><th scope="col"></th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></details></figure>"
    )


def _findings(findings: Iterable[Finding], severity: Severity, look: Look) -> Iterator[str]:
    alike = [one for one in findings if one.severity is severity]
    said = wording.findings(alike, everything=look.verbosity >= VERBOSE)
    yield from _list(f"{severity.value.capitalize()}s", list(said))


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<h2>{_text(title)}</h2>"
        yield f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>"


def _text(words: str) -> str:
    return escape(display.clean(words))
