"""The careful second reading: of cells that say more than the quick reading understood."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages import files, remarks
from cro_cli.model import Finding, Severity, finding
from cro_cli.sources import amounts, currencies, dates, evidence, words
from cro_cli.sources.cells import Cell
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.composing import Composing
from cro_cli.sources.dates import AmbiguousError
from cro_cli.sources.plan import Plan
from cro_cli.sources.readers import ALIKE
from cro_cli.sources.said import Said
from cro_cli.sources.vocabulary import COUNT, INTERVAL

_MANY = 10_000  # cells from which on to measure each takes less time than to find the least


def unread(
    text: pl.DataFrame, typed: pl.DataFrame, plan: Plan, known: Collection[str] = ()
) -> dict[str, pl.Series]:
    """Return the text of the columns that say something where nothing was read.

    Of columns that are `known` all was read that says something.
    """
    rest = {}
    for cell in plan.cells:
        if cell.target in known:
            continue
        column, cells = typed.get_column(cell.target), text.get_column(cell.target)
        nulls = column.null_count()
        if nulls > cells.null_count() or _says_nothing(column, plan):
            cells = _cleaned(cells, plan)
            if nulls != cells.null_count():
                rest[cell.target] = cells
    return rest


def read(
    text: Said,
    typed: pl.DataFrame,
    rest: Mapping[str, pl.Series],
    plan: Plan,
    complaints: Complaints,
) -> pl.DataFrame:
    """Return the typed frame with what a second reading adds; note what stays unreadable.

    `rest` has the columns of which something is left, and in them nothing that was read before.

    Raises:
        InputError: when dates or decimals can be read in two ways.
    """
    own = {cell.target: cell for cell in plan.cells if cell.is_amount}
    if plan.delimiter == ",":
        typed, rest = _grouped(own, rest, typed, plan)
    sign = "."
    # In a file split by commas plain numbers have points; otherwise all amounts have a say.
    # Where a vendor always writes points, only amounts that are written otherwise have one.
    is_open = plan.delimiter != "," and not plan.format.decimals
    if own and (is_open or own.keys() & rest.keys()):
        texts = {target: _cleaned(text.get_column(target), plan) for target in own}
        sign = _decimal_sign(own, texts, plan, complaints.file)
        if sign == "." and plan.delimiter == "," and not plan.format.decimals:
            complaints.findings += _taken_for_thousands(own, texts, complaints.file)
        rest = {**rest, **texts} if sign == "," else rest
        evidence.of_sign(sign, list(texts.values()), plan)
    # What an interval says depends on whether another column counts it.
    for cell in sorted(_in_order(plan, rest, complaints.file), key=_counts_nothing):
        if cell.target in rest:
            given = Composing(plan, cell.rule, text, typed, (), complaints)
            typed = _with(cell, rest[cell.target], sign, given)
    money = [rest[cell.target] for cell in own.values() if cell.is_money and cell.target in rest]
    if money and currencies.lacking(plan):
        typed = _with_currency(money, typed, plan, complaints)
    return typed


def _with(cell: Cell, cells: pl.Series, sign: str, given: Composing) -> pl.DataFrame:
    """Return the typed frame with what the cells of a column say."""
    typed, complaints = given.typed, given.complaints
    values = _column(cell, cells, sign, complaints.file)
    if cell.column == INTERVAL and values.null_count() > cells.null_count():
        from cro_cli.sources import several

        typed, values, cells = several.read(given, cell, cells, values)
    evidence.of_dates(cell, cells, given.plan)
    if cell.is_amount and "currency" in typed.columns:
        values = values.set(amounts.disputed(cells, typed.get_column("currency")), None)
    typed = typed.with_columns(_beside(cells, values, typed))
    complaints.unreadable(cell, cells, typed, given.text)
    return typed


def _counts_nothing(cell: Cell) -> bool:
    return cell.column != COUNT


def _beside(cells: pl.Series, values: pl.Series, typed: pl.DataFrame) -> pl.Series:
    """Return values for the cells that were left, and for the others what was read before."""
    before = typed.get_column(values.name)
    if before.null_count() == before.len():
        return values
    return values.zip_with(cells.is_not_null(), before)


def _in_order(plan: Plan, rest: Mapping[str, pl.Series], file: str) -> list[Cell]:
    """Return the cells of a file; where dates are written alike, any of them tells the order."""
    unread = [cell for cell in plan.cells if cell.is_date and cell.target in rest]
    if plan.format.dates != ALIKE or not unread:
        return plan.cells
    try:
        order = dates.common_order((rest[cell.target] for cell in unread), plan.format.usual)
    except AmbiguousError as error:
        labels = " and ".join(dict.fromkeys(repr(cell.label) for cell in unread))
        raise InputError([error.problem(f"{file}: column {labels}")]) from error
    return [cell._replace(order=order) for cell in plan.cells]


def _says_nothing(column: pl.Series, plan: Plan) -> bool:
    """Tell whether a text has cells that are nothing but space, or stand for nothing."""
    if column.dtype != pl.String:
        return False
    # Nothing comes before the empty text: the least of few cells is found at once.
    is_empty = column.min() == "" if column.len() < _MANY else column.str.len_bytes().min() == 0
    return is_empty or any((column == mark).any() for mark in plan.format.blank)


def _grouped(
    own: Mapping[str, Cell], rest: Mapping[str, pl.Series], typed: pl.DataFrame, plan: Plan
) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """Read the amounts that only have thousands apart; return those cells that remain."""
    left = dict(rest)
    for target in own.keys() & rest.keys():
        column = pl.select(own[target].grouped(pl.lit(rest[target]))).to_series().alias(target)
        if column.null_count() == rest[target].null_count():
            typed = typed.with_columns(_beside(rest[target], column, typed))
            evidence.of_thousands(own[target], plan)
            del left[target]
    return typed, left


def _cleaned(text: pl.Series, plan: Plan) -> pl.Series:
    plain = words.unmarked(pl.lit(text).str.strip_chars()).str.strip_chars()
    return pl.select(words.filled(plain, plan.format.blank)).to_series()


def _decimal_sign(
    own: Mapping[str, Cell], texts: Mapping[str, pl.Series], plan: Plan, file: str
) -> str:
    is_sure = plan.delimiter == "," or plan.format.decimals
    clear = {target for target, cell in own.items() if cell.is_sure and is_sure}
    try:
        return amounts.decimal_sign(
            [cells for target, cells in texts.items() if target not in clear],
            plan.delimiter,
            usual=plan.format.decimals,
            sure=[texts[target] for target in sorted(clear)],
        )
    except AmbiguousError as error:
        raise InputError([error.problem(file)]) from error


def _taken_for_thousands(
    own: Mapping[str, Cell], texts: Mapping[str, pl.Series], file: str
) -> Iterator[Finding]:
    """Yield that amounts such as 1,234 are read as whole ones where only the cells' commas say so.

    Raises:
        InputError: when it is a rate: 1.085 is as likely as 1085.
    """
    open_ = {target: amounts.whole_or_not(cells) for target, cells in texts.items()}
    open_ = {target: amount for target, amount in open_.items() if amount}
    if not open_ or amounts.sign_proof(list(texts.values()), "."):
        return
    for target, amount in open_.items():
        cell = own[target]
        if cell.column == "rate":
            place = f"{file}: column {cell.label!r}"
            raise InputError([files.NO_DECIMAL_SIGN.problem(place, amount=amount)])
        yield finding(
            remarks.THOUSANDS,
            Severity.NOTE,
            file=file,
            column=cell.label,
            table=cell.table,
            amount=amount,
            read=amount.replace(",", ""),
        )


def _column(cell: Cell, cells: pl.Series, sign: str, file: str) -> pl.Series:
    try:
        return cell.careful(cells, decimal=sign).alias(cell.target)
    except AmbiguousError as error:
        raise InputError([error.problem(f"{file}: column {cell.label!r}")]) from error


def _with_currency(
    texts: Sequence[pl.Series], typed: pl.DataFrame, plan: Plan, complaints: Complaints
) -> pl.DataFrame:
    codes, notes = currencies.written(texts, plan, complaints.file)
    complaints.findings += notes
    if codes is None:
        return typed
    plan.found.add("currency")
    return typed.with_columns(codes)
