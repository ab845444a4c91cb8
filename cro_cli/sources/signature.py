"""What tells an export format by the headers of a file."""

from __future__ import annotations

import re

from cro_cli.named_tuple import NamedTuple

Item = tuple[str, ...]


def normalise(header: str) -> str:
    """Return a header cell as formats compare it.

    >>> normalise(" Deal  Name* ")
    'deal name'
    """
    words = " ".join(header.replace("\ufeff", "").split())
    return words.casefold().lstrip("* ").rstrip("*:↑↓ ")


class Signature(NamedTuple):
    """What tells a format by its header.

    Each item of `must` is met by any one of its headers, `never` names headers of other formats;
    all are normalised. A header between slashes is a pattern. `labels` say the items of `must` as
    a person reads them. `place` is the file and line of a format of the user's own. One that is
    `last` is told by common words, and meant only where nothing else is.
    """

    name: str
    title: str
    must: tuple[Item, ...]
    labels: tuple[str, ...]
    never: tuple[str, ...] = ()
    template: bool = False
    place: str = ""
    last: bool = False

    @property
    def said(self) -> str:
        """The title, and where the format stands when it is the user's own."""
        return f"{self.title} ({self.place})" if self.place else self.title

    def missing(self, headers: frozenset[str]) -> tuple[str, ...]:
        """Return the labels of the items that a set of normalised headers does not meet."""
        pairs = zip(self.must, self.labels, strict=True)
        return tuple(label for item, label in pairs if not any(_has(headers, one) for one in item))

    def matches(self, headers: frozenset[str]) -> bool:
        """Tell whether a set of normalised headers is one of this format."""
        for item in self.must:
            if headers.isdisjoint(item) and not any(_has(headers, one) for one in item):
                return False
        return not self.foreign(headers)

    def foreign(self, headers: frozenset[str]) -> tuple[str, ...]:
        """Return the headers of other formats that a set of normalised headers has."""
        return tuple(one for one in self.never if _has(headers, one))


def _has(headers: frozenset[str], wanted: str) -> bool:
    if wanted[0] != "/":
        return wanted in headers
    return any(map(re.compile(wanted.strip("/")).fullmatch, headers))
