"""What loading ends in: one frame a canonical table, and what was noticed on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cro_cli.messages import Problem
from cro_cli.model import Finding, Input
from cro_cli.tables import BY_NAME

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.sources.file_read import FileRead
    from cro_cli.sources.files import Refused


Seen = Callable[[int], object]  # who is told how many more bytes were read


def nobody(count: int) -> None:
    """Take no note of how many bytes were read."""


class Loaded(NamedTuple):
    """All inputs of a run.

    A table holds every column that `tables` declares, in that order; a column that no file has is
    null throughout. `supplied` names the `table.column` that at least one file does have,
    `snapshots` the days that exports of a table describe, where these are several.
    """

    tables: Mapping[str, pl.DataFrame]
    supplied: frozenset[str]
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    snapshots: Mapping[str, tuple[dt.date, ...]] = MappingProxyType({})

    def newest(self, name: str) -> dt.date | None:
        """Return the day of the newest event of a table, or of its newest export where it tells."""
        if name in self.snapshots:
            return self.snapshots[name][-1]
        # Imported here, as reading a config needs this module but no Polars.
        from cro_cli.exact import newest

        frame = self.tables.get(name)
        return None if frame is None else newest(BY_NAME[name], frame)


class Placed(NamedTuple):
    """A table whose rows know where they stand.

    Beside the columns of the table its frame has the number of each row in its file and, where the
    rows are of several `files`, which of these that is.
    """

    files: tuple[str, ...]
    frame: pl.DataFrame


class Examined(NamedTuple):
    """All that is known of some files, whether they could be read or not.

    `refused` are the paths that are no file to read, `contradictions` what speaks against files
    that were read each by itself. `loaded` holds what could be read, `placed` the same with places.
    """

    files: tuple[FileRead, ...]
    refused: tuple[Refused, ...]
    contradictions: tuple[Problem, ...]
    loaded: Loaded
    placed: Mapping[str, Placed]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything for which the files are refused together."""
        of_paths = (said for path in self.refused for said in path.problems)
        of_files = (said for file in self.files for said in file.problems)
        return (*of_paths, *of_files, *self.contradictions)
