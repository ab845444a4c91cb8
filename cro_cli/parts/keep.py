"""Where spread rows are kept: a few in memory, many in a temporary file.

The file has no name where the system allows it, so that it is gone however the program ends.
"""

from __future__ import annotations

import io
import os
import tempfile
import weakref
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import IO

import polars as pl

from cro_cli.parts.spread import Spread


class Kept:
    """Spread rows, of which at most so many bytes stay in memory before they are written.

    They are written while more are added.
    """

    def __init__(self, count: int, most: int | None) -> None:
        self.count = count
        self.height = 0
        self._most = most
        self._near: list[Spread] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._far: list[list[tuple[int, int]]] = []
        self._writing: Future[list[tuple[int, int]]] | None = None
        self._unwritten: list[Spread] = []
        self._lock = Lock()

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

    def another(self) -> Kept:
        """Return where other rows are kept in as many parts, and in the same way."""
        return Kept(self.count, self._most)

    @property
    def is_far(self) -> bool:
        """Whether rows may be in a file: then parts are not to be kept in memory either."""
        return self._most is not None

    def part(self, number: int, columns: Collection[str] | None = None) -> pl.DataFrame:
        """Return the rows of one part, in the order in which they were added.

        Of their columns some may be enough, as far as there are such.
        """
        self._settle()
        far = [self._read(*run[number]) for run in self._far]
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

    def _write(self, near: Sequence[Spread]) -> list[tuple[int, int]]:
        """Write rows, and return where those of each part are."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed below
            weakref.finalize(self, self._file.close)
        run, end = [], self._file.seek(0, os.SEEK_END)
        for number in range(self.count):
            data = io.BytesIO()
            pl.concat([rows.part(number) for rows in near], rechunk=True).write_ipc_stream(
                data, compat_level=pl.CompatLevel.oldest()
            )
            run.append((end, data.tell()))
            end += data.tell()
            _write_whole(self._file, data.getbuffer())
        return run

    def _read(self, start: int, length: int) -> pl.DataFrame:
        assert self._file is not None  # noqa: S101 - for the type checker
        with self._lock:
            self._file.seek(start)
            data = self._file.read(length)
        return pl.read_ipc_stream(data)


def _write_whole(file: IO[bytes], data: memoryview) -> None:
    while data:
        data = data[file.write(data) :]
