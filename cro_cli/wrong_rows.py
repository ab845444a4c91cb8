"""Rows that cannot be used: a report that rests on them says where, and is no answer to trust."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cro_cli.messages import numbers as messages
from cro_cli.model import Finding, Reason, Severity, finding

if TYPE_CHECKING:
    from cro_cli.config import Habits
    from cro_cli.sources.loaded import Loaded
    from cro_cli.sources.places import Spot


def said(reason: Reason, loaded: Loaded, habits: Habits) -> Finding:
    """Return the finding of a row that is wrong, with its place; the files are read again."""
    spot = None if reason.wrong is None else _spot(*reason.wrong, loaded, habits)
    return finding(
        messages.UNUSABLE,
        Severity.ERROR,
        file="" if spot is None else spot.file,
        row=None if spot is None else spot.row,
        column="" if spot is None else spot.header,
        why=reason.text,
        cure=reason.remedy,
    )


def _spot(columns: Sequence[str], value: str | int, loaded: Loaded, habits: Habits) -> Spot | None:
    from cro_cli.sources import places

    for name in columns:
        table, _, column = name.partition(".")
        files = [one.file for one in loaded.inputs if table in {one.table, *one.also}]
        spot = places.spot(files, column, value, habits=habits)
        if spot is not None:
            return spot
    return None
