"""Columns of a large file that say the same few things again and again: each is read once.

Polars reads them as categories: every cell is the number of a text. What was read of a text stands
at its number, for this piece of the file and all others. A mere handful of texts is looked for in
the cells of each piece.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import handful
from cro_cli.sources.cells import Cell
from cro_cli.sources.handful import Handful
from cro_cli.sources.plan import Plan

_CODED = pl.Categorical()
_SAMPLE = 2_000  # cells
_CELLS_A_TEXT = 3  # at least, or it is not worth the while
_MOST = 2**18  # numbers of texts; all columns share them


class _Known(NamedTuple):
    """What was read of texts, by their numbers, and some of them, without which numbers change."""

    values: pl.Series
    texts: pl.Series


class Recurring:
    """What was read so far of the texts of each column, and the `places` of such columns.

    They are taken from a sample of rows. Rules about rows, and cells that several columns make up,
    need columns as they are written; ids are rarely few, and mostly read as they stand. Where they
    are to be `numbered`, texts come as an Enum.
    """

    def __init__(
        self, sample: pl.DataFrame | None, plans: Iterable[Plan], *, numbered: bool = False
    ) -> None:
        found = () if sample is None else ((one, sample[one]) for one in _places(plans))
        texts = [(one, column, column.drop_nulls().n_unique()) for one, column in found]
        self.places = frozenset(
            one for one, column, few in texts if few > handful.MOST and _recur(few, column)
        )
        self._few = frozenset(one for one, _, few in texts if 0 < few <= handful.MOST)
        self._handfuls: dict[tuple[str, str], Handful] = {}
        self._known: dict[tuple[str, str], _Known] = {}
        self._numbered = numbered

    def read(self, text: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
        """Return what was read of each column of few texts, and as text those that need a look."""
        cells = [cell for cell in plan.cells if text.schema[cell.target] == _CODED]
        read = self._read_handfuls(text, plan)
        if not cells:
            return text, read
        coded = text.select(cell.target for cell in cells)
        # A query takes longer than what it does here.
        for cell, numbers in zip(cells, coded.select(pl.all().to_physical()), strict=True):
            column = coded.get_column(cell.target)
            values = self._values(column, numbers.rechunk(), cell, plan)
            if values is None:
                text = text.with_columns(column.cast(pl.String))
            else:
                read[cell.target] = values.alias(cell.target)
        return text, read

    def _read_handfuls(self, text: pl.DataFrame, plan: Plan) -> dict[str, pl.Series]:
        few = [cell for cell in plan.cells if self._few.issuperset(cell.places)]
        found = ((cell, self._by_handful(text.get_column(cell.target), cell, plan)) for cell in few)
        return {cell.target: values for cell, values in found if values is not None}

    def _by_handful(self, column: pl.Series, cell: Cell, plan: Plan) -> pl.Series | None:
        """Return what is read of each cell; None unless they say a handful of plain texts."""
        key = (cell.table, cell.target)
        known = self._handfuls.get(key)
        if known is not None and (values := known.of(column)) is not None:
            return values
        nothing = ("", *plan.format.blank)
        texts = column.head(_SAMPLE).unique().drop_nulls()
        found = handful.learnt(column, texts, cell, nothing if self._numbered else None)
        if found is None or not _is_plain(found[0].read, plan):
            self._few -= set(cell.places)  # later pieces are better off without
            return None
        self._handfuls[key], values = found
        return values

    def _values(
        self, column: pl.Series, numbers: pl.Series, cell: Cell, plan: Plan
    ) -> pl.Series | None:
        """Return what is read of each cell; None unless all of them are written in a plain way."""
        known = self._known.get((cell.table, cell.target))
        if known is not None and _size(numbers) <= known.values.len():
            values = known.values[numbers]
            if values.null_count() == numbers.null_count():
                return values
        known = self._learnt(column, cell, plan)
        return None if known is None else known.values[numbers]

    def _learnt(self, column: pl.Series, cell: Cell, plan: Plan) -> _Known | None:
        """Read the texts of a column, and put them beside those that are known."""
        texts = column.unique().drop_nulls()
        numbers = texts.to_physical()
        size = _size(numbers)
        read = None if size > _MOST else _read(texts, cell, plan)
        if read is None or not _recur(texts.len(), column):
            self.places -= set(cell.places)  # later pieces are better off without
        if read is None:
            return None
        key = (cell.table, cell.target)
        # Other threads may hold what is known: it is replaced as a whole.
        before = self._known[key].values if key in self._known else read.clear()
        if before.dtype == pl.Enum:
            before = before.cast(pl.String)
        places = pl.int_range(max(size, before.len()), eager=True)
        values = before.gather(places, null_on_oob=True).scatter(numbers, read)
        if self._numbered and values.dtype == pl.String:
            values = values.cast(pl.Enum(values.unique().drop_nulls().sort()))
        self._known[key] = _Known(values, texts)
        return self._known[key]


def _places(plans: Iterable[Plan]) -> frozenset[str]:
    """Return the places of columns of which nothing is asked but what one cell each is read as."""
    alone: set[str] = set()
    others: set[str] = set()
    for plan in plans:
        if any(one.drop.lone for one in plan.rules):
            return frozenset()
        others |= {str(place) for one in plan.rules for place in (one.place, one.after)}
        for cell in plan.cells:
            is_fit = len(cell.places) == 1 and not cell.is_plain_id
            (alone if is_fit else others).update(cell.places)
    return frozenset(alone - others)


def _size(numbers: pl.Series) -> int:
    """Return how many values there have to be for each to stand at its number."""
    most = numbers.max()
    return most + 1 if isinstance(most, int) else 0


def _recur(texts: int, column: pl.Series) -> bool:
    """Tell whether the cells of a column that say something say few things."""
    return texts * _CELLS_A_TEXT <= column.len() - column.null_count()


def _read(texts: pl.Series, cell: Cell, plan: Plan) -> pl.Series | None:
    """Read texts; None where one is not written in the plain way, or says nothing."""
    read = cell.read_once(texts.cast(pl.String))
    return read if _is_plain(read, plan) else None


def _is_plain(read: pl.Series, plan: Plan) -> bool:
    """Tell whether all texts were read, and say something."""
    says_nothing = read.dtype == pl.String and read.is_in(["", *plan.format.blank]).any()
    return not (says_nothing or read.null_count())
