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
from cro_cli.parts.table import Beside, Parted

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


_Bounds = tuple[int, int]


class Extent:
    """The least and the most of something that parts go by: what they say, and what was taken.

    Each process has one of its own.
    """

    def __init__(self, taken: _Bounds | None = None) -> None:
        self.taken = taken
        self.said: _Bounds | None = None
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Extent], tuple[_Bounds | None]]:
        """Return how another process gets one that takes the same."""
        return Extent, (self.taken,)

    def of(self, least: int, most: int) -> _Bounds:
        """Return what is taken for the least and the most of all parts, given those of one."""
        with self._lock:
            said = self.said or (least, most)
            self.said = min(said[0], least), max(said[1], most)
            self.taken = self.taken or (least, most)
            return self.taken


class _Part(NamedTuple):
    """The facts of a part, and what extent was taken and said as yet where they were built."""

    facts: dict[str, _Built]
    taken: _Bounds | None
    said: _Bounds | None


class _Builder(NamedTuple):
    """Builds the facts of parts, in this process or another."""

    table: Parted
    about: Beside | None
    inputs: Callable[[pl.DataFrame, pl.DataFrame | None, Extent], Inputs]
    extent: Extent

    def part(self, number: int) -> _Part:
        """Build the facts of one part."""
        part = self.table.part(number)
        facts = {}
        if part.rows.height:
            customers = None if self.about is None else self.about.of(number, part)
            own = self.inputs(part.rows, customers, self.extent)
            facts = {name: _built(name, own) for name in _KINDS}
        return _Part(facts, self.extent.taken, self.extent.said)


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
        customers, about = self._customers, None
        if customers is not None:
            about = self._table.beside(customers.select(_ABOUT), "customer", "id")
        builder = _Builder(self._table, about, self._inputs, Extent())
        sums, taken, said = self._summed(builder)
        if said is None or taken == {said}:
            return sums
        return self._summed(builder._replace(extent=Extent(said)))[0]

    def _summed(self, builder: _Builder) -> tuple[dict[str, Sums], set[_Bounds], _Bounds | None]:
        """Return what parts come to, what extents they took, and what all of them say it is."""
        parts: dict[str, list[_Built]] = {name: [] for name in _KINDS}
        taken, said = set(), Extent()
        for part in self._table.each(builder.part):
            if part.taken is not None and part.said is not None:
                taken.add(part.taken)
                said.of(*part.said)
            for name, one in part.facts.items():
                parts[name].append(one)
                if len(parts[name]) == _AT_ONCE:
                    parts[name] = [_together(parts[name])]
        found = {name: _together(own) for name, own in parts.items()}
        sums = {name: Sums(one.known, one.height, one.kinds) for name, one in found.items()}
        return sums, taken, said.said


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
