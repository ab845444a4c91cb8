"""What programs rely on: a schema only ever grows within a major version.

Beside this file lie the schemas as they were published: of the first and of the last version of
what `-O json` prints, and the keys that a config could hold. Whoever adds something raises the
minor version in the code, and lays the new schema here under its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cro_cli.cli.app import answer
from cro_cli.cli.catalogue import json as catalogue
from cro_cli.model import Report
from cro_cli.render import Look, json_document
from cro_cli.render.json_document import validation

HERE = Path(__file__).parent
PUBLISHED = sorted(HERE.glob("*.json"))
OF_REPORTS = [path for path in PUBLISHED if path.stem.startswith("report")]


def old(path: Path) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(path.read_text(encoding="utf-8"))


def now(name: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(answer(["schema", name]).document)


def resolved(schema: Any, root: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema with what it refers to in place of the reference."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]] | {
            key: value for key, value in schema.items() if key != "$ref"
        }
    return schema


def types(schema: Any) -> set[str]:  # noqa: ANN401 - any JSON
    given = schema.get("type", [])
    return {given} if isinstance(given, str) else set(given)


def kinds(schema: Any, root: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield the ways a value may look."""
    found = resolved(schema, root)
    inner = [one for name in ("anyOf", "oneOf", "allOf") for one in found.get(name, [])]
    yield found
    for one in inner:
        yield from kinds(one, root)


def members(schema: Any, root: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {
        key: value
        for kind in kinds(schema, root)
        for key, value in kind.get("properties", {}).items()
    }


def broken(before: Any, after: Any, roots: tuple[Any, Any], at: str = "") -> Iterator[str]:  # noqa: ANN401
    """Yield what a reader of the old schema would miss or not expect in the new one."""
    first, last = resolved(before, roots[0]), resolved(after, roots[1])
    known = types(first) | ({"integer"} if "number" in types(first) else set())
    if types(first) and not types(last) <= known:
        yield f"{at}: {types(last)} was {types(first)}"
    lost = set(first.get("required", ())) - set(last.get("required", ()))
    if lost:
        yield f"{at}: no longer always there: {lost}"
    if "const" in first and first["const"] != last.get("const"):
        yield f"{at}: {last.get('const')} was {first['const']}"
    theirs = members(after, roots[1])
    for key, value in members(before, roots[0]).items():
        if key not in theirs:
            yield f"{at}.{key}: gone"
        else:
            yield from broken(value, theirs[key], roots, f"{at}.{key}")
    if "items" in first:
        yield from broken(first["items"], last.get("items", {}), roots, f"{at}[]")


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_schema_only_grows(path: Path) -> None:
    before, after = old(path), now(path.stem.partition("-")[0])
    assert list(broken(before, after, (before, after))) == []


def bare(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema without what is said of it in words."""
    if isinstance(schema, list):
        return [bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    is_words = {"title", "description"}
    return {
        key: bare(value)
        for key, value in schema.items()
        if not (key in is_words and isinstance(value, str))
    }


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("report", json_document.FORMAT_VERSION),
        ("validate", validation.FORMAT_VERSION),
        ("sources", catalogue.FORMAT_VERSION),
    ],
)
def test_what_was_added_raised_the_version(name: str, version: str) -> None:
    published = HERE / f"{name}-{version}.json"
    assert bare(now(name)) == bare(old(published)), "raise FORMAT_VERSION, lay the schema here"


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("$defs.reading.properties", "formula", None),
        ("$defs.reading.properties.definition", "type", ["string", "null"]),
        ("", "required", ["schema"]),
        ("properties.schema", "const", "cro.other"),
        ("properties", "readings", {"type": "array", "items": {"type": "object"}}),
    ],
)
def test_what_would_break_a_reader_is_seen(path: str, name: str, value: object) -> None:
    before, after = now("report"), now("report")
    place = after
    for step in filter(None, path.split(".")):
        place = place[step]
    assert name in place
    if value is None:
        del place[name]
    else:
        place[name] = value
    assert list(broken(before, after, (before, after)))


@pytest.mark.parametrize("path", OF_REPORTS, ids=lambda path: path.stem)
def test_a_report_is_one_by_every_schema_there_was(report: Report, path: Path) -> None:
    validator = jsonschema.Draft202012Validator(old(path))
    document = json.loads(json_document.render(report, Look()))
    assert [error.message for error in validator.iter_errors(document)] == []


def keys(schema: Any, root: Any, at: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the keys that a config may hold, by their paths."""
    for kind in kinds(schema, root):
        for key, value in kind.get("properties", {}).items():
            yield f"{at}{key}"
            yield from keys(value, root, f"{at}{key}.")
        if "items" in kind:
            yield from keys(kind["items"], root, at)
        if isinstance(kind.get("additionalProperties"), dict):
            yield from keys(kind["additionalProperties"], root, f"{at}*.")


def test_a_config_may_hold_every_key_that_it_could() -> None:
    schema = now("config")
    found = set(keys(schema, schema))
    before = (HERE / "config-1.txt").read_text(encoding="utf-8").split()
    assert len(before) > 100
    assert [key for key in before if key not in found] == []
    assert schema.get("required", []) == []
