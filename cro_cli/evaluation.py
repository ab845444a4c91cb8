"""A run of the engine for a report: settled, collected, judged against the bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cro_cli import intervals, judging, months
from cro_cli.collect import Collected, Facts
from cro_cli.engine import Engine, Result
from cro_cli.judging import Judging
from cro_cli.metric import AsOf, Measure, Metric, Ratio, When
from cro_cli.metrics import GROUP_OF, METRICS
from cro_cli.model import (
    Block,
    Finding,
    Input,
    Interval,
    Note,
    Reading,
    Reason,
    Report,
    Unit,
    Window,
)
from cro_cli.scope import settle

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded


SEGMENT = "segment"


class Evaluation:
    """What every report begins with: date, currency, facts and the engine over them.

    `back` counts months before the as-of month that will be asked for too, beside the previous
    period; snapshot facts have rows for these alone. InputError when the inputs do not allow it.
    """

    def __init__(
        self, loaded: Loaded, config: Config, request: Request, *, back: Iterable[int] = ()
    ) -> None:
        self.loaded, self.config, self.request = loaded, config, request
        self.scope = settle(loaded, config, as_of=request.as_of, period=request.period)
        month = self.scope.month
        asked = {month - self.scope.period, month, *(month - ago for ago in back)}
        self.collected = Collected(
            loaded.tables,
            loaded.supplied,
            config.assumptions()._replace(currency=self.scope.currency),
            self.scope.rates,
            tuple(sorted(asked)),
            snapshots=loaded.snapshots,
            parted=loaded.parted,
        )
        self.engine = self._engine(self.collected)
        self._judging = Judging(config, self.engine, month)
        self._judged = {self.engine: self._judging.whole}
        self._said = [self._judging.whole.said]
        self._wrong: dict[Reason, None] = {}

    def _engine(self, collected: Facts) -> Engine:
        return Engine(
            collected,
            METRICS,
            period=self.scope.period,
            findings=self.loaded.findings,
            left_out=_left_out(self.loaded.inputs),
        )

    def under(self, **definitions: str) -> Engine:
        """Return an engine over the same tables by other definitions."""
        settled = self.collected.assumptions
        if all(settled.defined(name) == value for name, value in definitions.items()):
            return self.engine
        other = settled._replace(definitions={**settled.definitions, **definitions})
        return self._engine(
            Collected(
                self.loaded.tables,
                self.loaded.supplied,
                other,
                self.scope.rates,
                self.collected.months,
                snapshots=self.loaded.snapshots,
                parted=self.loaded.parted,
            )
        )

    def parts(self, dimension: str) -> list[tuple[str, Engine]]:
        """Return an engine for each value of a dimension; InputError when no row has it."""
        from cro_cli import dimensions, slices

        found = []
        for value in self.values(dimension):
            engine = self._engine(slices.Sliced(self.collected, dimension, value))
            if dimension == SEGMENT and value and (judged := self._judging.of_segment(value)):
                self._judged[engine] = judged
            found.append((value or dimensions.NONE, engine))
        return found

    def values(self, dimension: str) -> list[str | None]:
        """Return the values of a dimension, the largest first; InputError when no row has it."""
        from cro_cli import untold

        found = untold.values(dimension, self.collected, self.engine, self.scope.month)
        self._said += found.said
        return found.values

    def report(self, name: str, title: str, blocks: tuple[Block, ...]) -> Report:
        """Return blocks as a report on this run."""
        return Report(
            name=name,
            title=title,
            company=self.config.company,
            as_of=self.scope.as_of,
            period=self.scope.period_name,
            currency=self.scope.currency,
            profile=self._judging.whole.profile,
            blocks=blocks,
            findings=(*self.loaded.findings, *self._of_wrong_rows()),
            inputs=self.loaded.inputs,
        )

    def heed(self, reason: Reason | None) -> None:
        """Let the report say where rows stand that are the reason why there is no value."""
        if reason is not None and reason.wrong is not None:
            self._wrong[reason] = None

    def _of_wrong_rows(self) -> Iterator[Finding]:
        if self._wrong:
            from cro_cli import wrong_rows  # sound data have none

            for reason in self._wrong:
                yield wrong_rows.said(reason, self.loaded, self.config.habits)

    def reading(
        self, metric: Metric, month: int | None = None, *, engine: Engine | None = None
    ) -> Reading:
        """Return a metric at a month end, judged: the as-of date and all facts unless given."""
        at = self.scope.month if month is None else month
        engine = engine or self.engine
        now = engine.result(metric.key, at)
        before = engine.result(metric.key, at - self.scope.period)
        judged = self._judged.get(engine, self._judging.whole)
        self._said.append(judged.said)
        band = judging.band_of(judged, metric.key, now)
        self.heed(now.outcome.reason)
        low_n = _low_n(metric, now)
        interval, untold = self._interval(metric, now, engine, at, is_low=low_n is not None)
        return Reading(
            key=metric.key,
            title=metric.title,
            group=GROUP_OF[metric.key],
            unit=metric.unit,
            better=metric.better,
            meaning=metric.meaning,
            formula=engine.formula(metric),
            definition=metric.definition,
            window=_window(metric.window_by(self.config.definitions), now),
            value=now.value,
            status=judging.status(now, band, is_low=low_n is not None),
            reason=now.outcome.reason,
            parts=now.parts,
            band=band,
            previous=before.value,
            previous_end=months.end(at - self.scope.period),
            previous_reason=before.outcome.reason,
            rows=engine.rows(metric.key, at),
            low_n=low_n,
            interval=interval,
            assumptions=now.assumptions,
            notes=(*now.outcome.notes, *judging.remarks(now, band), *untold),
        )

    def _interval(
        self, metric: Metric, now: Result, engine: Engine, month: int, *, is_low: bool
    ) -> tuple[Interval | None, tuple[str, ...]]:
        """Return the interval of a share of counted cases, and of any value of few, or why none."""
        how = metric.how_by(self.config.definitions)
        # Of other definitions, a mean of shares is none.
        if metric.is_share and (how is metric.how or isinstance(how, Ratio)):
            return intervals.of_share(now.value, now.sample), ()
        if not is_low or now.value is None or now.sample is None:
            return None, ()
        from cro_cli import spread

        found = spread.of_few(metric, now.value, now.sample, engine, month)
        return (None, (f"no 95 % interval: {found}",)) if isinstance(found, str) else (found, ())

    def why_not(
        self, fact: str, *columns: str, when: When | None = None, month: int | None = None
    ) -> Reason | None:
        """Return why sums over a fact are not known, such as a cell that cannot be read.

        Of the as-of month unless another one is given.
        """
        for column in columns:
            whole = Measure(
                label=column,
                fact=fact,
                aggregate=f"sum({column})",
                when=when or AsOf(),
                unit=Unit.MONEY,
                needs=("past_amounts",),
            )
            reason = self.engine.measured(whole, month or self.scope.month).reason
            if reason is not None:
                return reason
        return None

    def notes(self, readings: Iterable[Reading], assumed: Iterable[str] = ()) -> Iterator[Note]:
        """Yield what was taken for granted, and what the facts have to say about the rows.

        `assumed` is what numbers rest on that are no readings.
        """
        shown = tuple(readings)
        told = (line for reading in shown for line in reading.assumptions)
        known = dict.fromkeys((*told, *assumed))
        usual = self._judging.is_unchosen and any(reading.band is not None for reading in shown)
        unchosen = [self._judging.unchosen()] if usual else []
        said = dict.fromkeys(line for line in self._said if line)
        taken = (*self.scope.said, *unchosen, *said, *known)
        if taken:
            yield Note(title="Taken for granted", lines=taken)
        if self.collected.notes:
            yield Note(title="About the data", lines=self.collected.notes)


def _left_out(inputs: Iterable[Input]) -> dict[str, int]:
    """Count the bad rows that were left out, by table."""
    counts: dict[str, int] = {}
    for given in inputs:
        if given.bad:
            counts[given.table] = counts.get(given.table, 0) + given.bad
    return counts


def _window(label: str, result: Result) -> Window:
    return Window(label=label, start=result.start, end=result.end)


def _low_n(metric: Metric, result: Result) -> int | None:
    """Return the number of cases when there are too few to rely on (definitions 4.0)."""
    if result.value is None or result.sample is None or result.sample >= metric.min_n:
        return None
    return int(result.sample)
