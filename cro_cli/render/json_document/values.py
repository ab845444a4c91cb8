"""What all JSON documents say in one way."""

from __future__ import annotations

import datetime as dt

from cro_cli.model import Finding, Input

Value = str | int | float | bool | None
Json = Value | list["Json"] | dict[str, "Json"]


def of_finding(finding: Finding) -> Json:
    """Return a finding."""
    return {
        "severity": finding.severity.value,
        "id": finding.id,
        "code": finding.code,
        "text": finding.text,
        "remedy": finding.remedy,
        "file": finding.file,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "table": finding.table,
        "fields": list(finding.fields),
    }


def of_input(given: Input) -> Json:
    """Return a file as it was read."""
    return {
        "file": given.file,
        "format": given.format,
        "table": given.table,
        "also": dict(given.also),
        "encoding": given.encoding,
        "sha256": given.sha256,
        "rows": given.rows,
        "kept": given.kept,
        "dropped": dict(given.dropped),
        "newest": of_date(given.newest),
    }


def of_date(day: dt.date | None) -> str | None:
    """Return a day as ISO has it."""
    return None if day is None else day.isoformat()
