"""Rows in few bytes: texts that only tell things apart as numbers, all others by their kind.

Text is the most of what a table takes, and to move it costs ten times what a number does. Of ids
nothing is asked but whether they are the same: two hashes stand for each, one to tell them apart
and one to prove it. The other texts of a row, such as its plan and its currency, have few values:
each combination of them is a kind, and a row has but the number of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import Lock

import polars as pl

KIND = " kind"
PROOF = " proof"
_PROOF, _OTHER = 11, 12
MOST = 2**16  # kinds; a table with more of them is not kept so


class TooManyKindsError(Exception):
    """Rows have so many kinds that they take no fewer bytes so."""


def coded(ids: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the hashes of ids under their name, and their proofs; nothing has some as well."""
    return ids.hash(), ids.hash(_PROOF).alias(f"{ids.name}{PROOF}")


class Coder:
    """Codes the rows of one table, piece by piece; `ids` are its columns that hold no more."""

    def __init__(self, ids: Collection[str]) -> None:
        self._ids = ids
        self._codes: dict[int, int] = {}
        self._proofs: dict[int, int] = {}
        self._examples: list[pl.DataFrame] = []
        self._lock = Lock()

    def coded(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with numbers in place of text.

        Raises:
            TooManyKindsError: when text columns that are no ids have too many values.
        """
        texts = [name for name in rows.columns if rows.schema[name] == pl.String]
        own = [name for name in texts if name in self._ids]
        few = [name for name in texts if name not in self._ids]
        ids = (one for name in own for one in coded(rows.get_column(name)))
        kinds = self._kinds(rows, few)
        return rows.drop(texts).with_columns(*ids, kinds.alias(KIND))

    def kinds(self) -> pl.DataFrame:
        """Return the texts of all kinds in the order of their numbers, each column as an Enum."""
        examples = pl.concat(self._examples)
        return examples.select(_enum(one) for one in examples.get_columns() if one.name != KIND)

    def _kinds(self, rows: pl.DataFrame, few: Sequence[str]) -> pl.Series:
        """Return the number of the kind of each row."""
        said = rows.select(few) if few else rows.select(pl.lit("").alias(KIND))
        hashes = said.hash_rows()
        first = hashes.arg_unique()
        # Another hash tells as many apart, so that neither takes two kinds for one.
        if first.len() > MOST or said.hash_rows(seed=_OTHER).n_unique() > first.len():
            raise TooManyKindsError
        known = hashes.gather(first)
        codes = self._numbered(known, said.select(pl.all().gather(first)))
        order = known.arg_sort()
        return codes.gather(order).gather(known.gather(order).search_sorted(hashes))

    def _numbered(self, hashes: pl.Series, examples: pl.DataFrame) -> pl.Series:
        """Return the numbers of kinds, which those not seen before get here."""
        proofs = examples.hash_rows(seed=_OTHER)
        with self._lock:
            fresh = [place for place, one in enumerate(hashes) if one not in self._codes]
            for place in fresh:
                self._codes[hashes[place]] = len(self._codes)
                self._proofs[hashes[place]] = proofs[place]
            if fresh:
                self._examples.append(examples.select(pl.all().gather(fresh)))
            alike = all(
                self._proofs[one] == proof for one, proof in zip(hashes, proofs, strict=True)
            )
            if len(self._codes) > MOST or not alike:
                raise TooManyKindsError
            return pl.Series([self._codes[one] for one in hashes], dtype=pl.UInt32)


def _enum(column: pl.Series) -> pl.Series:
    """Return few texts as an Enum, whose order is theirs."""
    return column.cast(pl.Enum(column.unique().drop_nulls().sort()))
