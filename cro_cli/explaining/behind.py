"""The rows behind a metric: for each of its facts, what every row contributes to every part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli.evaluation import Evaluation
from cro_cli.explaining.contributions import contributed
from cro_cli.explaining.leaves import Leaf, leaves
from cro_cli.explaining.origins import BY_FACT, Origin
from cro_cli.fact import FactData
from cro_cli.metric import Metric
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.engine import Engine


class Behind(NamedTuple):
    """The rows of one fact, with what they contribute to each of some leaves (`contributed`).

    `part` names the segment, plan or the like that they are of, where they are of one.
    """

    fact: str
    origin: Origin
    leaves: tuple[Leaf, ...]
    rows: pl.DataFrame
    tables: frozenset[str]
    part: str = ""


def behind(
    run: Evaluation, metric: Metric, engine: Engine | None = None, part: str = ""
) -> Iterator[Behind]:
    """Yield what stands behind the parts of a metric that are known, fact by fact.

    With the engine of a part of the company, what stands behind the number of that part.
    """
    month, engine = run.scope.month, engine or run.engine
    rested = set(engine.leaves(metric.key, month))
    by_fact: dict[str, list[Leaf]] = {}
    for leaf in leaves(metric, run.config.definitions):
        if (leaf.measure, leaf.months) in rested and all(
            engine.measured(leaf.measure, at).value is not None for at in _ends(leaf, month)
        ):
            by_fact.setdefault(leaf.measure.fact, []).append(leaf)
    for fact, measured in by_fact.items():
        data = engine.collected.fact(fact)
        if isinstance(data, FactData):
            yield Behind(
                fact=fact,
                origin=BY_FACT[fact],
                leaves=tuple(measured),
                rows=contributed(data.frame, [(one, _windows(run, one)) for one in measured]),
                tables=run.collected.tables_of(fact),
                part=part,
            )


def _ends(leaf: Leaf, month: int) -> Sequence[int]:
    return range(month - leaf.months + 1, month + 1)


def _windows(run: Evaluation, leaf: Leaf) -> list[tuple[int, int]]:
    return [run.engine.window(leaf.measure, end) for end in _ends(leaf, run.scope.month)]
