"""One member of a JSON document: where it stands and what it may be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from cro_cli.display import clean
from cro_cli.errors import InputError
from cro_cli.messages import saved as messages
from cro_cli.named_tuple import NamedTuple

_EXACT = re.compile(r"-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 1_000  # digits of an exact number
LARGEST = 10**30  # of any number in a report, which is less than a float holds
Name = TypeVar("Name", bound=StrEnum)


class Member(NamedTuple):
    """A value with its place, such as `readings[3].exact`; every doubt is an InputError."""

    file: str
    path: str
    value: object

    def get(self, name: str) -> Member:
        """Return a member that must be there."""
        found = self._named(name)
        if found is None:
            raise self._inner(name, None).wrong("is missing")
        return found

    def find(self, name: str) -> Member | None:
        """Return a member; None when it is not there or null."""
        found = self._named(name)
        return None if found is None or found.value is None else found

    def _named(self, name: str) -> Member | None:
        if not isinstance(self.value, dict):
            raise self.wrong("is no object")
        return self._inner(name, self.value[name]) if name in self.value else None

    def _inner(self, name: str, value: object) -> Member:
        return Member(self.file, f"{self.path}.{name}" if self.path else name, value)

    def items(self) -> Iterator[Member]:
        """Yield the members of an array."""
        if not isinstance(self.value, list):
            raise self.wrong("is no array")
        for at, value in enumerate(self.value):
            yield Member(self.file, f"{self.path}[{at}]", value)

    def members(self) -> Iterator[tuple[str, Member]]:
        """Yield the members of an object by their names."""
        if not isinstance(self.value, dict):
            raise self.wrong("is no object")
        yield from (
            (clean(name), self._inner(clean(name), value)) for name, value in self.value.items()
        )

    def text(self) -> str:
        """Return words, as a screen may show them."""
        if not isinstance(self.value, str):
            raise self.wrong("is no text")
        return clean(self.value)

    def whole(self) -> int:
        """Return a whole number that is not negative."""
        if type(self.value) is not int or not 0 <= self.value < LARGEST:
            raise self.wrong("is no count")
        return self.value

    def number(self) -> Fraction | None:
        """Return an exact number, None for null."""
        if self.value is None:
            return None
        found = self.value
        if not (isinstance(found, str) and len(found) <= LONGEST and _EXACT.fullmatch(found)):
            raise self.wrong("is no exact number")
        number = Fraction(found)
        if abs(number) >= LARGEST:
            raise self.wrong("is no exact number")
        return number

    def day(self) -> dt.date:
        """Return a day."""
        try:
            if isinstance(self.value, str) and _DAY.fullmatch(self.value):
                return dt.date.fromisoformat(self.value)
        except ValueError:  # such as the 31st of June: said below
            pass
        raise self.wrong("is no day")

    def one_of(self, names: type[Name]) -> Name:
        """Return a name that is known."""
        for name in names:
            if name.value == self.value:
                return name
        raise self.wrong("is no name that is known")

    def wrong(self, said: str) -> InputError:
        """Return the error that says what is wrong here."""
        member = f"`{self.path}`" if self.path else "the document"
        return InputError([messages.WRONG.problem(self.file, member=member, said=said)])
