"""What changed between two reports, as a report: what is not alike comes first.

Only what stands in both is compared, and only where it counts the same thing: an amount in another
currency, or a flow over another span of time, is shown and not compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cro_cli.comparison import bands, inputs, metrics, notes, setting, tables
from cro_cli.comparison.pair import Pair, pairs
from cro_cli.comparison.tables import Compared
from cro_cli.model import Block, Report, Status
from cro_cli.named_tuple import NamedTuple

NAME = "diff"


class Comparison(NamedTuple):
    """What changed, as a report; `worse` are the statuses that metrics came down to."""

    report: Report
    worse: tuple[Status, ...]
    is_empty: bool


def compare(
    old: Report,
    new: Report,
    *,
    left_out: int = 0,
    keys: Collection[str] = (),
    statuses: Collection[Status] = (),
) -> Comparison:
    """Return what changed since the old report.

    `keys` and `statuses` pick metrics, by what they are now; none pick all. `left_out` metrics were
    not saved with either report.
    """
    both = [
        pair
        for pair in pairs(old, new)
        if (not keys or pair.key in keys) and (not statuses or pair.new.status in statuses)
    ]
    grids = tables.compared(old, new, statuses=statuses)
    changed = [cell for grid in grids for cell in grid.changed]
    report = new._replace(
        name=NAME,
        title=_title(old, new, both, len(changed)),
        blocks=tuple(_blocks(old, new, both, grids, left_out)),
    )
    return Comparison(
        report=report,
        worse=(
            *(pair.new.status for pair in both if pair.is_down),
            *(cell.new.status for cell in changed if cell.is_down and cell.new.status),
        ),
        is_empty=not changed and not any(pair.is_changed or pair.is_crossed for pair in both),
    )


def _title(old: Report, new: Report, both: list[Pair], changed: int) -> str:
    what = "" if new.name == "report" else f"{new.title}: "
    since = f"changes since {old.as_of}" if old.as_of else "changes"
    values = f"{changed} value{'s' * (changed != 1)} changed"
    cells = f"{', ' if both else ': '}{values}" if changed and what else ""
    said = f"{what}{since}{metrics.in_short(both)}{cells}"
    return said[:1].upper() + said[1:]


def _blocks(
    old: Report, new: Report, both: list[Pair], grids: Sequence[Compared], left_out: int
) -> Iterator[Block]:
    yield from setting.blocks(old, new)
    yield metrics.summary(both, cells=[(len(one.changed), one.cells) for one in grids])
    yield from metrics.crossed(both)
    yield from metrics.values(both)
    yield from bands.blocks(both)
    for one in grids:
        yield from one.block()
    yield from inputs.blocks(old, new)
    yield from notes.blocks(old, new, both, left_out)
    yield from tables.not_compared(old, new, grids)
