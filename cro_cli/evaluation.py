"""A run of the engine for a report: settled, collected, judged against the bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from cro_cli import benchmarks, figures, intervals, months
from cro_cli.collect import Collected, Facts
from cro_cli.config.settled import DEFAULT_PROFILE
from cro_cli.engine import Engine, Result
from cro_cli.errors import InputError
from cro_cli.metric import AsOf, Measure, Metric, Ratio, When
from cro_cli.metrics import GROUP_OF, METRICS
from cro_cli.model import (
    Band,
    Block,
    Input,
    Interval,
    Note,
    Reading,
    Reason,
    Report,
    Status,
    Unit,
    Window,
)
from cro_cli.named_tuple import NamedTuple
from cro_cli.scope import settle

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded


SEGMENT = "segment"


class Judged(NamedTuple):
    """The bands of a part of the company, and what is to be said of them."""

    bands: Mapping[str, Band]
    said: str


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
        self._parts: dict[Engine, Judged] = {}
        self.profile, self.bands, self.said = self._judged_by()

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

    def _judged_by(self) -> tuple[str, Mapping[str, Band], tuple[str, ...]]:
        """Return profile and bands, and what is to be said of a profile that is inferred."""
        config = self.config
        if config.bands_of is None:
            return config.profile, config.bands, ()
        inferred = self._inferred()
        if inferred is None:
            said = f"profile {DEFAULT_PROFILE}, as without ARR none can be inferred (`benchmarks:`)"
            return DEFAULT_PROFILE, config.bands, (said,)
        profile, of = inferred
        said = f"profile {profile} inferred from {of}, taken as US dollars (`benchmarks:`)"
        return profile, config.bands_of(profile), (said,)

    def _inferred(self) -> tuple[str, str] | None:
        """Return the profile that ARR and deals tell, and these in words; None without ARR."""
        arr = self.engine.result("arr", self.scope.month).value
        if arr is None:
            return None
        size = self.engine.result("average_deal_size", self.scope.month).value
        known = [("ARR", arr), ("average deal size", size)]
        of = " and ".join(
            f"{name} {figures.figure(amount, Unit.MONEY)}"
            for name, amount in known
            if amount is not None
        )
        return benchmarks.infer(arr, size), of

    def _unchosen(self) -> str:
        """Return what is to be said of the usual profile where nobody chose one."""
        usual = f"judged by profile {self.profile}, as the config names none (`benchmarks:`)"
        inferred = None
        with suppress(InputError):  # of a ledger that nothing else asks for
            inferred = self._inferred()
        if inferred is None or inferred[0] == self.profile:
            return usual
        return f"{usual}; by {inferred[1]}, taken as US dollars, it would be {inferred[0]}"

    def parts(self, dimension: str) -> list[tuple[str, Engine]]:
        """Return an engine for each value of a dimension; InputError when no row has it."""
        from cro_cli import dimensions, slices

        found = []
        for value in self.values(dimension):
            engine = self._engine(slices.Sliced(self.collected, dimension, value))
            if dimension == SEGMENT and value and (judged := self._judged_as(value)):
                self._parts[engine] = judged
            found.append((value or dimensions.NONE, engine))
        return found

    def _judged_as(self, name: str) -> Judged | None:
        """Return what a segment of the company is judged by, None when by nothing of its own.

        The stage is that of the whole company; edges of the config stand before its column.
        """
        segment, own = benchmarks.segment_of(name), self.config.segments.get(name)
        profile, bands, said = self.profile, self.bands, []
        if segment is not None:
            profile = f"{self.profile.partition('-')[0]}-{segment}"
            column = benchmarks.bands(profile)
            bands = {
                key: band if f"benchmarks.{key}" in self.config.said else column.get(key, band)
                for key, band in self.bands.items()
            }
            said.append(f"profile {profile}")
        if own is not None:
            bands = own(bands, profile)
            said.append("edges of the config")
        return Judged(bands, f"segment {name} judged by {' and '.join(said)}") if said else None

    def values(self, dimension: str) -> list[str | None]:
        """Return the values of a dimension, the largest first; InputError when no row has it."""
        from cro_cli import untold

        found = untold.values(dimension, self.collected, self.engine, self.scope.month)
        self.said += tuple(line for line in found.said if line not in self.said)
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
            profile=self.profile,
            blocks=blocks,
            findings=self.loaded.findings,
            inputs=self.loaded.inputs,
        )

    def reading(
        self, metric: Metric, month: int | None = None, *, engine: Engine | None = None
    ) -> Reading:
        """Return a metric at a month end, judged: the as-of date and all facts unless given."""
        at = self.scope.month if month is None else month
        engine = engine or self.engine
        now = engine.result(metric.key, at)
        before = engine.result(metric.key, at - self.scope.period)
        judged = self._parts.get(engine)
        if judged is not None and judged.said not in self.said:
            self.said += (judged.said,)
        band = (self.bands if judged is None else judged.bands).get(metric.key)
        if now.outcome.status is Status.NO_BAND:
            band = None
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
            status=_status(now, band, is_low=low_n is not None),
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
            notes=(*now.outcome.notes, *_remarks(now, band), *untold),
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

    def notes(self, readings: Iterable[Reading]) -> Iterator[Note]:
        """Yield what was taken for granted, and what the facts have to say about the rows."""
        shown = tuple(readings)
        assumed = dict.fromkeys(line for reading in shown for line in reading.assumptions)
        is_unchosen = "benchmarks.profile" not in self.config.said
        usual = is_unchosen and any(reading.band is not None for reading in shown)
        taken = (*self.scope.said, *([self._unchosen()] if usual else ()), *self.said, *assumed)
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


def _status(result: Result, band: Band | None, *, is_low: bool) -> Status:
    if result.outcome.status is not None:
        return result.outcome.status
    if result.value is None:
        return Status.UNKNOWN
    if band is None:
        return Status.NO_BAND
    return benchmarks.judge(
        result.value, band, judge_upper=result.outcome.judge_upper, low_n=is_low
    )


def _remarks(result: Result, band: Band | None) -> tuple[str, ...]:
    if result.value is None or band is None:
        return ()
    return benchmarks.remarks(result.value, band)
