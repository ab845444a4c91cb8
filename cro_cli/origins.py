"""Where a metric's numbers come from: the `table.column`s it reads, by its declaration alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cro_cli import facts
from cro_cli.measuring import columns_of
from cro_cli.metric import Derived, Measure, Metric, Ratio, Total, Trailing
from cro_cli.metrics import BY_KEY


def of_metric(metric: Metric, definitions: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns that a metric may be made from under some definitions, in order.

    A fact that can be built in several ways names the columns of all of them.
    """
    found = (
        origin
        for measure in _measures(metric, definitions)
        for column in columns_of(measure)
        for origin in _origins(measure.fact, column)
    )
    return tuple(sorted(set(found)))


def _measures(metric: Metric, definitions: Mapping[str, str]) -> Iterator[Measure]:
    how = metric.how_by(definitions)
    if isinstance(how, Total):
        yield how.measure
    elif isinstance(how, Ratio):
        yield from (how.top, how.bottom)
    else:
        yield from _inputs(how, definitions)


def _inputs(how: Derived, definitions: Mapping[str, str]) -> Iterator[Measure]:
    for source in how.inputs.values():
        if isinstance(source, str):
            yield from _measures(BY_KEY[source], definitions)
        else:
            yield source.measure if isinstance(source, Trailing) else source


def _origins(fact: str, column: str) -> Iterator[str]:
    for origin in facts.named(fact).columns.get(column, ()):
        if origin.startswith("facts."):
            _, source, field = origin.split(".")
            yield from _origins(source, field)
        else:
            yield origin
