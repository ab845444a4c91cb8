"""Writing `-o FILE`: the old report or the new one, never half."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cro_cli.cli import streams
from cro_cli.errors import OutputError
from cro_cli.messages import output as messages

NEW_FILE = 0o666
NAMED = 40  # characters
STDOUT_NAMES = ("-", "/dev/stdout", "/dev/fd/1")


def is_stdout(target: str) -> bool:
    """Tell whether a target is standard output by another name."""
    return target in STDOUT_NAMES


def refuse_input(target: str, inputs: Iterable[str | Path]) -> None:
    """Raise an OutputError when the target is one of the files that are read."""
    if is_stdout(target):
        return
    for path in inputs:
        try:
            is_same = Path(target).samefile(path)
        except OSError:  # one of them is not there
            continue
        if is_same:
            raise OutputError(messages.IS_INPUT.problem(target))


def write(target: str, text: str) -> None:
    """Write a document to a file, or to what stands in its place."""
    if is_stdout(target):
        streams.write_result(text)
        return
    try:
        _write(Path(target), text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise OutputError(messages.TARGET.problem(target, why=error.strerror)) from error


def _write(target: Path, data: bytes) -> None:
    mode = _mode(target)
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(0, "it is a folder; name a file in it")
    if mode is None or stat.S_ISREG(mode):
        _replace(target.resolve(), data, mode)
    else:
        _pour(target, data)


def _mode(target: Path) -> int | None:
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        return None


def _pour(target: Path, data: bytes) -> None:
    """Write to a device or a pipe, which a file must not take the place of."""
    number = os.open(target, os.O_WRONLY)
    try:
        streams.write_all(number, data)
    except BrokenPipeError as error:  # as with a pipe behind stdout
        raise streams.NoReaderError from error
    finally:
        os.close(number)


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    """Write beside the target, then take its place, with its mode."""
    # Only the beginning of its name, which may be as long as names can be already.
    number, name = tempfile.mkstemp(prefix=f".{target.name[:NAMED]}.", dir=target.parent)
    try:
        try:
            streams.write_all(number, data)
            os.fchmod(number, NEW_FILE & ~_umask() if mode is None else stat.S_IMODE(mode))
            os.fsync(number)
        finally:
            os.close(number)
        Path(name).replace(target)
    except BaseException:  # an interrupt too must leave nothing behind
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the mask of new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
