"""What a report says in words: one sentence for each thing, whatever it is drawn with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from cro_cli import figures
from cro_cli.messages import Problem
from cro_cli.model import (
    Band,
    Better,
    Cell,
    Chart,
    Column,
    Finding,
    Input,
    Reading,
    Reason,
    Report,
    Status,
)
from cro_cli.named_tuple import NamedTuple

NO_VALUE = "–"
SYMBOLS = {
    Status.HEALTHY: "✓",
    Status.WATCH: "!",
    Status.AT_RISK: "✗",
    Status.UNKNOWN: "?",
    Status.NO_BAND: "–",
}
WORDS = {status: status.value.replace("_", " ") for status in Status}
LOW_N = "too few cases to be called at risk"
VERDICT = (Status.HEALTHY, Status.WATCH, Status.AT_RISK, Status.UNKNOWN)
ALIKE = 5  # findings of one kind that are shown one by one


class Unknowns(NamedTuple):
    """Readings that are unknown for one and the same reason."""

    titles: tuple[str, ...]
    reason: Reason
    parts: tuple[tuple[str, str], ...] = ()


def counts(readings: Sequence[Reading]) -> dict[Status, int]:
    """Return how many readings have each status, every status named."""
    found = Counter(reading.status for reading in readings)
    return {status: found[status] for status in Status}


def verdict(readings: Sequence[Reading]) -> str:
    """Return the line that says it all: `12 healthy · 4 watch · 3 at risk · 2 unknown`."""
    found = counts(readings)
    return " · ".join(f"{found[status]} {WORDS[status]}" for status in VERDICT)


def context(report: Report) -> str:
    """Return what the verdict speaks of."""
    said = [
        report.company,
        report.title,
        f"as of {report.as_of}" if report.as_of else "",
        f"by {report.period}" if report.period else "",
        report.currency,
        f"profile {report.profile}" if report.profile else "",
    ]
    return " · ".join(text for text in said if text)


def status(reading: Reading) -> str:
    """Return symbol and word of a status, and how few cases it rests on."""
    few = f" (n={reading.low_n})" if reading.low_n is not None else ""
    return f"{SYMBOLS[reading.status]} {WORDS[reading.status]}{few}"


def value(reading: Reading) -> str:
    """Return the value as people read it, never rounded onto an edge of its band."""
    if reading.value is None:
        return NO_VALUE
    edges = _edges(reading.band) if reading.band else ()
    return figures.figure(reading.value, reading.unit, edges=edges)


def change(reading: Reading) -> figures.Change:
    """Return how the value moved against the period before."""
    if reading.value is None or reading.previous is None:
        return figures.Change(text="")
    return figures.change(
        reading.value, reading.previous, reading.unit, reading.better, reading.band
    )


def band(reading: Reading) -> str:
    """Return the band in short, nothing when there is none."""
    return figures.band(reading.band, reading.unit) if reading.band else ""


def miss(reading: Reading) -> str:
    """Return by how much the value misses the healthy edge of its band."""
    if reading.value is None or reading.band is None:
        return ""
    value, unit = reading.value, reading.unit
    for side, at in _sides(reading.band):
        by = at - value if side == "below" else value - at
        if by > 0:
            gap = figures.gap(by, value, unit)
            return f"{gap} {side} the healthy edge of {figures.edge(at, unit)}"
    return ""


def headline(reading: Reading) -> str:
    """Return the value and by how much it misses."""
    return ", ".join(text for text in (value(reading), miss(reading)) if text)


def parts(reading: Reading) -> list[tuple[str, str]]:
    """Return the named parts of a reading with this run's numbers."""
    return [
        (part.label, NO_VALUE if part.value is None else figures.figure(part.value, part.unit))
        for part in reading.parts
    ]


def behind(reading: Reading) -> Iterator[str]:
    """Yield the sentences that follow the parts: window, rows, change, caution, assumptions."""
    rows = f", {reading.rows:,} {'row' if reading.rows == 1 else 'rows'}" if reading.rows else ""
    yield f"{_window(reading)}{rows}{_before(reading)}."
    if reading.low_n is not None:
        cases = "1 case stands" if reading.low_n == 1 else f"{reading.low_n} cases stand"
        yield f"Only {cases} behind it: too few to be called at risk{_between(reading)}."
    if reading.reason is not None:
        yield because(reading.reason)
    if reading.assumptions:
        yield f"Taken for granted: {'; '.join(reading.assumptions)}."
    yield from reading.notes


def remarks(reading: Reading) -> Iterator[str]:
    """Yield what should be said of a reading that is not explained in full."""
    if reading.status in {Status.HEALTHY, Status.NO_BAND}:
        reason = (because(reading.reason),) if reading.reason else ()
        yield from (f"{reading.title}: {said}" for said in (*reason, *reading.notes))


def because(reason: Reason) -> str:
    """Return a reason and what would mend it."""
    return f"{reason.text} → {reason.remedy}" if reason.remedy else reason.text


def cell(given: Cell, column: Column) -> str:
    """Return a cell of a grid as people read it: its words, else its number."""
    unit = given.unit or column.unit
    if given.value is None or unit is None:
        return given.text
    return figures.figure(given.value, unit, edges=given.edges)


def point(value: Fraction | None, chart: Chart) -> str:
    """Return a number of a chart as people read it."""
    return NO_VALUE if value is None else figures.figure(value, chart.unit)


def unknowns(readings: Sequence[Reading]) -> list[Unknowns]:
    """Return the unknown readings, those with one reason and one remedy together.

    Where nothing can be added, the numbers themselves leave no value: they are the parts.
    """
    alike: dict[tuple[Reason, tuple[tuple[str, str], ...]], list[str]] = {}
    for reading in readings:
        if reading.status is Status.UNKNOWN:
            reason = reading.reason or Reason(code="unknown", text="there is no value")
            told = () if reason.remedy else tuple(_known(reading))
            alike.setdefault((reason, told), []).append(reading.title)
    return [
        Unknowns(titles=tuple(titles), reason=reason, parts=told)
        for (reason, told), titles in alike.items()
    ]


def _known(reading: Reading) -> Iterator[tuple[str, str]]:
    yield from ((label, figure) for label, figure in parts(reading) if figure != NO_VALUE)


def finding(given: Finding) -> Problem:
    """Return a finding: where it is, what is wrong, what to do."""
    row = f":{given.row}" if given.row is not None else ""
    value = f"'{given.value}'" if given.value not in given.text else ""
    place = " ".join(text for text in (f"{given.file}{row}", given.column, value) if text)
    remedy = f" → {given.remedy}" if given.remedy else ""
    return Problem((f"{place}: " if place else "") + given.text + remedy, given.id)


def coded(problem: Problem) -> str:
    """Return a message with its code behind it."""
    return f"{problem} [{problem.code}]"


def findings(given: Sequence[Finding], *, everything: bool) -> Iterator[str]:
    """Yield findings in order, each with its code."""
    yield from map(coded, problems(given, everything=everything))


def problems(given: Sequence[Finding], *, everything: bool) -> Iterator[Problem]:
    """Yield findings in order; of many of one kind the first few and how many more there are."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for found in given:
        alike.setdefault((found.code, found.file, found.column), []).append(found)
    for (_, file, column), kind in alike.items():
        shown = len(kind) if everything or len(kind) == ALIKE + 1 else ALIKE
        yield from (finding(one) for one in kind[:shown])
        more = len(kind) - shown
        if more > 0:
            place = f"{file} {column}".strip()
            said = f"{place}: {more:,} more like these (-v shows them all)"
            yield Problem(said, kind[0].id)


def dropped(given: Input) -> str:
    """Return how many rows a rule of the format left out, nothing when none."""
    if not given.dropped:
        return ""
    rules = ", ".join(f"{rule} {count:,}" for rule, count in given.dropped.items())
    return f"{given.file}: {sum(given.dropped.values()):,} of {given.rows:,} rows left out: {rules}"


def source(given: Input) -> str:
    """Return one file as it was read."""
    newest = f", newest {given.newest}" if given.newest else ""
    rows = f"{given.kept:,} of {given.rows:,} rows"
    also = "".join(
        f", {count:,} row{'s' * (count != 1)} of {table}" for table, count in given.also.items()
    )
    return f"{given.file}: {given.format} → {given.table}, {rows}{also}{newest}"


def _edges(given: Band) -> list[Fraction]:
    edges = (given.healthy, given.watch, given.healthy_to, given.watch_to)
    return [edge.at for edge in edges if edge is not None]


def _sides(given: Band) -> Iterator[tuple[str, Fraction]]:
    if given.better is Better.LOWER:
        yield "above", given.healthy.at
        return
    yield "below", given.healthy.at
    if given.healthy_to is not None:
        yield "above", given.healthy_to.at


def _window(reading: Reading) -> str:
    start, end = reading.window.start, reading.window.end
    return f"{reading.window.label} ({end if start is None else f'{start} to {end}'})"


def _between(reading: Reading) -> str:
    """Return how far a share of few cases can be relied on."""
    if reading.interval is None:
        return ""
    low, high = (figures.figure(at, reading.unit) for at in reading.interval)
    return f", somewhere from {low} to {high} (95 % interval)"


def _before(reading: Reading) -> str:
    if reading.previous is not None:
        when = f" at {reading.previous_end}" if reading.previous_end else ""
        return f"; before: {figures.figure(reading.previous, reading.unit)}{when}"
    if reading.previous_reason is not None and reading.value is not None:
        return f"; no value before: {reading.previous_reason.text}"
    return ""
