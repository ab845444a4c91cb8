"""Some pieces of a large file in a row, read by one of several processes, and kept in a file."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.errors import InputError
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts.store import Store
from cro_cli.sources import piece_read, pieces
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.files import Size
from cro_cli.sources.kept import Keeping, KeptRun
from cro_cli.sources.piece_read import PieceRead
from cro_cli.sources.pieces import Large, Stretch, unseen
from cro_cli.sources.recurring import Recurring
from cro_cli.sources.rows import Splitter


class Taken(NamedTuple):
    """What a stretch was read into: its pieces, and their rows as they are kept."""

    pieces: tuple[PieceRead, ...]
    kept: KeptRun | None


class Reader:
    """Reads stretches of a file whose cells prove that its rows are alike, and keeps the rows."""

    def __init__(
        self, large: Large, splitter: Splitter, size: Size, place: int, store: Store
    ) -> None:
        self._large = large
        self._splitter = splitter
        self._size = size
        self._place = place
        self._store = store
        self._keeping: Keeping | None = None
        self._recurring: Recurring | None = None

    def __call__(self, stretch: Stretch) -> Taken | None:
        """Read a stretch; None where another way of reading tells what is the matter."""
        if self._keeping is None:  # it stays where it is, unlike what is copied there
            self._keeping = Keeping(
                self._splitter.plan, self._large.length, self._size, place=self._place
            )
        try:
            return self._taken(stretch, self._keeping)
        except (WholeError, InputError, UnicodeDecodeError, OSError):
            return None

    def _taken(self, stretch: Stretch, keeping: Keeping) -> Taken:
        read, kept = [], []
        for one in piece_read.numbered(self._read(stretch, keeping), 1):
            if one.seen is not None:
                kept.append(one.seen)
            read.append(one._replace(seen=None))
        return Taken((*read,), keeping.run(kept, self._store) if kept else None)

    def _read(self, stretch: Stretch, keeping: Keeping) -> Iterator[PieceRead]:
        for rows in self._rows(stretch):
            if self._recurring is None:
                self._recurring = piece_read.recurring_in(rows, self._splitter)
            yield piece_read.proven(rows, self._splitter, self._recurring, keeping)

    def _rows(self, stretch: Stretch) -> Iterator[bytes]:
        texts = self._large.texts(unseen, stretch.spans)
        for (start, end), text in zip(stretch.spans, texts, strict=True):
            is_last = stretch.is_last and (start, end) == stretch.spans[-1]
            if rows := pieces.unquoted(text, self._splitter, is_first=not start, is_last=is_last):
                yield rows
