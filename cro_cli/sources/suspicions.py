"""What is odd about tables that were read: nothing speaks against a row, but all together do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from cro_cli import months
from cro_cli.messages import remarks as messages
from cro_cli.model import Finding, Severity, finding
from cro_cli.sources.combining import FILE
from cro_cli.sources.loaded import Placed
from cro_cli.sources.rows import ROW
from cro_cli.tables import BY_NAME, Kind, Table

_SHOWN = 10
_MRR = "mrr"
# Tables of what adds up, each with an id of its own.
_ADDED = ("invoice_lines", "movements")
# Tables of what is paid for from a day to a day.
_LASTING = ("subscriptions", "subscription_versions", "subscription_items")


def of_tables(placed: Mapping[str, Placed], *, evidence: bool) -> Iterator[Finding]:
    """Yield what is odd about tables, each by its name with the files it is from.

    Where there is to be `evidence`, checks name the rows that this would only count.
    """
    if _MRR in placed:
        yield from _gaps(placed[_MRR])
        yield from _doubles(placed[_MRR].frame, placed[_MRR].files, BY_NAME[_MRR])
    for name, one in () if evidence else placed.items():
        yield from _without_currency(one, BY_NAME[name])
        yield from _reversed(one, name)
        yield from _double_ids(one, name)


def _gaps(placed: Placed) -> Iterator[Finding]:
    """Yield the months without a row between others: in them everybody seems to have left."""
    there = _months(placed.frame)
    paid = _months(placed.frame.filter(pl.col("amount") != 0))
    missing = sorted(set(range(min(paid), max(paid))) - there) if paid else []
    if missing:
        named = ", ".join(months.name(one) for one in missing[:_SHOWN])
        more = f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
        yield finding(
            messages.GAP,
            Severity.WARNING,
            file=", ".join(placed.files),
            table=_MRR,
            months=f"{named}{more}",
        )


def _months(frame: pl.DataFrame) -> set[int]:
    return {months.index(day) for day in frame.get_column("month").unique().drop_nulls()}


def _double_ids(placed: Placed, table: str) -> Iterator[Finding]:
    """Yield rows that say the same under one id; those in parts are kept without any."""
    if table not in _ADDED or not isinstance(placed.rows, pl.DataFrame):
        return
    ids = placed.rows.get_column("id").drop_nulls()
    if ids.hash().n_unique() < ids.len():
        known = placed.rows.filter(pl.col("id").is_not_null())
        yield from _doubles(known, placed.files, BY_NAME[table])


def _doubles(rows: pl.DataFrame, files: Sequence[str], table: Table) -> Iterator[Finding]:
    """Yield rows that say the same as one before: each counts, as two plans of one price would."""
    said = rows.select(column.name for column in table.columns)
    # Hashes are counted in a third of the time, and where all of them differ, all rows do.
    if said.hash_rows().n_unique() == said.height:
        return
    amount = next(column.name for column in table.columns if column.kind is Kind.MONEY)
    paid = said.filter(pl.col(amount) != 0)
    double = paid.height - paid.n_unique()
    if double:
        yield finding(
            messages.DOUBLE,
            Severity.WARNING,
            file=", ".join(files),
            table=table.name,
            rows="1 row says" if double == 1 else f"{double:,} rows say",
            count="counts" if double == 1 else "count",
        )


def _reversed(placed: Placed, table: str) -> Iterator[Finding]:
    """Yield how much of what customers agreed to ends before it starts."""
    if table not in _LASTING:
        return
    count, file, row = _turned(placed)
    if not count:
        return
    yield finding(
        messages.REVERSED,
        Severity.WARNING,
        file=placed.files[file],
        row=row,
        table=table,
        rows="ends before it starts, and counts"
        if count == 1
        else f"{count:,} rows, this one the first, end before they start, and count",
    )


def _turned(placed: Placed) -> tuple[int, int, int]:
    """Return how many rows end before they start, and the file and the row of the first."""
    if not isinstance(placed.rows, pl.DataFrame):
        count, row = placed.rows.told.turned
        return count, 0, row
    ended, started = (placed.rows.get_column(name) for name in ("ended_on", "started_on"))
    turned = (ended < started).fill_null(value=False)
    if not turned.any():
        return 0, 0, 0
    places = [name for name in (FILE, ROW) if name in placed.rows.columns]
    found = placed.rows.filter(turned).select(places).sort(places)
    *file, row = found.row(0)
    return found.height, file[0] if file else 0, row


def _without_currency(placed: Placed, table: Table) -> Iterator[Finding]:
    """Yield amounts without a currency beside others with one."""
    sums = [column.name for column in table.columns if column.kind is Kind.MONEY]
    rows = placed.rows
    if not sums or "currency" not in rows.columns:
        return
    if not isinstance(rows, pl.DataFrame) and rows.told.currencies.total() in {0, rows.height}:
        return
    frame = placed.frame
    nulls = frame.get_column("currency").null_count()
    if not 0 < nulls < frame.height:
        return
    bare = frame.filter(pl.col("currency").is_null())
    count = bare.filter(pl.any_horizontal(pl.col(sums).is_not_null())).height
    if count:
        yield finding(
            messages.NO_CURRENCY,
            Severity.NOTE,
            file=", ".join(placed.files),
            table=table.name,
            rows="1 row has" if count == 1 else f"{count:,} rows have",
        )
