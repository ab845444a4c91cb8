"""The JSON Schema of a config, for editors: made from what a config may say, and how it is told.

An editor sees what YAML 1.2 makes of a value, so a number may stand for a text. The schema refuses
no config that loads; whether names exist and agree only loading tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, get_args, get_origin, get_type_hints, is_typeddict

from cro_cli.config.schema import BENCHMARKS, SEGMENTS, SHAPE
from cro_cli.config.schema import Band as BandSection
from cro_cli.config.settled import AUTO
from cro_cli.config.shaping import PROFILE, Before
from cro_cli.config.template import Path, settings

Json = dict[str, Any]

_NULL: Json = {"type": "null"}


def schema(metrics: Mapping[str, str], profiles: Iterable[str], formats: Json) -> Json:
    """Return the schema; `metrics` are what the keys of bands mean, `formats` is theirs."""
    told = {one.path: one.said for one in settings()}
    whole = _of(SHAPE, (), told)
    properties = whole["properties"]
    bands = {key: _described({"$ref": "#/$defs/band"}, said) for key, said in metrics.items()}
    properties[BENCHMARKS] = {
        **_or_null(_object({PROFILE: {"enum": [*profiles, AUTO]}, **bands})),
        "description": told[BENCHMARKS,],
    }
    segment = _object({BENCHMARKS: _or_null(_object(bands))})
    properties[SEGMENTS] = {
        **_or_null({"type": "object", "additionalProperties": segment}),
        "description": told[SEGMENTS,],
    }
    below = dict(formats)
    defined = below.pop("$defs", {})
    properties["formats"] = {**below, "description": told["formats",]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:cro:config:1",
        "title": "The config of cro",
        **whole,
        "$defs": {"band": _or_null(_of(BandSection, (), {})), **defined},
    }


def _of(declared: Any, path: Path, told: Mapping[Path, str]) -> Json:  # noqa: ANN401 - a type
    """Return the schema of a declared type."""
    origin, parts = get_origin(declared), get_args(declared)
    if origin is Annotated:
        how = parts[1]
        if not isinstance(how, Before):
            return dict(how.json)
        inner = _of(parts[0], path, told)
        return {"anyOf": [_single(inner), inner]} if how.single else inner
    if is_typeddict(declared):
        return _section(declared, path, told)
    if origin is dict:
        names, values = (_of(part, path, told) for part in parts)
        return {"type": "object", "propertyNames": names, "additionalProperties": values}
    if origin is tuple:
        return {"type": "array", "items": _of(parts[0], path, told)}
    return _or_null(_of(parts[0], path, told))


def _single(inner: Json) -> Json:
    """Return the schema of the value that stands for a list, or a mapping, of the same one."""
    found: Json = inner["items"] if inner["type"] == "array" else inner["additionalProperties"]
    return found


def _section(keys: type, path: Path, told: Mapping[Path, str]) -> Json:
    hints = get_type_hints(keys, include_extras=True)
    return _object(
        {
            key: _described(_or_null(_of(hint, (*path, key), told)), told.get((*path, key), ""))
            for key, hint in hints.items()
        }
    )


def _object(properties: Mapping[str, Json]) -> Json:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _described(found: Json, said: str) -> Json:
    return {**found, "description": said} if said else found


def _or_null(found: Json) -> Json:
    """A key that is left empty is as if it were not there."""
    return {"anyOf": [*found.get("anyOf", [found]), _NULL]}


def document(found: Json) -> str:
    """Return a schema as the text of a file."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
