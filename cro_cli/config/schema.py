"""The shape of a config: every key, and the reader of its value.

Values arrive as YAML nodes and are read from their source text by the readers named here, so
pydantic settles keys and nesting, and each place that is wrong reports for itself. Defaults stand
in `Config` and `Assumptions` alone. Typed dictionaries, as eight model classes take longer to
be made than a config takes to be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, GetCoreSchemaHandler, TypeAdapter, with_config
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypedDict
from yaml.nodes import ScalarNode

from cro_cli.config import quantities, words
from cro_cli.config.tree import is_null

BENCHMARKS, PROFILE, BANDS = "benchmarks", "profile", "bands"
_RULES = ConfigDict(extra="forbid", strict=True)


class Read:
    """The reader of a value; pydantic's own validators would inspect reader and type first."""

    def __init__(self, reader: Callable[[object], object]) -> None:
        self._reader = reader

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema that pydantic asks an annotation for."""
        return core_schema.no_info_plain_validator_function(self._reader)


class Before(Read):
    """A reader that runs before a value's own type is looked at."""

    def __get_pydantic_core_schema__(self, type_: object, rest: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema that pydantic asks an annotation for."""
        return core_schema.no_info_before_validator_function(self._reader, rest(type_))


def _section(keys: type) -> Before:
    """Let a mapping pass; a known key that is left empty is as if it were not there."""
    known = keys.__annotations__

    def given(value: object) -> dict[str, object]:
        found = _mapping(value, ", ".join(known))
        return {key: item for key, item in found.items() if key not in known or not is_null(item)}

    return Before(given)


def _map(example: str) -> Before:
    return Before(lambda value: _mapping(value, f"lines such as {example}"))


def _mapping(value: object, below: str) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise ValueError(f"keys belong here, not a value; write below it {below}")


def _items(value: object) -> object:
    """Let a list pass; a single value is refused, as a comma in it may be meant to part values."""
    node = value if isinstance(value, ScalarNode) else None
    if node is None:
        return value
    raise ValueError(f"a list belongs here; write [{node.value}]")


def _one_or_more(value: object) -> object:
    """Take a single value for a list of one."""
    return (value,) if isinstance(value, ScalarNode) else value


def _edge(value: object) -> quantities.Number | None:
    """Read one edge of a band; a written null leaves that side of a range open."""
    return None if _is_written_null(value) else quantities.number(value)


def _band(value: object) -> object:
    """Take a written null for a band that is switched off; nothing at all is not enough."""
    if is_null(value) and not _is_written_null(value):
        raise ValueError("nothing is given; write null to switch the band off, or healthy, watch")
    return None if is_null(value) else value


def _is_written_null(value: object) -> bool:
    return is_null(value) and getattr(value, "value", "") != ""


def _benchmarks(value: object) -> dict[str, object]:
    """Part the profile from the metrics."""
    found = _mapping(value, "profile: growth, or a metric")
    profile = {key: item for key, item in found.items() if key == PROFILE and not is_null(item)}
    return {**profile, BANDS: {key: item for key, item in found.items() if key != PROFILE}}


def _one_of(*known: str) -> Read:
    return Read(words.one_of(*known))


# Types with names of their own: pydantic evaluates the text of each annotation.
Text = Annotated[str, Read(words.text)]
Name = Annotated[str, Read(words.name)]
Names = Annotated[tuple[Name, ...], Before(_items)]
FilePath = Annotated[str, Read(words.file_path)]
FilePaths = Annotated[tuple[FilePath, ...], Before(_one_or_more)]
Switch = Annotated[bool, Read(words.switch)]
Currency = Annotated[str, Read(words.currency)]
MonthEnd = Annotated[dt.date, Read(words.month_end)]
MonthNumber = Annotated[int, Read(quantities.month_number)]
Ratio = Annotated[Fraction, Read(quantities.ratio)]
Shares = Annotated[dict[Name, Ratio], _map("cs: 20%")]
Rate = Annotated[Fraction, Read(quantities.rate)]
Rates = Annotated[dict[Currency, Rate], _map("EUR: 1.08")]
Years = Annotated[Fraction, Read(quantities.years)]
Edge = Annotated[quantities.Number | None, Read(_edge)]
Edges = Annotated[tuple[Edge, ...], Before(_one_or_more)]
Period = Annotated[str, _one_of("month", "quarter", "year")]
BadRows = Annotated[str, _one_of("refuse", "exclude")]
FailOn = Annotated[str, _one_of("none", "watch", "at-risk")]
AmountIs = Annotated[str, _one_of("arr", "mrr", "tcv", "one_off")]
MagicNumber = Annotated[str, _one_of("arr", "gaap")]
Margin = Annotated[str, _one_of("ebitda", "fcf")]
Inclusion = Annotated[str, _one_of("include", "exclude")]


@with_config(_RULES)
class AssumptionKeys(TypedDict, total=False):
    """What is taken for granted where the data do not say."""

    gross_margin: Ratio
    spend_is_complete: Switch
    new_share: Shares


@with_config(_RULES)
class TypeKeys(TypedDict, total=False):
    """Which types of deals are which."""

    new: Names
    expansion: Names
    renewal: Names


@with_config(_RULES)
class StageKeys(TypedDict, total=False):
    """The stages of deals: in order, and which are which."""

    order: Names
    qualified: Names
    won: Names
    lost: Names


Types = Annotated[TypeKeys, _section(TypeKeys)]
Stages = Annotated[StageKeys, _section(StageKeys)]


@with_config(_RULES)
class DealKeys(TypedDict, total=False):
    """How the CRM's deals are to be read."""

    amount_is: AmountIs
    contract_years: Years
    types: Types
    stages: Stages


@with_config(_RULES)
class DefinitionKeys(TypedDict, total=False):
    """Which of two definitions of a metric is used."""

    magic_number: MagicNumber
    rule_of_40_margin: Margin
    quick_ratio_reactivation: Inclusion


@with_config(_RULES)
class BandKeys(TypedDict, total=False):
    """The edges of one band: one number each, or two for a range."""

    healthy: Edges
    watch: Edges


Band = Annotated[BandKeys, _section(BandKeys)]
Bands = dict[Name, Annotated[Band | None, Before(_band)]]


@with_config(_RULES)
class BenchmarkKeys(TypedDict, total=False):
    """The profile, and by metric what is different from it; None switches a band off."""

    profile: Name
    bands: Bands


Assumed = Annotated[AssumptionKeys, _section(AssumptionKeys)]
Deals = Annotated[DealKeys, _section(DealKeys)]
Definitions = Annotated[DefinitionKeys, _section(DefinitionKeys)]
Benchmarks = Annotated[BenchmarkKeys, Before(_benchmarks)]


@with_config(_RULES)
class ConfigKeys(TypedDict, total=False):
    """Every key of a config file."""

    company: Text
    data: FilePaths
    currency: Currency
    as_of: MonthEnd
    period: Period
    fiscal_year_start: MonthNumber
    bad_rows: BadRows
    require: Names
    fail_on: FailOn
    fx: Rates
    assumptions: Assumed
    deals: Deals
    definitions: Definitions
    benchmarks: Benchmarks


SHAPE: TypeAdapter[ConfigKeys] = TypeAdapter(Annotated[ConfigKeys, _section(ConfigKeys)])

SECTIONS: dict[tuple[str, ...], type] = {
    (): ConfigKeys,
    ("assumptions",): AssumptionKeys,
    ("deals",): DealKeys,
    ("deals", "types"): TypeKeys,
    ("deals", "stages"): StageKeys,
    ("definitions",): DefinitionKeys,
}
