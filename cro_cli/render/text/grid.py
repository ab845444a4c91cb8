"""A grid of cells. No value is ever cut: what does not fit is drawn below, as another grid.

Columns that find no room are drawn beneath, behind the columns that tell rows apart. Where not even
one column fits beside those, every row becomes a list of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cro_cli import wording
from cro_cli.model import Cell, Grid
from cro_cli.render.text.fitting import GAP, Fit, Rows, fit
from cro_cli.render.text.page import HEAD, INDENT, STYLES, Page
from cro_cli.render.text.words import Words

SHADES = " ░▒▓█"


def grid(given: Grid, page: Page) -> Iterator[Words]:
    """Yield the lines of a grid under its title."""
    if not given.rows:
        return
    head = [page.text(column.title, HEAD) for column in given.columns]
    rows = [_row(row, given, page) for row in given.rows]
    yield Words()
    yield from page.wrap(page.text(given.title, "bold"), width=page.look.width)
    words = [at for at in range(len(head)) if not given.is_number(at)]
    found = fit(head, rows, page.look.width, words=words)
    if found is None:
        yield from _lists(head, rows, page)
        return
    for number, band in enumerate(found.bands):
        if number:
            yield Words()
        yield from _lines(head, band, found, given, page, ends=True)
        for row in rows:
            if not number or any(row[at].plain.strip() for at in band[found.leads :]):
                yield from _lines(row, band, found, given, page)
    for at in found.repeat:
        line = page.text(f"{head[at].plain} of every row: ") + rows[0][at]
        yield from page.wrap(line, width=page.look.width)


def shade(of: Fraction) -> str:
    """Return the mark of a shade from 0 to 1.

    >>> [shade(Fraction(n, 4)) for n in range(5)]
    [' ', '░', '▒', '▓', '█']
    """
    return SHADES[min(int(of * len(SHADES)), len(SHADES) - 1)]


def _row(cells: Sequence[Cell], given: Grid, page: Page) -> list[Words]:
    return [_text(cell, at, given, page) for at, cell in enumerate(cells)]


def _text(cell: Cell, at: int, given: Grid, page: Page) -> Words:
    said = page.text(wording.cell(cell, given.columns[at]))
    if cell.status is not None:
        said += page.text(f" {wording.SYMBOLS[cell.status]}", STYLES[cell.status])
    if cell.shade is not None:
        said += page.text(f" {shade(cell.shade)}")
    return said


def _lines(  # noqa: PLR0913 - a row, and all that says where its cells stand
    row: Sequence[Words],
    band: Sequence[int],
    found: Fit,
    given: Grid,
    page: Page,
    *,
    ends: bool = False,
) -> Iterator[Words]:
    """Yield a row of a band in as many lines as its longest cell needs; `ends` stand alike."""
    broken = {at: page.wrap(row[at], width=found.widths[at]) for at in band}
    high = max(map(len, broken.values()))
    for number in range(high):
        cells = []
        for at, lines in broken.items():
            line = number - (high - len(lines) if ends else 0)
            text = lines[line] if 0 <= line < len(lines) else Words()
            cells.append(_cell(text, at, found.widths[at], given))
        yield Words(GAP).join(cells)


def _cell(text: Words, at: int, width: int, given: Grid) -> Words:
    pad = Words(" " * (width - text.cell_len))
    is_number = at > 0 and given.is_number(at)
    return pad + text if is_number else text + pad


def _lists(head: Sequence[Words], rows: Rows, page: Page) -> Iterator[Words]:
    for first, *others in rows:
        yield from page.wrap(first, width=page.look.width)
        for title, cell in zip(head[1:], others, strict=True):
            if cell.plain.strip():
                line = page.text(f"{title.plain}: ") + cell
                yield from page.wrap(line, width=page.look.width, lead=Words(INDENT))
