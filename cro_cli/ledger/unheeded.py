"""Definitions that the billing at hand cannot follow: it does not tell what they decide on."""

from __future__ import annotations

from collections.abc import Sequence

from cro_cli.assumptions import Assumptions
from cro_cli.definitions import SWITCHES
from cro_cli.ledger.apart import NAMES


def said(shapes: Sequence[str], settled: Assumptions) -> tuple[str, ...]:
    """Say which definitions that are not the usual ones have no bearing on MRR."""
    names = [
        f"`definitions.{one.name}`"
        for one in SWITCHES
        if one.shapes
        and settled.defined(one.name) != one.usual
        and set(one.shapes).isdisjoint(shapes)
    ]
    if not names:
        return ()
    source = " and ".join(NAMES[shape] for shape in shapes)
    has = "has" if len(names) == 1 else "have"
    return (f"{', '.join(names)} {has} no bearing on MRR that is taken from {source}",)
