"""From export files to canonical tables: recognise, read and cast; formats are data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cro_cli.config import NO_HABITS, Habits
from cro_cli.sources.loaded import Examined, Loaded, Seen, nobody
from cro_cli.sources.templates import template

if TYPE_CHECKING:
    from cro_cli.config.tree import Complaint, Plain
    from cro_cli.sources.entries import Entry
    from cro_cli.sources.headers import HeaderSeen

__all__ = ["Examined", "Loaded", "check_format", "examine", "load", "place", "template"]


def load(
    paths: Sequence[str],
    *,
    exclude_bad_rows: bool = False,
    hashed: bool = False,
    habits: Habits = NO_HABITS,
    seen: Seen = nobody,
) -> Loaded:
    """Read files, and the files of folders, into canonical tables.

    A cell that cannot be read becomes null and a finding; with `exclude_bad_rows` its row is left
    out instead. With `hashed` it is told what identifies the bytes of each file. `habits` are what
    the config says of the user's own formats and of the order that dates are in; `seen` is told how
    many more bytes were read.

    Raises:
        InputError: with all problems at once, when a file cannot be read whole, is not recognised
            although it was named, or contradicts another.
    """
    from cro_cli.sources import catalogue, loading

    return loading.load(
        paths,
        catalogue.known(habits),
        exclude_bad_rows=exclude_bad_rows,
        hashed=hashed,
        seen=seen,
    )


def examine(
    paths: Sequence[str],
    *,
    exclude_bad_rows: bool = False,
    hashed: bool = False,
    habits: Habits = NO_HABITS,
    seen: Seen = nobody,
) -> Examined:
    """Read what can be read of files and folders; what is refused is told, and stops nothing."""
    from cro_cli.sources import catalogue, loading

    return loading.examine(
        paths,
        catalogue.known(habits),
        exclude_bad_rows=exclude_bad_rows,
        hashed=hashed,
        seen=seen,
    )


def check_format(plain: Plain) -> Iterator[Complaint]:
    """Yield what is wrong with a format of the user's own, by the path in it."""
    from cro_cli.sources import grammar

    return grammar.check(plain)


def formats_schema() -> dict[str, Any]:
    """Return the JSON Schema of what a config may say of formats."""
    from cro_cli.sources.grammar import json_schema

    return json_schema.schema()


def known_formats(habits: Habits = NO_HABITS) -> list[Entry]:
    """Return the catalogue of formats, the user's own among them."""
    from cro_cli.sources import entries

    return entries.entries(habits)


def look_at(paths: Sequence[str], habits: Habits = NO_HABITS) -> list[HeaderSeen]:
    """Return what the header of each file says of it; no row below is read."""
    from cro_cli.sources import headers

    return headers.look(paths, habits)


def example(table: str) -> str:
    """Return the plain form of a table with two rows."""
    from cro_cli.sources import examples

    return examples.example(table)


def place(
    paths: Sequence[str], column: str, value: str | int, *, habits: Habits = NO_HABITS
) -> str:
    """Name file, row and column of the first cell of some files that is read as a value."""
    from cro_cli.sources import places

    return places.place(paths, column, value, habits=habits)
