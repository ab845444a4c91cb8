"""A table as a heat map: the darker a cell, the more is in it; its number stands there too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cro_cli import wording
from cro_cli.model import Cell, Column, Grid
from cro_cli.render.html.shapes import box, picture, room, said

HEIGHT, PAD = 24, 7


def draw(grid: Grid, name: str) -> str:
    """Return the picture of a table; `name` is the id of its title."""
    heads = [column.title for column in grid.columns]
    rows = [
        [_words(cell, column) for cell, column in zip(row, grid.columns, strict=True)]
        for row in grid.rows
    ]
    widths = [max(map(room, words)) + 2 * PAD for words in zip(heads, *rows, strict=True)]
    shapes = list(_row(heads, widths, 0))
    for number, (row, words) in enumerate(zip(grid.rows, rows, strict=True), 1):
        shapes += _shades(row, widths, number * HEIGHT)
        shapes += _row(words, widths, number * HEIGHT)
    return picture(sum(widths), (len(rows) + 1) * HEIGHT, shapes, name)


def _words(cell: Cell, column: Column) -> str:
    said = wording.cell(cell, column)
    return f"{said} {wording.SYMBOLS[cell.status]}" if cell.status else said


def _row(words: Sequence[str], widths: Sequence[float], y: float) -> Iterator[str]:
    """Yield the first cell at the left and all others at the right, as in a table."""
    x = 0.0
    for number, (one, width) in enumerate(zip(words, widths, strict=True)):
        if number == 0:
            yield said(PAD, y + HEIGHT - 8, one)
        elif one:
            yield said(x + width - PAD, y + HEIGHT - 8, one, anchor="end")
        x += width


def _shades(row: Sequence[Cell], widths: Sequence[float], y: float) -> Iterator[str]:
    x = 0.0
    for cell, width in zip(row, widths, strict=True):
        if cell.shade is not None:
            kind = f'class="heat" style="--shade:{float(cell.shade):.2f}"'
            yield box(x + 0.5, y + 0.5, width - 1, HEIGHT - 1, kind)
        x += width
