"""Where in a file a value stands: for messages about what only the whole run can know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from cro_cli.config import Habits
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import catalogue, decoding, files, recognition, rows, shaping
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.laying import lay
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.rows import ROW


class Spot(NamedTuple):
    """A cell of a file: the number of its row, and its header as messages show it."""

    file: str
    row: int
    header: str


def place(paths: Sequence[str], column: str, value: str | int, *, habits: Habits) -> str:
    """Name file, row and column of the first cell that is read as a value.

    The files are read again. Where that cannot be, as pipes are read once, all files are named.
    """
    found = spot(paths, column, value, habits=habits)
    if found is None:
        return ", ".join(paths)
    return f"{found.file}: row {found.row}, column {found.header!r}"


def spot(paths: Sequence[str], column: str, value: str | int, *, habits: Habits) -> Spot | None:
    """Return the first cell that is read as a value, None where no file can be read again."""
    known = catalogue.known(habits)
    found = (_first(path, column, value, known) for path in paths if Path(path).is_file())
    return next((one for one in found if one is not None), None)


def _first(file: str, column: str, value: str | int, known: Catalogue) -> Spot | None:
    text = decoding.decode(files.read(file), file)
    found = recognition.recognise(text.data, file, known)
    if not isinstance(found, Recognised):
        return None
    plan = lay(known.form(found.signature), found.header, found.delimiter)
    raw = rows.read(text.data, found, plan, file)
    for one in (plan, *plan.also):
        frame = shaping.shape(raw, one, found.above, file).frame
        if column in frame.columns:
            numbers = frame.filter(pl.col(column) == value).get_column(ROW).to_list()
            if numbers:
                return Spot(file, min(numbers), one.label(column))
    return None
