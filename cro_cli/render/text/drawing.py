"""From lines to text, whatever the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cro_cli.render import Look
from cro_cli.render.text.page import Page
from cro_cli.render.text.words import Words


def draw(look: Look, lines: Callable[[Page], Iterable[Words]]) -> str:
    """Return lines as text; nothing at all when there are none."""
    drawn = [line.rstrip() for line in lines(Page(look))]
    if look.color:
        from cro_cli.render.text.painting import paint

        return paint(drawn, look.width)
    return "".join(f"{line.plain}\n" for line in drawn)
