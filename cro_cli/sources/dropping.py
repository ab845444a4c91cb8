"""Rows that a format calls no data, such as those of a test mode, or of which something is said.

The text of a file has a column for each such rule, by its number: what tells which rows it is of.
"""

from __future__ import annotations

import polars as pl

from cro_cli.errors import InputError
from cro_cli.messages.files import NO_FLAG
from cro_cli.sources import dates
from cro_cli.sources.format import Drop
from cro_cli.sources.plan import LaidDrop, Plan
from cro_cli.sources.rows import ROW
from cro_cli.sources.vocabulary import FLAGS


def telling(frame: pl.DataFrame, one: LaidDrop) -> pl.Series:
    """Return the cells that tell whether their rows are dropped."""
    cells = frame.get_column(str(one.place))
    if not one.drop.lone:
        return cells
    others = pl.all().exclude(ROW, cells.name).str.strip_chars().replace("", None)
    return frame.select(pl.when(pl.all_horizontal(others.is_null())).then(cells.name)).to_series()


def without(
    text: pl.DataFrame, plan: Plan, dropped: dict[str, int], file: str
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Leave out the rows that the format calls no data, and count them by rule."""
    for number, (_, _, drop) in enumerate(plan.drops):
        cells = text.get_column(f" {number}")
        # Columns that tell such rows have few values; most files have none to drop.
        kinds = cells.unique() if cells.n_unique() > 1 else cells.head(1)
        if drop.after:
            gone = _later(kinds, text.get_column(f" {number} after"), plan, file)
        elif drop.lone:
            gone = kinds.drop_nulls().to_list()
        else:
            _refuse_strays(kinds, text, f" {number}", drop, file)
            gone = [value for value in kinds if drop.covers(value or "")]
        if gone:
            mask = cells.is_in(gone, nulls_equal=True)
            dropped = {**dropped, drop.name: dropped.get(drop.name, 0) + int(mask.sum())}
            text = text.filter(~mask)
    return text, dropped


def marked(text: pl.DataFrame, plan: Plan) -> dict[str, int]:
    """Count the rows of which something has to be said."""
    counts = {}
    for number, one in enumerate(plan.marks, start=len(plan.drops)):
        cells = text.get_column(f" {number}")
        meant = [value for value in cells.unique() if one.drop.covers(value or "")]
        counts[one.drop.name] = int(cells.is_in(meant, nulls_equal=True).sum())
    return counts


def _refuse_strays(kinds: pl.Series, text: pl.DataFrame, name: str, drop: Drop, file: str) -> None:
    """Refuse the first word that is neither yes nor no where that tells which rows count."""
    if drop.flag is None:
        return
    said = [value for value in kinds if value and value.strip()]
    if strays := [value for value in said if value.strip().casefold() not in FLAGS]:
        row, value = text.filter(pl.col(name).is_in(strays)).select(ROW, name).row(0)
        words = {"value": value.strip(), "columns": " or ".join(drop.columns or ())}
        raise InputError([NO_FLAG.problem(f"{file}: row {row}", rule=drop.name, **words)])


def _later(days: pl.Series, known: pl.Series, plan: Plan, file: str) -> list[str]:
    """Return the days, as written, that come after the newest that is known."""
    order = plan.format.dates
    try:
        newest, read = dates.read_dates(known, order).max(), dates.read_dates(days, order)
    except dates.AmbiguousError as error:
        raise InputError([error.problem(file)]) from error
    return days.filter((read > newest).fill_null(value=False)).to_list() if newest else []
