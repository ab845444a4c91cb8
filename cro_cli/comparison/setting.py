"""What two reports speak of, where that is not the same."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.comparison.table import BEFORE, NOW, table, words
from cro_cli.model import Column, Grid, Report

SAME_ACROSS = {
    "Company": "company",
    "Currency (amounts are not compared)": "currency",
    "Period (flows are not compared)": "period",
    "Profile of the bands": "profile",
}


def blocks(old: Report, new: Report) -> Iterator[Grid]:
    """Yield what is not alike, and that the old report is the newer one."""
    pairs = [
        (what, getattr(old, name), getattr(new, name))
        for what, name in SAME_ACROSS.items()
        if getattr(old, name) != getattr(new, name)
    ]
    if is_later(old, new):
        pairs.append(("As of (the first report is the newer one)", f"{old.as_of}", f"{new.as_of}"))
    rows = ([words(what), words(before), words(now)] for what, before, now in pairs)
    yield from table("not_alike", "Not alike", (Column("what", "What"), BEFORE, NOW), rows)


def is_later(one: Report, other: Report) -> bool:
    """Tell whether a report speaks of a later day."""
    return one.as_of is not None and other.as_of is not None and one.as_of > other.as_of
