"""Inputs that vanished, shrank, ended earlier or are the same file again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

from cro_cli.comparison.setting import is_later
from cro_cli.comparison.table import BEFORE, NOW, table, words
from cro_cli.model import Column, Grid, Input, Report

# How a file of one report is found in the other: its path, its name, then what it was taken for.
_SAME: tuple[Callable[[Input], object], ...] = (
    lambda one: one.file,
    lambda one: PurePath(one.file).name,
    lambda one: (one.format, one.table),
    lambda one: one.table,
)
Found = tuple[Input | None, Input | None]


def blocks(old: Report, new: Report) -> Iterator[Grid]:
    """Yield what is to be known of inputs before the numbers are believed."""
    later = is_later(new, old)
    rows = (
        [words(file), words(what), words(before), words(now)]
        for one in matched(old.inputs, new.inputs)
        for file, what, before, now in _changed(*one, is_later=later)
    )
    columns = (Column("file", "File"), Column("what", "What"), BEFORE, NOW)
    yield from table("inputs", "Inputs to look at", columns, rows)


def matched(old: Sequence[Input], new: Sequence[Input]) -> list[Found]:
    """Return each input with its counterpart; a name or kind that several have matches nothing."""
    left, right = list(old), list(new)
    found: list[Found] = []
    for key in _SAME:
        names, others = Counter(map(key, left)), Counter(map(key, right))
        single = {name for name, count in names.items() if count == 1 and others[name] == 1}
        by_name = {key(one): one for one in right}
        found += [(one, by_name[key(one)]) for one in left if key(one) in single]
        left = [one for one in left if key(one) not in single]
        right = [one for one in right if key(one) not in single]
    return [*found, *((one, None) for one in left), *((None, one) for one in right)]


def _changed(
    old: Input | None, new: Input | None, *, is_later: bool
) -> Iterator[tuple[str, str, str, str]]:
    if old is not None and new is not None:
        yield from _smaller(old, new)
        yield from _older(old, new, is_later=is_later)
    elif old is not None:
        yield old.file, "vanished", _rows(old.kept), ""
    elif new is not None:
        yield new.file, "new", "", _rows(new.kept)


def _smaller(old: Input, new: Input) -> Iterator[tuple[str, str, str, str]]:
    if (old.table, old.format) != (new.table, new.format):
        yield new.file, "taken for something else", old.format, new.format
    if new.kept < old.kept:
        yield new.file, "shrank", _rows(old.kept), _rows(new.kept)
    if _left_out(new) > _left_out(old):
        yield new.file, "more rows left out", _rows(_left_out(old)), _rows(_left_out(new))


def _older(old: Input, new: Input, *, is_later: bool) -> Iterator[tuple[str, str, str, str]]:
    """Yield that a file ends earlier than it did, or no later although the report does."""
    if old.newest is None:
        return
    days = f"{old.newest}", f"{new.newest or 'no day at all'}"
    if new.newest is None or new.newest < old.newest:
        yield new.file, "ends earlier", *days
    elif is_later and new.newest == old.newest:
        same = old.sha256 == new.sha256
        yield new.file, "stale: the same file" if same else "stale: nothing newer", *days


def _left_out(given: Input) -> int:
    return sum(given.dropped.values())


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"
