"""`cro help cron`: reports that arrive by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.cli.topics.layout import INDENT, entry
from cro_cli.cli.topics.recipes import RECIPES

SAID = (
    "cro needs no terminal, no HOME, no LANG and no other variable; it asks nothing, writes nothing"
    " but -o, and the same files give the same bytes. `cro help exit-codes` lists the codes."
)


def page(width: int) -> str:
    """Return the recipes, as they are to be written."""
    return "\n".join([*_lines(width), ""])


def _lines(width: int) -> Iterator[str]:
    yield entry("", SAID, width)
    for recipe in RECIPES:
        yield ""
        yield entry("", recipe.title, width)
        yield entry("", recipe.said, width)
        yield ""
        yield from (f"{INDENT}{line}" for line in recipe.text.splitlines())
