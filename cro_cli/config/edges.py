"""One band with edges of the config: what is wrong with them, and the band they make."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cro_cli.config.quantities import Number, decimal
from cro_cli.config.schema import BandKeys
from cro_cli.config.tree import Complaint
from cro_cli.messages import Problem
from cro_cli.messages import config as messages
from cro_cli.model import Band, Better, Edge, Unit
from cro_cli.named_tuple import NamedTuple

SOURCE = "your config"
_MEANT_AS_PERCENT = 10  # a plain number from here on is no ratio anybody means

_BECAUSE = {
    Better.HIGHER: "higher is better",
    Better.LOWER: "lower is better",
    Better.RANGE: "watch lies around healthy",
}

_WANTED = {
    Better.HIGHER: "needs one number, as higher is better",
    Better.LOWER: "needs one number, as lower is better",
    Better.RANGE: "needs two edges such as [3, 5], as a range is best",
}
_UNITS: dict[Unit | None, str] = {
    Unit.MONEY: "an amount of money",
    Unit.MONEY_PER_DAY: "an amount of money a day",
    Unit.TIMES: "a multiple",
    Unit.MONTHS: "a number of months",
    Unit.DAYS: "a number of days",
    Unit.COUNT: "a count",
}


class Judged(NamedTuple):
    """A metric that a config gives edges for, and what is known about it without them."""

    key: str
    better: Better
    unit: Unit | None
    profile: str
    band: Band | None
    root: tuple[str, ...] = ("benchmarks",)


def override(metric: Judged, keys: BandKeys) -> tuple[Band | None, list[Complaint]]:
    """Return the band of a metric with the edges of a config, and what is wrong with these."""
    complaints = misfits(metric, keys)
    if complaints:
        return None, complaints
    band = _band(metric, keys)
    if band is None:
        message = messages.NO_BAND_YET.problem(profile=metric.profile)
        return None, [Complaint(_path(metric), message, at_key=True)]
    return band, list(_crossed(metric, keys, band))


def misfits(metric: Judged, keys: BandKeys) -> list[Complaint]:
    """Return what is wrong with edges whatever the profile says: their number and their unit."""
    return [*_misshapen(metric, keys), *_misread(metric, keys)]


def _path(metric: Judged, *more: str | int) -> tuple[str | int, ...]:
    return (*metric.root, metric.key, *more)


def _sides(keys: BandKeys) -> Iterator[tuple[str, tuple[Number | None, ...]]]:
    if "healthy" in keys:
        yield "healthy", keys["healthy"]
    if "watch" in keys:
        yield "watch", keys["watch"]


def _misshapen(metric: Judged, keys: BandKeys) -> Iterator[Complaint]:
    """Yield sides with too few or too many edges; only watch of a range may be open."""
    is_range = metric.better is Better.RANGE
    if not keys:
        yield Complaint(_path(metric), messages.NO_EDGES.problem(), at_key=True)
    for side, edges in _sides(keys):
        if len(edges) != 1 + is_range:
            message = messages.EDGES.problem(wanted=_WANTED[metric.better])
            yield Complaint(_path(metric, side), message)
        elif None in edges and not (is_range and side == "watch"):
            message = messages.NULL_EDGE.problem()
            yield Complaint(_path(metric, side, edges.index(None)), message)


def _misread(metric: Judged, keys: BandKeys) -> Iterator[Complaint]:
    """Yield numbers that were hardly meant as they are written: 110 for 110%, 18% for 18."""
    for side, edges in _sides(keys):
        for place, edge in enumerate(edges):
            if edge is not None and (message := _unit_of(metric, edge)):
                yield Complaint(_path(metric, side, place), message)


def _unit_of(metric: Judged, edge: Number) -> Problem | None:
    """Return what is wrong with the unit of a number; None when nothing is."""
    plain, whole = decimal(edge.value), decimal(edge.value * 100)
    if metric.unit is Unit.RATIO and not edge.percent and abs(edge.value) >= _MEANT_AS_PERCENT:
        better = decimal(edge.value / 100)
        return messages.PER_CENT_MEANT.problem(plain=plain, whole=whole, better=better)
    if edge.percent and metric.unit in _UNITS:
        better = plain if metric.unit is Unit.TIMES else whole
        words = {"unit": _UNITS[metric.unit], "better": better, "whole": whole}
        return messages.NO_PER_CENT.problem(**words)
    return None


def _band(metric: Judged, keys: BandKeys) -> Band | None:
    """Return the band with the edges that are given; None when one is missing."""
    healthy, healthy_to = _edges(keys.get("healthy", ()))
    watch, watch_to = _edges(keys.get("watch", ()))
    if metric.band is None:
        if healthy is None or "watch" not in keys:
            return None
        base = Band(better=metric.better, healthy=healthy, watch=None, profile=metric.profile)
    else:
        base = metric.band
    if "healthy" in keys and healthy is not None:
        base = base._replace(healthy=healthy, healthy_to=healthy_to)
    return base._replace(watch=watch, watch_to=watch_to) if "watch" in keys else base


def _edges(numbers: tuple[Number | None, ...]) -> tuple[Edge | None, Edge | None]:
    edges = [None if one is None else Edge(at=one.value, source=SOURCE) for one in numbers]
    first, second = (*edges, None, None)[:2]
    return first, second


def _crossed(metric: Judged, keys: BandKeys, band: Band) -> Iterator[Complaint]:
    """Yield edges on the wrong side of each other."""
    show = _Show(metric, keys)
    if "healthy" in keys and band.healthy_to and band.healthy_to.at < band.healthy.at:
        yield Complaint(_path(metric, "healthy", 1), show.descending(band.healthy_to, band.healthy))
        return
    lower = metric.better is not Better.LOWER
    pairs = [(0, lower, band.healthy, band.watch)]
    if metric.better is Better.RANGE and band.healthy_to is not None:
        pairs.append((1, False, band.healthy_to, band.watch_to))
    for place, is_below, healthy, watch in pairs:
        if watch is None or watch.at == healthy.at or (watch.at < healthy.at) is is_below:
            continue
        side = "watch" if "watch" in keys else "healthy"
        yield Complaint(_path(metric, side, place), show.crossed(healthy, watch, is_below=is_below))


class _Show:
    """How the edges of one metric are told about: as per cents where that is how they are seen."""

    def __init__(self, metric: Judged, keys: BandKeys) -> None:
        given = [edge for _, edges in _sides(keys) for edge in edges if edge is not None]
        self._metric = metric
        self._keys = keys
        self._percent = metric.unit is Unit.RATIO or any(edge.percent for edge in given)

    def descending(self, second: Edge, first: Edge) -> Problem:
        """Return what to say about a range whose second edge is below its first."""
        low, high = self._number(second.at), self._number(first.at)
        return messages.DESCENDING.problem(low=low, high=high)

    def crossed(self, healthy: Edge, watch: Edge, *, is_below: bool) -> Problem:
        """Return what to say about a watch edge that has to be below healthy, or above."""
        needed = f"{self._number(healthy.at)} or {'less' if is_below else 'more'}"
        words = {"because": _BECAUSE[self._metric.better], "needed": needed}
        if "watch" in self._keys:
            beyond = "above" if is_below else "below"
            where = f"watch {self._edge(watch)} is {beyond} healthy {self._edge(healthy)}"
            return messages.CROSSED_WATCH.problem(where=where, **words)
        beyond = "below" if is_below else "above"
        where = f"healthy {self._edge(healthy)} is {beyond} watch {self._edge(watch)}"
        return messages.CROSSED_HEALTHY.problem(where=where, **words)

    def _edge(self, edge: Edge) -> str:
        origin = "" if edge.source == SOURCE else f" of profile {self._metric.profile}"
        return self._number(edge.at) + origin

    def _number(self, value: Fraction) -> str:
        return f"{decimal(value * 100)}%" if self._percent else decimal(value)
