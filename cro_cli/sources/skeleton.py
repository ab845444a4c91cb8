"""The skeleton of a text: its separators and line ends outside quotes, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

_BYTES = bytes(range(256))
_SHORT = 20_000
_QUOTED = re.compile(rb'"[^"]*"')


def marks(text: bytes, comma: bytes) -> bytes:
    """Return the separators, line ends and quotes of a text."""
    return text.translate(None, _BYTES.translate(None, comma + b'\n"'))


def bones(text: bytes, marked: bytes, comma: bytes) -> bytes | None:
    """Return the separators and line ends outside quotes; None where quotes hide them wrongly.

    `marked` are the marks of the text.
    """
    if b'"' not in marked:
        return marked
    lines = marked.split(b"\n")
    # Without its text a quoted cell is two quotes, unless separators or line ends are inside.
    bare = {line: line.replace(b'""', b"") for line in set(lines)}
    doubtful = frozenset(line for line, left in bare.items() if b'"' in left)
    if doubtful and not _is_well_quoted(_doubted(text, lines, doubtful), comma):
        return None
    if any(line.count(b'"') % 2 for line in doubtful):  # a cell spans lines
        return _QUOTED.sub(b"", marked)
    bare |= {line: _QUOTED.sub(b"", line) for line in doubtful}
    return b"\n".join([bare[line] for line in lines])


def is_alike(skeleton: bytes, comma: bytes, width: int) -> bool:
    """Tell whether all rows of a skeleton have so many cells."""
    row = comma * (width - 1) + b"\n"
    return skeleton + b"\n" == row * ((len(skeleton) + 1) // width)


def _doubted(text: bytes, lines: Sequence[bytes], doubtful: frozenset[bytes]) -> bytes:
    """Return the lines in which quotes hide separators, or all if they hide line ends too."""
    if any(line.count(b'"') % 2 for line in doubtful):
        return text
    pairs = zip(text.split(b"\n"), lines, strict=False)  # a line end may follow the last
    return b"\n".join([line for line, marked in pairs if marked in doubtful])


def _is_well_quoted(text: bytes, comma: bytes) -> bool:
    """Tell whether quotes stand around whole cells only.

    Polars takes those of `7" nail` and `9" nail` for a pair, and all between them for one text.
    """
    edge = comma.decode() + r"\n"
    cell = f'(?:[^"{edge}]*|"[^"]*(?:""[^"]*)*")'
    rows, said = f"{cell}(?:[{edge}]{cell})*", text.decode()
    if len(text) < _SHORT:  # Python's search is slow to run but quick to begin
        return re.fullmatch(rows, said) is not None
    return bool(pl.Series([said]).str.contains(f"^{rows}$").item())
