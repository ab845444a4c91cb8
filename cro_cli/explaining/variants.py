"""Other definitions of the same number, by name, beside the one that is reported."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli import months
from cro_cli.measures import MRR, movement
from cro_cli.model import Cell, Column, Grid, Reading, Unit

if TYPE_CHECKING:
    from cro_cli.evaluation import Evaluation

_GAINS = {"nrr": ("expansion",), "grr": ()}
_LOSSES = ("contraction", "churn")


def variants(run: Evaluation, reading: Reading) -> Grid | None:
    """Return NRR or GRR of the MRR bridge beside that of the cohort (definitions 4.4).

    Of the bridge: start, with what was gained by expansion and lost by contraction and churn within
    the period, over start. Customers won in the period leak into it, so it is no yearly rate.
    """
    if reading.key not in _GAINS:
        return None
    bridge, why = _bridge(run, _GAINS[reading.key])
    end = run.scope.month
    start = end - run.scope.period + 1
    window = f"{months.start(start)} to {months.end(end)}"
    gains = " + expansion" if _GAINS[reading.key] else ""
    return Grid(
        key="variants",
        title="Beside other definitions",
        columns=(
            Column(key="definition", title="Definition"),
            Column(key="value", title=reading.title, unit=Unit.RATIO),
            Column(key="window", title="Window"),
            Column(key="how", title="How"),
        ),
        rows=(
            (
                Cell(text="cohort"),
                Cell(text="?") if reading.value is None else Cell(value=reading.value),
                Cell(text=f"12 months to {reading.window.end}"),
                Cell(text="reported"),
            ),
            (
                Cell(text="bridge"),
                Cell(text="?") if bridge is None else Cell(value=bridge),
                Cell(text=window),
                Cell(text=why or f"(start{gains} − contraction − churn) ÷ start"),
            ),
        ),
    )


def _bridge(run: Evaluation, gains: tuple[str, ...]) -> tuple[Fraction | None, str]:
    """Return the rate of the bridge of the period, or why there is none."""
    end = run.scope.month
    start = run.engine.measured(MRR, end - run.scope.period)
    # A loss is a negative change, so that all of them are added.
    moved = [run.engine.measured(movement(name, name), end) for name in (*gains, *_LOSSES)]
    reason = next((one.reason for one in (start, *moved) if one.reason is not None), None)
    if reason is not None:
        return None, reason.text
    if not start.value:
        return None, "nobody was paying at the start of the period"
    change = sum((one.value or Fraction() for one in moved), Fraction())
    return 1 + change / start.value, ""
