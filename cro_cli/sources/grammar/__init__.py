"""What a format may say: every key, and what is wrong with a format of the user's own.

Our own formats are held to the same by the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.config.words import name, text
from cro_cli.messages import formats as messages
from cro_cli.sources.grammar import columns
from cro_cli.sources.grammar.checks import (
    Check,
    Each,
    Found,
    Keys,
    Scalar,
    choice,
    header,
    headers,
    pattern,
)
from cro_cli.sources.readers import ALIKE
from cro_cli.tables import BY_NAME

_NAME, _TEXTS = Scalar(name), Each(Scalar(text))
_TELLING = ("is", "starts", "blank", "not", "not_starts", "after", "running", "lone")


def _tells(path: Path, value: Plain) -> Found:
    if not isinstance(value, dict) or not any(key in value for key in _TELLING):
        yield Complaint(path, messages.NOTHING_TELLS.problem(keys=", ".join(_TELLING)))


_DROP = Keys(
    {
        "name": _NAME,
        "column": Each(header),
        "is": _TEXTS,
        "starts": Each(_NAME),
        "blank": choice("true"),
        "not": _TEXTS,
        "not_starts": Each(_NAME),
        "after": Each(header),
        "running": choice("true"),
        "lone": choice("true"),
    },
    needed=("name",),
    then=_tells,
)
_GROUPS: Mapping[str, Check] = {
    "name": _NAME,
    "title": _NAME,
    "totals": Each(_NAME),
    "whole": _NAME,
    "asides": Each(_NAME),
    "footers": Each(_NAME),
}
_LATEST: Mapping[str, Check] = {"name": _NAME, "of": headers, "by": headers}
_SPREAD: Mapping[str, Check] = {"headers": Each(header), "name": _NAME, "value": _NAME}


def _mapping(path: Path, value: Plain) -> Found:
    if not isinstance(value, dict):
        yield Complaint(path, messages.NO_KEYS.problem(below="lines such as id: Invoice Ref"))


_TABLE: Mapping[str, Check] = {
    "table": choice(*BY_NAME),
    "decimals": choice("."),
    "dates": choice("mdy", "dmy", ALIKE),
    "blank": _TEXTS,
    "drop": Each(_DROP),
    "columns": _mapping,
    "once": _NAME,
    "spread": Keys(_SPREAD, needed=tuple(_SPREAD)),
}
_ALSO = Keys(_TABLE, needed=("table", "columns"), then=columns.check)


_FORMAT: Mapping[str, Check] = {
    "format": _NAME,
    "title": _NAME,
    "must": headers,
    "any": Each(header),
    "never": Each(header),
    "last": choice("true"),
    "system": _NAME,
    "file": _NAME,
    "export": _NAME,
    "guess": choice("true"),
    **_TABLE,
    "mark": Each(_DROP),
    "latest": Keys(_LATEST, needed=tuple(_LATEST)),
    "assumes": _NAME,
    "part": _NAME,
    "beside": _NAME,
    "instead": _NAME,
    "melt": pattern,
    "groups": Keys(_GROUPS, needed=("name",)),
    "also": Each(_ALSO),
}
FORMAT = Keys(_FORMAT, needed=("format", "must", "table", "columns"), then=columns.check)
OF_NO_USE = replace(FORMAT, needed=("format", "must"))


def check(plain: Plain) -> Found:
    """Yield what is wrong with a format, by the path in it."""
    is_read = not isinstance(plain, dict) or "instead" not in plain
    yield from (FORMAT if is_read else OF_NO_USE)((), plain)
