"""From the two documents of a format file to its signature and its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from cro_cli.sources.format import ColumnRule, Drop, Format, Groups, Latest, Spread
from cro_cli.sources.signature import Item, Signature, normalise

_MOST_ALTERNATIVES = 3


def signature(document: Mapping[str, Any], place: str = "") -> Signature:
    """Build a signature from the first document of a format file."""
    must = [*document["must"], *([document["any"]] if "any" in document else [])]
    return Signature(
        name=document["format"],
        title=document.get("title", document["format"]),
        must=tuple(_names(one) for one in must),
        labels=tuple(_label(_item(one)) for one in must),
        never=_names(document.get("never", ())),
        place=place,
        last=document.get("last") == "true",
    )


def body(of: Signature, document: Mapping[str, Any]) -> Format:
    """Build a format from the second document of a format file."""
    own = _body(of, document)
    further = (_body(of, {**_shared(document), **one}) for one in document.get("also", ()))
    return own._replace(also=tuple(further))


def _shared(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what holds for every table of a file."""
    return {key: document[key] for key in ("blank", "decimals", "dates", "drop") if key in document}


def _body(of: Signature, document: Mapping[str, Any]) -> Format:
    return Format(
        name=of.name,
        title=of.title,
        table=document.get("table", ""),
        columns=tuple(_rule(name, rule) for name, rule in document.get("columns", {}).items()),
        drop=tuple(_drop(rule) for rule in document.get("drop", ())),
        blank=_item(document.get("blank", ())),
        decimals=document.get("decimals", ""),
        dates=document.get("dates", ""),
        melt=document.get("melt", ""),
        once=document.get("once", ""),
        marks=tuple(_drop(rule) for rule in document.get("mark", ())),
        latest=_latest(document["latest"]) if "latest" in document else None,
        assumes=document.get("assumes", ""),
        part=document.get("part", ""),
        beside=document.get("beside", ""),
        instead=document.get("instead", ""),
        system=document.get("system", ""),
        file=document.get("file", ""),
        export=document.get("export", ""),
        groups=_groups(document["groups"]) if "groups" in document else None,
        spread=_spread(document["spread"]) if "spread" in document else None,
        guess=document.get("guess") == "true",
    )


def _item(value: str | Iterable[str]) -> Item:
    return (value,) if isinstance(value, str) else tuple(value)


def _label(item: Item) -> str:
    return " or ".join(_shown(one) for one in islice(item, _MOST_ALTERNATIVES))


def _shown(header: str) -> str:
    if not header.startswith("/"):
        return header
    # A pattern is shown by its plain words: `/amount spent( …)?/` as `amount spent`.
    return re.split(r"[(\\\[.]", header.strip("/"))[0].strip() or "a month"


def _names(value: str | Iterable[str]) -> Item:
    return tuple(one if one.startswith("/") else normalise(one) for one in _item(value))


def _origins(value: str | Iterable[str | Iterable[str]]) -> tuple[Item, ...]:
    return ((value,),) if isinstance(value, str) else tuple(_item(one) for one in value)


def _latest(rule: Mapping[str, Any]) -> Latest:
    return Latest(name=rule["name"], of=_origins(rule["of"]), by=_origins(rule["by"]))


def _spread(rule: Mapping[str, Any]) -> Spread:
    return Spread(headers=_item(rule["headers"]), name=rule["name"], value=rule["value"])


_OWN_KEYS = frozenset({"from", "read", "unit", "constant", "map", "guess"})


def _rule(name: str, value: Any) -> ColumnRule:  # noqa: ANN401  # a YAML value
    if not isinstance(value, dict):
        return ColumnRule(name=name, origins=_origins(value))
    return ColumnRule(
        name=name,
        origins=_origins(value.get("from", ())),
        read=value.get("read", ""),
        unit=value.get("unit", ""),
        constant=value.get("constant"),
        words={key.casefold(): word for key, word in value.get("map", {}).items()},
        parts={key: _origins(one) for key, one in value.items() if key not in _OWN_KEYS},
        guesses=_origins(value.get("guess", ())),
    )


def _drop(rule: Mapping[str, Any]) -> Drop:
    return Drop(
        name=rule["name"],
        columns=_item(rule["column"]) if "column" in rule else None,
        words=tuple(word.casefold() for word in _item(rule.get("is", ()))),
        starts=_item(rule.get("starts", ())),
        blank=rule.get("blank") == "true",
        others=tuple(word.casefold() for word in _item(rule.get("not", ()))),
        others_start=tuple(word.casefold() for word in _item(rule.get("not_starts", ()))),
        after=_item(rule.get("after", ())),
        running=rule.get("running") == "true",
        lone=rule.get("lone") == "true",
    )


def _groups(rule: Mapping[str, Any]) -> Groups:
    return Groups(
        name=rule["name"],
        title=rule.get("title", ""),
        totals=_item(rule.get("totals", ())),
        whole=rule.get("whole", ""),
        asides=_item(rule.get("asides", ())),
        footers=_item(rule.get("footers", ())),
    )
