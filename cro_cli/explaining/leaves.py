"""The measures that a metric comes down to, through all metrics it is derived from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cro_cli.metric import Derived, Measure, Metric, Ratio, Total, Trailing
from cro_cli.metrics import METRICS
from cro_cli.model import Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS

BY_KEY: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
_MONEY = frozenset({Unit.MONEY, Unit.MONEY_PER_DAY})


class Leaf(NamedTuple):
    """A measure in a metric. `months` is over how many month ends it is averaged, 1 for none."""

    metric: str
    key: str
    measure: Measure
    months: int = 1

    @property
    def label(self) -> str:
        """What the measure is called."""
        of = f", mean of {self.months} months" if self.months > 1 else ""
        return f"{self.measure.label}{of}"

    @property
    def scale(self) -> int:
        """How many of the raw units of a row make up one unit that people know."""
        is_micros = self.measure.unit in _MONEY or self.measure.divide % MICROS == 0
        return MICROS if is_micros else 1

    @property
    def divide(self) -> int:
        """By what the sum of the rows, in units that people know, is divided once."""
        divide = self.measure.divide
        return self.months * (divide // MICROS if divide % MICROS == 0 else divide)


def leaves(metric: Metric, definitions: Mapping[str, str]) -> tuple[Leaf, ...]:
    """Return the measures of a metric, each once, those of the metrics it rests on behind."""
    found: dict[tuple[Measure, int], Leaf] = {}
    for leaf in _leaves(metric, definitions):
        found.setdefault((leaf.measure, leaf.months), leaf)
    return tuple(found.values())


def derived_from(metric: Metric, definitions: Mapping[str, str]) -> tuple[Metric, ...]:
    """Return the metrics that a metric is derived from, and those that these are, each once."""
    how = metric.how_by(definitions)
    if not isinstance(how, Derived):
        return ()
    found: dict[str, Metric] = {}
    for source in how.inputs.values():
        if isinstance(source, str):
            found[source] = BY_KEY[source]
            found |= {one.key: one for one in derived_from(BY_KEY[source], definitions)}
    return tuple(found.values())


def _leaves(metric: Metric, definitions: Mapping[str, str]) -> Iterator[Leaf]:
    how = metric.how_by(definitions)
    if isinstance(how, Total):
        yield Leaf(metric.key, "total", how.measure)
        return
    if isinstance(how, Ratio):
        yield Leaf(metric.key, "top", how.top)
        yield Leaf(metric.key, "bottom", how.bottom)
        return
    for name, source in how.inputs.items():
        if isinstance(source, Measure):
            yield Leaf(metric.key, name, source)
        elif isinstance(source, Trailing):
            yield Leaf(metric.key, name, source.measure, source.months)
    for one in derived_from(metric, definitions):
        if one.key in how.inputs.values():
            yield from _leaves(one, definitions)
