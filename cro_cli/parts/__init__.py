"""A table in parts: a large one by customer, so that it need not be in memory whole.

Whatever is told of a customer is told by its own rows. So the rows of a large table are spread over
parts by a hash of their customer, piece by piece as they are read (`spread`); a few parts are in
memory, many in a temporary file without a name (`keep`); and what is wanted is built part by part
and added up (`cro_cli.by_part`). A part has the columns of the whole table, so that nothing which
is built from it need know that it is one. Who asks for the whole table gets it (`together`), row
by row as it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.parts.table import Parted


def together(rows: pl.DataFrame | Parted) -> pl.DataFrame:
    """Return all rows of a table, be it in parts or not."""
    import polars as pl  # what knows of tables is read where no frame is

    return rows if isinstance(rows, pl.DataFrame) else rows.whole()
