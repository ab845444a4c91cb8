"""What the rows of a fact are of: columns, cells and names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cro_cli import months
from cro_cli.explaining.origins import Origin
from cro_cli.model import Cell, Column

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation

# A category of cost or a month names nobody.
_OPEN = frozenset({"month", "category", "channel", "department", "period"})


def columns(origin: Origin, *, named: bool) -> tuple[Column, ...]:
    """Return the columns that say what a row is of, and who that is where names are known."""
    of = tuple(Column(key=name, title=name.capitalize()) for name in origin.entity)
    return (of[0], Column(key="name", title="Name"), *of[1:]) if named else of


def cells(
    origin: Origin, values: Mapping[str, object], names: Mapping[str, str]
) -> tuple[Cell, ...]:
    """Return the cells that say what a row is of."""
    of = tuple(_cell(name, values[name]) for name in origin.entity)
    if not names:
        return of
    called = names.get(str(values[origin.entity[0]]), "")
    return (of[0], Cell(text=called, private=True), *of[1:])


def names(origin: Origin, run: Evaluation) -> dict[str, str]:
    """Return names by id; none where the table has none."""
    table = run.collected.table(origin.names) if origin.names else None
    return {} if table is None else dict(table.select("id", "name").drop_nulls().rows())


def _cell(column: str, value: object) -> Cell:
    if isinstance(value, int):
        return Cell(text=months.name(value))
    return Cell(text="" if value is None else str(value), private=column not in _OPEN)
