"""Loading a config file: text, nodes, shape, agreement; the problems of all steps at once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cro_cli.assumptions import Assumptions
from cro_cli.config.bands import (
    Catalogue,
    in_force,
    inferred,
    of_segments,
    segment_misfits,
    strangers,
)
from cro_cli.config.consistency import inconsistencies
from cro_cli.config.formats import File, own
from cro_cli.config.schema import BenchmarkKeys, ConfigKeys
from cro_cli.config.settled import AUTO, Config
from cro_cli.config.shape import take_out, validate
from cro_cli.config.source import ENOUGH, read
from cro_cli.config.tree import Complaint, Plain
from cro_cli.definitions import DEFAULTS
from cro_cli.errors import ConfigError
from cro_cli.model import Band

_OF_THE_RUN = (
    *("company", "data", "as_of", "period", "bad_rows", "dates", "decimals"),
    *("require", "fail_on", "freshness"),
)
_OF_THE_FACTS = ("currency", "fx", "fiscal_year_start")
_LEDGER = {
    "from": "ledger_from",
    "complete_from": "complete_from",
    "exclude": "excluded",
    "one_off": "one_off_words",
    "involuntary": "involuntary_reasons",
}
_STAGES = {
    "order": "stage_order",
    "qualified": "qualified_stages",
    "won": "won_stages",
    "lost": "lost_stages",
}


def read_config(path: Path, catalogue: Catalogue) -> Config:
    """Return the config in a file; ConfigError says everything that is wrong with it."""
    file = File.composed(read(path))
    said = file.tree.said()
    formats, errors = own(file, path.parent, catalogue.formats)
    keys, bands, complaints = _checked(file.tree.plain, said, catalogue)
    file.problems.extend(file.tree.problem(complaint) for complaint in complaints)
    if file.problems or errors:
        raise ConfigError([*file.errors(), *errors])
    config = _config(path, keys, said, bands)._replace(formats=formats)

    def refuse(crossed: list[Complaint]) -> None:
        file.problems.extend(file.tree.problem(complaint) for complaint in crossed)
        raise ConfigError(file.errors())

    segments = of_segments(keys.get("segments", {}), catalogue, refuse)
    config = config._replace(segments=MappingProxyType(segments))
    if config.profile != AUTO:
        return config
    bands_of = inferred(keys.get("benchmarks", BenchmarkKeys()), catalogue, refuse)
    return config._replace(bands_of=bands_of)


def _checked(
    plain: Plain, said: frozenset[str], catalogue: Catalogue
) -> tuple[ConfigKeys, Mapping[str, Band], list[Complaint]]:
    """Return the keys that hold good, the bands, and everything that is wrong."""
    complaints = list(islice(strangers(plain, catalogue.metrics), ENOUGH))
    if len(complaints) == ENOUGH:
        return ConfigKeys(), {}, complaints
    take_out(plain, complaints)
    keys, misfits = validate(plain, catalogue.metrics)
    complaints += misfits
    complaints += islice(inconsistencies(keys, plain, said, catalogue.metrics), ENOUGH)
    bands, crossed = in_force(keys.get("benchmarks", BenchmarkKeys()), catalogue, complaints)
    crossed += segment_misfits(keys.get("segments", {}), catalogue, complaints)
    return keys, bands, complaints + crossed


def _config(
    path: Path, keys: ConfigKeys, said: frozenset[str], bands: Mapping[str, Band]
) -> Config:
    given: dict[str, Any] = dict(keys)
    run = {key: _frozen(given[key]) for key in _OF_THE_RUN if key in given}
    run |= {key: value for key, value in given.get("benchmarks", {}).items() if key == "profile"}
    return Config(path=path, bands=MappingProxyType(bands), settled=_settled(given, said), **run)


def _settled(given: Mapping[str, Any], said: frozenset[str]) -> Assumptions:
    """Return what the keys settle; those that are not given keep the defaults of Assumptions."""
    deals = dict(given.get("deals", {}))
    types, stages = deals.pop("types", {}), deals.pop("stages", {})
    settled = {key: given[key] for key in _OF_THE_FACTS if key in given}
    settled |= given.get("assumptions", {}) | deals
    settled |= {_LEDGER[key]: value for key, value in given.get("ledger", {}).items()}
    settled |= {f"{key}_types": names for key, names in types.items()}
    settled |= {_STAGES[key]: names for key, names in stages.items()}
    settled["definitions"] = {**DEFAULTS, **given.get("definitions", {})}
    return Assumptions(**{key: _frozen(value) for key, value in settled.items()}, said=said)


def _frozen(value: object) -> Any:  # noqa: ANN401 - any field of Assumptions
    return MappingProxyType(value) if isinstance(value, dict) else value
