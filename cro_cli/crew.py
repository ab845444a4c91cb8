"""Other processes of this program, which take their share of what is much.

Threads of one process wait for each other, in Python and for its memory; processes do not. What
they are told and what they tell is copied, so rows go from one to another by a file.
"""

from __future__ import annotations

import copyreg
import io
import os
import pickle
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import SimpleQueue
from threading import Lock
from types import MappingProxyType
from typing import IO, Any, TextIO, TypeVar

import polars as pl

from cro_cli import in_order

COUNT = 2  # with more of them more memory is taken than many a table needs
# What was freed is kept for the next piece, but no more than one takes: pages that the system gives
# anew take longer than to read a file into them.
_KEPT = f"glibc.malloc.mmap_threshold={2**25}:glibc.malloc.trim_threshold={2**24}"
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from cro_cli.crew import serve; serve()"

Item = TypeVar("Item")
Result = TypeVar("Result")


class GoneError(Exception):
    """A process is no longer there, or did not understand what it was told."""


class Crew:
    """Some processes, each of which does one thing at a time; they end with who has them.

    They can read and write the open files whose descriptors they are given, under these numbers.
    """

    def __init__(self, files: Sequence[int]) -> None:
        self._hands = [_Hand(files) for _ in range(COUNT)]

    def each(
        self, items: Iterable[Item], works: Sequence[Callable[[Item], Result]]
    ) -> Iterator[Result]:
        """Yield what is made of items, in their order; each process does it by a work of its own.

        What works raise is raised here.

        Raises:
            GoneError: when a process does not answer.
        """
        free: SimpleQueue[tuple[_Hand, Callable[[Item], Result]]] = SimpleQueue()
        for one in zip(self._hands, works, strict=True):
            free.put(one)
        turn = object()

        def done(item: Item) -> Result:
            hand, work = free.get()
            try:
                found: Result = hand.does(turn, work, item)
            finally:
                free.put((hand, work))
            return found

        yield from in_order.each(items, done, COUNT)


def of(files: Sequence[int]) -> Crew | None:
    """Return a crew that shares some open files; None where there can be none, or is no need."""
    is_able = os.name == "posix" and sys.executable and not getattr(sys, "frozen", False)
    if not is_able or pl.thread_pool_size() < COUNT:
        return None
    try:
        return Crew(files)
    except OSError:
        return None


class _Hand:
    """One process."""

    def __init__(self, files: Sequence[int]) -> None:
        threads = max(pl.thread_pool_size() // COUNT, 1)
        settings = {
            "POLARS_MAX_THREADS": str(threads),
            # No thread has more than one stock of memory. In this process Polars has put settings
            # of its own in the environment, and adds them to this one there.
            "_RJEM_MALLOC_CONF": f"narenas:{threads}",
        }
        self._process = subprocess.Popen(  # noqa: S603 - it is this program
            [sys.executable, "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=files,
            env={"GLIBC_TUNABLES": _KEPT, **os.environ, **settings},
            start_new_session=True,  # what interrupts this process is none of its business
        )
        self._turn: object = None  # not its work, which may hold who has this
        self._lock = Lock()
        weakref.finalize(self, _end, self._process)

    def does(self, turn: object, work: Callable[..., object], item: object) -> Any:  # noqa: ANN401
        """Return what the work of a turn makes of an item, or raise what it does."""
        with self._lock:
            if turn is not self._turn:  # a work is told once, unless another comes between
                self._tell((True, work))
                self._turn = turn
            self._tell((False, item))
            is_done, found = self._answer()
        if is_done:
            return found
        try:
            raise found
        finally:
            del found  # else its trace keeps it, and so this process, for good

    def _answer(self) -> tuple[bool, Any]:
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        try:
            is_done, found = pickle.load(self._process.stdout)  # noqa: S301 - of this program
        except Exception as error:  # what is no answer may look like anything
            raise GoneError from error  # it ended, or what it answers cannot be copied
        return is_done, found

    def _tell(self, message: tuple[bool, object]) -> None:
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        try:
            _send(message, self._process.stdin)
        except (OSError, pickle.PicklingError, AttributeError, TypeError) as error:
            raise GoneError from error  # it ended, or what it is told cannot be copied


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def serve() -> None:
    """Do what is told on standard input until there is no more, and answer on standard output."""
    with _alone(sys.stdout) as answers:
        _serve(sys.stdin.buffer, answers)


def _serve(told: IO[bytes], answers: IO[bytes]) -> None:
    work: Callable[[object], object] | None = None
    while True:
        try:
            is_work, thing = pickle.load(told)  # noqa: S301 - of this program
        except EOFError:
            return
        if is_work:
            work = thing
        else:
            assert work is not None  # noqa: S101 - for the type checker
            _send(_answer(work, thing), answers)


def _alone(out: TextIO) -> IO[bytes]:
    """Return where answers go, and let all else that is printed, be it by no Python, go nowhere."""
    answers = os.fdopen(os.dup(out.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - its name is no path of ours
        os.dup2(nowhere.fileno(), out.fileno())
    return answers


def _answer(work: Callable[[object], object], item: object) -> tuple[bool, object]:
    try:
        return True, work(item)
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
        return False, error


def _send(message: object, to: IO[bytes]) -> None:
    data = io.BytesIO()
    _Pickler(data, pickle.HIGHEST_PROTOCOL).dump(message)
    to.write(data.getbuffer())
    to.flush()


def _view(of: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(of)


class _Pickler(pickle.Pickler):
    """Copies mappings that cannot be changed too, of which many things are made."""

    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[MappingProxyType] = lambda view: (_view, (dict(view),))
