"""A grid of cells. No value is ever cut: what does not fit is drawn below, as another grid.

Columns that find no room are drawn beneath under the same first column. Where not even one column
fits beside the first, every row becomes a list of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cro_cli import wording
from cro_cli.model import Cell, Grid
from cro_cli.render.text.page import INDENT, STYLES, Page
from cro_cli.render.text.words import Words

GAP = "  "
SHADES = " ░▒▓█"

Rows = Sequence[Sequence[Words]]


def grid(given: Grid, page: Page) -> Iterator[Words]:
    """Yield the lines of a grid under its title."""
    if not given.rows:
        return
    head = [page.text(column.title, "dim") for column in given.columns]
    rows = [_row(row, given, page) for row in given.rows]
    yield Words()
    yield from page.wrap(page.text(given.title, "bold"), width=page.look.width)
    widths = [
        max(cells[at].cell_len for cells in (head, *rows)) for at in range(len(given.columns))
    ]
    bands = list(_bands(widths, page.look.width))
    if not bands:
        yield from _lists(head, rows, page)
    for number, band in enumerate(bands):
        if number:
            yield Words()
        for cells in (head, *rows):
            yield Words(GAP).join(_cell(cells[at], at, widths[at], given) for at in band)


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


def _bands(widths: Sequence[int], room: int) -> Iterator[tuple[int, ...]]:
    """Yield the columns that stand side by side, each time behind the first."""
    first, *others = widths
    if first > room or any(first + len(GAP) + width > room for width in others):
        return
    band, used = [0], first
    for at, width in enumerate(others, 1):
        if used + len(GAP) + width > room:
            yield tuple(band)
            band, used = [0], first
        band.append(at)
        used += len(GAP) + width
    yield tuple(band)


def _cell(text: Words, at: int, width: int, given: Grid) -> Words:
    pad = Words(" " * (width - text.cell_len))
    is_number = at > 0 and given.is_number(at)
    return pad + text if is_number else text + pad


def _lists(head: Sequence[Words], rows: Rows, page: Page) -> Iterator[Words]:
    for first, *others in rows:
        yield from page.wrap(first, width=page.look.width)
        for title, cell in zip(head[1:], others, strict=True):
            if cell.plain.strip():
                line = page.text(f"{title.plain}: ", "dim") + cell
                yield from page.wrap(line, width=page.look.width, lead=Words(INDENT))
