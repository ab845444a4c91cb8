"""The schema of the config: what loads is never refused by it, and most of what does not is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cro_cli.cli.app import answer
from cro_cli.cli.configured import configured
from cro_cli.config.schema import SECTIONS
from cro_cli.config.template import settings
from cro_cli.errors import ConfigError
from cro_cli.metrics import METRICS
from cro_cli.model import Better
from cro_cli.sources.grammar import FORMAT

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(answer(["schema", "config"]).document)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class _Core(yaml.SafeLoader):
    """YAML as editors read it: dates are texts, and only true and false are switches."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(("timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def is_right(text: str) -> bool:
    return bool(VALIDATOR.is_valid(yaml.load(text, Loader=_Core) or {}))  # noqa: S506 - a SafeLoader


@pytest.fixture
def loads(tmp_path: Path) -> Callable[[str], bool]:
    """Tell whether a config loads."""

    def loads(text: str) -> bool:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            configured(str(path))
        except ConfigError:
            return False
        return True

    return loads


def test_it_is_a_schema() -> None:
    VALIDATOR.check_schema(SCHEMA)
    assert len(json.dumps(SCHEMA)) < 100_000


def keys_of(found: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """Return the properties of a section."""
    for step in path:
        found = next(one for one in found["properties"][step]["anyOf"] if "properties" in one)
    properties: dict[str, Any] = found["properties"]
    return properties


@pytest.mark.parametrize("path", [path for path in SECTIONS if path[-1:] != ("benchmarks",)])
def test_it_knows_every_key_and_says_what_it_is(path: tuple[str, ...]) -> None:
    properties = keys_of(SCHEMA, path)
    assert list(properties) == list(SECTIONS[path].__annotations__)
    said = {one.path: one.said for one in settings()}
    for key, found in properties.items():
        assert found.get("description", "") == said[*path, key]


def test_it_knows_every_metric_that_can_be_judged() -> None:
    judged = [metric.key for metric in METRICS if metric.better is not Better.NEITHER]
    assert list(keys_of(SCHEMA, ("benchmarks",))) == ["profile", *judged]


def test_it_knows_every_key_of_a_format() -> None:
    assert list(SCHEMA["$defs"]["format"]["properties"]) == list(FORMAT.known)


RIGHT = [
    "",
    "company: 1\ndata: a\ncurrency: eur\nas_of: 2026-09\nperiod: year\nfiscal_year_start: 2\n",
    "data: [a, b]\nas_of: 2026-09-30\nfx: {USD: 1, GBP: 1.15}\nrequire: [nrr]\nfail_on:\n",
    "freshness: 7\n",
    "freshness: {deals: 7, mrr: 40}\n",
    "assumptions: {gross_margin: 78%, spend_is_complete: true, new_share: {cs: 20%, x: 0.5}}\n",
    "deals: {amount_is: tcv, contract_years: 2.5, types: {new: [a]}, stages: {won: [b]}}\n",
    "deals:\n  types:\n    new:\n  stages:\n",
    "definitions: {magic_number: gaap, end_inclusive: true, weeks_per_month: 4.33}\n",
    'definitions: {end_inclusive: "false", weeks_per_month: 52/12, days_per_month: 30}\n',
    "benchmarks: {profile: growth, nrr: {healthy: 105%, watch: 0.9}, grr: null}\n",
    "benchmarks: {pipeline_coverage: {healthy: [3, 4], watch: [null, 5]}}\n",
    "formats: {format: a, must: [A], table: fx, columns: {currency: A, rate: [B, [C, D]]}}\n",
]


@pytest.mark.parametrize("text", [*RIGHT, (ROOT / "config.example.yaml").read_text("utf-8")])
def test_what_loads_is_right(text: str, loads: Callable[[str], bool]) -> None:
    assert loads(text)
    assert is_right(text)


@pytest.mark.parametrize("path", sorted((ROOT / "cro_cli/sources").glob("*.yaml")), ids=str)
def test_every_format_of_ours_is_right(path: Path) -> None:
    documents = [
        one for one in yaml.load_all(path.read_text("utf-8"), Loader=yaml.BaseLoader) if one
    ]
    merged = {key: value for one in documents for key, value in one.items()}
    errors = VALIDATOR.iter_errors({"formats": [merged]})
    assert [error.message for one in errors for error in one.context or [one]] == []


@pytest.mark.parametrize(
    "text",
    [
        "compny: Acme\n",
        "currency: euro\n",
        "period: weekly\n",
        "fiscal_year_start: 13\n",
        "require: nrr\n",
        "fx: {EUR: 0}\n",
        "freshness: {deal: 7}\n",
        "assumptions: {gross_margin: 78}\n",
        "assumptions: {gros_margin: 78%}\n",
        "deals: arr\n",
        "deals: {stages: {wone: [a]}}\n",
        "definitions: {weeks_per_month: 5}\n",
        "definitions: {past_due_churn_after_days: 91}\n",
        "benchmarks: {nr: {healthy: 1}}\n",
        "benchmarks: {nrr: {helthy: 1}}\n",
        "benchmarks: {profile: grwth}\n",
        "formats: {format: a, must: [A], table: fxs, columns: {currency: A}}\n",
        "formats: {format: a, must: [A], table: fx, columns: {curency: A}}\n",
        "formats: {format: a, must: [], table: fx, columns: {currency: A}}\n",
        "formats: {format: a, must: [A], tabel: fx, columns: {currency: A}}\n",
        "formats: {format: a, must: [A], table: fx, columns: {currency: {from: A, read: crm}}}\n",
    ],
)
def test_what_is_wrong_is_wrong_in_both(text: str, loads: Callable[[str], bool]) -> None:
    assert not loads(text)
    assert not is_right(text)
