"""What stands below the table: the paragraphs, the problems, the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cro_cli import wording
from cro_cli.model import Note, Reading, Report, Severity, Status
from cro_cli.render.text.page import INDENT, STYLES, Page
from cro_cli.render.text.words import Words

NOT_HEALTHY = (Status.AT_RISK, Status.WATCH)
KNOWN = (*NOT_HEALTHY, Status.HEALTHY, Status.NO_BAND)


def explained(readings: Sequence[Reading], page: Page) -> Iterator[Words]:
    """Yield a paragraph for each reading that is not healthy, in verbose for each that is known."""
    for status in KNOWN if page.is_verbose else NOT_HEALTHY:
        alike = [reading for reading in readings if reading.status is status]
        lines = [line for reading in alike for line in _paragraph(reading, page)]
        yield from page.section(wording.WORDS[status].capitalize(), lines)


def unknown(readings: Sequence[Reading], page: Page) -> Iterator[Words]:
    """Yield what is unknown and what to add, readings with one reason together."""
    lines: list[Words] = []
    for alike in wording.unknowns(readings):
        symbol = f"{wording.SYMBOLS[Status.UNKNOWN]} "
        lines += page.say(", ".join(alike.titles), symbol, STYLES[Status.UNKNOWN])
        lines += page.say(wording.because(alike.reason))
        for label, figure in alike.parts:
            lines += page.say(f"{label}: {figure}", f"{INDENT}· ")
    yield from page.section(wording.WORDS[Status.UNKNOWN].capitalize(), lines)


def problems(report: Report, page: Page) -> Iterator[Words]:
    """Yield the bad values."""
    yield from _findings("Problems", Severity.ERROR, report, page)


def notes(report: Report, readings: Sequence[Reading], page: Page) -> Iterator[Words]:
    """Yield what is good to know: warnings, rows left out, what was taken for granted."""
    yield from _findings("Warnings", Severity.WARNING, report, page)
    dropped = [said for given in report.inputs if (said := wording.dropped(given))]
    yield from page.section("Left out", page.bullets(dropped))
    for block in report.blocks:
        if isinstance(block, Note) and not block.main:
            yield from page.section(block.title, page.bullets(block.lines))
    if not page.is_verbose:
        remarks = [said for reading in readings for said in wording.remarks(reading)]
        yield from page.section("Worth knowing", page.bullets(remarks))
    yield from _findings("Notes", Severity.NOTE, report, page)
    if page.is_verbose:
        yield from page.section("Inputs", page.bullets(map(wording.source, report.inputs)))


def _paragraph(reading: Reading, page: Page) -> Iterator[Words]:
    symbol = f"{wording.SYMBOLS[reading.status]} "
    title, rest = page.text(reading.title, "bold"), page.text(f": {wording.headline(reading)}")
    yield from page.say(title + rest, symbol, STYLES[reading.status])
    yield from page.say(reading.meaning)
    yield from page.say(reading.formula)
    for label, figure in wording.parts(reading):
        yield from page.say(f"{label}: {figure}", f"{INDENT}· ")
    for sentence in wording.behind(reading):
        yield from page.say(sentence)


def _findings(title: str, severity: Severity, report: Report, page: Page) -> Iterator[Words]:
    alike = [finding for finding in report.findings if finding.severity is severity]
    said = wording.findings(alike, everything=page.is_verbose)
    yield from page.section(title, page.bullets(said))
