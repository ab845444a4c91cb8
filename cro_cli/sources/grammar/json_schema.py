"""The JSON Schema of a format, for editors: the keys that are known, and the columns of tables."""

from __future__ import annotations

from typing import Any

from cro_cli.config.shaping import TEXT
from cro_cli.sources.grammar import FORMAT, OF_NO_USE
from cro_cli.sources.grammar.checks import Check, Each, Keys, Scalar
from cro_cli.sources.readers import READERS, UNITS
from cro_cli.tables import TABLES, Table

Json = dict[str, Any]


def _each(one: Json) -> Json:
    """Return the schema of one value or of a list of them."""
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


_TEXT: Json = dict(TEXT)
_HEADERS: Json = {"$ref": "#/$defs/headers"}
_DEFINED: Json = {
    "headers": _each(_each(_TEXT)),
    "rule": {
        "anyOf": [
            *_each(_each(_TEXT))["anyOf"],
            {
                "type": "object",
                "properties": {
                    "from": _HEADERS,
                    "guess": _HEADERS,
                    "read": {"enum": list(READERS)},
                    "unit": {"enum": list(UNITS)},
                    "constant": _TEXT,
                    "map": {"type": "object", "additionalProperties": _TEXT},
                },
                # Each reader has parts of its own.
                "additionalProperties": _HEADERS,
            },
        ]
    },
}


def schema() -> Json:
    """Return the schema of formats: one or a list of them, each a format or a path.

    What it refers to stands in its own `$defs`, which belong at the top of a document.
    """
    one = {"anyOf": [_TEXT, {"$ref": "#/$defs/format"}]}
    tables = {f"columns_of_{table.name}": _columns(table) for table in TABLES}
    return {
        "anyOf": [*one["anyOf"], {"type": "array", "items": one}, {"type": "null"}],
        "$defs": {**_DEFINED, **tables, "format": _format()},
    }


def _format() -> Json:
    """Return the schema of one format; one that says what to export instead needs no table."""
    needed = [{"required": list(keys)} for keys in (FORMAT.needed, (*OF_NO_USE.needed, "instead"))]
    return {**_of(FORMAT), "required": list(OF_NO_USE.needed), "anyOf": needed}


def _of(check: Check) -> Json:
    if isinstance(check, Scalar):
        return _choice(check.choices) if check.choices else _TEXT
    if isinstance(check, Each):
        return _each(_of(check.one))
    if isinstance(check, Keys):
        found: Json = {
            "type": "object",
            "properties": {key: _of(below) for key, below in check.known.items()},
            "required": list(check.needed),
            "additionalProperties": False,
        }
        of_tables = {"allOf": [_columns_if(table) for table in TABLES]}
        return {**found, **of_tables} if "table" in check.known else found
    return {"type": "object"}  # the columns: which there are depends on the table


def _choice(known: tuple[str, ...]) -> Json:
    return {"enum": [True, *known]} if "true" in known else {"enum": list(known)}


def _columns(table: Table) -> Json:
    columns = {
        column.name: {"$ref": "#/$defs/rule", "description": column.meaning}
        for column in table.columns
    }
    return {"properties": columns, "additionalProperties": False}


def _columns_if(table: Table) -> Json:
    """Return that a format for a table has only its columns."""
    return {
        "if": {"properties": {"table": {"const": table.name}}, "required": ["table"]},
        "then": {"properties": {"columns": {"$ref": f"#/$defs/columns_of_{table.name}"}}},
    }
