"""What text from files may look like on a screen: nothing in it can run, colour, hide or forge."""

from __future__ import annotations

import re

JOINERS = "\u200c\u200d"  # part of Persian words and of emoji
# Zero-width, control, format and line-breaking characters are exactly what is not printable.
WORDS = {
    "≥": ">=",
    "≤": "<=",
    "·": "|",
    "✓": "+",
    "✗": "x",
    "→": "->",
    "÷": "/",
    "×": "*",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "’": "'",
    "“": '"',
    "”": '"',
    "Σ": "sum of ",
    "▁": "_",
    "▂": ".",
    "▃": "-",
    "▄": "=",
    "▅": "+",
    "▆": "*",
    "▇": "%",
    "█": "#",
    "░": ".",
    "▒": ":",
    "▓": "+",
}
_ASCII = str.maketrans(WORDS)
_NOT_PLAIN = re.compile(rf"[^ -~{JOINERS}]")


def clean(text: str) -> str:
    r"""Return text for one line on a screen: white space is a blank, what does not print is named.

    >>> clean("Acme\x1b[31m\nLtd")
    'Acme\\x1b[31m Ltd'
    """
    if text.isprintable():
        return text
    return _NOT_PLAIN.sub(_shown, text)


def plain(text: str) -> str:
    r"""Return clean text in ASCII, for a stream that can show no more.

    >>> plain("≥ 110% café")
    '>= 110% caf\\xe9'
    """
    return clean(text).translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if found.isspace():
        return " "
    if found.isprintable():
        return found
    return found.encode("unicode_escape").decode("ascii")
