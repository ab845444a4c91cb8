"""The MRR bridge: how the revenue at the start of a period became that at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING

from cro_cli import months
from cro_cli.measures import CUSTOMERS, MRR, movement, turned
from cro_cli.model import Chart, Drawing, Reason, Series, Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.wording import because

if TYPE_CHECKING:
    from cro_cli.engine import Engine
    from cro_cli.evaluation import Evaluation
    from cro_cli.metric import Measure

# A movement that never occurs has no column, unless it is one that everybody looks for.
ALWAYS = ("new", "reactivation", "expansion", "contraction", "churn")
NOW_AND_THEN = ("opening", "fx", "transfer")


class Step(NamedTuple):
    """One period of the bridge, months `first` to `last`; None where the inputs cannot tell.

    `untold` says why, by what it is that cannot be told.
    """

    first: str
    last: str
    start: Fraction | None
    moved: dict[str, Fraction | None]
    end: Fraction | None
    customers: Fraction | None
    won: Fraction | None
    lost: Fraction | None
    untold: dict[str, Reason]


def steps(run: Evaluation, engine: Engine, count: int) -> Iterator[Step]:
    """Yield periods, the oldest first, from the first that the data reach into.

    Those after it that are not known are among them, so that nobody takes others for neighbours.
    """
    length = run.scope.period
    moves = {name: _signed(name) for name in (*ALWAYS, *NOW_AND_THEN)}
    won, lost = turned("+"), turned("-")
    engine.expect((MRR, CUSTOMERS, *moves.values(), won, lost))
    ends = [run.scope.month - ago * length for ago in reversed(range(count))]
    reached = (
        at
        for at, end in enumerate(ends)
        if any(engine.measured(of, end).value is not None for of in (MRR, CUSTOMERS))
    )
    for end in ends[next(reached, -1) :]:
        counted = {"customers": CUSTOMERS, "won": won, "lost": lost}
        asked = {name: (measure, end) for name, measure in (moves | counted).items()}
        asked |= {"start": (MRR, end - length), "end": (MRR, end)}
        told = {name: engine.measured(*one) for name, one in asked.items()}
        yield Step(
            first=months.name(end - length + 1),
            last=months.name(end),
            start=told["start"].value,
            moved={name: told[name].value for name in moves},
            end=told["end"].value,
            customers=told["customers"].value,
            won=told["won"].value,
            lost=told["lost"].value,
            untold={name: one.reason for name, one in told.items() if one.reason is not None},
        )


def since_revenue(bridge: Iterable[Step]) -> list[Step]:
    """Return the periods from the first with revenue on, or the last one where there is none."""
    known = list(bridge)
    blank = takewhile(_is_blank, known[:-1])
    return known[sum(1 for _ in blank) :]


def _is_blank(step: Step) -> bool:
    """Tell whether it is known that there was no revenue in a period."""
    if any((step.start, step.end, step.lost, *step.moved.values())):
        return False
    # Present prices tell nothing of earlier amounts, but that nobody paid them.
    return not step.untold or (step.customers == 0 and step.lost == 0)


def untold(bridge: Sequence[Step], said: Reason | None = None) -> Iterator[str]:
    """Yield what the bridge cannot tell, with the reason: each once that is not said already."""
    order = ("start", *ALWAYS, "end", "customers", "won", "lost")
    whats: dict[str, dict[str, None]] = {}
    whys: dict[str, Reason] = {}  # of those that are alike but for the day in their remedy, one
    for step in bridge:
        for name in order:
            if name in step.untold:
                reason = step.untold[name]
                whys.setdefault(reason.text, reason)
                whats.setdefault(reason.text, {})[name] = None
    for text, names in whats.items():
        if said is None or text != said.text:
            yield f"{', '.join(names)}: {because(whys[text])}"


def _signed(name: str) -> Measure:
    """Return a movement as it changes MRR: losses are negative."""
    return movement(name, name)


def drawn(bridge: Sequence[Step]) -> Chart | None:
    """Return all periods as one bridge, or None where a movement is not known."""
    sums = {name: [step.moved[name] for step in bridge] for name in (*NOW_AND_THEN, *ALWAYS)}
    if not bridge:
        return None
    ends = (bridge[0].start, bridge[-1].end)
    if None in ends or any(None in values for values in sums.values()):
        return None
    totals = {
        name: sum((value or Fraction() for value in values), Fraction())
        for name, values in sums.items()
    }
    named = [name for name in totals if name in ALWAYS or totals[name]]
    first, last = bridge[0].first, bridge[-1].last
    return Chart(
        key="bridge",
        title=f"MRR from {first} to {last}" if first != last else f"MRR in {last}",
        drawing=Drawing.WATERFALL,
        unit=Unit.MONEY,
        labels=("start", *named, "end"),
        series=(
            Series(
                key="mrr",
                title="MRR",
                values=(ends[0], *(totals[name] for name in named), ends[1]),
            ),
        ),
    )
