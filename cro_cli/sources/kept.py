"""A large file whose rows are kept in parts by customer, where its rows tell all by themselves.

Whatever asks for a look at all rows together (a cell that was not read at once, a row that may be
a total, a key that stands twice) needs the whole table, which then is read again and kept as any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from cro_cli.exact import newest
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.coding import KIND, MOST, Coder, Known, TooManyKindsError, texts_of
from cro_cli.parts.keep import Kept, Run, written
from cro_cli.parts.spread import Spread, spread
from cro_cli.parts.store import Store
from cro_cli.parts.table import Parted, Told
from cro_cli.parts.team import Team
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

    @property
    def told_turned(self) -> tuple[int, int]:
        """How many rows end before they start, and the number of the first of them."""
        count = self.turned.len()
        return count, self.first + self.turned[0] if count else 0


class KeptRun(NamedTuple):
    """Pieces of a file in a row, of which the rows are written; kinds are numbered as `known`.

    `turned` are how many rows end before they start, and the first of them, counted from 1.
    """

    run: Run
    height: int
    kinds: pl.DataFrame
    days: dict[str, pl.DataFrame]
    known: Known
    turned: tuple[int, int]


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

    def __init__(
        self,
        plan: Plan,
        length: int,
        size: Size,
        team: Team | None = None,
        place: int | None = None,
    ) -> None:
        self._plan = plan
        self._ids, self._names = _IDS[plan.table.name], _NAMES.get(plan.table.name, ())
        self._parts = length // size.part + 1
        self._coder = Coder(self._ids, MOST * (place or 0))
        self._known: dict[int, Known] = {}
        self._at_once = place is None
        self._team = team
        is_near = team is None and length < size.near
        self._kept = Kept(
            self._parts, None if is_near else size.most, None if team is None else team.store
        )
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
        table = self._plan.table
        dates = [name for name, kind in rows.schema.items() if kind.is_temporal()]
        told = [name for name in dates if name in {*table.events, *table.closings, "updated_on"}]
        days = (name for name in table.events if name in dates)
        return Seen(
            rows=self._spread(rows) if self._at_once else Spread(rows, [0, rows.height]),
            kinds=rows.group_by(KIND).agg(pl.col(told).max(), pl.len().alias("rows")),
            days={name: rows.get_column(name).value_counts(name="rows") for name in days},
            turned=_turned(part.typed),
        )

    def _spread(self, rows: pl.DataFrame) -> Spread:
        return spread(rows, _CUSTOMER, self._parts)

    def _lacks(self, typed: pl.DataFrame) -> bool:
        """Tell whether a column that every row needs has nothing in one."""
        needed = {one.name for one in self._plan.table.columns if one.required} | {_CUSTOMER}
        return any(typed.get_column(name).null_count() for name in needed & {*typed.columns})

    def add(self, piece: Seen) -> None:
        """Keep the next piece."""
        self._kept.add(piece.rows)
        self._kinds.append(piece.kinds)
        self._add_days(piece.days)
        self._add_turned(*piece.told_turned)

    def _add_turned(self, count: int, first: int) -> None:
        self._turned = self._turned[0] + count, self._turned[1] or first

    def _add_days(self, days: Mapping[str, pl.DataFrame]) -> None:
        for name, own in days.items():
            both = [self._days[name], own] if name in self._days else [own]
            self._days[name] = _counted(both, name)

    def run(self, pieces: list[Seen], store: Store) -> KeptRun:
        """Write pieces to a file, and return what another keeping of the same file keeps of them.

        The list is empty then, so that they are in memory but once.

        Raises:
            OSError: when there is no room for them.
        """
        told = pl.concat(one.kinds for one in pieces)
        days = {name: _counted([one.days[name] for one in pieces], name) for name in pieces[0].days}
        rows = pl.concat([one.rows.frame for one in pieces], rechunk=True)
        turned = [one.told_turned for one in pieces if one.turned.len()]
        pieces.clear()
        return KeptRun(
            run=written([self._spread(rows)], self._parts, store),
            height=rows.height,
            kinds=told,
            days=days,
            known=self._coder.known,
            turned=(sum(count for count, _ in turned), turned[0][1] if turned else 0),
        )

    def add_run(self, kept: KeptRun, number: int) -> None:
        """Keep the next pieces, which another keeping of the same file wrote.

        The first of their rows has a number.
        """
        run = kept.run
        if self._team is not None:
            run = run._replace(store=self._team.own(run.store))
        self._kept.add_run(run, kept.height)
        self._known[kept.known.first] = kept.known
        self._kinds.append(kept.kinds)
        self._add_days(kept.days)
        count, first = kept.turned
        self._add_turned(count, first and number + first - 1)

    def parted(self, again: Callable[[], pl.DataFrame]) -> Parted:
        """Return the table in parts; it is read `again` for who asks for the whole of it."""
        if not self._kept.height:
            raise WholeError
        table = self._plan.table
        texts = texts_of(self._known.values() or [self._coder.known])
        parted = Parted(
            self._kept,
            texts,
            [one.name for one in table.columns if one.name not in self._names],
            ids=[name for name in self._ids if name in {cell.target for cell in self._plan.cells}],
            told=self._told(texts.cast(pl.String)),
            added=self._added(),
            again=again,
            team=self._team,
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


def _counted(days: Sequence[pl.DataFrame], name: str) -> pl.DataFrame:
    return pl.concat(days).group_by(name).agg(pl.col("rows").sum())
