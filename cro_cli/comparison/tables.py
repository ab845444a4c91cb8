"""Tables of two reports: rows are found again by what they are named, columns by their keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from cro_cli import figures, wording
from cro_cli.comparison.table import BEFORE, NOW, table, words
from cro_cli.model import Better, Cell, Column, Grid, Note, Report, Status, Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.sparks import MARKS

Name = tuple[str, ...]
WHERE = frozenset({"row", "file"})  # columns that say where something stands, not what it is
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_DRAWN = frozenset((*MARKS, *wording.SYMBOLS.values(), " "))


class Changed(NamedTuple):
    """One cell that is another now."""

    row: str
    column: Column
    old: Cell
    new: Cell

    @property
    def unit(self) -> Unit | None:
        """Return what the numbers count."""
        return self.new.unit or self.old.unit or self.column.unit

    @property
    def is_down(self) -> bool:
        """Tell whether the cell came to watch or at risk."""
        order = (None, Status.NO_BAND, Status.UNKNOWN, Status.HEALTHY, Status.WATCH, Status.AT_RISK)
        return (
            self.new.status in {Status.WATCH, Status.AT_RISK}
            and order.index(self.old.status) < order.index(self.new.status)
        )  # fmt: skip


class Compared(NamedTuple):
    """Two tables of one key: cells that changed of how many, and rows in one of them only."""

    grid: Grid
    changed: tuple[Changed, ...]
    cells: int
    gone: tuple[str, ...]
    added: tuple[str, ...]

    def block(self) -> Iterator[Grid]:
        """Yield what changed, nothing when nothing did."""
        first = self.grid.columns[0]
        columns = (first, Column("column", "What"), BEFORE, NOW, Column("change", "Change"))
        rows = (
            [
                words(one.row),
                words(one.column.title),
                _shown(one.old, one),
                _shown(one.new, one),
                words(_change(one)),
            ]
            for one in self.changed
        )
        yield from table(self.grid.key, f"{self.grid.title}: what changed", columns, rows)


def compared(
    old: Report, new: Report, *, statuses: Collection[Status] = ()
) -> tuple[Compared, ...]:
    """Return the tables that both reports hold; `statuses` pick cells by what they are now."""
    before = {grid.key: grid for grid in _grids(old)}
    same_money = old.currency == new.currency
    return tuple(
        _compared(before[grid.key], grid, statuses, same_money=same_money)
        for grid in _grids(new)
        if grid.key in before
    )


def not_compared(old: Report, new: Report, found: Sequence[Compared]) -> Iterator[Note]:
    """Yield the tables and rows that stand in one report only."""
    before = {grid.key: grid.title for grid in _grids(old)}
    now = {grid.key: grid.title for grid in _grids(new)}
    lines = [
        *(f"only in the old report: {title}" for key, title in before.items() if key not in now),
        *(f"only in the new report: {title}" for key, title in now.items() if key not in before),
        *(f"{one.grid.title}, new: {', '.join(one.added)}" for one in found if one.added),
        *(f"{one.grid.title}, no longer: {', '.join(one.gone)}" for one in found if one.gone),
    ]
    if lines:
        yield Note(title="Tables and rows that are not in both", lines=tuple(lines))


def _grids(report: Report) -> Iterator[Grid]:
    return (block for block in report.blocks if isinstance(block, Grid))


def _compared(old: Grid, new: Grid, statuses: Collection[Status], *, same_money: bool) -> Compared:
    named = _named_by(old, new)
    before, now = _by_name(old, named), _by_name(new, named)
    places = {column.key: at for at, column in enumerate(old.columns)}
    columns = [
        (places[column.key], at, column)
        for at, column in enumerate(new.columns)
        if at >= named and column.key in places and column.key not in WHERE
    ]
    cells = [
        Changed(_said(name), column, before[name][there], row[here])
        for name, row in now.items()
        if name in before
        for there, here, column in columns
    ]
    alike = [one for one in cells if same_money or one.unit not in figures.MONEYS]
    return Compared(
        grid=new,
        changed=tuple(
            one for one in alike if _differs(one) and (not statuses or one.new.status in statuses)
        ),
        cells=len(alike),
        gone=tuple(_said(name) for name in before if name not in now),
        added=tuple(_said(name) for name in now if name not in before),
    )


def _named_by(old: Grid, new: Grid) -> int:
    """Return how many of the first columns it takes to tell the rows of both tables apart."""
    most = min(len(old.columns), len(new.columns))
    for number in range(1, most + 1):
        names = [[tuple(cell.text for cell in row[:number]) for row in grid.rows]
                 for grid in (old, new)]  # fmt: skip
        if all(len(set(some)) == len(some) for some in names):
            return number
        if number < most and (old.is_number(number) or new.is_number(number)):
            break
    return 1


def _by_name(grid: Grid, named: int) -> dict[Name, tuple[Cell, ...]]:
    """Return rows by their names; of rows that nothing tells apart the second is numbered."""
    found: dict[Name, tuple[Cell, ...]] = {}
    for row in grid.rows:
        name = tuple(cell.text for cell in row[:named])
        numbered = (name, *((*name, f"({number})") for number in range(2, len(found) + 3)))
        found[next(one for one in numbered if one not in found)] = row
    return found


def _said(name: Name) -> str:
    return ", ".join(filter(None, name))


def _differs(one: Changed) -> bool:
    """Tell whether number, status or words are others, but for days and what letters draw."""
    if (one.old.value, one.old.status) != (one.new.value, one.new.status):
        return True
    old, new = (_DAY.sub("", cell.text) for cell in (one.old, one.new))
    return old != new and not _DRAWN.issuperset(old + new)


def _shown(cell: Cell, one: Changed) -> Cell:
    if not wording.cell(cell, one.column):
        return words(wording.NO_VALUE)
    return cell._replace(unit=one.unit, shade=None)


def _change(one: Changed) -> str:
    old, new, unit = one.old.value, one.new.value, one.unit
    if old is None or new is None or unit is None or old == new:
        return ""
    moved = figures.change(new, old, unit, Better.NEITHER)
    if moved.text != "no change":
        return moved.text
    return f"{'+' if new > old else '-'}{figures.gap(abs(new - old), new, unit)}"
