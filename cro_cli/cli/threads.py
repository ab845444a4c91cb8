"""How many threads Polars gets; it reads the environment once, when it is imported."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from pathlib import Path

VARIABLE = "POLARS_MAX_THREADS"
SMALL = 32_000_000  # bytes
_PROCESSOR = 36  # field 39 of proc(5), counted from the one after the name


def settle(paths: Sequence[str], environ: MutableMapping[str, str]) -> None:
    """Give Polars one thread for small inputs, on the processor that runs this one.

    Below some size handing work to threads takes longer than doing it. Who sets the variable, or
    gives a pipe whose size nobody knows, is left alone.
    """
    if VARIABLE in environ:
        return
    found = size(paths)
    if found is not None and found <= SMALL:
        environ[VARIABLE] = "1"
        if "polars" not in sys.modules:  # else its threads are there, and this is no run of `cro`
            _stay()


def _stay() -> None:
    """Keep this process and its threads on one processor, where the system lets it.

    Each of some 800 queries is handed to Polars' thread and waited for. To wake another processor
    for that takes longer than most of the queries: an eighth of the time of a small report.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError, IndexError):
            after_name = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2]
            os.sched_setaffinity(0, {int(after_name.split()[_PROCESSOR])})


def size(paths: Sequence[str]) -> int | None:
    """Return the bytes of files and of the files of folders, None when nobody knows."""
    try:
        sizes = list(_sizes(paths))
    except OSError:  # said by whoever reads the file
        return None
    return None if None in sizes else sum(size or 0 for size in sizes)


def _sizes(paths: Sequence[str]) -> Iterator[int | None]:
    """Yield the size of each file, of a folder's files too; None where it is not known."""
    for path in map(Path, paths):
        if path.is_dir():
            with os.scandir(path) as entries:
                yield from (entry.stat().st_size for entry in entries if entry.is_file())
        else:
            yield path.stat().st_size if path.is_file() else None
