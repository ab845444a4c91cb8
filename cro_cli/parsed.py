"""What was read of the data files that ship with us, kept beside their bytecode.

To parse their YAML anew would take a twentieth of a small report. What is kept holds as long as no
file in their folder changes, code among them; where nothing can be written, all is read anew.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

_Stamp = list[tuple[str, int, int, int]]


class Parsed:
    """Values by name that were made of the files in a folder: texts, numbers, and what holds them.

    Lists, tuples, mappings and sets are meant; a named tuple is none of these.
    """

    def __init__(self, folder: Path) -> None:
        self._stamp = _stamp(folder)
        self._place = _place(folder)
        self._values: dict[str, Any] = _read(self._place, self._stamp)

    def find(self, name: str) -> Any:  # noqa: ANN401 - whatever was kept
        """Return what is kept under a name, None when nothing is."""
        return self._values.get(name)

    def keep(self, values: Mapping[str, Any]) -> None:
        """Keep some more values, for this run and later ones."""
        self._values |= values
        if self._place is not None and not sys.dont_write_bytecode:
            with suppress(OSError):
                _write(self._place, marshal.dumps((self._stamp, self._values)))


def _stamp(folder: Path) -> _Stamp:
    """Return what changes with the files of a folder.

    Bytecode goes by size and time alone. Here what an older version kept may still be there when
    a newer one is installed, whose files may be dated alike; but not when they came to be there.
    """
    with os.scandir(folder) as entries:
        states = ((entry.name, entry.stat()) for entry in entries if entry.is_file())
        return sorted(
            (name, state.st_size, state.st_mtime_ns, state.st_ctime_ns) for name, state in states
        )


def _place(folder: Path) -> Path | None:
    """Return where values are kept, None where Python keeps no bytecode."""
    with suppress(NotImplementedError):
        return Path(cache_from_source(str(folder / "parsed.py"))).with_suffix(".marshal")
    return None


def _read(place: Path | None, stamp: _Stamp) -> dict[str, Any]:
    """Return what is kept, nothing when there is none, or none that holds."""
    if place is not None:
        with suppress(OSError, ValueError, EOFError, TypeError):
            made_of, values = marshal.loads(place.read_bytes())  # noqa: S302 - as with bytecode
            if made_of == stamp:
                return dict(values)
    return {}


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(exist_ok=True, parents=True)
    own = place.with_suffix(f".{os.getpid()}")  # others may write at the same time
    try:
        own.write_bytes(data)
        own.replace(place)
    finally:
        own.unlink(missing_ok=True)
