"""A canonical table in parts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

import polars as pl

from cro_cli import in_order
from cro_cli.crew import GoneError
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.coding import KIND, PROOF, Coder
from cro_cli.parts.dense import (
    Laid,
    NotToldError,
    Order,
    columns_of,
    laid,
    numbers_of,
    ordered,
)
from cro_cli.parts.keep import Kept
from cro_cli.parts.spread import spread
from cro_cli.parts.team import Team

_NEAR_THREADS, _FAR_THREADS = 3, 2  # two have work while a third is between two queries
_SLICE = 2**17  # rows of another table that are spread at once
Result = TypeVar("Result")


class Told(NamedTuple):
    """What all rows of a table tell together, of which parts tell only a part.

    `newest` is the day of the newest event, `days` counts the rows of each day, column by
    column of events, `currencies` those of each currency. `turned` are how many rows end before
    they start, and the first of them.
    """

    newest: dt.date | None
    days: Sequence[pl.DataFrame]
    currencies: Counter[str]
    turned: tuple[int, int] = (0, 0)


class Beside(NamedTuple):
    """The rows of another table by the parts of one, put beside its column `own` by their `key`."""

    kept: Kept
    kinds: pl.DataFrame
    own: str
    key: str
    columns: Sequence[str]

    def of(self, number: int, own_part: Laid) -> pl.DataFrame:
        """Return the rows that have ids of a part, with their numbers there.

        Raises:
            NotToldError: when two ids may have one number.
        """
        part, known = self.kept.part(number), own_part.ids[self.own]
        hashes, proofs = part.get_column(self.key), part.get_column(f"{self.key}{PROOF}")
        numbers = numbers_of(hashes, proofs, known)
        there = part.with_columns(numbers.alias(self.key)).drop_nulls(self.key)
        texts = self.kinds.select(pl.all().gather(there.get_column(KIND)))
        return there.with_columns(texts.get_columns()).select(self.columns)


class Parted:
    """A table whose rows are kept in parts by customer, coded (see `coding`).

    `texts` are those of each kind of row, `ids` the columns that hold numbers in their place,
    each told apart within those before it, `columns` are those of the table, in order, `added`
    those that are the same in all rows; `again` returns all of it, text and all.
    """

    def __init__(  # noqa: PLR0913 - what a table is made of
        self,
        kept: Kept,
        texts: pl.DataFrame,
        columns: Sequence[str],
        *,
        ids: Sequence[str],
        told: Told,
        added: Sequence[pl.Expr],
        again: Callable[[], pl.DataFrame],
        team: Team | None = None,
    ) -> None:
        self.told = told
        self._team = team
        self.columns = tuple(columns)
        self.height, self.count = kept.height, kept.count
        self._kept = kept
        self._kinds = texts
        self._ids = tuple(ids)
        self._added = added
        self._again = again
        self._orders: list[Order] = []
        self._whole: pl.DataFrame | None = None

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs to ask for parts, but not for the whole table."""
        return {**self.__dict__, "_team": None, "_again": None, "_whole": None}

    def part(self, number: int) -> Laid:
        """Return the rows of one part; ids are numbers in it, other texts are of an Enum.

        Raises:
            NotToldError: when two ids may have one number.
        """
        part = self._lay(number)
        return part._replace(rows=self._expanded(part.rows, self.columns))

    def whole(self) -> pl.DataFrame:
        """Return all rows as they are in the file."""
        if self._whole is None:
            self._whole = self._again()
        return self._whole

    def beside(self, rows: pl.DataFrame, own: str, key: str) -> Beside:
        """Return the rows of another table, of which there is at least one, by parts of this one.

        Raises:
            TooManyKindsError: when its other texts have too many values.
        """
        coder, kept = Coder([key]), self._kept.another()
        for some in rows.iter_slices(_SLICE):
            kept.add(spread(coder.coded(some), key, self.count))
        if self._team is not None:
            try:
                kept.share()
            except OSError:
                self._team = None  # nobody else can read them
        return Beside(kept, coder.kinds(), own, key, rows.columns)

    def each(self, work: Callable[[int], Result]) -> Iterator[Result]:
        """Yield what work makes of the numbers of parts; a few are worked on at a time.

        Where there are several processes each has a copy of the work, and of what it holds.
        """
        done = 0
        if self._team is not None:
            try:
                for found in self._team.each(range(self.count), lambda *_: work):
                    done += 1
                    yield found
            except GoneError:
                self._team = None
        threads = _FAR_THREADS if self._kept.is_far else _NEAR_THREADS
        yield from in_order.each(range(done, self.count), work, threads)

    def is_sound(self, key: Sequence[str]) -> bool:
        """Tell whether rows of a key stand once, and each first id of keys in one part.

        Where there is none, whether each number is of one id is seen when parts are asked for.
        """
        if not key:
            return True
        try:
            found = list(self.each(partial(self._checked, key=key)))
        except NotToldError:
            return False
        if not self._kept.is_far:
            self._orders = [order for *_, order in found if order is not None]
            self._kept.forget(columns_of(self._ids))
        firsts = pl.concat(hashes for hashes, *_ in found)
        return all(sound for _, sound, _ in found) and firsts.n_unique() == firsts.len()

    def _checked(self, number: int, key: Sequence[str]) -> tuple[pl.Series, bool, Order | None]:
        """Return the first ids of keys in a part, and whether all stand once, and the order."""
        rows = self._kept.part(number, {*columns_of(self._ids), KIND, *key})
        order = ordered(rows, self._ids)
        part = order.of(rows)
        keys = self._expanded(part.rows, key)
        kept = None if self._kept.is_far else order
        return part.ids[key[0]].hashes, keys.hash_rows().n_unique() == keys.height, kept

    def _lay(self, number: int) -> Laid:
        rows = self._kept.part(number)
        return self._orders[number].of(rows) if self._orders else laid(rows, self._ids)

    def _expanded(self, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        wanted = [name for name in self._kinds.columns if name in columns]
        texts = self._kinds.select(pl.col(wanted).gather(rows.get_column(KIND)))
        return rows.with_columns(*texts.get_columns(), *self._added).select(columns)
