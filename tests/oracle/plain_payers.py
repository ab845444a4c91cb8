"""Who pays for a customer, by the file of customers: itself, a parent, or nobody who counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.oracle.plain_files import rows_of

# None is who counts for nothing.
Payers = Mapping[str, str | None]


def payers_of(folder: Path, said: Mapping[str, str]) -> Payers:
    """Return who pays for the customers of the file; who is in none pays for himself."""
    rows = {row["id"]: row for row in rows_of(folder, "customers")}
    payers: dict[str, str | None] = {}
    for name, row in rows.items():
        if row.get("internal") == "true":
            payers[name] = None
        elif said.get("parents") == "roll_up":
            payers[name] = top(name, {key: one.get("parent") or "" for key, one in rows.items()})
    return payers


def top(name: str, parents: Mapping[str, str]) -> str:
    """Return the last parent above; whose parents go round in a circle stands for himself."""
    above, met = name, {name}
    while parent := parents.get(above, ""):
        if parent == above:
            break
        if parent in met:
            return name
        above = parent
        met.add(above)
    return above
