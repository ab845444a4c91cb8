"""The JSON Schemas of what `-O json` prints, by the command that prints it."""

from __future__ import annotations

import json
import re
from importlib.resources import files

_REFERENCE = r'"#/\$defs/(\w+)"'


def schema(name: str, package: str = "cro_cli.render") -> str:
    """Return a schema with all definitions that it refers to: those it lacks are the report's."""
    text = _text(name, package)
    document, shared = json.loads(text), json.loads(_text("report", "cro_cli.render"))["$defs"]
    own = document.get("$defs", {})
    while lacking := set(re.findall(_REFERENCE, json.dumps(document))) - own.keys():
        own |= {one: shared[one] for one in sorted(lacking)}
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return text


def _text(name: str, package: str) -> str:
    return files(package).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
