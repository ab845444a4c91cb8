"""A report for people: a verdict, a table, and a paragraph for all that is not healthy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import assert_never

from cro_cli import wording
from cro_cli.model import Block, Chart, Grid, Note, Report, Scorecard
from cro_cli.render import Look
from cro_cli.render.text.drawing import draw
from cro_cli.render.text.page import Page
from cro_cli.render.text.sections import explained, notes, problems, unknown
from cro_cli.render.text.table import table
from cro_cli.render.text.words import Words


def render(report: Report, look: Look) -> str:
    """Return the report as text; nothing at all when nothing of it is asked for."""
    return draw(look, partial(_lines, report))


def _lines(report: Report, page: Page) -> Iterator[Words]:
    if page.look.wants_nothing(report):
        return
    if any(isinstance(block, Scorecard) for block in report.blocks):
        yield from page.items(wording.verdict(report.readings), "bold")
    yield from page.items(wording.context(report))
    for block in report.blocks:
        yield from _block(block, report, page)
    yield from problems(report, page)
    if page.has_notes:
        yield from notes(report, page.look.select(report), page)


def _block(block: Block, report: Report, page: Page) -> Iterator[Words]:
    match block:
        case Scorecard():
            readings = page.look.select(report)
            yield from table(readings, report.period, page)
            if not block.told:
                yield from explained(readings, page)
                yield from unknown(readings, page)
        case Grid():
            from cro_cli.render.text.grid import grid

            yield from grid(block, page)
        case Chart():
            from cro_cli.render.text.chart import chart

            yield from chart(block, page)
        case Note():  # others stand at the end, and only where notes are wanted
            if block.main:
                yield from page.section(block.title, page.bullets(block.lines))
        case _:
            assert_never(block)
