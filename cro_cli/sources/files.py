"""Which files are read, and their bytes: nothing is globbed, fetched or left unbounded."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from cro_cli.errors import InputError
from cro_cli.messages import Problem
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import days

_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
_TABLE_ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".numbers", ".zip", ".gz"})
LARGEST = 2**30
_PIECE = 2**20
STDIN = "-"
_STDOUT = 1
_NO_EXPORT = "put exports there as CSV"


class Source(NamedTuple):
    """One file to read; `named` when the user gave it, not a folder it lies in."""

    path: str
    named: bool


class Size(NamedTuple):
    """From how many bytes on a file is read in pieces, and of how many bytes.

    Its rows are kept in parts of about so many bytes of it. Those of a file of fewer bytes than
    `near` stay in memory, of any other but `most` bytes of them. From `many` bytes on several
    processes read it.
    """

    large: int = 2**26
    piece: int = 2**23
    part: int = 2**25
    near: int = 2**29
    most: int = 2**25
    many: int = 2**28

    def own(self, length: int) -> Size:
        """Return the size for a file: what stays in memory is read in larger pieces.

        Its parts are smaller, as they are not to be put together from a file.
        """
        if length >= self.near:
            return self
        return self._replace(piece=2 * self.piece, part=self.part // 2)


class Stranger(NamedTuple):
    """What lies in a folder and is not read, though it may hold exports."""

    path: str
    is_folder: bool = False
    is_plain: bool = True


class Stamp(NamedTuple):
    """By what a file is known to be the one it was: which it is, its bytes, and when it changed."""

    path: str
    inode: int
    length: int
    changed: int

    def hold(self, descriptor: int) -> None:
        """Raise InputError when the open file is no longer the one it was."""
        if stamp(self.path, descriptor) != self:
            raise InputError([messages.CHANGED.problem(self.path)])


class Refused(NamedTuple):
    """A path that is not there, is an address, or holds no export, and what to say of it."""

    path: str
    problems: tuple[Problem, ...]


def find(paths: Sequence[str]) -> tuple[list[Source], list[Stranger], list[Refused]]:
    """Return the files to read, each once, other tables in folders, and paths that are refused."""
    sources: dict[str, Source] = {}
    strangers: list[Stranger] = []
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


def length(path: str) -> int:
    """Return how many bytes a file has; 0 of what is no file, or cannot be found."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def stamp(path: str, descriptor: int) -> Stamp:
    """Return what changes with a file that is open.

    What was read of one whose stamp is another afterwards may be half old and half new.
    """
    status = os.fstat(descriptor)
    return Stamp(path, status.st_ino, status.st_size, status.st_mtime_ns)


def read(path: str) -> bytes:
    """Return what is in a file.

    Raises:
        InputError: when it cannot be read or is too large.
    """
    try:
        data = _bytes(path)
    except OSError as error:
        raise InputError([messages.UNREADABLE.problem(path, why=_said(error))]) from error
    if len(data) > LARGEST:
        raise InputError([messages.TOO_LARGE.problem(path)])
    return data


def _look(path: str) -> tuple[list[Source], list[Stranger]]:
    if path == STDIN:
        return [Source(path=path, named=True)], []
    if not path:
        raise InputError([messages.EMPTY_PATH.problem()])
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", path):
        raise InputError([messages.ADDRESS.problem(path)])
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError([_why_not(path, error)]) from error
    if stat.S_ISDIR(mode):
        return _look_through(path)
    return [Source(path=path, named=True)], []


def _why_not(path: str, error: OSError | ValueError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return messages.NOT_THERE.problem(path)
    return messages.UNREADABLE.problem(path, why=_said(error))


def _said(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _look_through(folder: str, *, depth: int = 1) -> tuple[list[Source], list[Stranger]]:
    try:
        entries = sorted(Path(folder).iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError([_why_not(folder, error)]) from error
    shown = [entry for entry in entries if not entry.name.startswith(".")]
    tables = [
        entry
        for entry in shown
        if entry.suffix.lower() in _TEXT_ENDINGS and _is_plain(entry) and not _is_ours(entry)
    ]
    strangers = [Stranger(str(entry)) for entry in shown if entry.suffix.lower() in _TABLE_ENDINGS]
    found = [Source(path=str(entry), named=False) for entry in tables]
    strangers += [
        Stranger(str(entry), is_plain=False)
        for entry in shown
        if entry.suffix.lower() in _TEXT_ENDINGS and not (_is_plain(entry) or _is_folder(entry))
    ]
    for entry in filter(_is_folder, shown):
        # Folders of days hold the exports of that day, and no further folders that count.
        if depth and days.of_folder(entry.name) is not None:
            more, others = _look_through(str(entry), depth=depth - 1)
            found += more
            strangers += others
        elif _has_tables(entry):
            strangers.append(Stranger(str(entry), is_folder=True))
    if not found:
        below = [repr(one.path) for one in strangers if one.is_folder]
        advice = f"name {' or '.join(below)} to read what is in it" if below else _NO_EXPORT
        raise InputError([messages.EMPTY_FOLDER.problem(folder, advice=advice)])
    return found, strangers


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _has_tables(folder: Path) -> bool:
    """Tell whether a folder holds anything that looks like an export."""
    try:
        return any(
            one.suffix.lower() in _TEXT_ENDINGS and not one.name.startswith(".")
            for one in folder.iterdir()
        )
    except OSError:
        return False


def _is_plain(entry: Path) -> bool:
    """Tell whether an entry is a file: to open a pipe that nobody writes to would take for ever."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True  # why it cannot be read is said when it is read


def _is_ours(entry: Path) -> bool:
    """Tell whether an empty file is the one that a shell has just made for what will be printed."""
    try:
        status = entry.stat()
        return not status.st_size and os.path.samestat(status, os.fstat(_STDOUT))
    except OSError:
        return False


def _identity(path: str) -> str:
    try:
        return path if path == STDIN else str(Path(path).resolve())
    except (OSError, RuntimeError):  # the current folder is gone, links lead in a circle
        return path


def _bytes(path: str) -> bytes:
    if path == STDIN:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(path).open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode):
            if status.st_size > LARGEST:  # not even looked into
                raise InputError([messages.TOO_LARGE.problem(path)])
            before = stamp(path, file.fileno())
            data = file.readall()
            before.hold(file.fileno())
            return data
        return b"".join(_pieces(file))


def _pieces(file: io.FileIO) -> Iterator[bytes]:
    """Yield what a pipe holds, up to the bound and a little more."""
    left = LARGEST + 1
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
