"""Measures at month ends: each fact is collected once, then grouped once for all its measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import polars as pl

from cro_cli import grouping, months
from cro_cli.collect import Facts
from cro_cli.fact import FactData, Missing
from cro_cli.metric import AsOf, ClosedQuarter, Measure, TargetQuarter, UpTo, When, Within
from cro_cli.model import Finding, Reason, Severity, Unit
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS, TOLD_BY_DAY

_BEGINNING = 0


class Value(NamedTuple):
    """A measured number, or why there is none, and how many rows it rests on."""

    value: Fraction | None
    rows: int = 0
    reason: Reason | None = None
    whose: str = ""


class Span(NamedTuple):
    """Rows of a fact on a condition, from a month to another, both counted."""

    fact: str
    where: str
    first: int
    last: int


class Measuring:
    """Measures over the facts of one run.

    `measures` are all that will be asked for, so that a fact is grouped once; `period` is the
    length of the report's period in months. A finding that is an error makes unknown what reads
    its field; rows that were left out are said instead.
    """

    def __init__(
        self,
        collected: Facts,
        measures: Iterable[Measure],
        *,
        period: int,
        findings: Sequence[Finding] = (),
    ) -> None:
        self.collected = collected
        self._period = period
        self._bad = _by_field(findings)
        self._values: dict[tuple[Measure, int], Value] = {}
        self._series: dict[Measure, dict[int, tuple[int, int]]] = {}
        self._additive: dict[str, list[Measure]] = {}
        self._counts: dict[tuple[str, str], Measure] = {}
        for measure in dict.fromkeys(measures):
            if measure.is_additive:
                self._wait(measure)
                self._counts.setdefault((measure.fact, measure.where), measure)

    def expect(self, spans: Iterable[Span]) -> None:
        """Take in spans that will be counted, so that their fact is grouped once."""
        for span in spans:
            self._count_of(span)

    def foresee(self, measures: Iterable[Measure]) -> None:
        """Take in measures that will be asked for, so that their facts are grouped once."""
        for measure in measures:
            if measure.is_additive:
                self._wait(measure)

    def _wait(self, measure: Measure) -> None:
        known = self._additive.setdefault(measure.fact, [])
        if measure not in known:
            known.append(measure)

    def _count_of(self, span: Span) -> Measure:
        """Return a measure with the fact and the condition of a span: it tells the rows as well."""
        rows = span.fact, span.where
        if rows not in self._counts:
            self._counts[rows] = Measure(
                label="rows",
                fact=span.fact,
                aggregate="count(*)",
                where=span.where,
                when=UpTo(),
                unit=Unit.COUNT,
            )
            self._additive.setdefault(span.fact, []).append(self._counts[rows])
        return self._counts[rows]

    def counted(self, span: Span) -> int:
        """Return how many rows a span has."""
        return self._sum(self._count_of(span), span.first, span.last)[1]

    def _group(self, name: str, measures: Sequence[Measure]) -> None:
        fact = self.collected.known(name)
        if not isinstance(fact, FactData):
            return
        if not self.collected.is_large(name):
            rows = self.collected.fact(name)
            if isinstance(rows, FactData):
                self._series.update(grouping.of_rows(measures, rows.frame))
            return
        columns = grouping.columns_of(self._additive[name])
        kinds = self.collected.condensed(name, *columns)
        self._series.update(grouping.of_condensed(measures, kinds))

    def at(self, measure: Measure, month: int) -> Value:
        """Return a measure at a month end, or the reason why it is not known."""
        key = measure, month
        if key not in self._values:
            self._values[key] = self._measured(measure, month)
        return self._values[key]

    def _measured(self, measure: Measure, month: int) -> Value:
        fact = self._fact(measure)
        # A bad cell may be why the fact is missing, and says in which file and row to look.
        if (bad := self._bad_cell(measure)) is not None:
            return Value(value=None, reason=bad)
        if isinstance(fact, Missing):
            return Value(value=None, reason=fact.reason)
        first, last = self.window(measure.when, month)
        reason = self._unknown(measure, fact, month, first, last)
        if reason is not None:
            return Value(value=None, reason=reason)
        raw, rows, whose = (
            (*self._sum(measure, first, last), "")
            if measure.is_additive
            else _aggregate(measure, fact.frame, first, last)
        )
        if raw is None:
            since = "up " if first == _BEGINNING else f"from {months.start(first)} "
            text = f"there is nothing to measure {since}to {months.end(last)}"
            return Value(value=None, reason=Reason(code="no_rows", text=text))
        micros = MICROS if measure.unit in {Unit.MONEY, Unit.MONEY_PER_DAY} else 1
        return Value(value=Fraction(raw) / (micros * measure.divide), rows=rows, whose=whose)

    def _fact(self, measure: Measure) -> FactData | Missing:
        """Return the fact of a measure: its rows only where they cannot be summed beforehand."""
        facts = self.collected
        return facts.known(measure.fact) if measure.is_additive else facts.fact(measure.fact)

    def window(self, when: When, month: int) -> tuple[int, int]:
        """Return the first and last month whose rows count."""
        year_start = self.collected.assumptions.fiscal_year_start
        match when:
            case UpTo():
                return _BEGINNING, month
            case AsOf():
                return month, month
            case Within(months=length, lag=lag):
                return month - lag - (length or self._period) + 1, month - lag
            case TargetQuarter():
                return months.target_quarter(month, year_start=year_start)
            case ClosedQuarter(back=back):
                first, last = months.closed_quarter(month, year_start=year_start)
                return first - back * months.QUARTER, last - back * months.QUARTER

    def _unknown(
        self, measure: Measure, fact: FactData, month: int, first: int, last: int
    ) -> Reason | None:
        """Return why a measure is not known at a month end."""
        for need in measure.needs:
            if need in fact.lacks:
                return fact.lacks[need]
        if month in fact.lacks_at:
            return fact.lacks_at[month]
        for need in measure.needs:
            present = self.collected.months[-1] if fact.last is None else fact.last
            if need in fact.lacks_before_last and month < present:
                return fact.lacks_before_last[need]
        if (
            fact.last is not None
            and last > fact.last
            and not isinstance(measure.when, TargetQuarter)
        ):
            return self._ended(measure, fact.last, last)
        return _out_of_reach(measure, fact, first, last)

    def _ended(self, measure: Measure, end: int, last: int) -> Reason:
        remedy = "export it anew, or ask for an earlier date with --as-of"
        if self.collected.tables_of(measure.fact) & TOLD_BY_DAY:
            day = months.end(last)
            remedy += f"; a folder named {day} would say that the export in it is of that day"
        return Reason(code="data_end", text=f"data end {months.end(end)}", remedy=remedy)

    def _bad_cell(self, measure: Measure) -> Reason | None:
        if not self._bad:
            return None
        fields = self.collected.origins(measure.fact, columns_of(measure))
        finding = next((self._bad[field] for field in sorted(fields) if field in self._bad), None)
        if finding is None:
            return None
        row = "" if finding.row is None else f" row {finding.row}"
        where = f"{finding.file}{row} column {finding.column}"
        return Reason(
            code="bad_value",
            text=f"{where}: {finding.text}",
            remedy=finding.remedy or "correct the cell, or use --exclude-bad-rows",
        )

    def _sum(self, measure: Measure, first: int, last: int) -> tuple[int, int]:
        series = self._monthly(measure)
        if last - first < len(series):
            counted = [series[month] for month in range(first, last + 1) if month in series]
        else:
            counted = [pair for month, pair in series.items() if first <= month <= last]
        return sum(raw for raw, _ in counted), sum(rows for _, rows in counted)

    def _monthly(self, measure: Measure) -> dict[int, tuple[int, int]]:
        """Return sum and row count of a measure by month; all that wait are grouped at once."""
        if measure not in self._series:
            self._wait(measure)
            known = self._additive[measure.fact]
            self._group(measure.fact, [one for one in known if one not in self._series])
        return self._series[measure]


def _aggregate(
    measure: Measure, frame: pl.DataFrame, first: int, last: int
) -> tuple[float | int | None, int, str]:
    """Return an aggregate that does not add up over months, over the rows that count, and whose."""
    rows = frame.filter(pl.col("month").is_between(first, last))
    if measure.where:
        rows = rows.filter(pl.sql_expr(measure.where))
    counted = rows.height
    if measure.per:
        rows = rows.group_by(measure.per).agg(value=pl.col(measure.inner).sum())
    result = rows.select(pl.sql_expr(measure.aggregate)).item()
    if not measure.is_named or result is None:
        return result, counted, ""
    return result, counted, str(rows.filter(pl.col("value") == result)[measure.per].min())


def _out_of_reach(measure: Measure, fact: FactData, first: int, last: int) -> Reason | None:
    """Return why a window begins before the data, if it does."""
    is_stock = isinstance(measure.when, UpTo | AsOf)
    known_from = fact.first if is_stock or fact.first_flow is None else fact.first_flow
    if known_from is None or (last if is_stock else first) >= known_from:
        return None
    begins = months.start(known_from)
    if fact.begins is not None:
        return Reason(
            code=fact.begins.code,
            text=f"{fact.begins.text}: known from {months.end(known_from) if is_stock else begins}",
            remedy=fact.begins.remedy,
        )
    text = f"data begin {begins}"
    if fact.first is not None and fact.first < known_from:
        text = f"data begin {months.start(fact.first)}, changes are known from {begins}"
    return Reason(code="too_short", text=text, remedy="export a longer history")


def columns_of(measure: Measure) -> tuple[str, ...]:
    """Return the columns of the fact that a measure reads."""
    names = [*pl.sql_expr(measure.aggregate).meta.root_names(), "month", measure.per, measure.inner]
    if measure.where:
        names += pl.sql_expr(measure.where).meta.root_names()
    return tuple(dict.fromkeys(name for name in names if name and name != "value"))


def _by_field(findings: Iterable[Finding]) -> dict[str, Finding]:
    bad: dict[str, Finding] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            for field in finding.fields:
                bad.setdefault(field, finding)
    return bad
