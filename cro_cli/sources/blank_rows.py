"""Blank rows among those that were read: they stand below a table, and above another one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def may_be_in(cells: Sequence[pl.Series]) -> bool:
    """Tell whether a row of some columns may be blank: nothing but space was read from it."""
    if any(map(_is_filled, cells)):
        return False
    rows = pl.DataFrame(cells).cast(pl.String)
    # The fullest column leaves few rows to look at in the others, and mostly none.
    for name in sorted(rows.columns, key=lambda one: rows.get_column(one).null_count()):
        is_blank = rows.get_column(name).str.strip_chars().str.len_bytes().fill_null(0) == 0
        if not is_blank.any():
            return False
        rows = rows.filter(is_blank)
    return True


def _is_filled(column: pl.Series) -> bool:
    """Tell whether each cell surely says something: all space comes before or after ASCII."""
    if column.null_count():
        return False
    least, most = column.min(), column.max()
    return isinstance(least, str) and isinstance(most, str) and least > "!" and most < "\x7f"
