"""Readers of values that are more than one scalar: lists, sections, bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yaml.nodes import ScalarNode

from cro_cli.config import quantities
from cro_cli.config.tree import Key, is_null
from cro_cli.messages import config as messages

PROFILE, BANDS = "profile", "bands"


class Read:
    """The reader of a value: it returns what the value means, or raises ValueError."""

    def __init__(self, reader: Callable[[object], object]) -> None:
        self.reader = reader


class Before(Read):
    """A reader that runs before a value's own type is looked at."""


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

    return Before(given)


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
