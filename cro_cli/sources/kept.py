"""A large file whose rows are kept in parts by customer, where its rows tell all by themselves.

Whatever asks for a look at all rows together (a cell that was not read at once, a row that may be
a total, a key that stands twice) needs the whole table, which then is read again and kept as any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import polars as pl

from cro_cli.exact import newest
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.coding import KIND, Coder, TooManyKindsError
from cro_cli.parts.keep import Kept
from cro_cli.parts.spread import Spread, spread
from cro_cli.parts.table import Parted, Told
from cro_cli.sources import minor_units, shaping
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.files import Size
from cro_cli.sources.pieces import THREADS
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import ROW
from cro_cli.sources.shaping import Part

_CUSTOMER = "customer"
# The columns of each table of which nothing is asked but whether they are the same, each among the
# rows of those before it; and those that nearly nothing is asked of: what asks for them all the
# same is told of whole tables.
_IDS = {
    "subscription_versions": (_CUSTOMER, "id"),
    "invoice_lines": (_CUSTOMER, "subscription"),
}
_NAMES = {"invoice_lines": ("id", "invoice", "description")}
_SPAN = ("started_on", "ended_on")
_FAR_THREADS = 2


class Seen(NamedTuple):
    """A piece of a file, coded and spread, and what its rows tell by their kind.

    `turned` are the numbers of the rows that end before they start, counted from `first`.
    """

    rows: Spread
    kinds: pl.DataFrame
    days: dict[str, pl.DataFrame]
    turned: pl.Series
    first: int = 0


def may_be(plan: Plan) -> bool:
    """Tell whether the rows that a plan makes may be kept in parts: each tells itself at once."""
    form = plan.format
    if plan.table.name not in _IDS or _CUSTOMER not in {cell.target for cell in plan.cells}:
        return False
    is_odd = plan.also or plan.composed or form.latest or form.once or plan.decided is not None
    is_sure = plan.delimiter == "," or form.decimals
    return bool(is_sure) and not is_odd and not minor_units.are_read(plan)


class Keeping:
    """The rows of a file, piece by piece; WholeError where all of them need a look together."""

    def __init__(self, plan: Plan, length: int, size: Size) -> None:
        self._plan = plan
        self._ids, self._names = _IDS[plan.table.name], _NAMES.get(plan.table.name, ())
        self._parts = length // size.part + 1
        self._coder = Coder(self._ids)
        self._kept = Kept(self._parts, None if length < size.near else size.most)
        self._kinds: list[pl.DataFrame] = []
        self._days: dict[str, pl.DataFrame] = {}
        self._turned = (0, 0)

    @property
    def threads(self) -> int:
        """How many pieces are read at a time: few where what is kept is too large for memory."""
        return _FAR_THREADS if self._kept.is_far else THREADS

    def see(self, part: Part) -> Seen:
        """Return a piece of the file as it is kept."""
        if part.rest or part.sums.height or self._lacks(part.typed):
            raise WholeError
        # Which values repeat decides the order of columns in each piece.
        left_out = {*self._names, ROW}
        columns = sorted(name for name in part.typed.columns if name not in left_out)
        try:
            rows = self._coder.coded(part.typed.select(columns))
        except TooManyKindsError as error:
            raise WholeError from error
        dates = [name for name, kind in rows.schema.items() if kind.is_temporal()]
        days = (name for name in self._plan.table.events if name in dates)
        return Seen(
            rows=spread(rows, _CUSTOMER, self._parts),
            kinds=rows.group_by(KIND).agg(pl.col(dates).max(), pl.len().alias("rows")),
            days={name: rows.get_column(name).value_counts(name="rows") for name in days},
            turned=_turned(part.typed),
        )

    def _lacks(self, typed: pl.DataFrame) -> bool:
        """Tell whether a column that every row needs has nothing in one."""
        needed = {one.name for one in self._plan.table.columns if one.required} | {_CUSTOMER}
        return any(typed.get_column(name).null_count() for name in needed & {*typed.columns})

    def add(self, piece: Seen) -> None:
        """Keep the next piece."""
        self._kept.add(piece.rows)
        self._kinds.append(piece.kinds)
        count, first = self._turned
        if piece.turned.len():
            first = first or piece.first + piece.turned[0]
            self._turned = (count + piece.turned.len(), first)
        for name, days in piece.days.items():
            both = pl.concat([self._days[name], days]) if name in self._days else days
            self._days[name] = both.group_by(name).agg(pl.col("rows").sum())

    def parted(self, again: Callable[[], pl.DataFrame]) -> Parted:
        """Return the table in parts; it is read `again` for who asks for the whole of it."""
        if not self._kept.height:
            raise WholeError
        table, kinds = self._plan.table, self._coder.kinds()
        parted = Parted(
            self._kept,
            kinds,
            [one.name for one in table.columns if one.name not in self._names],
            ids=[name for name in self._ids if name in {cell.target for cell in self._plan.cells}],
            told=self._told(kinds.cast(pl.String)),
            added=self._added(),
            again=again,
        )
        if not parted.is_sound(table.key if table.unique else ()):
            raise WholeError
        return parted

    def _added(self) -> list[pl.Expr]:
        names = {column.name for column in self._plan.table.columns} - {*self._names}
        return [one for one in shaping.constants(self._plan) if one.meta.output_name() in names]

    def _told(self, texts: pl.DataFrame) -> Told:
        """Return what all rows tell, off what each kind of them does."""
        last, rows = pl.exclude(KIND, "rows").max(), pl.col("rows").sum()
        kinds = pl.concat(self._kinds).group_by(KIND).agg(last, rows)
        own = texts.select(pl.all().gather(kinds.get_column(KIND)))
        told = kinds.with_columns(*own.get_columns(), *self._added())
        by_currency = told.drop_nulls("currency").group_by("currency").agg(rows)
        return Told(
            newest(self._plan.table, told),
            tuple(self._days.values()),
            Counter(dict(by_currency.iter_rows())),
            self._turned,
        )


def _turned(typed: pl.DataFrame) -> pl.Series:
    """Return the numbers of the rows that end before they start."""
    numbers = typed.get_column(ROW)
    if not {*_SPAN} <= {*typed.columns}:
        return numbers.clear()
    start, end = (typed.get_column(name) for name in _SPAN)
    return numbers.filter(end < start)
