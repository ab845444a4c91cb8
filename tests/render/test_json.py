from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import cro_cli.render
from cro_cli.model import Report, Status
from cro_cli.render import Look
from cro_cli.render.json_document import render

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads(
    (Path(cro_cli.render.__file__).parent / "report.schema.json").read_text(encoding="utf-8")
)


def closed(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the schema with no room for members that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        inner["additionalProperties"] = False
    return inner


def validate(document: Any) -> None:  # noqa: ANN401 - any JSON
    for schema in (SCHEMA, closed(SCHEMA)):
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        assert [error.message for error in validator.iter_errors(document)] == []


@pytest.fixture(scope="module")
def document(report: Report) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(render(report, Look()))


def test_golden(report: Report) -> None:
    assert render(report, Look()) == (GOLDEN / "report.json").read_bytes().decode()


def test_every_member_is_in_the_schema(document: Any) -> None:  # noqa: ANN401 - any JSON
    validate(document)


@pytest.mark.parametrize(
    "broken",
    [
        {"value": 1.5},  # unknown with a value
        {"reason": None},  # unknown without a reason
        {"unit": "percent"},
        {"exact": "1e3"},
    ],
)
def test_the_schema_refuses(document: Any, broken: dict[str, Any]) -> None:  # noqa: ANN401
    unknown = next(one for one in document["readings"] if one["status"] == "unknown")
    validator = jsonschema.Draft202012Validator(SCHEMA)
    wrong = {**document, "readings": [{**unknown, **broken}]}
    assert list(validator.iter_errors(wrong))


def test_schema_and_version_come_first(document: Any) -> None:  # noqa: ANN401 - any JSON
    assert list(document)[:2] == ["schema", "format_version"]


def test_numbers_are_in_base_units_with_the_exact_one_beside(
    document: Any,  # noqa: ANN401 - any JSON
    report: Report,
) -> None:
    found = {one["key"]: one for one in document["readings"]}
    assert (found["nrr"]["value"], found["nrr"]["exact"]) == (1.0996, "1.0996")
    assert (found["net_new_mrr"]["value"], found["net_new_mrr"]["exact"]) == (
        -1234.565,
        "-1234.565",
    )
    assert found["arr"]["exact"] == "29629629630370/3"
    assert (found["quick_ratio"]["value"], found["quick_ratio"]["exact"]) == (None, None)
    for reading in report.readings:
        exact = found[reading.key]["exact"]
        assert (None if exact is None else Fraction(exact)) == reading.value


def test_only_filters_the_readings_and_not_the_verdict(report: Report) -> None:
    watch = frozenset(one.key for one in report.readings if one.status is Status.WATCH)
    document = json.loads(render(report, Look(shown=watch)))
    assert [one["key"] for one in document["readings"]] == ["nrr"]
    assert document["verdict"] == {
        "healthy": 3,
        "watch": 1,
        "at_risk": 2,
        "unknown": 3,
        "no_band": 6,
    }
    validate(document)


def test_nothing_to_show_is_still_a_document(report: Report) -> None:
    document = json.loads(render(report, Look(shown=frozenset())))
    assert document["readings"] == []
    validate(document)


def test_raw_values_are_kept_and_no_byte_steers_a_terminal(report: Report) -> None:
    text = render(report, Look())
    assert text.isascii()
    assert all(character.isprintable() or character == "\n" for character in text)
    assert json.loads(text)["findings"][0]["value"] == "12,34,5\x1b[2J"
