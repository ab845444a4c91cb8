"""Who may not be named: a report without the names of customers, owners and deals."""

from __future__ import annotations

from cro_cli.model import Cell, Finding, Grid, Report

HIDDEN = "…"


def hide(report: Report) -> Report:
    """Return the report with every private cell numbered instead of named.

    The same name gets the same number everywhere, in the order of its first appearance. What a
    finding quotes from a file is left out, as it may be a name.
    """
    numbers: dict[str, str] = {}
    blocks = tuple(
        _without(block, numbers) if isinstance(block, Grid) else block for block in report.blocks
    )
    findings = tuple(_unquoted(one) for one in report.findings)
    return report._replace(blocks=blocks, findings=findings)


def _without(grid: Grid, numbers: dict[str, str]) -> Grid:
    return grid._replace(
        rows=tuple(tuple(_numbered(cell, numbers) for cell in row) for row in grid.rows)
    )


def _numbered(cell: Cell, numbers: dict[str, str]) -> Cell:
    if not cell.private or not cell.text:
        return cell
    return cell._replace(text=numbers.setdefault(cell.text, f"#{len(numbers) + 1}"))


def _unquoted(finding: Finding) -> Finding:
    if not finding.value:
        return finding
    return finding._replace(text=finding.text.replace(finding.value, HIDDEN), value=HIDDEN)
