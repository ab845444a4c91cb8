"""A report as one page: no network, no script, readable on every screen and on paper.

What needs attention comes first, then all numbers, then pictures, then what lies behind each number
that is not healthy, and at the end what is to be known of the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from cro_cli import wording
from cro_cli.model import Block, Chart, Finding, Grid, Note, Report, Scorecard, Severity
from cro_cli.render import NORMAL, VERBOSE, Look
from cro_cli.render.html import readings
from cro_cli.render.html.charts import chart
from cro_cli.render.html.grids import grid
from cro_cli.render.html.style import STYLE
from cro_cli.render.html.words import bullets, text

# Nothing is loaded and nothing runs, whatever a name in the data may hold.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report, look: Look) -> str:
    """Return the page; nothing at all when nothing of it is asked for."""
    if look.wants_nothing(report):
        return ""
    as_of = str(report.as_of) if report.as_of else ""
    title = text(" · ".join(filter(None, (report.company, report.title, as_of))))
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
    shown = look.select(report)
    cards = [block for block in report.blocks if isinstance(block, Scorecard)]
    is_told = any(card.told for card in cards)
    yield f"<h1>{text(report.title)}</h1>"
    if cards:
        yield readings.verdict(report.readings)
    yield f'<p class="soft">{text(wording.context(report))}</p>'
    if not is_told:
        yield from readings.attention(shown)
    aside = [block for block in report.blocks if isinstance(block, Note) and not block.main]
    yield from _blocks([block for block in report.blocks if block not in aside], report, look)
    if not is_told:
        yield from readings.cards(shown)
    is_full = look.verbosity >= VERBOSE or (look.verbosity >= NORMAL and look.shown is None)
    for note in aside if is_full else ():
        yield from bullets(note.title, note.lines)
    for severity in Severity if is_full else (Severity.ERROR,):
        yield from _findings(report.findings, severity, look)
    if is_full:
        left = [said for one in report.inputs if (said := wording.dropped(one))]
        yield from bullets("Left out", left)
        yield from bullets("Inputs", [wording.source(one) for one in report.inputs])


def _blocks(blocks: Iterable[Block], report: Report, look: Look) -> Iterator[str]:
    """Yield blocks, charts side by side; names in the data are no part of an id."""
    numbered = ((f"picture-{number}", block) for number, block in enumerate(blocks, 1))
    for kind, alike in groupby(numbered, key=lambda pair: type(pair[1])):
        drawn = [line for name, block in alike for line in _block(block, name, report, look)]
        yield from ('<div class="charts">', *drawn, "</div>") if kind is Chart else drawn


def _block(block: Block, name: str, report: Report, look: Look) -> Iterator[str]:
    match block:
        case Scorecard():
            yield from readings.tables(look.select(report), report.period, linked=not block.told)
        case Grid():
            yield from grid(block, name)
        case Chart():
            yield from chart(block, name)
        case Note():
            yield from bullets(block.title, block.lines)
        case _:
            assert_never(block)


def _findings(findings: Iterable[Finding], severity: Severity, look: Look) -> Iterator[str]:
    alike = [one for one in findings if one.severity is severity]
    said = wording.findings(alike, everything=look.verbosity >= VERBOSE)
    yield from bullets(f"{severity.value.capitalize()}s", list(said))
