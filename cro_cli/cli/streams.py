"""The two streams: the result goes to stdout, everything else to stderr, and only from here.

`print` would not do: with PYTHONUNBUFFERED=1 it drops the rest of a short write and still exits 0.
"""

from __future__ import annotations

import errno
import os
import select
import sys

from cro_cli.errors import OutputError
from cro_cli.messages import output as messages

STDIN, STDOUT, STDERR = 0, 1, 2


class NoReaderError(Exception):
    """The reader of the pipe is gone: nobody is left to tell anything."""


def hold() -> None:
    """Keep the numbers of closed streams taken.

    A file opened later would get the number of a closed stdout, and the report would go there.
    """
    for number, mode in ((STDIN, os.O_RDONLY), (STDOUT, os.O_RDONLY), (STDERR, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # the lowest number that is free, so this one


def encoding() -> str:
    """Return the encoding of stdout."""
    return _narrow(getattr(sys.__stdout__, "encoding", None) or "utf-8")


def _narrow(name: str) -> str:
    """Return an encoding, or UTF-8 for one in which the bytes of plain text are others."""
    return name if "a\n".encode(name) == b"a\n" else "utf-8"


def write_result(text: str) -> None:
    """Write the result; NoReaderError when nobody reads it, OutputError when it does not fit."""
    if not text:
        return
    try:
        write_all(STDOUT, text.encode(encoding(), "backslashreplace"))
        os.close(os.dup(STDOUT))  # a full disk behind a network may be noticed at the close only
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise NoReaderError from error
        raise OutputError(messages.STDOUT.problem(why=error.strerror)) from error


def write_message(text: str) -> None:
    """Write to stderr; when that fails nobody can be told."""
    shown = _narrow(getattr(sys.__stderr__, "encoding", None) or "utf-8")
    try:
        write_all(STDERR, text.encode(shown, "backslashreplace"))
    except OSError:
        return


def write_all(number: int, data: bytes) -> None:
    """Write all bytes to an open file, however few it takes at a time."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(number, rest) :]
        except BlockingIOError:  # a pipe that somebody else made non-blocking
            select.select([], [number], [])
