"""A large file piece by piece, so that it need not be in memory whole.

Each piece is text that begins where a row begins and ends where one ends. What can be told only
with all of the text in sight, such as quotes that stand amid cells, is left to who reads it whole.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import decoding, files, footers, skeleton
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.files import Stamp
from cro_cli.sources.rows import Body, Splitter, line_ends

_WINDOW = 2**16
THREADS = 3
_STRETCH = 5  # pieces at most; what is read of them is written at once
_LEFT = 4  # a stretch is as small a part of what is left, so that all are done at a time
_FOOTER = 100  # rows, more than any has

Span = tuple[int, int]  # where bytes begin, and where they end


class Large(NamedTuple):
    """A file that is read in pieces of some bytes, all in one encoding, maybe more than once."""

    path: str
    length: int
    piece: int
    encoding: str
    stamp: Stamp

    def texts(
        self, see: Callable[[int, bytes], object], spans: Iterable[Span] | None = None
    ) -> Iterator[bytes]:
        """Yield the text of the file, or of some pieces of it, in pieces that end with a line.

        `see` is shown where they begin, and their bytes.

        Raises:
            WholeError: when a line is longer than a piece, or a piece is no text.
            UnicodeDecodeError: when a piece is not in the encoding.
            OSError: when the file cannot be read.
            InputError: when it is no longer the file it was.
        """
        with Path(self.path).open("rb", buffering=0) as file:
            for start, end in self._spans(file) if spans is None else spans:
                data = _between(file, start, end)
                self.stamp.hold(file.fileno())
                see(start, data)
                if not start and self.encoding == "utf-8-sig":
                    data = data[len(decoding.MARK) :]
                yield decoding.decode_piece(data, self.encoding)

    def stretches(self, watch: Watch) -> Iterator[Stretch]:
        """Yield pieces of which some in a row are read at once; all are shown to `watch`.

        Raises:
            WholeError: when a line is longer than a piece.
            OSError: when the file cannot be read.
        """
        at = 0
        with Path(self.path).open("rb", buffering=0) as file:
            spans = self._spans(file)
            while some := tuple(islice(spans, self._count(at))):
                at = some[-1][1]
                for start, end in some:
                    watch.pass_by(start, end, lambda own: _between(file, *own))
                yield Stretch(some, is_last=some[-1][1] == self.length)

    def _count(self, at: int) -> int:
        """Return how many pieces a stretch has that begins at a place."""
        left = (self.length - at) // self.piece
        return min(max(left // _LEFT, 1), _STRETCH)

    def _spans(self, file: io.FileIO) -> Iterator[Span]:
        start = 0
        while start < self.length:
            end = self._line_end(file, start)
            yield start, end
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


class Stretch(NamedTuple):
    """Some pieces in a row, and whether they are the last."""

    spans: tuple[Span, ...]
    is_last: bool


class Watch:
    """Who looks on while a file is read: all of its bytes are seen once, in their order."""

    def __init__(
        self, data: Callable[[bytes], object] | None, count: Callable[[int], object]
    ) -> None:
        self._data = data
        self._count = count
        self._at = 0

    def see(self, start: int, data: bytes) -> None:
        """Show the bytes that begin at a place, unless they were seen."""
        self.pass_by(start, start + len(data), lambda _: data)

    def pass_by(self, start: int, end: int, read: Callable[[Span], bytes]) -> None:
        """Show what is between two places, which is read if that is asked for."""
        if start == self._at:
            if self._data is not None:
                self._data(read((start, end)))
            self._count(end - start)
            self._at = end


def unseen(_start: int, _data: bytes) -> None:
    """Show bytes to nobody."""


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
    is_first = True
    for text, is_last in _with_last(texts):
        if rows := unquoted(text, splitter, is_first=is_first, is_last=is_last):
            yield rows
        is_first = False


def unquoted(text: bytes, splitter: Splitter, *, is_first: bool, is_last: bool) -> bytes:
    """Return the rows of a text in which nothing is quoted, of a first one those below the header.

    Raises:
        WholeError: when it has quotes, or only the end of a footer.
    """
    if b'"' in text:
        raise WholeError
    if is_last and not is_first:
        _begins_footer(text, splitter)
    rows = text[splitter.found.start :] if is_first else text
    if is_last and (rows := rows.rstrip(b"\n")):
        rows += b"\n"
    return rows


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
