"""What identifies the bytes of a file, which few runs ask for."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor


def of(data: bytes) -> str:
    """Return the hash of a file that is in memory."""
    return hashlib.sha256(data).hexdigest()


class Digest:
    """The hash of a file whose bytes come in pieces; it is computed beside all else."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._last: Future[None] | None = None

    def see(self, data: bytes) -> None:
        """Take the next piece into account; wait for the one before, so that few are kept."""
        self._wait()
        self._last = self._pool.submit(self._hash.update, data)

    def read(self) -> str:
        """Return the hash of all pieces, of which no more come."""
        self._wait()
        self._pool.shutdown()
        return self._hash.hexdigest()

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()
