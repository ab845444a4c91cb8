"""Rows of totals, which no rule of a format tells: they are no data, or the file is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages.files import TOTALS
from cro_cli.sources.plan import Plan
from cro_cli.sources.rows import ROW
from cro_cli.sources.wholes import first, somewhere
from cro_cli.tables import MICROS, Column, Kind

NAME = "totals"
_WORDS = (
    r"(?i)^(?:(?:(?:grand|sub|overall)[ -]?)?(?:total|totals|totaal|totale)(?: g[eé]n[eé]ral)?"
    r"|sum|summe|gesamt|gesamtsumme|gesamtergebnis|suma total):?$"
)
_PARTS = ["total", "totaal", "sum", "gesamt"]  # one of these is in each of the words
# In all cells put together; a start of the text among them would make the search six times slower.
_NEAR, _FIRST = r"(?i-u)total|totaal|gesamt|\x00sum", r"(?i)^sum"
# What each of the words begins with.
_STARTS = (
    *(f"{kind}{mark}tota" for kind in ("grand", "sub", "overall") for mark in ("", " ", "-")),
    *("tota", "sum", "gesamt"),
)
# Totals are rounded in their own way.
_OFF, _SHARE = MICROS, 1000
_MANY = 10_000
_FEWEST = 2  # rows that a total is of: a single one may be there twice
_TEXTS = (pl.String, pl.Enum)
_NONE = pl.DataFrame(schema={ROW: pl.UInt32, "word": pl.String, "target": pl.String})


def candidates(typed: pl.DataFrame, rest: Mapping[str, pl.Series], plan: Plan) -> pl.DataFrame:
    """Return the rows that may be totals, with the word for it and the column it stands in.

    Both are empty where nothing but the sums can tell.
    """
    named, bare = _named(typed, rest, plan), _bare(typed, rest, plan)
    if bare.is_empty():
        return named
    return pl.concat([named, bare]).unique(ROW, keep="first", maintain_order=True)


def _named(typed: pl.DataFrame, rest: Mapping[str, pl.Series], plan: Plan) -> pl.DataFrame:
    """Return the rows that call themselves totals where rows of data say what they are of."""
    texts = {name: text for name, text in _texts(typed, rest, plan) if may_name(text)}
    if not texts:
        return _NONE
    # Asked of all columns at once, because the answer is nearly always no.
    is_near = somewhere(pl.all(), _NEAR) | first(pl.all()).str.contains(_FIRST)
    near = pl.DataFrame(texts).select(is_near).row(0)
    names = [name for name, one in zip(texts, near, strict=True) if one]
    found = [_said(typed.get_column(ROW), texts[name], name) for name in names]
    if not found:
        return _NONE
    return pl.concat(found).unique(ROW, keep="first", maintain_order=True)


def may_name(cells: pl.Series) -> bool:
    """Tell whether a cell may be one of the words, by what all begin with."""
    least, most = cells.min(), cells.max()
    if not (isinstance(least, str) and isinstance(most, str)):
        return False  # all are empty
    # Texts between two others begin with what both begin with, or with a sign between theirs.
    start = "".join(first for first, _ in takewhile(_are_one, zip(least, most, strict=False)))
    if not start:
        return not "0" <= least[:1] <= most[:1] <= "9"
    plain = start.lower()
    is_plain = plain.isascii() and not plain[0].isspace()
    return not is_plain or any(one.startswith(plain) or plain.startswith(one) for one in _STARTS)


def _are_one(signs: tuple[str, str]) -> bool:
    return signs[0] == signs[1]


def _bare(typed: pl.DataFrame, rest: Mapping[str, pl.Series], plan: Plan) -> pl.DataFrame:
    """Return the rows that have nothing in all the columns that every row of data needs."""
    needed = {column.name for column in plan.table.columns if column.required}
    said = {
        cell.target: rest.get(cell.target, typed.get_column(cell.target)) for cell in plan.cells
    }
    keys = [
        said[cell.target] for cell in plan.cells if cell.column in needed and not cell.is_amount
    ]
    if not keys or not all(key.null_count() for key in keys):
        return _NONE
    is_bare = pl.select(pl.all_horizontal(key.is_null() for key in keys)).to_series()
    numbers = typed.get_column(ROW).filter(is_bare)
    texts = [text.filter(is_bare).cast(pl.String) for text in said.values() if text.dtype in _TEXTS]
    words = [_said(numbers, text, text.name) for text in texts]
    others = pl.DataFrame({ROW: numbers}).with_columns(word=pl.lit(""), target=pl.lit(""))
    return pl.concat([*words, others]).unique(ROW, keep="first", maintain_order=True)


def without(table: pl.DataFrame, said: pl.DataFrame, plan: Plan, file: str) -> pl.DataFrame:
    """Return a table without its totals; rows that may be some stay where their sums are others.

    Raises:
        InputError: when a row calls itself a total and could be of a customer called so.
    """
    others = table.filter(~_in(said))
    unnamed = []
    for row, word, target in said.iter_rows():
        own = table.filter(pl.col(ROW) == row)
        is_sum = others.height >= _FEWEST and _pays(own, plan) and _adds_up(own, others, plan)
        if not word and not is_sum:
            unnamed.append(row)
        if word and not (_lacks(own, plan) or _adds_up(own, others, plan)):
            label = next(cell.label for cell in plan.cells if cell.target == target)
            place = f"{file}: row {row}, column {label!r}"
            raise InputError([TOTALS.problem(place, word=word)])
    return table.filter(~_in(said.filter(~pl.col(ROW).is_in(unnamed))))


def _in(said: pl.DataFrame) -> pl.Expr:
    return pl.col(ROW).is_in(said.get_column(ROW).to_list())


def _texts(
    typed: pl.DataFrame, rest: Mapping[str, pl.Series], plan: Plan
) -> Iterator[tuple[str, pl.Series]]:
    """Yield what may hold the word: the first column, those of keys, and what was not read."""
    yield from rest.items()
    keys = {column.name for column in plan.table.columns if column.required}
    first = min(plan.cells, key=lambda cell: tuple(map(_number, cell.places)), default=None)
    for cell in plan.cells:
        column = typed.get_column(cell.target)
        is_text = column.dtype in _TEXTS and cell.target not in rest and not cell.vocabulary
        if is_text and (cell is first or cell.column in keys):
            if isinstance(column.dtype, pl.Enum):
                if not may_name(column.dtype.categories):
                    continue
                column = column.cast(pl.String)
            yield cell.target, column


def _number(place: str) -> int:
    return int(place) if place.isdigit() else 0


def _near(cells: pl.Series) -> pl.Series:
    """Tell which cells hold a part of the words: mostly none does, which is quickly told."""
    return cells.str.contains_any(_PARTS, ascii_case_insensitive=True)


def _said(numbers: pl.Series, cells: pl.Series, target: str) -> pl.DataFrame:
    near = _near(cells).fill_null(value=False)
    frame = pl.DataFrame({ROW: numbers.filter(near), "word": cells.filter(near)})
    said = frame.filter(pl.col("word").str.strip_chars().str.contains(_WORDS))
    return said.with_columns(target=pl.lit(target))


def _lacks(own: pl.DataFrame, plan: Plan) -> bool:
    """Tell whether a row has nothing in a column that every row of data needs."""
    needed = [column.name for column in _supplied(plan) if column.required]
    return bool(own.select(pl.any_horizontal(pl.col(needed).is_null()).all()).item())


def _pays(own: pl.DataFrame, plan: Plan) -> bool:
    """Tell whether a row has any amount: nothing is the sum of nothing."""
    sums = [column.name for column in _supplied(plan) if column.kind is Kind.MONEY]
    return bool(sums) and bool(own.select(pl.any_horizontal(pl.col(sums) != 0).any()).item())


def _adds_up(own: pl.DataFrame, others: pl.DataFrame, plan: Plan) -> bool:
    """Tell whether the amounts of a row are the sums of all others, in a wide file by month."""
    sums = [column.name for column in _supplied(plan) if column.kind is Kind.MONEY]
    if not sums or others.is_empty():
        return False
    by = ["month"] if plan.months else []
    both = [
        frame.group_by(by or pl.lit(0), maintain_order=True).agg(pl.col(sums).cast(pl.Int128).sum())
        for frame in (own, others)
    ]
    pairs = both[0].join(both[1], on=both[0].columns[0], how="left", suffix=" of others")
    off = [(pl.col(name) - pl.col(f"{name} of others")).abs() for name in sums]
    allowed = [pl.max_horizontal(_OFF, pl.col(name).abs() // _SHARE) for name in sums]
    near = [gap <= most for gap, most in zip(off, allowed, strict=True)]
    return bool(pairs.select(pl.all_horizontal(near).all()).item())


def _supplied(plan: Plan) -> list[Column]:
    supplied = plan.supplied
    return [one for one in plan.table.columns if f"{plan.table.name}.{one.name}" in supplied]
