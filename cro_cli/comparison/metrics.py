"""Values and statuses that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cro_cli.comparison.pair import Pair
from cro_cli.comparison.table import BEFORE, NOW, status, table, value, words
from cro_cli.model import Cell, Column, Grid, Status, Unit

METRIC = Column("metric", "Metric")
VERDICT = ("came to at risk", "came to watch", "became unknown", "worse", "better")
_WORST_FIRST = (Status.AT_RISK, Status.WATCH, Status.UNKNOWN, Status.NO_BAND, Status.HEALTHY)


def in_short(pairs: Sequence[Pair]) -> str:
    """Return the verdict as the end of a title: `: 1 came to at risk, 3 worse, 5 better`."""
    said = [
        f"{count} {what}" for what, count in _counts(pairs).items() if what in VERDICT and count
    ]
    return f": {', '.join(said)}" if said else ""


def summary(pairs: Sequence[Pair], cells: Sequence[tuple[int, int]] = ()) -> Grid:
    """Return how many metrics went which way; it is there when nothing changed too.

    `cells` are of each table those that changed and all that were compared.
    """
    counts = _counts(pairs) if pairs or not cells else {}
    if cells:
        counts["cells of tables that changed"] = sum(changed for changed, _ in cells)
        counts["cells of tables compared"] = sum(count for _, count in cells)
    return Grid(
        key="summary",
        title="In short",
        columns=(
            Column("what", "What"),
            Column("metrics", "Count" if cells else "Metrics", Unit.COUNT),
        ),
        rows=tuple((words(what), Cell(value=Fraction(count))) for what, count in counts.items()),
    )


def _counts(pairs: Sequence[Pair]) -> dict[str, int]:
    moved = [pair.change for pair in pairs]
    return {
        "came to at risk": _came(pairs, Status.AT_RISK),
        "came to watch": _came(pairs, Status.WATCH),
        "became healthy": sum(
            pair.is_crossed and pair.new.status is Status.HEALTHY for pair in pairs
        ),
        "became unknown": sum(
            pair.is_crossed and pair.new.status is Status.UNKNOWN for pair in pairs
        ),
        "worse": sum(one.sense == "worse" for one in moved),
        "better": sum(one.sense == "better" for one in moved),
        "unchanged": sum(not pair.is_changed and not pair.is_crossed for pair in pairs),
        "compared": len(pairs),
    }


def crossed(pairs: Sequence[Pair]) -> Iterator[Grid]:
    """Yield the statuses that changed, the worst first."""
    found = [pair for pair in pairs if pair.is_crossed]
    found.sort(key=lambda pair: _WORST_FIRST.index(pair.new.status))
    rows = (
        [words(pair.new.title), status(pair.old), status(pair.new), _moved(pair)] for pair in found
    )
    columns = (METRIC, BEFORE, NOW, Column("moved", "Came to it"))
    yield from table("statuses", "Statuses that changed", columns, rows)


def values(pairs: Sequence[Pair]) -> Iterator[Grid]:
    """Yield the values that changed, the metrics in the order of the report."""
    rows = (
        [
            words(pair.new.title),
            value(pair.old),
            value(pair.new),
            words(pair.change.text),
            words(pair.change.sense),
            status(pair.new),
        ]
        for pair in pairs
        if pair.is_changed
    )
    columns = (
        METRIC,
        BEFORE,
        NOW,
        Column("change", "Change"),
        Column("sense", "Which is"),
        Column("status", "Status now"),
    )
    yield from table("values", "Values that changed", columns, rows)


def _came(pairs: Sequence[Pair], to: Status) -> int:
    return sum(pair.is_down and pair.new.status is to for pair in pairs)


def _moved(pair: Pair) -> Cell:
    """Return what brought a metric to its status: its value, or its band, or what is missing."""
    if pair.is_changed:
        change = pair.change
        return words(f"{change.text} {change.sense}".strip() or _known(pair))
    return words("its band or how it is judged")


def _known(pair: Pair) -> str:
    return "has a value now" if pair.old.value is None else "has no value now"
