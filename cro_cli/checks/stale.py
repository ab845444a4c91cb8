"""Tables whose newest date lies further back than `freshness` in the config allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cro_cli import months, tables
from cro_cli.checks.check import Check, Found
from cro_cli.messages.remarks import ABSENT, STALE, UNDATED
from cro_cli.model import Finding, Input, Severity, finding
from cro_cli.tables import Kind, Table

if TYPE_CHECKING:
    from cro_cli.checks.data import Data
    from cro_cli.sources.loaded import Loaded


def _find(data: Data) -> Found:
    if data.today is None:
        return Found()
    found = tuple(find(data.loaded, data.freshness, data.today))
    return Found(rows=len(found), findings=found)


def find(loaded: Loaded, freshness: Mapping[str, int], today: dt.date) -> Iterator[Finding]:
    """Yield an error for each table that is older than it may be on a day.

    One that the config names and whose age nobody can tell is an error too; where it is not there
    at all it is a warning, as only some of the files may have been asked for.
    """
    is_by_name = len(freshness) < len(tables.DATED)
    for name, allowed in freshness.items():
        table, day = tables.BY_NAME[name], loaded.newest(name)
        if day is None:
            yield from _of_no_age(loaded, table, allowed) if is_by_name else ()
            continue
        until = _covered(table, day)
        age = (today - until).days
        if age > allowed:
            yield finding(
                STALE,
                Severity.ERROR,
                file=_newest_file(loaded, name),
                table=name,
                kind=name,
                newest=until,
                age=age,
                allowed=allowed,
            )


def _of_no_age(loaded: Loaded, table: Table, allowed: int) -> Iterator[Finding]:
    kind = table.name
    files = _of(loaded, kind)
    if not files:
        yield finding(ABSENT, Severity.WARNING, table=kind, kind=kind)
        return
    columns = " or ".join(table.events)
    yield finding(
        UNDATED,
        Severity.ERROR,
        file=files[0].file,
        table=kind,
        kind=kind,
        columns=columns,
        allowed=allowed,
    )


def _covered(table: Table, day: dt.date) -> dt.date:
    """Return the last day that the newest date speaks of: a month is known to its end."""
    is_monthly = table.column(table.events[0]).kind is Kind.MONTH
    return months.end(months.index(day)) if is_monthly else day


def _newest_file(loaded: Loaded, table: str) -> str:
    return max(_of(loaded, table), key=lambda given: given.newest or dt.date.min).file


def _of(loaded: Loaded, table: str) -> list[Input]:
    return [given for given in loaded.inputs if table in {given.table, *given.also}]


CHECKS = (Check(key="stale", title="Tables older than the config allows", needs=(), find=_find),)
