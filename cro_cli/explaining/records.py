"""Every row that contributes, as a table: where it stands, what it is of, one column a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli import months
from cro_cli.explaining import naming
from cro_cli.explaining.contributions import AT
from cro_cli.explaining.leaves import Leaf
from cro_cli.explaining.places import cells
from cro_cli.model import Cell, Column, Grid

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation
    from cro_cli.explaining.behind import Behind
    from cro_cli.explaining.places import Places

_DECIDES = "decides"


def records(found: Sequence[Behind], run: Evaluation, places: Places, by: str = "") -> Grid:
    """Return all rows behind the parts of a metric; `by` is the dimension of those of its parts.

    Contributions are in units that people know, before the one division that a column's title
    tells. Those of a sum add up to it exactly; of a median or a maximum the rows that decide are
    marked in a column of their own.
    """
    leaves = list(dict.fromkeys((given.fact, leaf) for given in found for leaf in given.leaves))
    return Grid(
        key="rows",
        title="Every row that contributes",
        columns=(
            Column(key="of", title="Metric"),
            Column(key="name", title="Name"),
            *((Column(key=by, title=by.capitalize()),) if by else ()),
            Column(key="month", title="Month"),
            *(column for _, leaf in leaves for column in _columns(leaf)),
            Column(key="row", title="Row"),
            Column(key="file", title="File"),
            Column(key="fact", title="Fact"),
        ),
        rows=tuple(row for given in found for row in _rows(given, leaves, run, places)),
        records=True,
    )


def _columns(leaf: Leaf) -> Iterator[Column]:
    key = f"{leaf.metric}.{leaf.key}"
    times = f" × {leaf.divide}" if leaf.divide != 1 else ""
    yield Column(key=key + times, title=leaf.label + times, unit=leaf.measure.unit)
    if not leaf.measure.is_additive:
        yield Column(key=f"{key}.{_DECIDES}", title=_DECIDES)


def _rows(
    given: Behind, leaves: Sequence[tuple[str, Leaf]], run: Evaluation, places: Places
) -> Iterator[tuple[Cell, ...]]:
    names = naming.names(given.origin, run)
    where = places.of(given.rows, given.origin, given.tables)
    ordered = given.rows.sort("month", *given.origin.entity, AT, nulls_last=True)
    own = {leaf: number for number, leaf in enumerate(given.leaves)}
    for values in ordered.iter_rows(named=True):
        row, file = cells(where[values[AT]])
        yield (
            *_of(given, values, names),
            *((Cell(text=given.part),) if given.part else ()),
            Cell(text="" if values["month"] is None else months.name(values["month"])),
            *(
                part
                for fact, leaf in leaves
                for part in _parts(leaf, own.get(leaf) if fact == given.fact else None, values)
            ),
            row,
            file,
            Cell(text=given.fact),
        )


def _of(given: Behind, values: dict[str, object], names: dict[str, str]) -> tuple[Cell, Cell]:
    of = naming.cells(given.origin, values, {})
    text = " / ".join(cell.text for cell in of if cell.text)
    private = any(cell.private for cell in of)
    name = names.get(str(values[given.origin.entity[0]]), "")
    return Cell(text=text, private=private), Cell(text=name, private=True)


def _parts(leaf: Leaf, number: int | None, values: dict[str, object]) -> Iterator[Cell]:
    raw = None if number is None else values[f"c{number}"]
    yield Cell(value=Fraction(raw, leaf.scale)) if isinstance(raw, int) else Cell()
    if not leaf.measure.is_additive:
        decides = None if number is None else values[f"d{number}"]
        yield Cell(text=_DECIDES if decides else "")
