"""Cohorts as triangles: a cohort a row, an age a column, darker where more is left."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cro_cli import cohorts
from cro_cli.cohorts import Cohort, Level
from cro_cli.model import Cell, Column, Grid, Unit


def triangle(shown: Sequence[Cohort], key: str, title: str, length: int, part: str = "") -> Grid:
    """Return one triangle: `key` is `logos`, `net` or `gross`, `length` of a period in months."""
    ages = range(max((len(one.levels) for one in shown), default=0))
    unit = Unit.COUNT if key == "logos" else Unit.MONEY
    columns = (
        Column(key="cohort", title="Cohort"),
        Column(key="size", title="Start", unit=unit),
        *(Column(key=f"age_{age}", title=f"+{age}", unit=Unit.RATIO) for age in ages[1:]),
    )
    rows = [
        (
            Cell(text=cohorts.name(one.end, length)),
            Cell(value=_of(one.levels[0], key)),
            *(_share(one, age, key) for age in ages[1:]),
        )
        for one in shown
    ]
    size = sum((_of(one.levels[0], key) for one in shown), Fraction())
    average = (
        Cell(text="average"),
        Cell(value=size),
        *(_average(shown, age, key) for age in ages[1:]),
    )
    return Grid(
        key=f"cohorts_{key}{f'_{part}' if part else ''}",
        title=title,
        columns=columns,
        rows=(*rows, average) if rows else (),
    )


def _of(level: Level, key: str) -> Fraction:
    value: Fraction = getattr(level, key)
    return value


def _share(cohort: Cohort, age: int, key: str) -> Cell:
    """Return what is left at an age; an empty cell where nobody can know yet."""
    start = _of(cohort.levels[0], key)
    if age >= len(cohort.levels) or not start:
        return Cell()
    return _kept(_of(cohort.levels[age], key) / start)


def _average(shown: Sequence[Cohort], age: int, key: str) -> Cell:
    """Return what is left of all cohorts that are old enough together: weighted by their size."""
    old = [one for one in shown if age < len(one.levels)]
    start = sum((_of(one.levels[0], key) for one in old), Fraction())
    if not start:
        return Cell()
    return _kept(sum((_of(one.levels[age], key) for one in old), Fraction()) / start)


def _kept(share: Fraction) -> Cell:
    # Half of a cohort is a bad year already: the shades are kept for the other half.
    return Cell(value=share, shade=min(max(2 * share - 1, Fraction()), Fraction(1)))
