"""How a large file becomes rows of canonical tables: piece by piece, and never in memory whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

import polars as pl

from cro_cli import in_order
from cro_cli.crew import GoneError
from cro_cli.parts.team import gathered
from cro_cli.sources import kept, piece_read, pieces, shaping
from cro_cli.sources.decoding import WholeError
from cro_cli.sources.files import Size
from cro_cli.sources.kept import Keeping
from cro_cli.sources.piece_read import PieceRead
from cro_cli.sources.pieces import Large, Watch, unseen
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import Body, Splitter
from cro_cli.sources.shaping import Part, Shaped
from cro_cli.sources.stretches import Reader, Taken

_Reading = Callable[[Iterator[bytes], Splitter, Keeping], Iterator[PieceRead]]


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
            bodies = pieces.bodies(self._large.texts(unseen), self._splitter)
            said = in_order.each(
                bodies, lambda body: self._said(body).select(names), pieces.THREADS
            )
            self._known |= pl.concat(said).to_dict(as_series=True)
        return self._known[name]

    def _said(self, body: Body) -> pl.DataFrame:
        return shaping.said(self._splitter.split(body), self._plan, self._splitter.file)[0]


def take(
    large: Large, texts: Iterator[bytes], splitter: Splitter, size: Size, watch: Watch
) -> tuple[tuple[Shaped, ...], int]:
    """Return the rows of a large file for each plan, and how many it has; texts are its pieces.

    They are seen by `watch`, which sees what is read in any other way too.

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
    if splitter.may_prove(head):
        try:
            found = _by_team(large, splitter, size, watch)
            return found or _in_parts(large, texts, splitter, size, piece_read.each_proven)
        except WholeError:
            texts = _again(large, texts)
    try:
        return _in_parts(large, texts, splitter, size, piece_read.each)
    except WholeError:
        return _whole(large, _again(large, texts), splitter)


def _again(large: Large, texts: Iterator[bytes]) -> Iterator[bytes]:
    for _ in texts:
        pass  # they are seen by who watches
    return large.texts(unseen)


def _by_team(
    large: Large, splitter: Splitter, size: Size, watch: Watch
) -> tuple[tuple[Shaped, ...], int] | None:
    """Return what several processes read of a file; None where there are none."""
    team = gathered() if large.length >= size.many else None
    if team is None:
        return None
    keeping = Keeping(splitter.plan, large.length, size, team)
    make = partial(Reader, large, splitter, size)
    found = team.each(large.stretches(watch), make)
    try:
        return _kept(large, _taken(found, keeping, splitter.found.row + 1), splitter, keeping)
    except GoneError:
        return None


def _taken(found: Iterable[Taken | None], keeping: Keeping, number: int) -> Iterator[PieceRead]:
    """Yield the pieces of stretches, whose rows are numbered from one on, and keep these."""
    for one in found:
        if one is None:
            raise WholeError
        if one.kept is not None:
            keeping.add_run(one.kept, number)
        number += sum(map(piece_read.height, one.pieces))
        yield from one.pieces


def _in_parts(
    large: Large, texts: Iterator[bytes], splitter: Splitter, size: Size, reading: _Reading
) -> tuple[tuple[Shaped, ...], int]:
    keeping = Keeping(splitter.plan, large.length, size)

    def found() -> Iterator[PieceRead]:
        for one in reading(texts, splitter, keeping):
            if one.seen is not None:
                keeping.add(one.seen)
            yield one._replace(seen=None)

    return _kept(large, found(), splitter, keeping)


def _kept(
    large: Large, found: Iterable[PieceRead], splitter: Splitter, keeping: Keeping
) -> tuple[tuple[Shaped, ...], int]:
    read = list(found)

    def again() -> pl.DataFrame:
        return _whole(large, large.texts(unseen), splitter)[0][0].frame

    rows = keeping.parted(again)
    (shaped,), height = _put_together(large, read, splitter)
    return (shaped._replace(rows=rows),), height


def _whole(
    large: Large, texts: Iterator[bytes], splitter: Splitter
) -> tuple[tuple[Shaped, ...], int]:
    return _put_together(large, list(piece_read.each(texts, splitter)), splitter)


def _put_together(
    large: Large, read: Sequence[PieceRead], splitter: Splitter
) -> tuple[tuple[Shaped, ...], int]:
    left_out = _sum(one.dropped for one in read)
    shaped = []
    for number, plan in enumerate((splitter.plan, *splitter.plan.also)):
        whole = _joined([one.parts[number] for one in read], plan, left_out)
        text = Text(large, splitter, plan)
        shaped.append(shaping.finish(whole, text, plan, splitter.found.above, splitter.file))
    return tuple(shaped), sum(one.height for one in read) + left_out.total()


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
