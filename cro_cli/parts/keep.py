"""Where spread rows are kept: a few in memory, many in a temporary file.

The file has no name where the system allows it, so that it is gone however the program ends.
"""

from __future__ import annotations

import io
import os
import tempfile
import weakref
from contextlib import suppress
from threading import Lock
from typing import IO

import polars as pl

from cro_cli.parts.spread import Spread


class Kept:
    """Spread rows, of which at most so many bytes stay in memory before they are written."""

    def __init__(self, count: int, most: int | None) -> None:
        self.count = count
        self.height = 0
        self._most = most
        self._near: list[Spread] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._far: list[list[tuple[int, int]]] = []
        self._lock = Lock()

    def add(self, rows: Spread) -> None:
        """Keep more rows."""
        self._near.append(rows)
        self.height += rows.frame.height
        self._size += int(rows.frame.estimated_size())
        if self._most is not None and self._size > self._most:
            # Without a place for it all of it stays in memory.
            with suppress(OSError):
                self._write()

    @property
    def is_far(self) -> bool:
        """Whether rows may be in a file: then parts are not to be kept in memory either."""
        return self._most is not None

    def part(self, number: int) -> pl.DataFrame:
        """Return the rows of one part, in the order in which they were added."""
        far = [self._read(*run[number]) for run in self._far]
        near = [rows.part(number) for rows in self._near]
        return pl.concat([*far, *near], rechunk=True)

    def forget(self) -> None:
        """Keep no rows any more."""
        self._near = []

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed below
            weakref.finalize(self, self._file.close)
        run, end = [], self._file.seek(0, os.SEEK_END)
        for number in range(self.count):
            data = io.BytesIO()
            pl.concat([rows.part(number) for rows in self._near], rechunk=True).write_ipc_stream(
                data, compat_level=pl.CompatLevel.oldest()
            )
            run.append((end, data.tell()))
            end += data.tell()
            _write_whole(self._file, data.getbuffer())
        self._far.append(run)
        self._near, self._size = [], 0

    def _read(self, start: int, length: int) -> pl.DataFrame:
        assert self._file is not None  # noqa: S101 - for the type checker
        with self._lock:
            self._file.seek(start)
            data = self._file.read(length)
        return pl.read_ipc_stream(data)


def _write_whole(file: IO[bytes], data: memoryview) -> None:
    while data:
        data = data[file.write(data) :]
