"""Which files are read, and their bytes: nothing is globbed, fetched or left unbounded."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cro_cli.errors import InputError

_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
_TABLE_ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".numbers", ".zip", ".gz"})
_LARGEST = 2**30
_PIECE = 2**20
STDIN = "-"


class Source(NamedTuple):
    """One file to read; `named` when the user gave it, not a folder it lies in."""

    path: str
    named: bool


class Content(NamedTuple):
    """The bytes of a file and what identifies them."""

    data: bytes
    sha256: str


class Refused(NamedTuple):
    """A path that is not there, is an address, or holds no export, and what to say of it."""

    path: str
    problems: tuple[str, ...]


def find(paths: Sequence[str]) -> tuple[list[Source], list[str], list[Refused]]:
    """Return the files to read, each once, other tables in folders, and paths that are refused."""
    sources: dict[str, Source] = {}
    strangers: list[str] = []
    refused: list[Refused] = []
    for path in paths:
        try:
            found, other = _look(path)
        except InputError as error:
            refused.append(Refused(path, error.problems))
            continue
        strangers += other
        for source in found:
            sources.setdefault(_identity(source.path), source)
    return list(sources.values()), strangers, refused


def read(path: str) -> Content:
    """Read a file whole.

    Raises:
        InputError: when it cannot be read or is too large.
    """
    try:
        data = _bytes(path)
    except OSError as error:
        raise InputError([f"{path}: cannot be read: {error.strerror or error}"]) from error
    if len(data) > _LARGEST:
        raise InputError([f"{path}: is larger than 1 GiB; split it or export less"])
    return Content(data=data, sha256=hashlib.sha256(data).hexdigest())


def _look(path: str) -> tuple[list[Source], list[str]]:
    if path == STDIN:
        return [Source(path=path, named=True)], []
    if not path:
        raise InputError(["a path is empty; name a file or a folder"])
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", path):
        raise InputError([f"{path}: is an address, not a file; download it first"])
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError([f"{path}: {_why(error)}"]) from error
    if stat.S_ISDIR(mode):
        return _look_through(path)
    return [Source(path=path, named=True)], []


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _look_through(folder: str) -> tuple[list[Source], list[str]]:
    try:
        entries = sorted(Path(folder).iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError([f"{folder}: {_why(error)}"]) from error
    shown = [entry for entry in entries if not entry.name.startswith(".")]
    tables = [
        entry for entry in shown if entry.suffix.lower() in _TEXT_ENDINGS and _is_plain(entry)
    ]
    strangers = [str(entry) for entry in shown if entry.suffix.lower() in _TABLE_ENDINGS]
    if not tables:
        raise InputError([f"{folder}: holds no .csv, .tsv or .txt file"])
    return [Source(path=str(entry), named=False) for entry in tables], strangers


def _is_plain(entry: Path) -> bool:
    """Tell whether an entry is a file: to open a pipe that nobody writes to would take for ever."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True  # why it cannot be read is said when it is read


def _identity(path: str) -> str:
    try:
        return path if path == STDIN else str(Path(path).resolve())
    except OSError:  # the current folder is gone
        return path


def _bytes(path: str) -> bytes:
    if path == STDIN:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(_LARGEST + 1)
    with Path(path).open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
            return file.readall()
        return b"".join(_pieces(file))


def _pieces(file: io.FileIO) -> Iterator[bytes]:
    """Yield what a pipe holds, up to the bound and a little more."""
    left = _LARGEST + 1
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
