"""How near a header comes to each format that is known, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import templates
from cro_cli.sources.signature import Signature

WHOLE = 1000
_NEAREST = 3


class Likeness(NamedTuple):
    """How much of a signature a header has, in thousandths.

    Of a plain form that has all it needs, which is little, it is how much of the header it covers.
    `missing` are the columns that are not there, `foreign` those that only another format has.
    """

    signature: Signature
    share: int
    missing: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def said(self) -> str:
        """The format, and why the header is none of it."""
        title = self.signature.said
        if self.missing:
            return f"{title} (lacks {', '.join(self.missing)})"
        if self.signature.template:
            return f"{title} (has few of its columns)"
        return f"{title} (has columns of another format)"


def ranked(headers: frozenset[str], known: Sequence[Signature]) -> list[Likeness]:
    """Return all formats, the nearest first; those of common words come near to any header."""
    return sorted((_likeness(one, headers) for one in known), key=_rank)


def _rank(one: Likeness) -> tuple[object, ...]:
    return one.signature.last, -one.share, len(one.missing), one.signature.template


def near(headers: frozenset[str], known: Sequence[Signature]) -> str:
    """Say which formats come nearest, and what they lack, or that none comes near."""
    found = [one for one in ranked(headers, known)[:_NEAREST] if one.share]
    if found:
        return f"; nearest are {'; '.join(one.said for one in found)}"
    cited = ", ".join(sorted(headers)[:_NEAREST])
    return f"; no known export has columns such as {cited}" if cited else ""


def _likeness(of: Signature, headers: frozenset[str]) -> Likeness:
    missing = of.missing(headers)
    part, whole = len(of.must) - len(missing), len(of.must)
    if of.template and not missing:
        part, whole = templates.columns_in(of, headers), max(len(headers), 1)
    return Likeness(of, WHOLE * part // whole, missing, of.foreign(headers))
