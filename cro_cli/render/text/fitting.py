"""How the columns of a grid find room: side by side, else in bands one below the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cro_cli.named_tuple import NamedTuple
from cro_cli.render.text.words import Words

GAP = "  "
_TITLES = (12, 0)  # no shorter lines are titles broken into, the last where nothing else helps
_SENTENCE = 24  # cells of words are broken into lines no shorter than this,
_LINES = 2  # and no cell into many more than these

Rows = Sequence[Sequence[Words]]
Band = tuple[int, ...]


class Fit(NamedTuple):
    """Bands of columns, each behind the `leads` that tell rows apart, and how wide columns are.

    Columns of words that `repeat` one text in every row have no place in the bands.
    """

    widths: tuple[int, ...]
    bands: tuple[Band, ...]
    leads: int = 1
    repeat: tuple[int, ...] = ()


def fit(head: Sequence[Words], rows: Rows, room: int, *, words: Collection[int]) -> Fit | None:
    """Return how columns stand in so many cells, None where rows had better be lists.

    What is wider first gives up columns of `words` that say the same in every row, then it breaks
    its titles, and in the end stands in bands.
    """
    bodies = [max(row[at].cell_len for row in rows) for at in range(len(head))]
    whole = tuple(max(body, title.cell_len) for body, title in zip(bodies, head, strict=True))
    every = tuple(range(len(head)))
    if _wide(every, whole) <= room:
        return Fit(whole, (every,))
    columns = _changing(rows, words)
    leads = _telling(rows, columns)
    lead, others = columns[:leads], columns[leads:]
    beside = room - _wide(lead, whole) - len(GAP)
    bodies = [
        max(min(body, beside), _longest(rows, at))
        if at in words and at in others and body <= _LINES * beside
        else body
        for at, body in enumerate(bodies)
    ]
    fits = [
        Fit(widths, tuple(_bands(lead, others, widths, room)), leads, repeat=_rest(every, columns))
        for widths in (whole, *(_narrow(bodies, head, least) for least in _TITLES))
    ]
    most = 1 if len(rows) == 1 else len(every)  # a single row is better off as a list
    found = [one for one in fits if 0 < len(one.bands) <= most]
    return min(found, key=lambda one: len(one.bands), default=None)


def _changing(rows: Rows, words: Collection[int]) -> Band:
    """Return the columns that are no words which every row repeats; words come first in any case.

    A single row repeats nothing.
    """
    said = [{row[at].plain.strip() for row in rows} for at in range(len(rows[0]))]
    found = [
        at
        for at, texts in enumerate(said)
        if len(rows) == 1 or at not in words or len(texts) > 1 or "" in texts
    ]
    return tuple(found if found and found[0] in words else sorted({0, *found}))


def _rest(every: Band, columns: Collection[int]) -> Band:
    return tuple(at for at in every if at not in columns)


def _telling(rows: Rows, columns: Sequence[int]) -> int:
    """Return how many of the first columns tell all rows apart; 1 when even all do not."""
    for count in range(1, len(columns)):
        lead = {tuple(row[at].plain for at in columns[:count]) for row in rows}
        if len(lead) == len(rows):
            return count
    return 1


def _longest(rows: Rows, at: int) -> int:
    """Return the least width of a column of words."""
    return max(_SENTENCE, *(_longest_word(row[at]) for row in rows))


def _narrow(bodies: Sequence[int], head: Sequence[Words], least: int) -> tuple[int, ...]:
    """Return the widths that columns have with broken titles, of lines no shorter than `least`."""
    ends = (max(_longest_word(title), min(title.cell_len, least)) for title in head)
    return tuple(map(max, bodies, ends))


def _longest_word(text: Words) -> int:
    return max((Words(word).cell_len for word in text.plain.split()), default=0)


def _bands(lead: Band, others: Band, widths: Sequence[int], room: int) -> Iterator[Band]:
    """Yield as many columns as find room, behind the leads; none where one does not."""
    if any(_wide((*lead, at), widths) > room for at in (others or lead[-1:])):
        return
    band = lead
    for at in others:
        if _wide((*band, at), widths) > room:
            yield band
            band = lead
        band = (*band, at)
    yield band


def _wide(columns: Band, widths: Sequence[int]) -> int:
    return sum(widths[at] for at in columns) + len(GAP) * (len(columns) - 1)
