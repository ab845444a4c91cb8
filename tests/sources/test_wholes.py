"""A column looked at as a whole tells what is in its cells."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cro_cli.sources import wholes


@given(st.lists(st.none() | st.text(max_size=20), max_size=6), st.integers(0, 6))
def test_the_signs_of_a_column_are_the_bytes_of_its_cells(
    cells: list[str | None], cut: int
) -> None:
    text = pl.Series(cells[:cut], dtype=pl.String).append(pl.Series(cells[cut:], dtype=pl.String))
    said = "".join(one or "" for one in cells).encode()
    signs = wholes.signs(text)
    assert bytes(signs.to_list()) == said
    assert wholes.span(signs) == ((min(said), max(said)) if said else None)
