"""Reading scalars that are words: texts, choices, switches, currencies and dates.

Each reader takes what stands in the file and returns its value, or raises a ValueError that says
what to write. They read the source text, so that nothing YAML 1.1 makes of it can slip in.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from yaml.nodes import ScalarNode

from cro_cli import months
from cro_cli.config.nearest import instead
from cro_cli.config.source import is_harmless
from cro_cli.config.tree import BOOL, Key, is_null
from cro_cli.messages import config as messages

_LONGEST = 40  # characters of a value that a message repeats
_TRUE = frozenset({"true", "yes", "on"})
# For suggestions only: any three letters are taken for a code.
_CURRENCIES = (
    *("USD", "EUR", "GBP", "CHF", "NOK", "SEK", "DKK", "PLN", "CZK", "HUF", "CAD", "AUD", "NZD"),
    *("JPY", "CNY", "INR", "SGD", "HKD", "KRW", "BRL", "MXN", "ZAR", "ILS", "AED", "TRY"),
)
_FIRST_YEAR = 1900
_DATE = r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?"


def scalar(value: object, wanted: str) -> ScalarNode:
    """Return the node of a value that has to be one scalar."""
    node = value.node if isinstance(value, Key) else value
    if not isinstance(node, ScalarNode):
        found = "a list" if isinstance(node, tuple) else "keys"
        said = messages.WRONG_SHAPE.problem(found=found, wanted=wanted)
        raise ValueError(said)  # noqa: TRY004 - pydantic reads it
    if is_null(node):
        raise ValueError(messages.NOTHING.problem(wanted=wanted))
    return node


def cited(text: str) -> str:
    """Return a value as a message repeats it."""
    return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}`"


def as_switch(node: ScalarNode) -> str:
    """Return what a plain `no`, `yes`, `on` … is to YAML; an empty text for anything else."""
    if node.tag != BOOL:
        return ""
    return "true" if node.value.lower() in _TRUE else "false"


def text(value: object) -> str:
    """Read a text."""
    node = scalar(value, "a text")
    raw = str(node.value).strip()
    if switch := as_switch(node):
        raise ValueError(messages.SWITCH.problem(raw=raw, switch=switch))
    bad = [] if raw.isprintable() else [char for char in raw if not is_harmless(char)]
    if bad:
        cure = "use single quotes for a backslash" if node.style == '"' else "remove it"
        raise ValueError(messages.NOT_PRINTABLE.problem(number=ord(bad[0]), cure=cure))
    return raw


def name(value: object) -> str:
    """Read a text that may not be empty."""
    raw = text(value)
    if not raw:
        raise ValueError(messages.EMPTY_TEXT.problem())
    return raw


def file_path(value: object) -> str:
    """Read the path of a file or folder."""
    raw = name(value)
    if raw.startswith("~"):
        raise ValueError(messages.TILDE.problem())
    return raw


def one_of(*known: str) -> Callable[[object], str]:
    """Return a reader of one of some words."""

    def read(value: object) -> str:
        raw = str(scalar(value, f"one of {', '.join(known)}").value)
        if raw not in known:
            words = {"cited": cited(raw), "known": ", ".join(known)}
            words["instead"] = _near(raw, known)
            raise ValueError(messages.NONE_OF.problem(**words))
        return raw

    return read


def switch(value: object) -> bool:
    """Read true or false."""
    node = scalar(value, "true or false")
    found = as_switch(node)
    if not found:
        raise ValueError(messages.NO_SWITCH.problem(cited=cited(node.value)))
    return found == "true"


def currency(value: object) -> str:
    """Read the ISO code of a currency."""
    node = scalar(value, "a currency code such as USD")
    raw = str(node.value)
    if re.fullmatch("[A-Za-z]{3}", raw) and not as_switch(node):
        return raw.upper()
    also = f", and {as_switch(node)} to YAML" if as_switch(node) else ""
    near = _near(raw, _CURRENCIES) or "write its three letters, such as USD"
    raise ValueError(messages.NO_CURRENCY.problem(cited=cited(raw), also=also, instead=near))


def month_end(value: object) -> dt.date:
    """Read the last day of a month, written as a day or as a month."""
    return last_day(str(scalar(value, "a month end such as 2026-09-30").value))


def last_day(raw: str) -> dt.date:
    """Return the last day of a month from `2026-09` or `2026-09-30`.

    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    match = re.fullmatch(_DATE, raw)
    if match is None or int(match[1]) < _FIRST_YEAR:
        raise ValueError(messages.NO_DATE.problem(cited=cited(raw)))
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= months.YEAR:
        raise ValueError(messages.NO_SUCH_MONTH.problem(cited=cited(raw), month=match[2]))
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    day = int(match[3] or end.day)
    if not 1 <= day <= end.day:
        raise ValueError(messages.NO_SUCH_DAY.problem(raw=raw, end=end))
    if day != end.day:
        before = _month_before(end)
        raise ValueError(messages.NO_MONTH_END.problem(raw=raw, end=end, before=before))
    return end


def _month_before(end: dt.date) -> dt.date:
    return end.replace(day=1) - dt.timedelta(days=1)


def _near(raw: str, known: tuple[str, ...]) -> str:
    """Return `did you mean …?` when a known word is near."""
    found = instead(raw, known)
    return found if found.startswith("did") else ""
