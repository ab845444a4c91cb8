"""Other definitions of the same number, by name, beside the one that is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli import definitions
from cro_cli.metric import Derived, Metric, formula
from cro_cli.model import Cell, Column, Grid

if TYPE_CHECKING:
    from cro_cli.engine import Result
    from cro_cli.evaluation import Evaluation


def variants(run: Evaluation, metrics: Sequence[Metric]) -> Grid | None:
    """Return metrics by every choice of their switch, or None where no metric has one.

    Of one metric alone it is said how each is computed; what is not known always says why.
    """
    is_told = len(metrics) == 1
    rows = [
        _row(run, metric, choice, is_told=is_told)
        for metric in metrics
        for choice in _choices(metric)
    ]
    columns = ("definition", "value", "window", "how")
    return (
        Grid(
            key="variants",
            title="By other definitions",
            columns=(
                Column(key="metric", title="Metric"),
                *(Column(key=key, title=key.capitalize()) for key in columns),
            ),
            rows=tuple(rows),
        )
        if rows
        else None
    )


def _choices(metric: Metric) -> Iterator[str]:
    """Yield what its switch may say of a metric: others of the same switch may have more."""
    if metric.switch:
        usual, *others = definitions.BY_NAME[metric.switch].choices
        yield from (usual, *(choice for choice in others if choice in metric.variants))


def _row(run: Evaluation, metric: Metric, choice: str, *, is_told: bool) -> tuple[Cell, ...]:
    found = run.engine.defined(metric, choice, run.scope.month)
    how = metric.variants.get(choice, metric.how)
    reason = found.outcome.reason
    is_in_force = how is metric.how_by(run.config.definitions)
    return (
        Cell(text=metric.title),
        Cell(text=f"{choice} (reported)" if is_in_force else choice),
        Cell(text="?") if found.value is None else Cell(value=found.value, unit=metric.unit),
        Cell(text=_window(metric, how.window if isinstance(how, Derived) else "", found)),
        Cell(text=reason.text if reason is not None else formula(how) if is_told else ""),
    )


def _window(metric: Metric, own: str, found: Result) -> str:
    dated = found.end if found.start is None else f"{found.start} to {found.end}"
    return f"{own or metric.window} ({dated})"
