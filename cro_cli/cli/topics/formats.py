"""`cro help formats`: how a report can be drawn, and which ending of a file says so."""

from __future__ import annotations

from cro_cli.cli.topics.layout import entry
from cro_cli.render import FORMATS


def page(width: int) -> str:
    """Return the formats."""
    widest = max(len(given.name) for given in FORMATS)
    rows = (
        entry(f"{given.name:{widest}}", f"{given.says} {_endings(given.extensions)}".strip(), width)
        for given in FORMATS
    )
    said = "-O picks one, else the ending of -o, else CRO_FORMAT, else it is text."
    return "\n".join([*rows, "", entry("", said, width), ""])


def _endings(extensions: tuple[str, ...]) -> str:
    return f"({', '.join(extensions)})" if extensions else ""
