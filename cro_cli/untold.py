"""The values of a dimension, or why the company cannot be told apart by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cro_cli import dimensions
from cro_cli.definitions import SHAPES
from cro_cli.errors import InputError
from cro_cli.fact import FactData
from cro_cli.messages import Problem
from cro_cli.messages import numbers as messages
from cro_cli.metric import AsOf, Measure
from cro_cli.model import Unit
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cro_cli.collect import Collected
    from cro_cli.engine import Engine

# What is said of the tables that know more than MRR by month does; others know all of it.
_LACKING = {
    "subscriptions": ", which know plan and price of today alone; versions of subscriptions, or "
    "exports of several days, know earlier ones"
}
_PLANS = Measure(
    label="customers whose plan is known",
    fact="plans",
    aggregate="count(*)",
    where="plan <> ''",
    when=AsOf(),
    unit=Unit.COUNT,
)


class Values(NamedTuple):
    """The values of a dimension, the largest first, and what is to be said of them."""

    values: list[str | None]
    said: tuple[str, ...]


def values(dimension: str, collected: Collected, engine: Engine, month: int) -> Values:
    """Return the values of a dimension; InputError when no row has it, or nothing can tell it."""
    found = dimensions.values(collected, dimension)
    of_today = dimensions.are_of_today(collected, dimension)
    is_untold = dimension == dimensions.PLAN and not any(found)
    why = _no_plans(engine, month) if of_today or is_untold else ""
    if why or not any(found):
        raise InputError([_without(dimension, why, collected)])
    plans = collected.fact("plans") if of_today else None
    return Values(found, plans.assumptions if isinstance(plans, FactData) else ())


def _no_plans(engine: Engine, month: int) -> str:
    """Return why plans of customers cannot be told, where an export that has them is there."""
    reason = engine.measured(_PLANS, month).reason
    return "" if reason is None or reason.code.startswith("missing_") else reason.text


def _without(dimension: str, why: str, collected: Collected) -> Problem:
    """Return what to say about a dimension that no row has, or that cannot be told."""
    origins = collected.origins("mrr_changes", (dimension,))
    read = sorted({origin.partition(".")[0] for origin in origins})
    if dimension not in dimensions.MOVING or not read:
        return messages.NO_DIMENSION.problem(dimension=dimension)
    knows = (f"{shape}.{dimension}" for shape in SHAPES if shape not in read)
    other = next((one.partition(".")[0] for one in knows if collected.has(one)), "")
    return messages.NOT_IN_LEDGER.problem(
        dimension=dimension,
        table=" and ".join(read),
        also=f"; what else knows plans cannot be used: {why}" if why else "",
        instead=f", or let `ledger: from:` in the config name {other}{_LACKING.get(other, '')}"
        if other
        else "",
    )
