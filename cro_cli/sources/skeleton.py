"""The skeleton of a text: its separators and line ends outside quotes, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

_BYTES = bytes(range(256))
_SHORT = 20_000
_QUOTED = re.compile(rb'"[^"]*"')


def skeleton(body: bytes, comma: bytes) -> bytes | None:
    """Return the separators and line ends outside quotes; None where quotes hide them wrongly."""
    bones = body.translate(None, _BYTES.translate(None, comma + b'\n"'))
    if b'"' not in bones:
        return bones
    lines = bones.split(b"\n")
    # Without its text a quoted cell is two quotes, unless separators or line ends are inside.
    bare = {line: line.replace(b'""', b"") for line in set(lines)}
    doubtful = frozenset(line for line, marks in bare.items() if b'"' in marks)
    if doubtful and not _is_well_quoted(_doubted(body, lines, doubtful), comma):
        return None
    if any(line.count(b'"') % 2 for line in doubtful):  # a cell spans lines
        return _QUOTED.sub(b"", bones)
    bare |= {line: _QUOTED.sub(b"", line) for line in doubtful}
    return b"\n".join([bare[line] for line in lines])


def is_alike(bones: bytes, comma: bytes, width: int) -> bool:
    """Tell whether all rows of a skeleton have so many cells."""
    row = comma * (width - 1) + b"\n"
    return bones + b"\n" == row * ((len(bones) + 1) // width)


def _doubted(body: bytes, lines: Sequence[bytes], doubtful: frozenset[bytes]) -> bytes:
    """Return the lines in which quotes hide separators, or all if they hide line ends too."""
    if any(line.count(b'"') % 2 for line in doubtful):
        return body
    pairs = zip(body.split(b"\n"), lines, strict=True)
    return b"\n".join([line for line, marks in pairs if marks in doubtful])


def _is_well_quoted(body: bytes, comma: bytes) -> bool:
    """Tell whether quotes stand around whole cells only.

    Polars takes those of `7" nail` and `9" nail` for a pair, and all between them for one text.
    """
    edge = comma.decode() + r"\n"
    cell = f'(?:[^"{edge}]*|"[^"]*(?:""[^"]*)*")'
    rows, text = f"{cell}(?:[{edge}]{cell})*", body.decode()
    if len(body) < _SHORT:  # Python's search is slow to run but quick to begin
        return re.fullmatch(rows, text) is not None
    return bool(pl.Series([text]).str.contains(f"^{rows}$").item())
