"""How pages of words are laid out: names at the left, what they mean beside or below them."""

from __future__ import annotations

import textwrap

INDENT = "  "


BESIDE = 24  # columns that a sentence needs beside a name


def entry(name: str, said: str, width: int) -> str:
    """Return a name and its sentence, wrapped beside it, or below where there is no room."""
    start = f"{name}  " if name.strip() else name
    if start and width - len(start) < BESIDE:
        head = _filled(name.strip(), width, "", INDENT)
        return f"{head}\n{_filled(said, width, INDENT, INDENT)}"
    return _filled(said, width, start, " " * len(start))


def indented(depth: int, said: str, width: int) -> str:
    """Return a sentence at a depth, what is wrapped of it one deeper."""
    return _filled(said, width, INDENT * depth, INDENT * (depth + 1))


def _filled(said: str, width: int, first: str, further: str) -> str:
    return textwrap.fill(
        said,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_on_hyphens=False,  # only what is longer than a line is broken
    )
