"""Metrics at month ends: measures, ratios and derivations, in exact fractions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from cro_cli import counting, months
from cro_cli.collect import Facts
from cro_cli.derived import derive, mean_of, part_of, unsure
from cro_cli.fact import FactData
from cro_cli.measuring import Measuring, Span, Value
from cro_cli.metric import (
    AsOf,
    Derived,
    How,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Source,
    Total,
    Trailing,
    UpTo,
    Values,
    When,
    Within,
    formula,
    inputs,
)
from cro_cli.model import Finding, Part, Reason
from cro_cli.named_tuple import NamedTuple

_WINDOW = "{window}"  # what a reason may say for the days that its metric speaks of


class Result(NamedTuple):
    """A metric at one month end, before it is judged."""

    outcome: Outcome
    parts: tuple[Part, ...]
    start: dt.date | None
    end: dt.date
    sample: Fraction | None
    rests_on: tuple[Source, ...]
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
        self.collected = collected
        self._metrics = {metric.key: metric for metric in metrics}
        measures = [
            found for metric in metrics for found in _measures_of(metric, self._how(metric))
        ]
        self._measuring = Measuring(collected, measures, period=period, findings=findings)
        self._left_out = left_out or {}
        self._results: dict[tuple[str, int], Result] = {}
        for key in self._metrics:
            leaves, month = counting.leaves(key, self._inputs), collected.months[-1]
            spans = {span for leaf in leaves for span in self._spans(*leaf, month)}
            self._measuring.expect(counting.apart(spans) if len(spans) > 1 else ())

    def _how(self, metric: Metric) -> How:
        return metric.how_by(self.collected.assumptions.definitions)

    def _inputs(self, key: str) -> Iterable[Source]:
        return inputs(self._how(self._metrics[key])).values()

    def rows(self, key: str, month: int) -> int:
        """Return how many rows a metric rests on at a month end, each counted once."""
        return self._counted(self.leaves(key, month), month)

    def leaves(self, key: str, month: int) -> Iterator[tuple[Measure, int]]:
        """Yield the measures that a metric rests on at a month end, with over how many of these."""

        def rests_on(key: str) -> Iterable[Source]:
            return self.result(key, month).rests_on

        return counting.leaves(key, rests_on)

    def _counted(self, leaves: Iterable[tuple[Measure, int]], month: int) -> int:
        spans = (
            span
            for measure, ends in leaves
            if all(value.value is not None for value in self._trail(measure, ends, month))
            for span in self._spans(measure, ends, month)
        )
        return sum(map(self._measuring.counted, counting.apart(spans)))

    def _spans(self, measure: Measure, ends: int, month: int) -> Iterator[Span]:
        for end in range(month - ends + 1, month + 1):
            yield Span(measure.fact, measure.where, *self.window(measure, end))

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

    def defined(self, metric: Metric, choice: str, month: int) -> Result:
        """Return a metric under a choice of its switch, whatever definition is in force."""
        how = metric.variants.get(choice, metric.how)
        return self._evaluate(metric._replace(how=how, variants={}), month)

    def window(self, measure: Measure, month: int) -> tuple[int, int]:
        """Return the first and last month whose rows count for a measure at a month end."""
        return self._measuring.window(measure.when, month)

    def expect(self, measures: Iterable[Measure]) -> None:
        """Take in measures that will be asked for, so that their facts are grouped once."""
        self._measuring.foresee(measures)

    def measured(self, measure: Measure, month: int) -> Value:
        """Return any measure at a month end."""
        return self._measuring.at(measure, month)

    def _evaluate(self, metric: Metric, month: int) -> Result:
        how = self._how(metric)
        rests_on: Iterable[Source] = inputs(how).values()
        if isinstance(how, Total):
            outcome, parts = self._total(how, month)
        elif isinstance(how, Ratio):
            outcome, parts = self._ratio(how, month)
        else:
            outcome, parts, rests_on = self._derived(how, month)
        start, end = self._window(metric, how, month)
        window = f"at {end}" if start is None else f"from {start} to {end}"
        return Result(
            outcome=outcome._replace(reason=_dated(outcome.reason, window)),
            parts=(*parts, *outcome.parts),
            start=start,
            end=end,
            sample=self._measuring.at(metric.sample, month).value if metric.sample else None,
            rests_on=tuple(rests_on),
            assumptions=tuple(dict.fromkeys(self._assumptions(rests_on, month))),
        )

    def _window(self, metric: Metric, how: How, month: int) -> tuple[dt.date | None, dt.date]:
        """Return the days a metric speaks of: those it states, else those of its first input."""
        source = next(iter(inputs(how).values()))
        has_own = isinstance(how, Derived) and how.window
        if metric.span is not None and not has_own:
            return self._days(metric.span, month)
        if isinstance(source, str):
            other = self._metrics[source]
            return self._window(other, self._how(other), month)
        if isinstance(source, Trailing):
            return self._days(Within(source.months), month)
        fact = self.collected.known(source.fact)
        if isinstance(fact, FactData) and month in fact.days:
            return fact.days[month]
        return self._days(source.when, month)

    def _days(self, when: When, month: int) -> tuple[dt.date | None, dt.date]:
        if isinstance(when, UpTo | AsOf):
            return None, months.end(month)
        first, last = self._measuring.window(when, month)
        return months.start(first), months.end(last)

    def _total(self, how: Total, month: int) -> tuple[Outcome, tuple[Part, ...]]:
        value = self._measuring.at(how.measure, month)
        part = part_of(how.measure.label, how.measure, value)
        return Outcome(value=value.value, reason=value.reason), (part,)

    def _ratio(self, how: Ratio, month: int) -> tuple[Outcome, tuple[Part, ...]]:
        top, bottom = self._measuring.at(how.top, month), self._measuring.at(how.bottom, month)
        parts = (part_of("top", how.top, top), part_of("bottom", how.bottom, bottom))
        reason = top.reason or bottom.reason
        if top.value is None or bottom.value is None:
            return Outcome(value=None, reason=reason), parts
        if not bottom.value:
            return Outcome(value=None, reason=how.zero), parts
        return Outcome(value=top.value / bottom.value), parts

    def _derived(
        self, how: Derived, month: int
    ) -> tuple[Outcome, tuple[Part, ...], tuple[Source, ...]]:
        """Return outcome, parts, and the inputs that the outcome rests on.

        A value has no parts that it does not rest on: of optional inputs, those it asked for.
        """
        values: dict[str, Fraction] = {}
        series: dict[str, tuple[Fraction, ...]] = {}
        reasons: dict[str, Reason] = {}
        parts: list[Part] = []
        for name, source in how.inputs.items():
            if isinstance(source, Trailing):
                trail = self._trail(*source, month)
                rows = self._counted([source], month)
                parts.append(mean_of(name, source, trail)._replace(rows=rows))
                if all(value.value is not None for value in trail):
                    series[name] = tuple(value.value or Fraction(0) for value in trail)
            else:
                parts.append(self._input(name, source, month))
                if (number := parts[-1].value) is not None:
                    values[name] = number
            reason = parts[-1].reason
            if reason is not None:
                reasons[name] = reason
        asked = Values(values, series, unsure(how, reasons))
        outcome = derive(how, asked, reasons)
        # A tuple and no set, as the order of assumptions follows from it.
        used = tuple(name for name in how.inputs if name not in how.optional or name in asked.used)
        hidden = how.aside if outcome.value is None else how.inputs.keys()
        shown = (part for part in parts if part.key in used or part.key not in hidden)
        return outcome, tuple(shown), tuple(how.inputs[name] for name in used)

    def _input(self, name: str, source: Measure | str, month: int) -> Part:
        if isinstance(source, Measure):
            return part_of(name, source, self._measuring.at(source, month))
        metric, result = self._metrics[source], self.result(source, month)
        return Part(
            key=name,
            label=metric.title,
            unit=metric.unit,
            value=result.value,
            reason=result.outcome.reason if result.value is None else None,
            rows=self.rows(source, month),
        )

    def _trail(self, measure: Measure, ends: int, month: int) -> tuple[Value, ...]:
        back = range(month - ends + 1, month + 1)
        return tuple(self._measuring.at(measure, earlier) for earlier in back)

    def _assumptions(self, sources: Iterable[Source], month: int) -> Iterator[str]:
        """Yield what the inputs that a metric rests on take for granted."""
        for source in sources:
            if isinstance(source, str):
                yield from self.result(source, month).assumptions
                continue
            measure = source.measure if isinstance(source, Trailing) else source
            fact = self.collected.known(measure.fact)
            if isinstance(fact, FactData):
                yield from fact.taken_for_granted(measure.words)
            if self._left_out:
                yield from self._without(measure.fact)

    def _without(self, fact: str) -> Iterator[str]:
        """Yield what a fact had to be computed without."""
        for table in sorted(self._left_out.keys() & self.collected.tables_of(fact)):
            count = self._left_out[table]
            yield f"computed without {count} bad row{'s' * (count > 1)} of {table}"


def _dated(reason: Reason | None, window: str) -> Reason | None:
    """Return a reason with the window of the metric in it, where it speaks of that."""
    if reason is None or _WINDOW not in reason.text:
        return reason
    return reason._replace(text=reason.text.replace(_WINDOW, window))


def _measures_of(metric: Metric, how: How) -> Iterator[Measure]:
    if metric.sample is not None:
        yield metric.sample
    for source in inputs(how).values():
        if isinstance(source, Trailing):
            yield source.measure
        elif isinstance(source, Measure):
            yield source
