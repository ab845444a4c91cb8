"""Metrics at month ends: measures, ratios and derivations, in exact fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from cro_cli.collect import Facts
from cro_cli.fact import FactData
from cro_cli.measuring import Measuring, Value
from cro_cli.metric import (
    AsOf,
    Derived,
    How,
    Measure,
    Metric,
    MissingInputError,
    Outcome,
    Ratio,
    Total,
    Trailing,
    UpTo,
    Values,
    formula,
)
from cro_cli.model import Finding, Part, Reason


class Result(NamedTuple):
    """A metric at one month end, before it is judged."""

    outcome: Outcome
    parts: tuple[Part, ...]
    first: int | None
    last: int
    rows: int
    sample: Fraction | None
    assumptions: tuple[str, ...]

    @property
    def value(self) -> Fraction | None:
        """The number, if there is one."""
        return self.outcome.value


class Engine:
    """Evaluates metrics over the facts of one run.

    `period` is the length of the report's period in months; `findings` are the bad cells, which
    make unknown what reads them; `left_out` counts by table the bad rows that were left out.
    """

    def __init__(
        self,
        collected: Facts,
        metrics: Sequence[Metric],
        *,
        period: int,
        findings: Sequence[Finding] = (),
        left_out: Mapping[str, int] | None = None,
    ) -> None:
        self._collected = collected
        self._metrics = {metric.key: metric for metric in metrics}
        measures = [
            found for metric in metrics for found in _measures_of(metric, self._how(metric))
        ]
        self._measuring = Measuring(collected, measures, period=period, findings=findings)
        self._left_out = left_out or {}
        self._results: dict[tuple[str, int], Result] = {}

    def _how(self, metric: Metric) -> How:
        return metric.how_by(self._collected.assumptions.definitions)

    def formula(self, metric: Metric) -> str:
        """Return how a metric is computed, in words."""
        return formula(self._how(metric))

    def result(self, key: str, month: int) -> Result:
        """Return a metric at a month end."""
        found = self._results.get((key, month))
        if found is None:
            found = self._evaluate(self._metrics[key], month)
            self._results[key, month] = found
        return found

    def window(self, measure: Measure, month: int) -> tuple[int, int]:
        """Return the first and last month whose rows count for a measure at a month end."""
        return self._measuring.window(measure.when, month)

    def measured(self, measure: Measure, month: int) -> Value:
        """Return any measure at a month end."""
        return self._measuring.at(measure, month)

    def _evaluate(self, metric: Metric, month: int) -> Result:
        how, used = self._how(metric), frozenset[str]()
        if isinstance(how, Total):
            outcome, parts = self._total(how, month)
        elif isinstance(how, Ratio):
            outcome, parts = self._ratio(how, month)
        else:
            outcome, parts, used = self._derived(how, month)
        first, last = self._window(how, month)
        return Result(
            outcome=outcome,
            parts=(*parts, *outcome.parts),
            first=first,
            last=last,
            rows=sum(part.rows for part in parts),
            sample=self._measuring.at(metric.sample, month).value if metric.sample else None,
            assumptions=tuple(dict.fromkeys(self._assumptions(how, used, month))),
        )

    def _window(self, how: How, month: int) -> tuple[int | None, int]:
        """Return the months a metric speaks of, by its first measure."""
        if isinstance(how, Total):
            measure: Measure | Trailing | str = how.measure
        elif isinstance(how, Ratio):
            measure = how.top
        else:
            measure = next(iter(how.inputs.values()))
        if isinstance(measure, str):
            return self._window(self._how(self._metrics[measure]), month)
        if isinstance(measure, Trailing):
            return month - measure.months + 1, month
        if isinstance(measure.when, UpTo | AsOf):
            return None, month
        return self._measuring.window(measure.when, month)

    def _total(self, how: Total, month: int) -> tuple[Outcome, tuple[Part, ...]]:
        value = self._measuring.at(how.measure, month)
        part = _part(how.measure.label, how.measure, value)
        return Outcome(value=value.value, reason=value.reason), (part,)

    def _ratio(self, how: Ratio, month: int) -> tuple[Outcome, tuple[Part, ...]]:
        top, bottom = self._measuring.at(how.top, month), self._measuring.at(how.bottom, month)
        parts = (_part("top", how.top, top), _part("bottom", how.bottom, bottom))
        reason = top.reason or bottom.reason
        if top.value is None or bottom.value is None:
            return Outcome(value=None, reason=reason), parts
        if not bottom.value:
            return Outcome(value=None, reason=how.zero), parts
        return Outcome(value=top.value / bottom.value), parts

    def _derived(
        self, how: Derived, month: int
    ) -> tuple[Outcome, tuple[Part, ...], frozenset[str]]:
        """Return outcome, parts, and the names of the inputs that the outcome rests on."""
        values: dict[str, Fraction] = {}
        series: dict[str, tuple[Fraction, ...]] = {}
        reasons: dict[str, Reason] = {}
        parts: list[Part] = []
        for name, source in how.inputs.items():
            if isinstance(source, Trailing):
                trail = self._trail(source, month)
                parts.append(_mean(name, source, trail))
                if all(value.value is not None for value in trail):
                    series[name] = tuple(value.value or Fraction(0) for value in trail)
            else:
                parts.append(self._input(name, source, month))
                if (number := parts[-1].value) is not None:
                    values[name] = number
            reason = parts[-1].reason
            if reason is not None:
                reasons[name] = reason
        asked = Values(values, series, _unsure(how, reasons))
        outcome = _derive(how, asked, reasons)
        return outcome, tuple(parts), frozenset(asked.used)

    def _input(self, name: str, source: Measure | str, month: int) -> Part:
        if isinstance(source, Measure):
            return _part(name, source, self._measuring.at(source, month))
        metric, result = self._metrics[source], self.result(source, month)
        return Part(
            key=name,
            label=metric.title,
            unit=metric.unit,
            value=result.value,
            reason=result.outcome.reason if result.value is None else None,
            rows=result.rows,
        )

    def _trail(self, trailing: Trailing, month: int) -> tuple[Value, ...]:
        back = range(month - trailing.months + 1, month + 1)
        return tuple(self._measuring.at(trailing.measure, earlier) for earlier in back)

    def _assumptions(self, how: How, used: frozenset[str], month: int) -> Iterator[str]:
        """Yield what the inputs that a metric rests on take for granted."""
        for source in _sources(how, used):
            if isinstance(source, str):
                yield from self.result(source, month).assumptions
                continue
            name = (source.measure if isinstance(source, Trailing) else source).fact
            fact = self._collected.known(name)
            if isinstance(fact, FactData):
                yield from fact.assumptions
            if self._left_out:
                yield from self._without(name)

    def _without(self, fact: str) -> Iterator[str]:
        """Yield what a fact had to be computed without."""
        for table in sorted(self._left_out.keys() & self._collected.tables_of(fact)):
            count = self._left_out[table]
            yield f"computed without {count} bad row{'s' * (count > 1)} of {table}"


def _derive(how: Derived, values: Values, reasons: Mapping[str, Reason]) -> Outcome:
    """Compute a derivation, or hand on the reason of the input that it lacks."""
    for name, reason in reasons.items():
        if name not in how.optional:
            return Outcome(value=None, reason=reason)
    try:
        computed = how.compute(values)
    except MissingInputError as missing:
        return Outcome(value=None, reason=reasons[missing.name])
    if isinstance(computed, Outcome):
        return computed
    if isinstance(computed, Reason):
        return Outcome(value=None, reason=computed)
    return Outcome(value=computed)


def _unsure(how: Derived, reasons: Mapping[str, Reason]) -> frozenset[str]:
    """Return the inputs that nothing may take the place of, undefined as they are.

    A metric beside the number may lack anything, a measure in it only what no file supplies.
    """
    return frozenset(
        name
        for name, reason in reasons.items()
        if not isinstance(how.inputs[name], str) and not reason.code.startswith("missing_")
    )


def _sources(how: How, used: frozenset[str]) -> Iterator[Measure | Trailing | str]:
    """Yield what a metric rests on: of optional inputs, those it asked for."""
    if isinstance(how, Total):
        yield how.measure
    elif isinstance(how, Ratio):
        yield how.top
        yield how.bottom
    else:
        for name, source in how.inputs.items():
            if name not in how.optional or name in used:
                yield source


def _part(key: str, measure: Measure, value: Value) -> Part:
    return Part(
        key=key,
        label=measure.label,
        unit=measure.unit,
        value=value.value,
        reason=value.reason,
        rows=value.rows,
    )


def _mean(name: str, trailing: Trailing, values: tuple[Value, ...]) -> Part:
    numbers = [value.value for value in values if value.value is not None]
    reason = next((value.reason for value in values if value.reason is not None), None)
    known = reason is None and bool(numbers)
    return Part(
        key=name,
        label=f"{trailing.measure.label}, mean of {trailing.months} months",
        unit=trailing.measure.unit,
        value=sum(numbers, Fraction(0)) / len(numbers) if known else None,
        reason=reason,
        rows=sum(value.rows for value in values),
    )


def _measures_of(metric: Metric, how: How) -> Iterator[Measure]:
    if metric.sample is not None:
        yield metric.sample
    if isinstance(how, Total):
        yield how.measure
    elif isinstance(how, Ratio):
        yield how.top
        yield how.bottom
    else:
        for source in how.inputs.values():
            if isinstance(source, Trailing):
                yield source.measure
            elif isinstance(source, Measure):
                yield source
