"""Findings about whole files: what was ignored, guessed, missing or said twice."""

from __future__ import annotations

from collections.abc import Sequence

from cro_cli.model import Finding, Severity
from cro_cli.sources import decoding
from cro_cli.sources.plan import Plan


def of_unknown(file: str, nearest: str) -> Finding:
    """Say that a file of a folder is no export."""
    return Finding(
        severity=Severity.WARNING,
        code="ignored",
        text=f"ignored: no export that is known; nearest are {nearest}",
        remedy="take it out of the folder, or add the columns that are missing",
        file=file,
    )


def of_strangers(paths: Sequence[str]) -> list[Finding]:
    """Say that tables in other forms than text were not read."""
    return [
        Finding(
            severity=Severity.WARNING,
            code="ignored",
            text="ignored: not a CSV file",
            remedy="save the sheet as CSV",
            file=path,
        )
        for path in paths
    ]


def of_encoding(encoding: str, file: str) -> tuple[Finding, ...]:
    """Say that an encoding was taken for granted."""
    if encoding != decoding.FALLBACK:
        return ()
    return (
        Finding(
            severity=Severity.NOTE,
            code="encoding",
            text="is not UTF-8; read as Windows-1252",
            remedy="export it as UTF-8 if letters look wrong",
            file=file,
        ),
    )


def of_missing(plan: Plan, file: str) -> list[Finding]:
    """Say which columns a format needs but an export was made without."""
    return [
        Finding(
            severity=Severity.WARNING,
            code="missing_column",
            text=f"has no column for the {column.meaning}",
            remedy="add it to the export",
            file=file,
            table=plan.table.name,
            fields=(f"{plan.table.name}.{column.name}",),
        )
        for column in plan.table.columns
        if column.required and f"{plan.table.name}.{column.name}" not in plan.supplied
    ]


def of_guesses(plan: Plan, file: str) -> tuple[Finding, ...]:
    """Say which columns were taken for what their header suggests, without a known export."""
    taken = [f"{cell.label!r} as the {cell.column}" for cell in plan.guessed]
    if not taken:
        return ()
    return (
        Finding(
            severity=Severity.NOTE,
            code="guess",
            text=f"takes {', '.join(taken)} by the header alone: a guess",
            remedy="compare them with the export; rename a column that is meant otherwise",
            file=file,
            table=plan.table.name,
            fields=tuple(cell.field for cell in plan.guessed),
        ),
    )


def of_converted(plan: Plan, file: str) -> tuple[Finding, ...]:
    """Say that amounts are read in a currency that the export does not name."""
    if not plan.converted:
        return ()
    return (
        Finding(
            severity=Severity.NOTE,
            code="converted",
            text=f"{plan.converted!r} is converted; read as amounts in the reporting currency",
            remedy="export the amount in the currency of its row, and that currency",
            file=file,
            table=plan.table.name,
        ),
    )


def of_repeats(file: str, count: int) -> Finding:
    """Say that rows were said before."""
    rows_say = "1 row repeats" if count == 1 else f"{count:,} rows repeat"
    return Finding(
        severity=Severity.NOTE,
        code="repeated",
        text=f"{rows_say} what was read before and counts once",
        file=file,
    )
