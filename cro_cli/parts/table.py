"""A canonical table in parts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import polars as pl

from cro_cli.parts.coding import KIND, PROOF, Coder, TooManyKindsError
from cro_cli.parts.keep import Kept
from cro_cli.parts.spread import spread

THREADS = 2
Result = TypeVar("Result")


class Told(NamedTuple):
    """What all rows of a table tell together, of which parts tell only a part.

    `newest` is the day of the newest event, `days` counts the rows of each day, column by
    column of events, `currencies` those of each currency.
    """

    newest: dt.date | None
    days: Sequence[pl.DataFrame]
    currencies: Counter[str]


class Parted:
    """A table whose rows are kept in parts by customer, coded (see `coding`).

    `kinds` are the texts of each kind of row, `columns` are those of the table, in order, `added`
    those that are the same in all rows; `again` returns all of it, text and all.
    """

    def __init__(  # noqa: PLR0913 - what a table is made of
        self,
        kept: Kept,
        kinds: pl.DataFrame,
        columns: Sequence[str],
        *,
        told: Told,
        added: Sequence[pl.Expr] = (),
        again: Callable[[], pl.DataFrame],
    ) -> None:
        self._kept = kept
        self.told = told
        self._kinds = kinds
        self._added = added
        self.columns = tuple(columns)
        self._again = again
        self._whole: pl.DataFrame | None = None

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._kept.height

    @property
    def count(self) -> int:
        """How many parts there are."""
        return self._kept.count

    def part(self, number: int) -> pl.DataFrame:
        """Return the rows of one part; ids are numbers in it, other texts are of an Enum."""
        return self._expanded(self._kept.part(number), self.columns)

    def whole(self) -> pl.DataFrame:
        """Return all rows as they are in the file."""
        if self._whole is None:
            self._whole = self._again()
        return self._whole

    def is_sound(self, ids: Sequence[str], key: Sequence[str]) -> bool:
        """Tell whether each number is of one id, and keys stand once, each first id in one part."""
        found = list(each(self.count, lambda number: self._checked(number, ids, key)))
        firsts = pl.concat(numbers for numbers, _ in found)
        return all(sound for _, sound in found) and (not key or firsts.n_unique() == firsts.len())

    def proofs(self, number: int, key: str) -> pl.DataFrame:
        """Return each number of an id in a part, as `id`, with each of its proofs."""
        rows = self._kept.part(number, (key, f"{key}{PROOF}"))
        return rows.select(pl.col(key).alias("id"), pl.col(f"{key}{PROOF}").alias("proof")).unique()

    def _checked(
        self, number: int, ids: Sequence[str], key: Sequence[str]
    ) -> tuple[pl.Series, bool]:
        """Return the numbers of the first id in a part, and whether all is well in it."""
        rows = self._kept.part(number)
        is_sound = True
        for name in ids:
            pairs = rows.select(name, f"{name}{PROOF}").hash_rows()
            is_sound = is_sound and pairs.n_unique() == rows.get_column(name).n_unique()
        if key:
            is_sound = is_sound and self._expanded(rows, key).hash_rows().n_unique() == rows.height
        return rows.get_column(ids[0]).unique(), is_sound

    def _expanded(self, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        wanted = [name for name in self._kinds.columns if name in columns]
        texts = self._kinds.select(pl.col(wanted).gather(rows.get_column(KIND)))
        return rows.with_columns(*texts.get_columns(), *self._added).select(columns)


def beside(other: Parted, rows: pl.DataFrame, key: str) -> Parted | None:
    """Return rows in parts as another table is, by an id; None where they have too many kinds."""
    coder, kept = Coder([key]), Kept(other.count, None)
    try:
        kept.add(spread(coder.coded(rows), key, other.count))
    except TooManyKindsError:
        return None
    return Parted(
        kept, coder.kinds(), rows.columns, told=Told(None, (), Counter()), again=rows.clone
    )


def are_alike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Tell whether no two ids have one number, by the `proofs` of a part of two tables."""
    both = pl.concat([one, other]).unique()
    return both.get_column("id").n_unique() == both.height


def each(count: int, work: Callable[[int], Result]) -> Iterator[Result]:
    """Yield what work makes of the numbers of parts; a few are worked on at a time."""
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        yield from pool.map(work, range(count))
