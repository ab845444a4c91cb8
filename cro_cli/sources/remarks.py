"""Findings about whole files: what was ignored, guessed, missing or said twice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from cro_cli.messages import Message
from cro_cli.messages import remarks as messages
from cro_cli.model import Finding, Severity, finding
from cro_cli.sources import decoding
from cro_cli.sources.files import Stranger
from cro_cli.sources.format import Format
from cro_cli.sources.plan import Plan
from cro_cli.tables import Table

_NAMED = 10
_OF_REVENUE = frozenset(
    {"subscriptions", "subscription_versions", "subscription_items", "prices", "invoice_lines"}
)
_TAX = r"(tax|taxes|vat|gst|mwst|ust|iva|tva|btw)"
_WITH_TAX = (
    r"\b(gross|brutto|bruto|ttc)\b"
    rf"|\b(incl?|including|inclusive|with|plus)( of)?( sales)? {_TAX}\b|\b{_TAX} incl"
)


def of_unknown(file: str, near: str) -> Finding:
    """Say that a file of a folder is no export."""
    return finding(messages.UNKNOWN, Severity.WARNING, file=file, near=near)


def of_strangers(strangers: Sequence[Stranger]) -> list[Finding]:
    """Say that tables in other forms than text, pipes, and folders in folders were not read."""
    return [finding(_why_not(one), Severity.WARNING, file=one.path) for one in strangers]


def _why_not(stranger: Stranger) -> Message:
    if not stranger.is_plain:
        return messages.NOT_PLAIN
    return messages.FOLDER if stranger.is_folder else messages.NOT_CSV


def of_encoding(encoding: str, file: str) -> tuple[Finding, ...]:
    """Say that an encoding was taken for granted."""
    if encoding != decoding.FALLBACK:
        return ()
    return (finding(messages.ENCODING, Severity.NOTE, file=file),)


def of_missing(plan: Plan, file: str) -> list[Finding]:
    """Say which columns a format needs but an export was made without."""
    return [
        finding(
            messages.MISSING_COLUMN,
            Severity.WARNING,
            file=file,
            table=plan.table.name,
            fields=(f"{plan.table.name}.{column.name}",),
            meaning=column.meaning,
        )
        for column in plan.table.columns
        if column.required and f"{plan.table.name}.{column.name}" not in plan.supplied
    ]


def of_guesses(plan: Plan, file: str) -> tuple[Finding, ...]:
    """Say which columns, or that all, were taken for what their header suggests."""
    form = plan.format
    whole = (
        finding(
            messages.GUESSED_FORMAT,
            Severity.NOTE,
            file=file,
            table=form.table,
            format=form.title,
        ),
    )
    taken = [f"{cell.label!r} as {cell.column}" for cell in plan.guessed]
    if not taken or form.guess:
        return whole if form.guess else ()
    return (
        finding(
            messages.GUESS,
            Severity.NOTE,
            file=file,
            table=plan.table.name,
            fields=tuple(cell.field for cell in plan.guessed),
            columns=", ".join(taken),
        ),
    )


def of_converted(plan: Plan, file: str) -> tuple[Finding, ...]:
    """Say that amounts are read in a currency that the export does not name."""
    if not plan.converted:
        return ()
    return (
        finding(
            messages.CONVERTED,
            Severity.NOTE,
            file=file,
            table=plan.table.name,
            header=plan.converted,
        ),
    )


def of_taxed(plan: Plan, file: str) -> tuple[Finding, ...]:
    """Say that what recurring revenue is made of may be with tax, as far as a header tells.

    A header that speaks of tax warns, and a total whose tax is missing. Other amounts without do
    not: ChartMogul takes a tax that is not there for 0, and its own MRR is of the same amounts.
    """
    if plan.table.name not in _OF_REVENUE:
        return ()
    amounts = [cell for cell in plan.cells if cell.column == "amount"]
    told = any(cell.column == "tax" or cell.target == "amount.less" for cell in plan.cells)
    lacks = any(rule.name == "amount" and "less" in rule.parts for rule in plan.composed)
    names = [re.sub(r"[^a-z]+", " ", cell.label.lower()) for cell in amounts]
    by_name = any(re.search(_WITH_TAX, name) for name in names)
    is_total = any("total" in name for name in names)
    if told or not amounts or not (lacks or by_name):
        return ()
    return (
        finding(
            messages.TAXED,
            Severity.WARNING if by_name or is_total else Severity.NOTE,
            file=file,
            table=plan.table.name,
            fields=(f"{plan.table.name}.amount",),
            headers=", ".join(repr(cell.label) for cell in amounts),
            why="its name" if by_name else "its format, which has the tax in a column of its own,",
        ),
    )


def of_marks(counts: Mapping[str, int], plan: Plan, file: str) -> list[Finding]:
    """Say how many rows have something that the format has to say of them."""
    return [
        finding(
            messages.MARKED,
            Severity.WARNING,
            file=file,
            table=plan.table.name,
            rows="1 row" if count == 1 else f"{count:,} rows",
            what=what,
        )
        for what, count in counts.items()
        if count
    ]


def of_assumed(form: Format, file: str) -> tuple[Finding, ...]:
    """Say what nobody has proven of the export."""
    if not form.assumes:
        return ()
    return (
        finding(
            messages.ASSUMED,
            Severity.NOTE,
            file=file,
            table=form.table,
            what=form.assumes,
            system=form.system,
        ),
    )


def of_part(form: Format, file: str) -> Finding:
    """Say that an export is a part of its table, and that the rest is in no other file."""
    return finding(
        messages.PART,
        Severity.WARNING,
        file=file,
        table=form.table,
        part=form.part,
        beside=form.beside,
    )


def of_not_read(form: Format, file: str) -> Finding:
    """Say that a file of a folder is an export that is known and of no use."""
    return finding(
        messages.NOT_READ,
        Severity.WARNING,
        file=file,
        format=form.title,
        instead=form.instead,
    )


def of_repeats(file: str, count: int) -> Finding:
    """Say that rows were said before."""
    rows = "1 row repeats" if count == 1 else f"{count:,} rows repeat"
    return finding(messages.REPEATED, Severity.NOTE, file=file, rows=rows)


def of_outdated(file: str, count: int) -> Finding:
    """Say that rows tell an earlier state of what others tell."""
    rows = "1 row tells" if count == 1 else f"{count:,} rows tell"
    return finding(messages.OUTDATED, Severity.NOTE, file=file, rows=rows)


def of_relabelled(file: str, table: Table, count: int) -> Finding:
    """Say that things have another label than in what was read before."""
    labels, things = " or ".join(table.labels), f"{count:,} {table.name} have"
    if count == 1:
        things = f"1 {table.name.removesuffix('s')} has"
    return finding(messages.RELABELLED, Severity.NOTE, file=file, things=things, labels=labels)


def of_history(table: str, days: Sequence[dt.date]) -> Finding:
    """Say that exports of several days tell the history of a table."""
    named = ", ".join(map(str, days)) if len(days) <= _NAMED else f"{days[0]} to {days[-1]}"
    return finding(
        messages.HISTORY, Severity.NOTE, table=table, kind=table, count=len(days), days=named
    )


def of_uneven(table: str, columns: Sequence[str]) -> Finding:
    """Say that exports of several days cannot be compared."""
    return finding(
        messages.UNEVEN, Severity.WARNING, table=table, kind=table, columns=" and ".join(columns)
    )
