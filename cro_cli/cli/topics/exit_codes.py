"""`cro help exit-codes`."""

from __future__ import annotations

from cro_cli.cli.exits import Exit
from cro_cli.cli.topics.layout import entry


def page(width: int) -> str:
    """Return the exit codes; of several that fit, the worst counts."""
    codes = (entry(f"{code.value:>3}", code.meaning, width) for code in Exit)
    said = entry(
        "", "The worst counts, and 3 beats 2: half an export must not look like an answer.", width
    )
    return "\n".join([*codes, "", said, ""])
