"""From declared keys to pydantic's validator, without the part of pydantic that inspects models.

The shape of a config needs typed dictionaries, mappings, lists and our own readers alone, and
importing what pydantic inspects everything else with would take as long as reading the exports.
"""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin, get_type_hints, is_typeddict

from pydantic_core import CoreSchema, SchemaValidator

from cro_cli.config.shaping import Before, Read


def validator(declared: object) -> SchemaValidator:
    """Return the validator of a declared type; TypeError when it is of a kind not known here."""
    return SchemaValidator(_schema(declared))


def _schema(declared: Any) -> CoreSchema:  # noqa: ANN401 - types have no type of their own
    origin, parts = get_origin(declared), get_args(declared)
    if origin is Annotated:
        return _annotated(parts[0], parts[1])
    if is_typeddict(declared):
        return _section(declared)
    if origin is dict:
        keys, values = map(_schema, parts)
        return {"type": "dict", "keys_schema": keys, "values_schema": values, "strict": True}
    if origin is tuple:
        items = [_schema(parts[0])]
        return {"type": "tuple", "items_schema": items, "variadic_item_index": 0, "strict": True}
    if len(parts) == len(("X", "None")) and parts[1] is type(None):
        return {"type": "nullable", "schema": _schema(parts[0])}
    message = f"a config cannot hold {declared!r}"
    raise TypeError(message)


def _annotated(declared: object, how: Read) -> CoreSchema:
    function = {"type": "no-info", "function": how.reader}
    if isinstance(how, Before):
        return {"type": "function-before", "function": function, "schema": _schema(declared)}
    return {"type": "function-plain", "function": function}


def _section(declared: type) -> CoreSchema:
    hints = get_type_hints(declared, include_extras=True)
    return {
        "type": "typed-dict",
        "fields": {
            key: {"type": "typed-dict-field", "schema": _schema(hint), "required": False}
            for key, hint in hints.items()
        },
        "extra_behavior": "forbid",
        "strict": True,
    }
