"""Tables of cells on a page; one whose cells have shades is a heat map too."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from cro_cli import wording
from cro_cli.model import Cell, Column, Grid
from cro_cli.render.html import heat
from cro_cli.render.html.charts import figure
from cro_cli.render.html.words import text

WIDE = 12  # columns: a table of more is turned, where that makes it narrower
WORDY = 8  # columns of words: with more, each row is a table of its own
LONG = 24  # letters of a word that may be broken anywhere
MANY = 8  # columns: more stand closer together on paper
PAPER = 110  # letters of small print beside the first column, on A4 and on Letter
WORDS, GAP = 8, 1.5  # letters


def grid(given: Grid, name: str) -> Iterator[str]:
    """Yield a table under its title; `name` is the id of its picture, if it has one."""
    if not given.rows:
        return
    if any(cell.shade is not None for row in given.rows for cell in row):
        yield from figure(given.title, heat.draw(given, name), table(given), name, is_wide=True)
        return
    yield f"<h2>{text(given.title)}</h2>"
    if sum(not given.is_number(at) for at in range(len(given.columns))) > WORDY:
        yield from (line for row in given.rows for line in _list(row, given))
        return
    parts = list(_parts(_turned(given)))
    many = " many" if len(parts) > 1 or len(given.columns) > MANY else ""
    yield from (f'<div class="wide{many}">{table(part)}</div>' for part in parts)


def _parts(given: Grid) -> Iterator[Grid]:
    """Yield tables below each other that a sheet of paper is wide enough for.

    Each has the first column, and of the others about as many; words are wrapped, numbers are not.
    """
    widths = [_width(given, at) for at in range(1, len(given.columns))]
    count = ceil(sum(widths) / PAPER) or 1
    size = ceil(len(widths) / count) or 1
    for start in range(1, len(given.columns), size):
        picked = (0, *range(start, min(start + size, len(given.columns))))
        yield given._replace(
            columns=tuple(given.columns[at] for at in picked),
            rows=tuple(tuple(row[at] for at in picked) for row in given.rows),
        )


def _width(given: Grid, at: int) -> float:
    """Return how many letters wide a column is at least; words can be wrapped anywhere."""
    column = given.columns[at]
    numbers = [wording.cell(row[at], column) for row in given.rows if row[at].value is not None]
    if not numbers:
        return WORDS + GAP
    return max(map(len, (*numbers, *column.title.split()))) + GAP


def table(given: Grid) -> str:
    """Return the table alone."""
    heads = "".join(
        f'<th scope="col"{_side(given, at)}>{text(column.title)}</th>'
        for at, column in enumerate(given.columns)
    )
    rows = "".join(_row(row, given) for row in given.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _list(row: tuple[Cell, ...], given: Grid) -> Iterator[str]:
    first, *others = row
    yield f"<h3>{text(wording.cell(first, given.columns[0]))}</h3>"
    cells = zip(others, given.columns[1:], strict=True)
    said = "".join(
        f'<tr><th scope="row">{text(column.title)}</th>{_cell(cell, column)}</tr>'
        for cell, column in cells
        if wording.cell(cell, column)
    )
    yield f'<div class="wide"><table class="list"><tbody>{said}</tbody></table></div>'


def _row(row: tuple[Cell, ...], given: Grid) -> str:
    first, *others = row
    cells = zip(others, given.columns[1:], strict=True)
    said = "".join(_cell(cell, column) for cell, column in cells)
    return f'<tr><th scope="row">{text(wording.cell(first, given.columns[0]))}</th>{said}</tr>'


def _cell(cell: Cell, column: Column) -> str:
    said = text(wording.cell(cell, column))
    kinds = ["n"] if column.unit is not None or cell.value is not None else []
    if cell.status is not None:
        kinds.append(cell.status.value)
        said += f" {wording.SYMBOLS[cell.status]}"
    if any(len(word) > LONG for word in cell.text.split()):
        kinds.append("long")
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    hidden = ' aria-hidden="true"' if column.is_drawn else ""
    return f"<td{kind}{hidden}>{said}</td>"


def _side(given: Grid, at: int) -> str:
    return ' class="n"' if at and given.is_number(at) else ""


def _turned(given: Grid) -> Grid:
    """Return a table with rows for columns, when it is too wide and that makes it narrower."""
    first, *others = given.columns
    if len(others) <= WIDE or len(given.rows) >= len(others):
        return given
    heads = (Column(key=wording.cell(row[0], first), title=row[0].text) for row in given.rows)
    rows = (
        (Cell(text=column.title), *(_with_unit(row[at], column) for row in given.rows))
        for at, column in enumerate(others, 1)
    )
    return given._replace(columns=(first, *heads), rows=tuple(rows))


def _with_unit(cell: Cell, column: Column) -> Cell:
    return cell if cell.unit is not None else cell._replace(unit=column.unit)
