"""The formats that are known: YAML files beside this one, and the plain form of each table.

Recognising a file needs the first documents only, all parsed in one go; the second is read for the
formats in use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from cro_cli.config import OwnFormat
from cro_cli.sources import format as formats
from cro_cli.sources import templates
from cro_cli.sources.format import Format, Signature

FOLDER = Path(__file__).parent
_BREAK = "\n---\n"
# Every scalar is a text: no header called `No` or `1` turns into something else, and composing
# nodes without guessing types takes half the time. The files are trusted: they ship with us.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Catalogue(NamedTuple):
    """The formats that a run knows; `own` are those of the user, by name."""

    signatures: tuple[Signature, ...]
    own: Mapping[str, Format] = MappingProxyType({})

    def form(self, of: Signature) -> Format:
        """Return the whole format to a signature."""
        return self.own[of.name] if of.place else form(of)


def known(own: Sequence[OwnFormat] = ()) -> Catalogue:
    """Return all formats: the user's own, then ours; one of ours with the same name is left out."""
    told = [formats.signature(one.document, one.place) for one in own]
    names = {one.name for one in told}
    ours = (one for one in signatures() if one.template or one.name not in names)
    forms = (formats.body(of, one.document) for of, one in zip(told, own, strict=True))
    return Catalogue(signatures=(*told, *ours), own={one.name: one for one in forms})


@cache
def signatures() -> tuple[Signature, ...]:
    """Return the signatures of our own formats, those of vendors first."""
    heads = (_documents(path)[0] for path in sorted(FOLDER.glob("*.yaml")))
    nodes = yaml.compose_all(_BREAK.join(heads), Loader=_Loader)
    vendors = (formats.signature(_plain(node)) for node in nodes)
    return (*vendors, *templates.signatures())


@cache
def form(of: Signature) -> Format:
    """Return the whole format to a signature of ours."""
    if of.template:
        return templates.form(of)
    text = _documents(FOLDER / f"{of.name}.yaml")[1]
    return formats.body(of, _plain(yaml.compose(text, Loader=_Loader)))


def _documents(path: Path) -> tuple[str, str]:
    head, _, tail = path.read_text(encoding="utf-8").partition(_BREAK)
    return head, tail


def _plain(node: Any) -> Any:  # noqa: ANN401  # YAML
    """Return a node as text, lists and mappings."""
    value = node.value
    if isinstance(value, str):
        return value
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(one) for key, one in value}
    return [_plain(one) for one in value]
