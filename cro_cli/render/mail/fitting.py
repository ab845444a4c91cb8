"""Making a report small enough for a mail: rows of tables, then tables, then notes are left out."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.model import Block, Chart, Grid, Note, Report
from cro_cli.named_tuple import NamedTuple


class Fit(NamedTuple):
    """How much of a report is shown: rows of each table, tables and charts, notes, and the CSV."""

    rows: int
    blocks: int
    has_csv: bool = False
    has_notes: bool = True

    def cut(self, report: Report) -> Report:
        """Return what is left of a report; what is not is said."""
        return report._replace(blocks=tuple(self._blocks(report)))

    def _blocks(self, report: Report) -> Iterator[Block]:
        where = "the CSV holds them" if self.has_csv else "`-o FILE.csv` writes them"
        shown = 0
        for block in report.blocks:
            if isinstance(block, Grid | Chart):
                shown += 1
                if shown > self.blocks:
                    continue
            yield block._replace(rows=block.rows[: self.rows]) if isinstance(block, Grid) else block
            if isinstance(block, Grid) and len(block.rows) > self.rows:
                more = len(block.rows) - self.rows
                yield _left_out(block.title, f"{more:,} more rows: {where}")
        more = shown - self.blocks
        rest = [f"{more} more table{'s' * (more > 1)}: {where}"] if more > 0 else []
        if not self.has_csv:
            yield _left_out(report.title, *rest, "the CSV: `-o FILE.csv` writes it")


def _left_out(title: str, *lines: str) -> Note:
    return Note(title=f"{title}: left out for the size of the mail", lines=lines, main=True)


ALL = 10_000
# From the whole to the least, in the order in which they are tried.
FITS = (
    Fit(rows=60, blocks=ALL, has_csv=True),
    Fit(rows=60, blocks=ALL),
    Fit(rows=20, blocks=ALL),
    Fit(rows=20, blocks=8),
    Fit(rows=10, blocks=3),
    Fit(rows=0, blocks=0, has_notes=False),
)
