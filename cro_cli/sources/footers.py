"""What a report says of itself below its rows: below a blank row, lines of one text each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from cro_cli.sources.dates import read_months
from cro_cli.sources.plan import Plan
from cro_cli.tables import Kind


def height(rows: Iterable[Sequence[str] | None], plan: Plan) -> int:
    """Return how many of the last rows are a footer, with the blank rows above and in it.

    `rows` come from the last up, None where a row cannot be split.
    """
    is_lone = _alone(plan)
    found, said = 0, False
    for count, cells in enumerate(rows, start=1):
        if cells is not None and not any(cell.strip() for cell in cells):
            found = count if said else 0
        elif cells is not None and is_lone(cells):
            said = True
        else:
            break
    return found


def are_all(rows: Iterable[Sequence[str] | None], plan: Plan) -> bool:
    """Tell whether all rows may be of a footer; None are rows that cannot be split."""
    is_lone = _alone(plan)
    return all(
        cells is not None and (not any(cell.strip() for cell in cells) or is_lone(cells))
        for cells in rows
    )


def _alone(plan: Plan) -> Callable[[Sequence[str]], bool]:
    """Return what tells a line of one text from a row of data with nothing but its name."""
    width = len(plan.header.cells)
    required = {one.name for one in plan.table.columns if one.required}
    needed = [cell for cell in plan.cells if cell.column in required]

    def tell(cells: Sequence[str]) -> bool:
        filled = [(str(place), cell) for place, cell in enumerate(cells) if cell.strip()]
        if len(filled) != 1:
            return False
        ((place, said),) = filled
        return len(cells) < width or any(
            place not in cell.places or (cell.kind is Kind.MONTH and _is_no_month(said))
            for cell in needed
        )

    return tell


def _is_no_month(said: str) -> bool:
    return read_months(pl.Series([said.strip()])).item() is None
