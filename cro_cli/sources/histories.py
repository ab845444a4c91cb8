"""What exports of the present from several days tell of the past, by their table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cro_cli.model import Finding
from cro_cli.sources import deal_moves, states, subscription_states, vanishing
from cro_cli.sources.snapshots import Day
from cro_cli.sources.states import History
from cro_cli.tables import Table

if TYPE_CHECKING:
    from cro_cli.sources.joining import Files

_READERS = {"subscriptions": subscription_states.history, "deals": deal_moves.history}


def of(table: str, series: Sequence[Day], supplied: Sequence[frozenset[str]]) -> History:
    """Return the history that exports tell; `supplied` are the columns of each day."""
    return _READERS[table](series, supplied)


def vanished(table: Table, series: Sequence[Day], files: Files) -> list[Finding]:
    """Return what to say of ids that a later export no longer has."""
    return vanishing.findings(
        table, states.vanished(series, [table.key[0]]), files.names, files.labels
    )
