"""A config that has been read: values, and what they settle for facts and judging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cro_cli.assumptions import Assumptions
from cro_cli.model import Band
from cro_cli.named_tuple import NamedTuple

DEFAULT_PROFILE = "growth"
AUTO = "auto"  # the profile that ARR and average deal size tell


class OwnFormat(NamedTuple):
    """An export format of the user's own: its keys and values as text, and its file and line."""

    document: Mapping[str, Any]
    place: str


BandsOf = Callable[[str], Mapping[str, Band]]
BandsOn = Callable[[Mapping[str, Band], str], Mapping[str, Band]]


class Habits(NamedTuple):
    """How the files of a user are written, where they do not tell it themselves.

    `formats` are the user's own; `dates` is `day_first` or `month_first`, `decimals` is
    `point` or `comma`, and both are empty when the config does not say.
    """

    formats: tuple[OwnFormat, ...] = ()
    dates: str = ""
    decimals: str = ""


NO_HABITS = Habits()


class Config(NamedTuple):
    """What a run goes by; `data` as the file has it, `bands` the profile's with its changes.

    `fail_on` is None when the config does not say, as each command has its own default. `dates` is
    the order that dates are in where a column does not prove one, `freshness` how many days old the
    newest date of a table may be. Where the profile is `auto`, `bands` are those of the default
    one, and `bands_of` returns those of the one that is inferred.
    `segments` puts the edges of a segment over the bands of a profile.
    """

    path: Path | None = None
    company: str = ""
    data: tuple[str, ...] = ()
    as_of: dt.date | None = None
    period: str = "month"
    bad_rows: str = "refuse"
    dates: str = ""
    require: tuple[str, ...] = ()
    fail_on: str | None = None
    freshness: Mapping[str, int] = MappingProxyType({})
    profile: str = DEFAULT_PROFILE
    bands: Mapping[str, Band] = MappingProxyType({})
    bands_of: BandsOf | None = None
    segments: Mapping[str, BandsOn] = MappingProxyType({})
    formats: tuple[OwnFormat, ...] = ()
    decimals: str = ""
    settled: Assumptions = Assumptions()

    @property
    def habits(self) -> Habits:
        """How files are written that do not tell it themselves."""
        return Habits(self.formats, self.dates, self.decimals)

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.settled.currency

    @property
    def fx(self) -> Mapping[str, Fraction]:
        """Units of the reporting currency for one unit of another."""
        return self.settled.fx

    @property
    def fiscal_year_start(self) -> int:
        """The calendar month in which the fiscal year begins."""
        return self.settled.fiscal_year_start

    @property
    def definitions(self) -> Mapping[str, str]:
        """Which definition is in force, by switch."""
        return self.settled.definitions

    @property
    def said(self) -> frozenset[str]:
        """The dotted keys that the user gave, such as `deals.amount_is`."""
        return self.settled.said

    def assumptions(self) -> Assumptions:
        """Return what facts are built on; `bad_rows` may have been replaced since loading."""
        return self.settled._replace(exclude_bad_rows=self.bad_rows == "exclude")

    def data_paths(self) -> tuple[str, ...]:
        """Return where the data lie: relative paths count from the folder of the file."""
        folder = Path() if self.path is None else self.path.parent
        # An address is no path, and is said as it was written.
        return tuple(item if "://" in item else str(folder / item) for item in self.data)
