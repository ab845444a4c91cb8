"""Numbers as small as a word: a mark for each, the higher the larger."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

MARKS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[Fraction | None]) -> str:
    """Return one mark for each number, the least at the bottom; a blank where there is none.

    >>> spark([Fraction(1), None, Fraction(8), Fraction(4)])
    '▁ █▄'
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    top = len(MARKS) - 1
    return "".join(
        " " if value is None else MARKS[round((value - low) / span * top) if span else top // 2]
        for value in values
    )
