"""Words on their way to a line: pieces of text with a style each, measured and wrapped in cells.

Rich would do all of this, but to import it takes as long as to read all files. Its widths of
characters are used here; the rest of it is imported by `painting`, when there is colour to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells

Piece = tuple[str, str]  # text and style

# A number stays with its unit: the blank between them is a letter of the word.
_WORD = re.compile(r"\s*(?:\S|(?<=[0-9]) (?=(?:mo|days?|pp)\b))+\s*")


class Words:
    """Text of one line, with styles; as true as its text is long."""

    __slots__ = ("pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.pieces: tuple[Piece, ...] = ((text, style),) if text else ()

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> Words:
        """Return pieces as words."""
        words = cls()
        words.pieces = tuple(piece for piece in pieces if piece[0])
        return words

    @property
    def plain(self) -> str:
        """The text without styles."""
        return "".join(text for text, _ in self.pieces)

    @property
    def cell_len(self) -> int:
        """How many cells of a screen the text takes."""
        return sum(_cells(text) for text, _ in self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __add__(self, more: Words) -> Words:
        return Words.of((*self.pieces, *more.pieces))

    def join(self, all_words: Iterable[Words]) -> Words:
        """Return words with these between them."""
        pieces: list[Piece] = []
        for number, words in enumerate(all_words):
            pieces += (*(self.pieces if number else ()), *words.pieces)
        return Words.of(pieces)

    def rstrip(self) -> Words:
        """Return the words without white space at their end."""
        return self.cut(0, len(self.plain.rstrip()))

    def cut(self, start: int, end: int) -> Words:
        """Return the words between two places of their text."""
        pieces, at = [], 0
        for text, style in self.pieces:
            pieces.append((text[max(0, start - at) : max(0, end - at)], style))
            at += len(text)
        return Words.of(pieces)

    def wrap(self, width: int) -> list[Words]:
        """Return lines of at most `width` cells; only a word that is longer is broken."""
        text = self.plain
        if _cells(text) <= width:
            return [self]
        breaks = [*_breaks(text, width), len(text)]
        return [
            self.cut(start, end).rstrip()
            for start, end in zip([0, *breaks[:-1]], breaks, strict=True)
        ]


def _cells(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield the places at which lines after the first begin."""
    used = 0
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        size = _cells(word.rstrip())
        if used + size <= width:
            used += _cells(word)
        elif size <= width:
            yield start
            used = _cells(word)
        else:
            *whole, last = chop_cells(word, width)
            for part in whole:
                if start:
                    yield start
                start += len(part)
            if start:
                yield start
            used = _cells(last)
