"""A validation for people: a verdict, how far the data reach, then each file and each check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from cro_cli import validation_words as words
from cro_cli import wording
from cro_cli.model import Cell, Column, Grid, Status, Unit
from cro_cli.render import NORMAL, Look
from cro_cli.render.text.drawing import draw
from cro_cli.render.text.grid import grid
from cro_cli.render.text.page import INDENT, STYLES, Page
from cro_cli.render.text.words import Words
from cro_cli.validation import Checked, FileSeen, Validation

_COLUMNS = (
    Column(key="table", title="Table"),
    Column(key="files", title="Files", unit=Unit.COUNT),
    Column(key="rows", title="Rows", unit=Unit.COUNT),
    Column(key="first", title="From"),
    Column(key="newest", title="To"),
)


def render(validation: Validation, look: Look) -> str:
    """Return the validation as text."""
    return draw(look, partial(_lines, validation))


def _lines(validation: Validation, page: Page) -> Iterator[Words]:
    yield from page.items(words.verdict(validation), "bold")
    yield from page.items(words.context(validation))
    yield from page.section("Refused", page.bullets(map(wording.coded, validation.problems)))
    remarks = wording.findings(validation.remarks, everything=page.is_verbose)
    yield from page.section("Of several files", page.bullets(remarks))
    yield from grid(_coverage(validation), page)
    files = [line for seen in validation.files for line in _file(seen, page)]
    yield from page.section("Files", files)
    yield from page.section("Checks", list(_checks(validation.checks, page)))


def _coverage(validation: Validation) -> Grid:
    rows = tuple(
        (
            Cell(text=one.table),
            Cell(value=Fraction(one.files)),
            Cell(value=Fraction(one.rows)),
            *(Cell(text=day) for day in words.ends(one.span)),
        )
        for one in validation.coverage
    )
    return Grid(key="coverage", title="Tables", columns=_COLUMNS, rows=rows)


def _file(seen: FileSeen, page: Page) -> Iterator[Words]:
    yield from _headed(seen.file, words.headline(seen), words.of_file(seen), page)
    taken = seen.taken
    if taken is not None:
        yield from page.say(words.why(taken, seen.encoding))
    if sentence := words.rows(seen):
        yield from page.say(sentence)
    if taken is not None:
        columns = words.columns(taken) if page.is_verbose else ()
        for sentence in (*words.evidence(taken, everything=page.is_verbose), *columns):
            yield from page.say(sentence)
    for problem in seen.problems:
        yield from _point(wording.coded(problem).removeprefix(f"{seen.file}: "), page)
    for point in words.of_file_alone(seen.findings, everything=page.is_verbose):
        yield from _point(point, page)


def _checks(checks: Sequence[Checked], page: Page) -> Iterator[Words]:
    """Yield what checks found; what they did not find or could not look for is one sentence."""
    for made in checks:
        if made.findings:
            yield from _headed(made.title, f"{made.rows:,}", words.of_findings(made.findings), page)
            for point in words.points(made, everything=page.is_verbose):
                yield from _point(point, page)
            yield from page.say(f"→ {made.findings[0].remedy} [{made.findings[0].id}]")
    if page.look.verbosity < NORMAL:
        return
    if said := words.clear(checks, everything=page.is_verbose):
        yield from _headed("Nothing found", said, Status.HEALTHY, page)
    if said := words.not_made(checks, everything=page.is_verbose):
        yield from _headed("Not looked for", said, Status.NO_BAND, page)


def _headed(title: str, said: str, status: Status, page: Page) -> Iterator[Words]:
    symbol = f"{wording.SYMBOLS[status]} "
    yield from page.say(page.text(title, "bold") + page.text(f": {said}"), symbol, STYLES[status])


def _point(sentence: str, page: Page) -> Iterator[Words]:
    yield from page.say(sentence, f"{INDENT}· ")
