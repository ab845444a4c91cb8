"""`cro sources` for programs; `sources.schema.json` says what stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cro_cli.sources.entries import Entry
    from cro_cli.sources.headers import ColumnSeen, HeaderSeen
    from cro_cli.sources.likeness import Likeness

FORMAT_VERSION = "1.0"
_HEAD = {"schema": "cro.sources", "format_version": FORMAT_VERSION}


def catalogue(entries: Sequence[Entry]) -> str:
    """Return the formats."""
    return _document({"formats": [one._asdict() for one in entries]})


def headers(seen: Sequence[HeaderSeen]) -> str:
    """Return what the headers of files say."""
    return _document({"files": [_header(one) for one in seen]})


def _document(content: Mapping[str, Any]) -> str:
    return json.dumps({**_HEAD, **content}, indent=2, allow_nan=False) + "\n"


def _header(one: HeaderSeen) -> dict[str, Any]:
    return {
        "file": one.file,
        "format": one.signature.name if one.signature else None,
        "title": one.signature.title if one.signature else None,
        "row": one.row or None,
        "delimiter": one.delimiter or None,
        "problem": one.problem,
        "columns": [_column(column) for column in one.columns],
        "nearest": [_near(near) for near in one.nearest],
    }


def _column(column: ColumnSeen) -> dict[str, Any]:
    return {**column._asdict(), "found": column.found or None}


def _near(near: Likeness) -> dict[str, Any]:
    return {
        "format": near.signature.name,
        "title": near.signature.title,
        "place": near.signature.place or None,
        "share": near.share / 1000,
        "missing": near.missing,
        "foreign": near.foreign,
    }
