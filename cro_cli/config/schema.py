"""The shape of a config: every key, and the reader of its value.

Values arrive as YAML nodes and are read from their source text by the readers named here, so
pydantic settles keys and nesting, and each place that is wrong reports for itself. Defaults stand
in `Config` and `Assumptions` alone.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Annotated, TypedDict

from cro_cli import definitions
from cro_cli.config import quantities, words
from cro_cli.config.shaping import (
    Before,
    Read,
    band,
    benchmarks,
    choice,
    each_of,
    edge,
    mapping_of,
    one_or_more,
    section,
    several,
)
from cro_cli.tables import DATED

BENCHMARKS, SEGMENTS = "benchmarks", "segments"


def _whole(least: int, most: int) -> dict[str, object]:
    return {"type": "integer", "minimum": least, "maximum": most}


_NUMBER: dict[str, object] = {"type": "number"}
_ABOVE_0 = {**_NUMBER, "exclusiveMinimum": 0}
_MONTH = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}"}
_PER_CENT = {"type": "string", "pattern": "%$"}
_SHARE = {"anyOf": [{**_NUMBER, "minimum": 0, "maximum": 1}, _PER_CENT]}
_EDGE = {"anyOf": [_NUMBER, _PER_CENT, {"type": "null"}]}


# Types with names of their own: the text of each annotation is evaluated.
Text = Annotated[str, Read(words.text)]
Name = Annotated[str, Read(words.name)]
Names = Annotated[tuple[Name, ...], Before(several)]
FilePath = Annotated[str, Read(words.file_path)]
FilePaths = Annotated[tuple[FilePath, ...], Before(one_or_more, single=True)]
Switch = Annotated[bool, Read(words.switch, {"type": "boolean"})]
Currency = Annotated[str, Read(words.currency, {"type": "string", "pattern": "^[A-Za-z]{3}$"})]
MonthEnd = Annotated[dt.date, Read(words.month_end, _MONTH)]
MonthNumber = Annotated[int, Read(quantities.month_number, _whole(1, 12))]
Ratio = Annotated[Fraction, Read(quantities.ratio, _SHARE)]
Shares = Annotated[dict[Name, Ratio], mapping_of("cs: 20%")]
Rate = Annotated[Fraction, Read(quantities.rate, _ABOVE_0)]
Rates = Annotated[dict[Currency, Rate], mapping_of("EUR: 1.08")]
Days = Annotated[int, Read(quantities.days, {"type": "integer", "minimum": 1})]
DatedTable = Annotated[str, choice(*DATED)]
Freshness = Annotated[dict[DatedTable, Days], each_of(DATED, "deals: 7")]
Years = Annotated[Fraction, Read(quantities.years, _ABOVE_0)]
Edge = Annotated[quantities.Number | None, Read(edge, _EDGE)]
Edges = Annotated[tuple[Edge, ...], Before(one_or_more, single=True)]
Period = Annotated[str, choice("month", "quarter", "year")]
BadRows = Annotated[str, choice("refuse", "exclude")]
Dates = Annotated[str, choice("day_first", "month_first")]
# What a format may say is known further up, so it is looked at when all else has been read.
Formats = Annotated[object, Read(lambda value: value)]
Decimals = Annotated[str, choice("point", "comma")]
FailOn = Annotated[str, choice("none", "watch", "at-risk")]
AmountIs = Annotated[str, choice("arr", "mrr", "tcv", "one_off")]


Shape = Annotated[str, Read(words.one_of(*definitions.SHAPES))]
Shapes = Annotated[tuple[Shape, ...], Before(several)]


class AssumptionKeys(TypedDict, total=False):
    """What is taken for granted where the data do not say."""

    gross_margin: Ratio
    spend_is_complete: Switch
    new_share: Shares


class TypeKeys(TypedDict, total=False):
    """Which types of deals are which."""

    new: Names
    expansion: Names
    renewal: Names


class StageKeys(TypedDict, total=False):
    """The stages of deals: in order, and which are which."""

    order: Names
    qualified: Names
    won: Names
    lost: Names


Types = Annotated[TypeKeys, section(TypeKeys)]
Stages = Annotated[StageKeys, section(StageKeys)]


class DealKeys(TypedDict, total=False):
    """How the CRM's deals are to be read."""

    amount_is: AmountIs
    contract_years: Years
    types: Types
    stages: Stages


LedgerKeys = TypedDict(
    "LedgerKeys",
    {
        "from": Shapes,
        "complete_from": MonthEnd,
        "exclude": Names,
        "one_off": Names,
        "involuntary": Names,
    },
    total=False,
)


def _reader(switch: definitions.Switch) -> Read:
    if switch.choices:
        return choice(*switch.choices)
    return Read(
        quantities.whole_number(switch.least, switch.most), _whole(switch.least, switch.most)
    )


# Every switch there is, and what it may say, stands in `definitions`.
DefinitionKeys = TypedDict(  # type: ignore[misc]
    "DefinitionKeys",
    {switch.name: Annotated[str, _reader(switch)] for switch in definitions.SWITCHES},
    total=False,
)


class BandKeys(TypedDict, total=False):
    """The edges of one band: one number each, or two for a range."""

    healthy: Edges
    watch: Edges


Band = Annotated[BandKeys, section(BandKeys)]
Bands = dict[Name, Annotated[Band | None, Before(band)]]


class BenchmarkKeys(TypedDict, total=False):
    """The profile, and by metric what is different from it; None switches a band off."""

    profile: Name
    bands: Bands


Assumed = Annotated[AssumptionKeys, section(AssumptionKeys)]
Ledger = Annotated[LedgerKeys, section(LedgerKeys)]
Deals = Annotated[DealKeys, section(DealKeys)]
Definitions = Annotated[DefinitionKeys, section(DefinitionKeys)]
Benchmarks = Annotated[BenchmarkKeys, Before(benchmarks)]


class SegmentKeys(TypedDict, total=False):
    """What holds for one segment of the company alone."""

    benchmarks: Benchmarks


Segment = Annotated[SegmentKeys, section(SegmentKeys)]
Segments = Annotated[
    dict[Name, Segment], mapping_of("SMB: {benchmarks: {nrr: {healthy: 95%, watch: 85%}}}")
]


class ConfigKeys(TypedDict, total=False):
    """Every key of a config file."""

    company: Text
    data: FilePaths
    currency: Currency
    as_of: MonthEnd
    period: Period
    fiscal_year_start: MonthNumber
    bad_rows: BadRows
    dates: Dates
    decimals: Decimals
    require: Names
    fail_on: FailOn
    freshness: Freshness
    fx: Rates
    assumptions: Assumed
    ledger: Ledger
    deals: Deals
    definitions: Definitions
    benchmarks: Benchmarks
    segments: Segments
    formats: Formats


SHAPE = Annotated[ConfigKeys, section(ConfigKeys)]

SECTIONS: dict[tuple[str, ...], type] = {
    (): ConfigKeys,
    ("assumptions",): AssumptionKeys,
    ("ledger",): LedgerKeys,
    ("deals",): DealKeys,
    ("deals", "types"): TypeKeys,
    ("deals", "stages"): StageKeys,
    ("definitions",): DefinitionKeys,
}
