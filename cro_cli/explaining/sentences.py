"""What a number is, in sentences: meaning, formula, band, definitions in force."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from cro_cli import figures, wording
from cro_cli.definitions import SWITCHES
from cro_cli.metric import Metric
from cro_cli.model import Band, Better, Edge, Part, Reading, Unit

# Those of single metrics; all others are about recurring revenue.
_OF_RECURRING = frozenset(
    {
        "cmrr",
        "cmrr_horizon_days",
        "retention",
        "logo_churn",
        "early_churn_days",
        "magic_number",
        "rule_of_40_margin",
        "quick_ratio_reactivation",
    }
)


def meaning(reading: Reading) -> Iterator[str]:
    """Yield what a metric means and where it is defined."""
    yield reading.meaning
    better = {
        Better.HIGHER: "higher is better",
        Better.LOWER: "lower is better",
        Better.RANGE: "best within a range",
        Better.NEITHER: "neither high nor low is good in itself",
    }
    yield f"Definition {reading.definition}; {better[reading.better]}."


def computed(reading: Reading) -> Iterator[str]:
    """Yield the formula in words and with this run's numbers, and what these rest on."""
    yield f"{reading.title} = {reading.formula}"
    numbers = with_numbers(reading)
    if numbers:
        yield f"= {numbers}"
    yield from wording.behind(reading)
    if reading.interval is not None and reading.low_n is None:
        low, high = (figures.figure(at, reading.unit) for at in reading.interval)
        yield f"95 % interval for as many cases (Wilson): {low} to {high}."


def with_numbers(reading: Reading) -> str:
    """Return the formula with this run's numbers in place of its words, where all have one.

    Nothing where a number is unknown, or the words of the formula are not those of the parts.
    """
    shown = [(part, _figure(part)) for part in reading.parts]
    if reading.value is None or any(figure == wording.NO_VALUE for _, figure in shown):
        return ""
    names = [
        (name, figure)
        for part, figure in shown
        for name in (part.label, part.key.replace("_", " "))
        if name not in {"top", "bottom"}
    ]
    text, used = reading.formula, 0
    places: list[str] = []
    for name, figure in sorted(names, key=lambda pair: -len(pair[0])):
        pattern = rf"(?<![\w\x00]){re.escape(name)}(?![\w\x00])"
        text, count = re.subn(pattern, f"\x00{len(places)}\x00", text, flags=re.IGNORECASE)
        places.append(figure)
        used += count
    left = re.sub(r"\x00[0-9]+\x00|min|mean", "", text)
    if not used or re.search(r"[^\W\d_]{2,}", left):
        return ""
    said = re.sub(r"\x00([0-9]+)\x00", lambda found: places[int(found[1])], text)
    return f"{said} = {wording.value(reading)}" if said != wording.value(reading) else said


def _figure(part: Part) -> str:
    return wording.NO_VALUE if part.value is None else figures.figure(part.value, part.unit)


def band(given: Band | None, unit: Unit) -> Iterator[str]:
    """Yield each edge of a band with its source, year and grade."""
    if given is None:
        yield "There is none: the number is shown, not judged."
        return
    is_lower = given.better is Better.LOWER
    sign, other = ("≤", "≥") if is_lower else ("≥", "≤")
    edges: Sequence[tuple[str, str, Edge | None]] = (
        ("Healthy", sign, given.healthy),
        ("Healthy", other, given.healthy_to),
        ("Watch", sign, given.watch),
        ("Watch", other, given.watch_to),
    )
    for name, mark, edge in edges:
        if edge is not None:
            yield f"{name} {mark} {figures.edge(edge.at, unit)}: {_sourced(edge)}"
    for remark in given.remarks:
        yield f"{_beyond(remark.above, remark.below, unit)}: {remark.text}"


def _sourced(edge: Edge) -> str:
    year = f", {edge.year}" if edge.year else ""
    return f"{edge.source}{year}, grade {edge.grade}"


def _beyond(above: Fraction | None, below: Fraction | None, unit: Unit) -> str:
    marks = (("above", above), ("below", below))
    return " and ".join(
        f"{word} {figures.edge(at, unit)}" for word, at in marks if at is not None
    ).capitalize()


def definitions(
    metrics: Sequence[Metric], given: dict[str, str], *, shapes: Collection[str]
) -> Iterator[str]:
    """Yield the definitions in force that some metrics rest on, and which of them are not usual.

    `shapes` are the tables of recurring revenue that these are made from, if they are.
    """
    switches = {metric.switch for metric in metrics}
    for switch in SWITCHES:
        own = switch.name in switches
        told = not switch.shapes or not set(shapes).isdisjoint(switch.shapes)
        if own or (shapes and told and switch.name not in _OF_RECURRING):
            value = given.get(switch.name, switch.usual)
            usual = "" if value == switch.usual else f", where {switch.usual} is usual"
            yield f"{switch.name}: {value}{usual}. {switch.meaning}"
