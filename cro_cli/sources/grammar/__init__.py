"""What a format may say: every key, and what is wrong with a format of the user's own.

Our own formats are held to the same by the tests.
"""

from __future__ import annotations

from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.config.words import name, one_of, text
from cro_cli.messages import formats as messages
from cro_cli.sources.grammar import columns
from cro_cli.sources.grammar.checks import Found, each, header, headers, keys, pattern, scalar
from cro_cli.sources.readers import ALIKE
from cro_cli.tables import BY_NAME

_NAME, _TEXTS = scalar(name), each(scalar(text))
_TELLING = ("is", "starts", "blank", "not", "not_starts", "after", "running", "lone")
_DROP = keys(
    {
        "name": _NAME,
        "column": each(header),
        "is": _TEXTS,
        "starts": each(_NAME),
        "blank": scalar(one_of("true")),
        "not": _TEXTS,
        "not_starts": each(_NAME),
        "after": each(header),
        "running": scalar(one_of("true")),
        "lone": scalar(one_of("true")),
    },
    needed=("name",),
)
_GROUPS = {
    "name": _NAME,
    "title": _NAME,
    "totals": each(_NAME),
    "whole": _NAME,
    "asides": each(_NAME),
    "footers": each(_NAME),
}
_LATEST = {"name": _NAME, "of": headers, "by": headers}
_SPREAD = {"headers": each(header), "name": _NAME, "value": _NAME}


def _drop(path: Path, value: Plain) -> Found:
    yield from _DROP(path, value)
    if isinstance(value, dict) and not any(key in value for key in _TELLING):
        yield Complaint(path, messages.NOTHING_TELLS.problem(keys=", ".join(_TELLING)))


def _mapping(path: Path, value: Plain) -> Found:
    if not isinstance(value, dict):
        yield Complaint(path, messages.NO_KEYS.problem(below="lines such as id: Invoice Ref"))


_TABLE = {
    "table": scalar(one_of(*BY_NAME)),
    "decimals": scalar(one_of(".")),
    "dates": scalar(one_of("mdy", "dmy", ALIKE)),
    "blank": _TEXTS,
    "drop": each(_drop),
    "columns": _mapping,
    "once": _NAME,
    "spread": keys(_SPREAD, needed=tuple(_SPREAD)),
}
_TABLE_KEYS = keys(_TABLE, needed=("table", "columns"))


def _also(path: Path, value: Plain) -> Found:
    yield from _TABLE_KEYS(path, value)
    yield from columns.check(path, value)


_FORMAT = {
    "format": _NAME,
    "title": _NAME,
    "must": headers,
    "any": each(header),
    "never": each(header),
    "last": scalar(one_of("true")),
    "system": _NAME,
    "file": _NAME,
    "export": _NAME,
    "guess": scalar(one_of("true")),
    **_TABLE,
    "mark": each(_drop),
    "latest": keys(_LATEST, needed=tuple(_LATEST)),
    "assumes": _NAME,
    "part": _NAME,
    "beside": _NAME,
    "instead": _NAME,
    "melt": pattern,
    "groups": keys(_GROUPS, needed=("name",)),
    "also": each(_also),
}
_FORMAT_KEYS = keys(_FORMAT, needed=("format", "must", "table", "columns"))
_KEYS_OF_NO_USE = keys(_FORMAT, needed=("format", "must"))


def check(plain: Plain) -> Found:
    """Yield what is wrong with a format, by the path in it."""
    is_read = not isinstance(plain, dict) or "instead" not in plain
    yield from (_FORMAT_KEYS if is_read else _KEYS_OF_NO_USE)((), plain)
    yield from columns.check((), plain)
