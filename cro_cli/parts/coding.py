"""Rows in few bytes: texts that only tell things apart as numbers, all others by their kind.

Text is the most of what a table takes, and to move it costs ten times what a number does. Of ids
nothing is asked but whether they are the same: two hashes stand for each, one to tell them apart,
and a shorter one to prove it. The other texts of a row, such as its plan and its currency, have few
values: each combination of them is a kind, and a row has but the number of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from threading import Lock

import polars as pl

from cro_cli.hashed import distinct
from cro_cli.named_tuple import NamedTuple

KIND = " kind"
PROOF = " proof"
_PROOF = 11
MOST = 2**16  # kinds; a table with more of them is not kept so
_TEXTS = (pl.String, pl.Enum)

_Said = tuple[str | None, ...]


class TooManyKindsError(Exception):
    """Rows have so many kinds that they take no fewer bytes so."""


class Known(NamedTuple):
    """Kinds: the number of the first, the names of their texts, and what each says."""

    first: int
    names: list[str]
    each: Sequence[_Said]


def coded(ids: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the hashes of ids under their name, and their proofs; nothing has some as well."""
    proofs = ids.hash(_PROOF).cast(pl.UInt32, wrap_numerical=True)
    return ids.hash(), proofs.alias(f"{ids.name}{PROOF}")


class Coder:
    """Codes the rows of one table, piece by piece; `ids` are its columns that hold no more.

    Kinds are numbered from `first` on.
    """

    def __init__(self, ids: Collection[str], first: int = 0) -> None:
        self._ids = ids
        self._first = first
        self._texts: list[str] = []
        self._codes: dict[_Said, int] = {}
        self._lock = Lock()

    def coded(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with numbers in place of text, be it told as such or as an Enum.

        Raises:
            TooManyKindsError: when text columns that are no ids have too many values.
        """
        texts = [one for one in rows.get_columns() if one.dtype in _TEXTS]
        own = (one.cast(pl.String) for one in texts if one.name in self._ids)
        ids = [one for text in own for one in coded(text)]
        kinds = self._kinds([one for one in texts if one.name not in self._ids], rows.height)
        others = (one for one in rows.get_columns() if one.dtype not in _TEXTS)
        # What is looked up in a column of pieces takes ten times as long.
        return pl.DataFrame([one.rechunk() for one in (*others, *ids, kinds.alias(KIND))])

    @property
    def known(self) -> Known:
        """The kinds seen so far."""
        return Known(self._first, self._texts, list(self._codes))

    def kinds(self) -> pl.DataFrame:
        """Return the texts of all kinds in the order of their numbers, each column as an Enum."""
        return texts_of([self.known])

    def _kinds(self, texts: Sequence[pl.Series], height: int) -> pl.Series:
        """Return the number of the kind of each row."""
        found = _by_number(texts, height) or _by_hash(texts)
        numbers = self._numbered(found.each, [one.name for one in texts])
        return numbers.gather(found.places)

    def _numbered(self, each: Sequence[_Said], names: list[str]) -> pl.Series:
        """Return the numbers of kinds, which those not seen before get here."""
        with self._lock:
            self._texts = names
            codes, first = self._codes, self._first
            numbers = [codes.setdefault(one, first + len(codes)) for one in each]
            if len(self._codes) > MOST:
                raise TooManyKindsError
        return pl.Series(numbers, dtype=pl.UInt32)


def texts_of(known: Iterable[Known]) -> pl.DataFrame:
    """Return the texts of kinds, each in the row of its number; each column is an Enum.

    There may be rows of nothing between those of one coder and those of another.
    """
    frames: list[pl.DataFrame] = []
    height = 0
    for one in sorted(known, key=attrgetter("first")):
        own = pl.DataFrame(one.each, schema=dict.fromkeys(one.names, pl.String), orient="row")
        frames += [own.clear(one.first - height), own]
        height = one.first + own.height
    return pl.DataFrame([_enum(column) for column in pl.concat(frames).get_columns()])


class _Kinds(NamedTuple):
    """What rows of each kind say, and the place of each row's."""

    each: Sequence[_Said]
    places: pl.Series


def _by_number(texts: Sequence[pl.Series], height: int) -> _Kinds | None:
    """Tell the kinds of rows apart by the numbers of their texts; None where these have none."""
    number, size = pl.Series([0], dtype=pl.UInt32).new_from_index(0, height), 1
    known: list[tuple[list[str | None], int]] = []
    for text in texts:
        if not isinstance(text.dtype, pl.Enum):
            return None
        said = [*text.dtype.categories, None]
        if len(said) * size > MOST:
            return None
        own = text.to_physical().cast(pl.UInt32)
        number += (own.fill_null(len(said) - 1) if text.null_count() else own) * size
        known.append((said, size))
        size *= len(said)
    there = number.unique()
    places = pl.Series([0], dtype=pl.UInt32).new_from_index(0, size)
    places = places.scatter(there, pl.int_range(there.len(), dtype=pl.UInt32, eager=True))
    each = [tuple(said[one // size % len(said)] for said, size in known) for one in there]
    return _Kinds(each, places.gather(number))


def _by_hash(texts: Sequence[pl.Series]) -> _Kinds:
    said = pl.DataFrame([one.cast(pl.String) for one in texts])
    found = distinct(said, MOST)
    if found is None:
        raise TooManyKindsError
    return _Kinds(found.each.rows(), found.places)


def _enum(column: pl.Series) -> pl.Series:
    """Return few texts as an Enum, whose order is theirs."""
    return column.cast(pl.Enum(column.unique().drop_nulls().sort()))
