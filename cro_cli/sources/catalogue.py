"""The formats that are known: YAML files beside this one, and the plain form of each table.

Recognising a file needs the first documents only; the second is read for the formats in use.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cro_cli.sources import format as formats
from cro_cli.sources import templates
from cro_cli.sources.format import Format, Signature

_HERE = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def signatures() -> tuple[Signature, ...]:
    """Return all signatures, those of vendors first."""
    vendors = (_documents(path.stem)[0] for path in sorted(_HERE.glob("*.yaml")))
    return (*(formats.signature(_parse(text)) for text in vendors), *templates.signatures())


@cache
def form(of: Signature) -> Format:
    """Return the whole format to a signature."""
    if of.template:
        return templates.form(of)
    return formats.body(of, _parse(_documents(of.name)[1]))


def _documents(name: str) -> tuple[str, str]:
    head, _, tail = (_HERE / f"{name}.yaml").read_text(encoding="utf-8").partition("\n---\n")
    return head, tail


def _parse(text: str) -> Any:  # noqa: ANN401  # YAML
    # The files ship with the program and are trusted: the C loader is nine times faster.
    return yaml.load(text, Loader=_Loader)  # noqa: S506
