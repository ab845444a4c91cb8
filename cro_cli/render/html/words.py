"""Words as HTML: whatever stands in the data comes out as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from cro_cli import display

_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b")


def text(words: str) -> str:
    """Return words as they are shown."""
    return escape(display.clean(words))


def prose(words: str) -> str:
    """Return a sentence, in which no line ends amid a day."""
    return _DAY.sub(r'<span class="day">\g<0></span>', text(words))


def bullets(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield sentences as a list under a heading, nothing when there are none."""
    if lines:
        yield f"<h2>{text(title)}</h2>"
        yield f"<ul>{''.join(f'<li>{prose(line)}</li>' for line in lines)}</ul>"
