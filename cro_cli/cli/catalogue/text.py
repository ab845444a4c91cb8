"""`cro sources` for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cro_cli.cli.topics.layout import entry, indented

if TYPE_CHECKING:
    from cro_cli.sources.entries import Entry
    from cro_cli.sources.headers import ColumnSeen, HeaderSeen
    from cro_cli.sources.likeness import Likeness

_DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
_INDENT = "  "


def catalogue(entries: Sequence[Entry], width: int) -> str:
    """Return the formats, system by system."""
    lines: list[str] = []
    for system, own in groupby(entries, key=lambda one: one.system):
        lines += ["", indented(0, system, width)]
        lines += [line for one in own for line in _format(one, width)]
    return "\n".join([*lines[1:], ""])


def headers(seen: Sequence[HeaderSeen], width: int) -> str:
    """Return what the headers of files say, file by file; what is refused is said elsewhere."""
    blocks = ["\n".join(_header(one, width)) for one in seen if one.problem is None]
    return "\n\n".join(blocks) + "\n" * bool(blocks)


def _format(one: Entry, width: int) -> Iterator[str]:
    place = f", {one.place}" if one.place else ""
    yield indented(
        1, f"{one.title} → {', '.join(one.tables) or 'not read'} ({one.name}{place})", width
    )
    if one.export:
        yield indented(2, f"{one.file}: {one.export}", width)
    told_by = ", ".join(one.told_by) or "two or more of its columns"
    yield indented(2, f"told by {told_by}", width)


def _header(one: HeaderSeen, width: int) -> Iterator[str]:
    if one.signature is None:
        yield indented(0, f"{one.file}: no format that is known", width)
        yield indented(1, _place(one), width)
    else:
        tables = ", ".join(dict.fromkeys(column.table for column in one.columns))
        yield indented(0, f"{one.file}: {one.signature.said} → {tables}", width)
        yield indented(1, _place(one), width)
        yield from _columns(one.columns, width)
    nearest = [near for near in one.nearest if near.share]
    if nearest:
        yield indented(1, "other formats that come near:" if one.signature else "nearest:", width)
    for near in nearest:
        yield entry(f"{_INDENT * 2}{_per_cent(near):>4}", near.said, width)


def _place(one: HeaderSeen) -> str:
    if not one.row:
        return "no row could be a header"
    by = _DELIMITERS.get(one.delimiter, one.delimiter)
    what = "the header is" if one.signature else "the header is likely"
    return f"{what} row {one.row}, parted by {by}"


def _columns(columns: Sequence[ColumnSeen], width: int) -> Iterator[str]:
    several = len({column.table for column in columns}) > 1
    names = [f"{column.table}.{column.name}" if several else column.name for column in columns]
    widest = max(map(len, names), default=0)
    for name, column in zip(names, columns, strict=True):
        yield entry(f"{_INDENT * 2}{name:{widest}}", _said(column), width)


def _said(column: ColumnSeen) -> str:
    if column.found:
        return f"← {column.found}"
    lacks = "missing, and needed" if column.required else "missing"
    wanted = f": {' or '.join(column.wanted)}" if column.wanted else f": {column.meaning}"
    return f"{lacks}{wanted}"


def _per_cent(near: Likeness) -> str:
    return f"{near.share // 10}%"
