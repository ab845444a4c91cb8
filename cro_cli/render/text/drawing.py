"""From lines to text: the one console that draws, whatever the document."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.text import Text

from cro_cli.render import Look
from cro_cli.render.text.page import Page


def draw(look: Look, lines: Callable[[Page], Iterable[Text]]) -> str:
    """Return lines as text; nothing at all when there are none."""
    out = io.StringIO()
    # Every setting is stated: Rich would look for each of them in the environment.
    console = Console(
        file=out,
        width=look.width,
        height=25,
        color_system="standard" if look.color else None,
        no_color=not look.color,
        force_terminal=look.color,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    drawn = list(lines(Page(look, console)))
    for line in drawn:
        line.rstrip()
    if drawn:
        console.print(Text("\n").join(drawn), soft_wrap=True)
    return out.getvalue()
