"""`cro help definitions`: what people count in different ways, and the switch for each."""

from __future__ import annotations

from cro_cli.cli.topics.layout import entry
from cro_cli.definitions import SWITCHES


def page(width: int) -> str:
    """Return the switches, each with what is usual."""
    rows = (
        entry(one.name, f"{one.meaning} {one.values}; {one.usual} is usual.", width)
        for one in SWITCHES
    )
    said = (
        "Each is written under `definitions:` in the config, and a report says which are not"
        " the usual ones. `cro explain nrr` says how a metric is computed."
    )
    return "\n\n".join([entry("", said, width), *rows]) + "\n"
