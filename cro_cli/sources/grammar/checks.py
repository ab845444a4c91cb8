"""What the checks of a format are made of: each yields what is wrong with a value at a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from yaml.nodes import ScalarNode

from cro_cli.config.nearest import instead
from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.config.words import name
from cro_cli.messages import formats as messages

Found = Iterator[Complaint]
Check = Callable[[Path, Plain], Found]


def value_of(plain: Plain | None) -> str:
    """Return the text of one value; nothing when it is none."""
    return plain.value if isinstance(plain, ScalarNode) else ""


def advice(word: str, known: Sequence[str]) -> str:
    """Return what to write instead of a name that is not known."""
    return instead(word, known) or f"known are {', '.join(known)}"


def scalar(read: Callable[[object], object]) -> Check:
    """Return the check of one value by what reads it."""

    def check(path: Path, value: Plain) -> Found:
        try:
            read(value)
        except ValueError as error:
            yield Complaint(path, error.args[0])

    return check


def each(one: Check) -> Check:
    """Return the check of one value or of a list of them."""

    def check(path: Path, value: Plain) -> Found:
        if not isinstance(value, tuple):
            yield from one(path, value)
            return
        if not value:
            yield Complaint(path, messages.EMPTY_LIST.problem())
        for place, item in enumerate(value):
            yield from one((*path, place), item)

    return check


def keys(known: Mapping[str, Check], *, needed: Sequence[str] = ()) -> Check:
    """Return the check of keys that are known, some of them needed."""

    def check(path: Path, value: Plain) -> Found:
        if not isinstance(value, dict):
            yield Complaint(path, messages.NO_KEYS.problem(below=", ".join(known)))
            return
        for key, item in value.items():
            if key in known:
                yield from known[key]((*path, str(key)), item)
            else:
                message = messages.UNKNOWN_KEY.problem(instead=advice(key, list(known)))
                yield Complaint((*path, str(key)), message, at_key=True)
        for key in needed:
            if key not in value:
                yield Complaint(path, messages.MISSING_KEY.problem(key=key), at_key=True)

    return check


def _header(value: object) -> None:
    found = name(value)
    if not found.startswith("/"):
        return
    if not found.endswith("/") or len(found) <= len("//"):
        raise ValueError(messages.NO_PATTERN.problem())
    _pattern(found.strip("/"))


def _pattern(found: str) -> None:
    try:
        re.compile(found)
    except re.error as error:
        raise ValueError(messages.NO_EXPRESSION.problem(why=error)) from None
    if re.search(r"(?<!\\)[A-Z]", found):
        raise ValueError(messages.CAPITALS.problem())


header = scalar(_header)
headers = each(each(header))
pattern = scalar(lambda value: _pattern(name(value)))
