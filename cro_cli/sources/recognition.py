"""Which format a file has: its header is looked for in the first rows, by every signature."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from cro_cli.errors import InputError
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import catalogue, templates
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.plan import Header
from cro_cli.sources.signature import Signature

_ROWS = 20
_HEAD = 2**16
_DELIMITERS = ",;\t|"
_FEWEST_CELLS = 2
_FEWEST_WORDS = 3


class Recognised(NamedTuple):
    """A header that one format matches.

    `start` is where the first row below it begins, `row` the number of the header's row, `above`
    the first cells of the rows before it.
    """

    signature: Signature
    header: Header
    delimiter: str
    start: int
    row: int
    above: tuple[str, ...]


class Unknown(NamedTuple):
    """A file that no format matches: the row most like a header, and what comes nearest in words.

    `row` is 0 where no row could be a header.
    """

    near: str
    header: Header
    delimiter: str
    row: int


class _Row(NamedTuple):
    number: int
    cells: tuple[str, ...]
    lines: int


def recognise(data: bytes, file: str, known: Catalogue | None = None) -> Recognised | Unknown:
    """Find the header of a file and the one format that matches it, of ours unless told.

    Raises:
        InputError: when two formats match equally well.
    """
    known = known or catalogue.known()
    seen: list[tuple[Header, str, int]] = []
    for delimiter, skip in _delimiters(data):
        above: list[str] = []
        for row in _rows(data, delimiter, skip):
            header = Header(row.cells)
            if len(header.known) >= _FEWEST_CELLS:
                found = _match(header.known, file, known)
                if found is not None:
                    return Recognised(
                        signature=found,
                        header=header,
                        delimiter=delimiter,
                        start=_after(data, row.lines),
                        row=row.number,
                        above=tuple(above),
                    )
                seen.append((header, delimiter, row.number))
            above.append(delimiter.join(row.cells))
    words = frozenset(name for one in known.signatures for item in one.must for name in item)
    likeliest = max(seen, key=lambda one: len(one[0].known & words), default=(Header(()), "", 0))
    header, delimiter, number = likeliest
    from cro_cli.sources import likeness

    near = likeness.near(header.known, known.signatures)
    return Unknown(near=near, header=header, delimiter=delimiter, row=number)


def is_header(headers: frozenset[str], file: str) -> bool:
    """Tell whether normalised headers are those of formats of ours, or made of nothing else."""
    known = _words()
    if known.isdisjoint(catalogue.words_of(headers)):
        return False
    if len(headers) >= _FEWEST_WORDS and headers <= known:
        return True
    try:
        return _match(headers, file, Catalogue()) is not None
    except InputError:
        return True


@cache
def _words() -> frozenset[str]:
    """Return the words of all formats of ours; every header of one has some of them."""
    return frozenset().union(*(head.words for head in catalogue.heads()), templates.words())


def _delimiters(data: bytes) -> list[tuple[str, int]]:
    """Return the delimiters to try, the commonest in the first line first, and rows to skip."""
    first = data[:_HEAD].partition(b"\n")[0].decode(errors="replace")
    declared = re.match(r'"?sep=([,;|\t:^~])', first, re.IGNORECASE)
    if declared:
        return [(declared[1], 1)]
    head = data[:_HEAD].decode(errors="ignore")
    there = [one for one in _DELIMITERS if one in head]
    return [(one, 0) for one in sorted(there, key=lambda one: -first.count(one))]


def _rows(data: bytes, delimiter: str, skip: int) -> Iterator[_Row]:
    """Yield the first rows of a file as far as they can be split."""
    head = data[:_HEAD].decode(errors="ignore")
    lines = io.StringIO(head, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    for number, cells in enumerate(islice(reader, _ROWS), start=1):
        if number > skip:
            yield _Row(number=number, cells=tuple(cells), lines=reader.line_num)


def _after(data: bytes, lines: int) -> int:
    """Return where the text after so many lines begins."""
    start = 0
    for _ in range(lines):
        start = data.find(b"\n", start) + 1 or len(data)
    return start


def _match(headers: frozenset[str], file: str, known: Catalogue) -> Signature | None:
    """Return the signature that fits best.

    The user's own formats come first, then plain forms, then those of vendors, then those of common
    words; but a plain form needs as many columns of its own as tell the vendor's.
    """
    fits = known.fitting(headers)
    fits = [one for one in fits if one.place] or fits
    plain = [(templates.weight(one, headers), one) for one in fits if one.template]
    vendors = [one for one in fits if not one.template]
    vendors = [one for one in vendors if not one.last] or vendors
    others = [(len(one.must), one) for one in vendors]
    fewest = max((weight for weight, _ in others), default=1)
    ranked = [pair for pair in plain if pair[0] >= fewest] or others
    most = max((weight for weight, _ in ranked), default=0)
    best = [one for weight, one in ranked if weight == most]
    if len(best) > 1:
        best = _named(best, file)
    return best[0] if best else None


def _named(equal: Sequence[Signature], file: str) -> list[Signature]:
    """Let the name of the file decide between plain forms that match equally well."""
    words = set(re.split(r"[^a-z]+", Path(file).stem.casefold().replace("_", " ")))
    named = [one for one in equal if one.template and words.issuperset(one.name.split("_"))]
    if len(named) == 1:
        return named
    titles = " and ".join(one.said for one in equal)
    advice = "leave only the columns of one of them"
    if equal[0].place:
        advice = "give one of them a column more under `must`, or one of the other under `never`"
    if equal[0].template:
        files = " or ".join(f"{one.name}.csv" for one in equal)
        advice = f"call it {files}, or add a column that only one of them has"
    raise InputError([messages.AMBIGUOUS_FORMAT.problem(file, formats=titles, advice=advice)])
