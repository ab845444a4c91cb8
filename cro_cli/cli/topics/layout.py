"""How a page of `cro help` is laid out: names at the left, what they mean beside them."""

from __future__ import annotations

import textwrap


def entry(name: str, said: str, width: int) -> str:
    """Return a name and its sentence, wrapped beside it."""
    start = f"{name}  " if name else ""
    return textwrap.fill(
        said,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
