"""Where in a file a value stands: for messages about what only the whole run can know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from cro_cli.config import Habits
from cro_cli.sources import catalogue, decoding, files, recognition, rows, shaping
from cro_cli.sources.catalogue import Catalogue
from cro_cli.sources.laying import lay
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.rows import ROW


def place(paths: Sequence[str], column: str, value: str | int, *, habits: Habits) -> str:
    """Name file, row and column of the first cell that is read as a value.

    The files are read again. Where that cannot be, as pipes are read once, all files are named.
    """
    known = catalogue.known(habits)
    found = (_first(path, column, value, known) for path in paths if Path(path).is_file())
    return next(filter(None, found), ", ".join(paths))


def _first(file: str, column: str, value: str | int, known: Catalogue) -> str:
    text = decoding.decode(files.read(file), file)
    found = recognition.recognise(text.data, file, known)
    if not isinstance(found, Recognised):
        return ""
    plan = lay(known.form(found.signature), found.header, found.delimiter)
    raw = rows.read(text.data, found, plan, file)
    for one in (plan, *plan.also):
        frame = shaping.shape(raw, one, found.above, file).frame
        if column in frame.columns:
            numbers = frame.filter(pl.col(column) == value).get_column(ROW).to_list()
            if numbers:
                return f"{file}: row {min(numbers)}, column {one.label(column)!r}"
    return ""
