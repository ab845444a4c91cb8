"""A large file piece by piece, so that it need not be in memory whole.

Each piece is text that begins where a row begins and ends where one ends. What can be told only
with all of the text in sight, such as quotes that stand amid cells, is left to who reads it whole.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import decoding, files, footers, skeleton
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.files import Stamp
from cro_cli.sources.rows import Body, Splitter, line_ends

_WINDOW = 2**16
THREADS = 3
_FOOTER = 100  # rows, more than any has

Item = TypeVar("Item")
Result = TypeVar("Result")


class Large(NamedTuple):
    """A file that is read in pieces of some bytes, all in one encoding, maybe more than once."""

    path: str
    length: int
    piece: int
    encoding: str
    stamp: Stamp

    def texts(self, see: Callable[[bytes], object]) -> Iterator[bytes]:
        """Yield the text of the file in pieces that end with a line; `see` is shown their bytes.

        Raises:
            WholeError: when a line is longer than a piece, or a piece is no text.
            UnicodeDecodeError: when a piece is not in the encoding.
            OSError: when the file cannot be read.
            InputError: when it is no longer the file it was.
        """
        with Path(self.path).open("rb", buffering=0) as file:
            start = 0
            while start < self.length:
                end = self._line_end(file, start)
                data = _between(file, start, end)
                self.stamp.hold(file.fileno())
                see(data)
                if not start and self.encoding == "utf-8-sig":
                    data = data[len(decoding.MARK) :]
                yield decoding.decode_piece(data, self.encoding)
                start = end

    def _line_end(self, file: io.FileIO, start: int) -> int:
        """Return where the last line that is in a piece as a whole ends."""
        stop = start + self.piece
        if stop >= self.length:
            return self.length
        for mark in (b"\n", b"\r"):
            window = stop
            while window > start + 1:
                begin = max(start, window - _WINDOW)
                # Not in the last byte, where a line end of two bytes may be cut.
                found = _between(file, begin, window).rfind(mark, 0, window - begin - 1)
                if found >= 0:
                    return begin + found + 1
                window = begin + 1
        raise WholeError


def opened(path: str, length: int, piece: int) -> Large:
    """Return a file of some length as one to be read in pieces.

    Raises:
        WholeError: when its bytes are no letters, so that pieces could cut some.
        OSError: when it is not there.
        InputError: when it has another length by now.
    """
    with Path(path).open("rb") as file:
        stamp = files.stamp(path, file.fileno())
        stamp._replace(length=length).hold(file.fileno())
        encoding = decoding.narrow(file.read(_WINDOW))
    if not encoding:
        raise WholeError
    return Large(path, length, piece, encoding, stamp)


def bodies(texts: Iterable[bytes], splitter: Splitter) -> Iterator[Body]:
    """Yield the rows below the header of texts, with their numbers.

    Raises:
        WholeError: when quotes do not tell where rows end.
    """
    start, first = splitter.found.start, splitter.found.row + 1
    rest = b""
    for text, is_last in _with_last(texts):
        joined = rest + text[start:] if rest or start else text
        marks = skeleton.marks(joined, splitter.comma)
        end, ends = (len(joined), len(marks)) if is_last else _last_row(joined, marks, splitter)
        rest, start = joined[end:], 0
        if is_last and first > splitter.found.row + 1:
            _begins_footer(joined, splitter)
        if joined:
            body = _body(joined[:end], marks[:ends], splitter, first)
            yield body._replace(is_last=is_last)
            first += body.height


def unmarked(texts: Iterable[bytes], splitter: Splitter) -> Iterator[bytes]:
    """Yield the rows below the header of texts in which nothing is quoted, line ends and all.

    To look for separators takes the one thread of Python longer than to read the cells.

    Raises:
        WholeError: when a text has quotes, or only the end of a footer.
    """
    start = splitter.found.start
    for text, is_last in _with_last(texts):
        if b'"' in text:
            raise WholeError
        if is_last and not start:
            _begins_footer(text, splitter)
        rows, start = text[start:], 0
        if is_last and (rows := rows.rstrip(b"\n")):
            rows += b"\n"
        if rows:
            yield rows


def _with_last(texts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield texts, and whether they are the last."""
    before = None
    for text in texts:
        if before is not None:
            yield before, False
        before = text
    if before is not None:
        yield before, True


def _begins_footer(text: bytes, splitter: Splitter) -> None:
    """Refuse a last piece that may be no more than the end of a footer.

    Raises:
        WholeError: when none of its rows is surely one of data.
    """
    last = text.rstrip(b"\n").rsplit(b"\n", _FOOTER)[-_FOOTER:]
    if footers.are_all(map(splitter.cells, reversed(last)), splitter.plan):
        raise WholeError


def each(
    items: Iterable[Item], work: Callable[[Item], Result], threads: int = THREADS
) -> Iterator[Result]:
    """Yield what work makes of items, in their order; a few of them are worked on at a time."""
    pending: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) > threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _between(file: io.FileIO, start: int, end: int) -> bytes:
    """Return the bytes between two places, fewer where the file has become shorter."""
    file.seek(start)
    data = file.read(end - start)
    if len(data) == end - start:
        return data
    more = [data]
    while more[-1] and (left := end - start - sum(map(len, more))):
        more.append(file.read(left))
    return b"".join(more)


def _body(text: bytes, marks: bytes, splitter: Splitter, first: int) -> Body:
    body = splitter.skinned(text, marks, first)
    if body.bones is None:
        raise WholeError
    return body


def _last_row(text: bytes, marks: bytes, splitter: Splitter) -> tuple[int, int]:
    """Return where the last whole row of a text and of its marks ends, with its line end.

    Blank rows are left to what follows: they tell what stands below them.
    """
    end, ends = len(text), len(marks)
    is_open = b'"' in marks and marks.count(b'"') % 2
    while is_open:  # the last line is in a cell that goes on
        end = text.rfind(b"\n", 0, end - 1) + 1
        ends, before = marks.rfind(b"\n", 0, ends - 1) + 1, ends
        is_open = marks.count(b'"', ends, before) % 2 == 0
        if not end:
            raise WholeError
    while True:
        blank = max(line_ends(text, end) - 1, 0)
        end, ends = end - blank, ends - blank
        start = text.rfind(b"\n", 0, max(end - 1, 0)) + 1
        if not end or not splitter.is_blank(text[start:end]):
            return end, ends
        if not start or text.count(b'"', start, end) % 2:  # it is the end of a cell
            raise WholeError
        end, ends = start, marks.rfind(b"\n", 0, ends - 1) + 1
