"""A temporary file of rows, which processes that have it open share.

It has no name where the system allows it, so that it is gone however the program ends.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import weakref
from collections.abc import Iterable
from threading import Lock

import polars as pl

Place = tuple[int, int]  # where bytes begin, and how many there are


class Store:
    """Rows in a file; one process alone writes to it, and knows where the next ones go."""

    def __init__(self, descriptor: int | None = None) -> None:
        if descriptor is None:
            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed below
            weakref.finalize(self, file.close)
            descriptor = file.fileno()
        self.descriptor = descriptor
        self._end = 0
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Store], tuple[int]]:
        """Return how another process, which has the file open, gets it."""
        return Store, (self.descriptor,)

    def add(self, frames: Iterable[pl.DataFrame]) -> list[Place]:
        """Write rows, and return where they are.

        Raises:
            OSError: when there is no room for them.
        """
        with self._lock:
            places = []
            for frame in frames:
                data = io.BytesIO()
                frame.write_ipc_stream(data, compat_level=pl.CompatLevel.oldest())
                places.append((self._end, data.tell()))
                self._write(data.getbuffer())
            return places

    def read(self, place: Place) -> pl.DataFrame:
        """Return the rows at a place."""
        start, length = place
        if sys.platform != "win32":  # processes that share a file share where it is read, too
            return pl.read_ipc_stream(os.pread(self.descriptor, length, start))
        with self._lock:
            os.lseek(self.descriptor, start, os.SEEK_SET)
            return pl.read_ipc_stream(os.read(self.descriptor, length))

    def _write(self, data: memoryview) -> None:
        while data:
            if sys.platform != "win32":
                written = os.pwrite(self.descriptor, data, self._end)
            else:
                os.lseek(self.descriptor, self._end, os.SEEK_SET)
                written = os.write(self.descriptor, data)
            self._end += written
            data = data[written:]
