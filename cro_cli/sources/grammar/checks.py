"""What the checks of a format are made of: each yields what is wrong with a value at a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yaml.nodes import ScalarNode

from cro_cli.config.nearest import instead
from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.config.words import name, one_of
from cro_cli.messages import formats as messages

Found = Iterator[Complaint]
Check = Callable[[Path, Plain], Found]


def value_of(plain: Plain | None) -> str:
    """Return the text of one value; nothing when it is none."""
    return plain.value if isinstance(plain, ScalarNode) else ""


def advice(word: str, known: Sequence[str]) -> str:
    """Return what to write instead of a name that is not known."""
    return instead(word, known) or f"known are {', '.join(known)}"


@dataclass(frozen=True)
class Scalar:
    """The check of one value by what reads it; `choices` are all it may be, if they are few."""

    read: Callable[[object], object]
    choices: tuple[str, ...] = ()

    def __call__(self, path: Path, value: Plain) -> Found:
        """Yield what the reader has against a value."""
        try:
            self.read(value)
        except ValueError as error:
            yield Complaint(path, error.args[0])


@dataclass(frozen=True)
class Each:
    """The check of one value or of a list of them."""

    one: Check

    def __call__(self, path: Path, value: Plain) -> Found:
        """Yield what is wrong with each."""
        if not isinstance(value, tuple):
            yield from self.one(path, value)
            return
        if not value:
            yield Complaint(path, messages.EMPTY_LIST.problem())
        for place, item in enumerate(value):
            yield from self.one((*path, place), item)


@dataclass(frozen=True)
class Keys:
    """The check of keys that are known, some of them needed; `then` looks at all together."""

    known: Mapping[str, Check]
    needed: Sequence[str] = ()
    then: Check | None = None

    def __call__(self, path: Path, value: Plain) -> Found:
        """Yield what is wrong with the keys, and with what each says."""
        if not isinstance(value, dict):
            yield Complaint(path, messages.NO_KEYS.problem(below=", ".join(self.known)))
            return
        for key, item in value.items():
            if key in self.known:
                yield from self.known[key]((*path, str(key)), item)
            else:
                message = messages.UNKNOWN_KEY.problem(instead=advice(key, list(self.known)))
                yield Complaint((*path, str(key)), message, at_key=True)
        for key in self.needed:
            if key not in value:
                yield Complaint(path, messages.MISSING_KEY.problem(key=key), at_key=True)
        if self.then is not None:
            yield from self.then(path, value)


def choice(*known: str) -> Scalar:
    """Return the check of one of some words."""
    return Scalar(one_of(*known), known)


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


header = Scalar(_header)
headers = Each(Each(header))
pattern = Scalar(lambda value: _pattern(name(value)))
