"""What the cells of a file say, by the names of what they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl


class Said(Protocol):
    """The text of a file: a frame, or of a large file what fetches each column when asked."""

    def get_column(self, name: str, /) -> pl.Series:
        """Return the text of a column."""
        ...
