"""Facts built part by part from a table in parts (see `cro_cli.parts`), and what they add up to.

A fact that is made of each customer's own rows is the same in parts: its sums are those of the
parts. Where a part cannot tell what is to be said of all rows, or asks for what it does not have,
the fact is built whole; so what is said never depends on how a table is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import polars as pl
from polars.exceptions import ColumnNotFoundError

from cro_cli import grouping
from cro_cli.errors import InputError
from cro_cli.exact import LIMIT, largest_sum
from cro_cli.fact import Counted, FactData, Inputs, Missing, NotByPartError
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.coding import TooManyKindsError
from cro_cli.parts.dense import NotToldError
from cro_cli.parts.table import Parted

# What nearly every report asks for, by what its rows are told apart.
_KINDS = {
    "mrr_changes": ("month", "plan", "currency", "segment", "region", "movement", "logos"),
    "retention": ("month", "segment", "region"),
}
_AT_ONCE = 16  # parts whose kinds are kept before they are added up
_NOT_BY_PART = (
    NotByPartError,
    NotToldError,
    TooManyKindsError,
    ColumnNotFoundError,
    InputError,
)
_ABOUT = ("id", "segment", "region")  # what is told of customers


class Sums(NamedTuple):
    """What the parts of a fact come to: its rows by kind, how many there are, what is known of it.

    The frame of `known` has no rows.
    """

    known: FactData
    height: int
    kinds: pl.DataFrame

    def condensed(self, by: Sequence[str], summed: Sequence[str]) -> pl.DataFrame | None:
        """Return rows by kind as `grouping.condensed` does; None where kinds do not tell."""
        return grouping.fewer(self.kinds, by, summed)


class Extent:
    """The least and the most of something that parts go by: what they say, and what was taken."""

    def __init__(self, taken: tuple[int, int] | None = None) -> None:
        self._taken = taken
        self._said: list[tuple[int, int]] = []
        self._lock = Lock()

    def of(self, least: int, most: int) -> tuple[int, int]:
        """Return what is taken for the least and the most of all parts, given those of one."""
        with self._lock:
            self._said.append((least, most))
            self._taken = self._taken or (least, most)
            return self._taken

    @property
    def is_agreed(self) -> bool:
        """Whether what was taken is what all parts say."""
        return not self._said or self._whole() == self._taken

    def whole(self) -> Extent:
        """Return one that takes what all parts said."""
        return Extent(self._whole())

    def _whole(self) -> tuple[int, int]:
        return min(least for least, _ in self._said), max(most for _, most in self._said)


class _Built(NamedTuple):
    """A fact of some parts: its rows by kind, and the largest that each sum of a column may be."""

    known: FactData
    height: int
    kinds: pl.DataFrame
    largest: dict[str, int]


class ByPart:
    """The facts of a company of which a table is in parts.

    `inputs` makes the inputs of a part from the rows of that table and of its customers.
    """

    def __init__(
        self,
        table: Parted,
        customers: pl.DataFrame | None,
        inputs: Callable[[pl.DataFrame, pl.DataFrame | None, Extent], Inputs],
    ) -> None:
        self._table = table
        self._customers = customers
        self._inputs = inputs
        self._sums: dict[str, Sums] | None = None

    def sums(self, name: str) -> Sums | None:
        """Return what a fact comes to; None where it has to be built whole."""
        if name not in _KINDS:
            return None
        if self._sums is None:
            try:
                self._sums = self._agreed()
            except _NOT_BY_PART:
                self._sums = {}  # built whole, it is understood, or why not is said
        return self._sums.get(name)

    @property
    def built(self) -> dict[str, FactData]:
        """What is known of the facts that were built so far."""
        return {name: one.known for name, one in (self._sums or {}).items()}

    def _agreed(self) -> dict[str, Sums]:
        """Return sums of parts that all went by what the first told, or all do on a second try."""
        extent = Extent()
        sums = self._summed(extent)
        if extent.is_agreed:
            return sums
        return self._summed(extent.whole())

    def _summed(self, extent: Extent) -> dict[str, Sums]:
        customers = self._customers
        about = None
        if customers is not None:
            about = self._table.beside(customers.select(_ABOUT), "customer", "id")

        def build(number: int) -> dict[str, _Built]:
            part = self._table.part(number)
            if not part.rows.height:
                return {}
            own = self._inputs(part.rows, about and about(number, part), extent)
            return {name: _built(name, own) for name in _KINDS}

        parts: dict[str, list[_Built]] = {name: [] for name in _KINDS}
        for built in self._table.each(build):
            for name, one in built.items():
                parts[name].append(one)
                if len(parts[name]) == _AT_ONCE:
                    parts[name] = [_together(parts[name])]
        found = {name: _together(own) for name, own in parts.items()}
        return {name: Sums(one.known, one.height, one.kinds) for name, one in found.items()}


def _built(name: str, own: Inputs) -> _Built:
    fact = own.fact(name)
    if isinstance(fact, Missing):
        raise NotByPartError
    frame = fact.frame
    by = [column for column in _KINDS[name] if column in frame.columns]
    sums = [column.name for column in frame.get_columns() if column.dtype == pl.Int64]
    return _Built(
        known=fact._replace(frame=frame.clear()),
        height=frame.height,
        kinds=grouping.condensed(frame, by, sums).with_columns(pl.col(pl.Enum).cast(pl.String)),
        largest={column: largest_sum(frame.get_column(column)) for column in sums},
    )


def _together(parts: Sequence[_Built]) -> _Built:
    """Return what some parts come to, as if they were one."""
    first = parts[0]
    said = [note for one in parts for note in one.known.notes]
    if first.known.assumptions or any(_limits(one.known) != _limits(first.known) for one in parts):
        raise NotByPartError
    largest = {name: sum(one.largest[name] for one in parts) for name in first.largest}
    if any(one > LIMIT for one in largest.values()):
        raise NotByPartError
    return _Built(
        known=first.known._replace(notes=_added_up(said)),
        height=sum(one.height for one in parts),
        kinds=grouping.together(pl.concat(one.kinds for one in parts)),
        largest=largest,
    )


def _limits(known: FactData) -> dict[str, object]:
    """Return all that is known of a fact but its rows and the remarks on them."""
    said = known._asdict()
    return {name: said[name] for name in said if name not in {"frame", "notes"}}


def _added_up(said: Sequence[str]) -> tuple[str, ...]:
    """Return remarks on counted rows, each once for all parts."""
    found: dict[Callable[[int], str], Counted] = {}
    for one in said:
        if not isinstance(one, Counted):
            raise NotByPartError
        before = found.get(one.say)
        found[one.say] = one if before is None else Counted(one.say, before.many + one.many)
    return tuple(found.values())
