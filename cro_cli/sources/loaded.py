"""What loading ends in: one frame a canonical table, and what was noticed on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from cro_cli.messages import Problem
from cro_cli.model import Finding, Input
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts import together
from cro_cli.tables import BY_NAME

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.parts.table import Parted
    from cro_cli.sources.file_read import FileRead
    from cro_cli.sources.files import Refused


Seen = Callable[[int], object]  # who is told how many more bytes were read


def nobody(count: int) -> None:
    """Take no note of how many bytes were read."""


class Tables(Mapping[str, "pl.DataFrame"]):
    """Tables by their names; those that are kept in parts are put together when asked for."""

    def __init__(self, whole: Mapping[str, pl.DataFrame], parted: Mapping[str, Parted]) -> None:
        self._whole = whole
        self._parted = parted

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name in self._whole:
            return self._whole[name]
        return self._parted[name].whole()[[column.name for column in BY_NAME[name].columns]]

    def __contains__(self, name: object) -> bool:
        return name in self._whole or name in self._parted

    def __iter__(self) -> Iterator[str]:
        return iter((*self._whole, *self._parted))

    def __len__(self) -> int:
        return len(self._whole) + len(self._parted)


class Loaded(NamedTuple):
    """All inputs of a run.

    A table holds every column that `tables` declares, in that order; a column that no file has is
    null throughout. `supplied` names the `table.column` that at least one file does have,
    `snapshots` the days that exports of a table describe, where these are several, and `parted` the
    tables that are kept in parts, which are put together for who asks for one of `tables`.
    """

    tables: Mapping[str, pl.DataFrame]
    supplied: frozenset[str]
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    snapshots: Mapping[str, tuple[dt.date, ...]] = MappingProxyType({})
    parted: Mapping[str, Parted] = MappingProxyType({})

    def newest(self, name: str) -> dt.date | None:
        """Return the day of the newest event of a table, or of its newest export where it tells."""
        if name in self.snapshots:
            return self.snapshots[name][-1]
        if name in self.parted:
            return self.parted[name].told.newest
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
    rows: pl.DataFrame | Parted

    @property
    def frame(self) -> pl.DataFrame:
        """All rows."""
        return together(self.rows)


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
