"""Lines in colour: the one console of Rich."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from cro_cli.render.text.words import Words


def paint(lines: Sequence[Words], width: int) -> str:
    """Return lines with the escape sequences of their styles; nothing when there are none."""
    out = io.StringIO()
    # Every setting is stated: Rich would look for each of them in the environment.
    console = Console(
        file=out,
        width=width,
        height=25,
        color_system="standard",
        no_color=False,
        force_terminal=True,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in lines:
        console.print(Text.assemble(*line.pieces), soft_wrap=True)
    return out.getvalue()
