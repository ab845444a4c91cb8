"""The shapes that pictures are made of, and how much room words take in them."""

from __future__ import annotations

import textwrap
import unicodedata

from cro_cli import display
from cro_cli.render.html.words import text as escaped

CHARACTER = 8.3  # points: a digit of 13 points in a wide letter
WIDE = frozenset("WF")  # letters that take the room of two


def room(words: str) -> float:
    """Return how many points words take."""
    shown = display.clean(words)
    return CHARACTER * sum(1 + (unicodedata.east_asian_width(one) in WIDE) for one in shown)


def lines(words: str, width: float) -> list[str]:
    """Return words in lines of at most some points."""
    if room(words) <= width:
        return [words]
    return textwrap.wrap(display.clean(words), max(int(width / CHARACTER / 2), 1)) or [words]


def line(x: float, y: float, to_x: float, to_y: float, kind: str = "axis") -> str:
    """Return a straight line."""
    return f'<line class="{kind}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a rectangle; it is never so small that it cannot be seen, unless it is nothing.

    `kind` is how it is drawn, as attributes.
    """
    size = max(width, 1) if width else 0
    return f'<rect {kind} x="{x:.1f}" y="{y:.1f}" width="{size:.1f}" height="{height:.1f}"/>'


def said(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    """Return words at a point."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escaped(words)}</text>'


def picture(width: float, height: float, shapes: list[str], name: str) -> str:
    """Return the whole; `name` is the id of the words that say what it is."""
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" style="--width:{width:.0f}px"'
    return f'<svg {size} role="img" aria-labelledby="{name}">{"".join(shapes)}</svg>'
