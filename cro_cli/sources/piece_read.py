"""One piece of a large file after the other becomes rows of canonical tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import polars as pl

from cro_cli import in_order
from cro_cli.errors import InputError
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import pieces, shaping
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.kept import Keeping, Seen
from cro_cli.sources.recurring import Recurring
from cro_cli.sources.rows import Body, Rows, Splitter
from cro_cli.sources.shaping import Part


class PieceRead(NamedTuple):
    """What a piece was read into for each plan, and how many rows it has and was left without.

    Where rows are kept in parts `seen` has them, and the part none.
    """

    parts: tuple[Part, ...]
    height: int
    dropped: dict[str, int]
    seen: Seen | None = None


def each_proven(
    texts: Iterator[bytes], splitter: Splitter, keeping: Keeping
) -> Iterator[PieceRead]:
    """Yield what is read of rows whose cells prove that they are alike, wherever they stand."""
    rows = pieces.unmarked(texts, splitter)
    if (first := next(rows, None)) is None:
        raise WholeError
    recurring = recurring_in(first, splitter)

    def read(text: bytes) -> PieceRead:
        return proven(text, splitter, recurring, keeping)

    found = in_order.each(chain([first], rows), read, keeping.threads)
    return numbered(found, splitter.found.row + 1)


def numbered(found: Iterable[PieceRead], number: int) -> Iterator[PieceRead]:
    """Yield pieces that know the number of their first row; the first of all has this one."""
    for one in found:
        yield one._replace(seen=one.seen and one.seen._replace(first=number))
        number += height(one)


def height(piece: PieceRead) -> int:
    """Return how many rows a piece has, those that were left out too."""
    return piece.height + sum(piece.dropped.values())


def recurring_in(rows: bytes, splitter: Splitter) -> Recurring:
    """Return what is known of the columns of rows to be kept that say the same again and again."""
    return Recurring(splitter.sample(rows), [splitter.plan], numbered=True)


def proven(text: bytes, splitter: Splitter, recurring: Recurring, keeping: Keeping) -> PieceRead:
    """Return what is read of rows in which nothing is quoted.

    Raises:
        WholeError: when cells do not prove that they are alike, or cannot be read.
    """
    try:
        found = splitter._replace(coded=recurring.places).proven(text)
        if found is None:
            raise WholeError
        return _read(found, splitter, recurring, keeping)
    except InputError as error:
        raise WholeError from error  # which row it is of is not known


def each(
    texts: Iterator[bytes], splitter: Splitter, keeping: Keeping | None = None
) -> Iterator[PieceRead]:
    """Yield what is read of rows, whose structure their skeleton proves."""
    bodies = pieces.bodies(texts, splitter)
    if (first := next(bodies, None)) is None:
        raise WholeError
    plans = (splitter.plan, *splitter.plan.also)
    recurring = Recurring(splitter.sample(first.text), plans, numbered=keeping is not None)

    def read(body: Body) -> PieceRead:
        rows = splitter._replace(coded=recurring.places).split(body)
        return _read(rows, splitter, recurring, keeping)

    threads = pieces.THREADS if keeping is None else keeping.threads
    return in_order.each(chain([first], bodies), read, threads)


def _read(
    rows: Rows, splitter: Splitter, recurring: Recurring, keeping: Keeping | None
) -> PieceRead:
    # Polars splits a piece in smaller ones, which would go through all that follows one by one.
    own = rows._replace(frame=rows.frame.rechunk(), dropped={})
    parts, seen = [], None
    for plan in (splitter.plan, *splitter.plan.also):
        text, dropped = shaping.said(own, plan, splitter.file)
        text, known = recurring.read(text, plan)
        part = shaping.part(text, plan, dropped, known=known, numbered=keeping is not None)
        if keeping is not None:
            seen = keeping.see(part)
            empty = part.typed.clear().with_columns(pl.col(pl.Enum).cast(pl.String))
            parts.append(part._replace(typed=empty))
        else:
            # Columns in unlike pieces are all copied, as soon as all of the table is asked of.
            parts.append(part._replace(typed=part.typed.rechunk()))
    return PieceRead(tuple(parts), rows.frame.height, rows.dropped, seen)
