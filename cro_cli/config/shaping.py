"""Readers of values that are more than one scalar: lists, sections, bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from yaml.nodes import ScalarNode

from cro_cli.config import quantities, words
from cro_cli.config.tree import Key, is_null
from cro_cli.messages import config as messages

PROFILE, BANDS = "profile", "bands"


# What an editor may find where a text belongs: YAML makes numbers of some.
TEXT: Mapping[str, object] = {"type": ["string", "number", "boolean"]}


class Read:
    """The reader of a value: it returns what the value means, or raises ValueError.

    `json` is the JSON Schema of what it reads.
    """

    def __init__(
        self, reader: Callable[[object], object], json: Mapping[str, object] = TEXT
    ) -> None:
        self.reader = reader
        self.json = json


class Before(Read):
    """A reader that runs before a value's own type is looked at.

    With `single` it takes one value for a list or mapping of it.
    """

    def __init__(self, reader: Callable[[object], object], *, single: bool = False) -> None:
        super().__init__(reader)
        self.single = single


def choice(*known: str) -> Read:
    """Return the reader of one of some words."""
    return Read(words.one_of(*known), {"enum": [one for word in known for one in _as_yaml(word)]})


def _as_yaml(word: str) -> list[object]:
    """Return a word, and what YAML makes of it without quotes."""
    if word in {"true", "false"}:
        return [word, word == "true"]
    return [word, float(word)] if word.replace(".", "", 1).isdecimal() else [word]


def section(keys: type) -> Before:
    """Let a mapping pass; a known key that is left empty is as if it were not there."""
    known = keys.__annotations__

    def given(value: object) -> dict[str, object]:
        found = _mapping(value, ", ".join(known))
        return {key: item for key, item in found.items() if key not in known or not is_null(item)}

    return Before(given)


def mapping_of(example: str) -> Before:
    """Let a mapping pass; `example` is a line of it."""
    return Before(lambda value: _mapping(value, f"lines such as {example}"))


def each_of(names: Sequence[str], example: str) -> Before:
    """Take a single value for that of every name; `example` is a line of a mapping."""

    def given(value: object) -> dict[str, object]:
        if isinstance(value, ScalarNode) and not is_null(value):
            return {Key(ScalarNode("", name)): value for name in names}
        return _mapping(value, f"lines such as {example}")

    return Before(given, single=True)


def _mapping(value: object, below: str) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise ValueError(messages.KEYS_BELONG.problem(below=below))


def several(value: object) -> object:
    """Let a list pass; a single value is refused, as a comma in it may be meant to part values."""
    node = value if isinstance(value, ScalarNode) else None
    if node is None:
        return value
    raise ValueError(messages.LIST_BELONGS.problem(value=node.value))


def one_or_more(value: object) -> object:
    """Take a single value for a list of one."""
    return (value,) if isinstance(value, ScalarNode) else value


def edge(value: object) -> quantities.Number | None:
    """Read one edge of a band; a written null leaves that side of a range open."""
    return None if _is_written_null(value) else quantities.number(value)


def band(value: object) -> object:
    """Take a written null for a band that is switched off; nothing at all is not enough."""
    if is_null(value) and not _is_written_null(value):
        raise ValueError(messages.NO_SIDES.problem())
    return None if is_null(value) else value


def _is_written_null(value: object) -> bool:
    return is_null(value) and getattr(value, "value", "") != ""


def benchmarks(value: object) -> dict[str, object]:
    """Part the profile from the metrics."""
    found = _mapping(value, "profile: growth, or a metric")
    profile = {key: item for key, item in found.items() if key == PROFILE and not is_null(item)}
    return {**profile, BANDS: {key: item for key, item in found.items() if key != PROFILE}}
