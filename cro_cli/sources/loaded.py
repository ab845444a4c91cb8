"""What loading ends in: one frame a canonical table, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from cro_cli.model import Finding, Input

if TYPE_CHECKING:
    import polars as pl


class Loaded(NamedTuple):
    """All inputs of a run.

    A table holds every column that `tables` declares, in that order; a column that no file has is
    null throughout. `supplied` names the `table.column` that at least one file does have.
    """

    tables: Mapping[str, pl.DataFrame]
    supplied: frozenset[str]
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
