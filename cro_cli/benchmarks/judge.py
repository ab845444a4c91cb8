"""Judging: where an exact value stands against a band."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli.model import Band, Better, Edge, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

_FROM_GOOD_TO_BAD = (Status.HEALTHY, Status.WATCH, Status.AT_RISK)


def judge(
    value: Fraction,
    band: Band,
    *,
    judge_upper: bool = True,
    low_n: bool = False,
) -> Status:
    """Return the status of a value; exactly on an edge is on the better side.

    Without `judge_upper` the upper side of a range is not judged; with `low_n` nothing is worse
    than watch.

    >>> edge = Edge(at=Fraction(11, 10), source="a survey")
    >>> band = Band(better=Better.HIGHER, healthy=edge, watch=None)
    >>> judge(Fraction(11, 10), band), judge(Fraction(1), band)
    (<Status.HEALTHY: 'healthy'>, <Status.WATCH: 'watch'>)
    """
    statuses = [
        _status(sign * value, sign * healthy.at, None if watch is None else sign * watch.at)
        for sign, healthy, watch in _sides(band, judge_upper=judge_upper)
    ]
    worst = max(statuses, key=_FROM_GOOD_TO_BAD.index)
    return Status.WATCH if low_n and worst is Status.AT_RISK else worst


def remarks(value: Fraction, band: Band) -> tuple[str, ...]:
    """Return what is to be said about a value beyond its status."""
    return tuple(
        remark.text
        for remark in band.remarks
        if (remark.above is not None and value > remark.above)
        or (remark.below is not None and value < remark.below)
    )


def _sides(band: Band, *, judge_upper: bool) -> Iterator[tuple[int, Edge, Edge | None]]:
    """Yield the sides of a band with the sign that turns each into `higher is better`."""
    if band.better is Better.LOWER:
        yield -1, band.healthy, band.watch
        return
    yield 1, band.healthy, band.watch
    if judge_upper and band.healthy_to is not None:
        yield -1, band.healthy_to, band.watch_to


def _status(value: Fraction, healthy: Fraction, watch: Fraction | None) -> Status:
    if value >= healthy:
        return Status.HEALTHY
    return Status.WATCH if watch is None or value >= watch else Status.AT_RISK
