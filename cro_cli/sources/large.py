"""How a large file becomes rows of canonical tables: piece by piece, and never in memory whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import polars as pl

from cro_cli.errors import InputError
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import kept, pieces, shaping
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.files import Size
from cro_cli.sources.kept import Keeping, Seen
from cro_cli.sources.pieces import Large
from cro_cli.sources.plan import Plan
from cro_cli.sources.recurring import Recurring
from cro_cli.sources.rows import Body, Rows, Splitter
from cro_cli.sources.shaping import Part, Shaped


class _Read(NamedTuple):
    """What a piece was read into for each plan, and how many rows it has and was left without.

    Where rows are kept in parts `seen` has them, and the part none.
    """

    parts: tuple[Part, ...]
    height: int
    dropped: dict[str, int]
    seen: Seen | None = None


class Text:
    """The text of a large file by column, read again from the file when one is asked for."""

    def __init__(self, large: Large, splitter: Splitter, plan: Plan) -> None:
        self._large = large
        self._splitter = splitter
        self._plan = plan
        self._known: dict[str, pl.Series] = {}

    def get_column(self, name: str, /) -> pl.Series:
        """Return the text of a column."""
        if name not in self._known:
            # Amounts are asked for all together: they tell each other's decimal sign.
            amounts = [cell.target for cell in self._plan.cells if cell.is_amount]
            names = amounts if name in amounts else [name]
            bodies = pieces.bodies(self._large.texts(len), self._splitter)
            parts = pieces.each(bodies, lambda body: self._said(body).select(names))
            self._known |= pl.concat(parts).to_dict(as_series=True)
        return self._known[name]

    def _said(self, body: Body) -> pl.DataFrame:
        return shaping.said(self._splitter.split(body), self._plan, self._splitter.file)[0]


def take(
    large: Large, texts: Iterator[bytes], splitter: Splitter, size: Size
) -> tuple[tuple[Shaped, ...], int]:
    """Return the rows of a large file for each plan, and how many it has; texts are its pieces.

    Raises:
        WholeError: when pieces do not tell enough.
        InputError: when the file cannot be read.
    """
    plans = (splitter.plan, *splitter.plan.also)
    if not all(plan.is_by_row for plan in plans):
        raise WholeError
    if not kept.may_be(splitter.plan):
        return _whole(large, texts, splitter)
    head = next(texts)
    texts = chain([head], texts)
    for reading in (_each_proven, _each) if splitter.may_prove(head) else (_each,):
        keeping = Keeping(splitter.plan, large.length, size)
        try:
            return _in_parts(large, reading(texts, splitter, keeping), splitter, keeping)
        except WholeError:
            for _ in texts:
                pass  # they are seen by who asked for them
            texts = large.texts(len)
    return _whole(large, texts, splitter)


def _in_parts(
    large: Large, found: Iterator[_Read], splitter: Splitter, keeping: Keeping
) -> tuple[tuple[Shaped, ...], int]:
    read = []
    for one in found:
        if one.seen is not None:
            keeping.add(one.seen)
        read.append(one._replace(seen=None))

    def again() -> pl.DataFrame:
        return _whole(large, large.texts(len), splitter)[0][0].frame

    rows = keeping.parted(again)
    (shaped,), height = _put_together(large, read, splitter)
    return (shaped._replace(rows=rows),), height


def _whole(
    large: Large, texts: Iterator[bytes], splitter: Splitter
) -> tuple[tuple[Shaped, ...], int]:
    return _put_together(large, list(_each(texts, splitter)), splitter)


def _put_together(
    large: Large, read: Sequence[_Read], splitter: Splitter
) -> tuple[tuple[Shaped, ...], int]:
    left_out = _sum(one.dropped for one in read)
    shaped = []
    for number, plan in enumerate((splitter.plan, *splitter.plan.also)):
        whole = _joined([one.parts[number] for one in read], plan, left_out)
        text = Text(large, splitter, plan)
        shaped.append(shaping.finish(whole, text, plan, splitter.found.above, splitter.file))
    return tuple(shaped), sum(one.height for one in read) + left_out.total()


def _each_proven(texts: Iterator[bytes], splitter: Splitter, keeping: Keeping) -> Iterator[_Read]:
    """Yield what is read of rows whose cells prove that they are alike, wherever they stand."""
    rows = pieces.unmarked(texts, splitter)
    if (first := next(rows, None)) is None:
        raise WholeError
    recurring = Recurring(splitter.sample(first), [splitter.plan], numbered=True)

    def read(text: bytes) -> _Read:
        try:
            found = splitter._replace(coded=recurring.places).proven(text)
            if found is None:
                raise WholeError
            return _read(found, splitter, recurring, keeping)
        except InputError as error:
            raise WholeError from error  # which row it is of is not known

    number = splitter.found.row + 1
    for one in pieces.each(chain([first], rows), read, keeping.threads):
        seen = one.seen and one.seen._replace(first=number)
        number += one.height + sum(one.dropped.values())
        yield one._replace(seen=seen)


def _each(
    texts: Iterator[bytes], splitter: Splitter, keeping: Keeping | None = None
) -> Iterator[_Read]:
    bodies = pieces.bodies(texts, splitter)
    if (first := next(bodies, None)) is None:
        raise WholeError
    plans = (splitter.plan, *splitter.plan.also)
    recurring = Recurring(splitter.sample(first.text), plans, numbered=keeping is not None)

    def read(body: Body) -> _Read:
        rows = splitter._replace(coded=recurring.places).split(body)
        return _read(rows, splitter, recurring, keeping)

    threads = pieces.THREADS if keeping is None else keeping.threads
    return pieces.each(chain([first], bodies), read, threads)


def _read(rows: Rows, splitter: Splitter, recurring: Recurring, keeping: Keeping | None) -> _Read:
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
    return _Read(tuple(parts), rows.frame.height, rows.dropped, seen)


def _joined(parts: Sequence[Part], plan: Plan, left_out: Counter[str]) -> Part:
    """Put the parts of a file together; what is no row is counted before what rules drop."""
    by_rule = _sum(part.dropped for part in parts)
    rules = (name for name in (one.drop.name for one in plan.drops) if name in by_rule)
    names = dict.fromkeys([*left_out, *rules])
    rest = {
        name: pl.concat(_rest(part, name) for part in parts)
        for name in dict.fromkeys(name for part in parts for name in part.rest)
    }
    columns = parts[0].typed.columns  # which values repeat decides their order in each part
    typed = pl.concat(part.typed.select(columns) for part in parts)
    typed = typed.with_columns(shaping.constants(plan))
    dropped = {name: left_out[name] + by_rule[name] for name in names}
    sums = pl.concat(part.sums for part in parts)
    return Part(typed, rest, dropped, _sum(part.marked for part in parts), sums)


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    return sum(map(Counter, counts), Counter[str]())


def _rest(part: Part, name: str) -> pl.Series:
    """Return the text that is left of a column; where all was read, none."""
    if name in part.rest:
        return part.rest[name].alias(name)
    return pl.Series(name, [None], pl.String).new_from_index(0, part.typed.height)
