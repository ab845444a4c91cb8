"""Where spread rows are kept: a few in memory, many in a file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import polars as pl

from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.spread import Spread
from cro_cli.parts.store import Place, Store


class Run(NamedTuple):
    """Spread rows in a file: where those of each part are."""

    store: Store
    places: list[Place]

    def part(self, number: int) -> pl.DataFrame:
        """Return the rows of one part."""
        return self.store.read(self.places[number])


class Kept:
    """Spread rows, of which at most so many bytes stay in memory before they are written.

    They are written while more are added, to a store or one of their own.
    """

    def __init__(self, count: int, most: int | None, store: Store | None = None) -> None:
        self.count = count
        self.height = 0
        self._most = most
        self._store = store
        self._near: list[Spread] = []
        self._size = 0
        self._far: list[Run] = []
        self._writing: Future[Run] | None = None
        self._unwritten: list[Spread] = []
        self._lock = Lock()

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs to ask for parts: all rows have to be in the store."""
        return {"count": self.count, "height": self.height, "_far": self._far}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Be what the rows of another process are asked of."""
        self.__init__(0, 0)  # type: ignore[misc] # all else is as for no rows
        self.__dict__.update(state)

    def add(self, rows: Spread) -> None:
        """Keep more rows."""
        self._near.append(rows)
        self.height += rows.frame.height
        self._size += int(rows.frame.estimated_size())
        if self._most is not None and self._size > self._most:
            self._settle()
            near, self._near, self._size = self._near, [], 0
            pool = ThreadPoolExecutor(max_workers=1)
            self._unwritten, self._writing = near, pool.submit(self._write, near)
            pool.shutdown(wait=False)

    def add_run(self, run: Run, height: int) -> None:
        """Keep more rows that are in a file."""
        self._far.append(run)
        self.height += height

    def another(self) -> Kept:
        """Return where other rows are kept in as many parts, and in the same way."""
        return Kept(self.count, self._most, self._store)

    def share(self) -> None:
        """Write the rows that are in memory, so that others may read them.

        Raises:
            OSError: when there is no room for them.
        """
        self._settle()
        if self._near:
            self._far.append(self._write(self._near))
            self._near, self._size = [], 0

    @property
    def is_far(self) -> bool:
        """Whether rows may be in a file: then parts are not to be kept in memory either."""
        return self._most is not None

    def part(self, number: int, columns: Collection[str] | None = None) -> pl.DataFrame:
        """Return the rows of one part, in the order in which they were added.

        Of their columns some may be enough, as far as there are such.
        """
        self._settle()
        far = [run.part(number) for run in self._far]
        rows = [*far, *(own.part(number) for own in self._near)]
        if columns is not None:
            rows = [one.select(name for name in one.columns if name in columns) for one in rows]
        return pl.concat(rows, rechunk=True)

    def forget(self, columns: Collection[str]) -> None:
        """Keep some columns no more of the rows that are in memory."""
        self._near = [one._replace(frame=one.frame.drop(columns)) for one in self._near]

    def _settle(self) -> None:
        """Wait for what is being written; without a place for it all of it stays in memory."""
        with self._lock:  # parts are asked for by several threads
            if self._writing is not None:
                try:
                    self._far.append(self._writing.result())
                except OSError:
                    self._near[:0] = self._unwritten
                self._writing, self._unwritten = None, []

    def _write(self, near: Sequence[Spread]) -> Run:
        if self._store is None:
            self._store = Store()
        return written(near, self.count, self._store)


def written(spread: Sequence[Spread], count: int, store: Store) -> Run:
    """Write spread rows, those of each part together.

    Raises:
        OSError: when there is no room for them.
    """
    parts = (
        pl.concat([rows.part(number) for rows in spread], rechunk=True) for number in range(count)
    )
    return Run(store, store.add(parts))
