"""What the files leave open and a config can say, told by making the report once without one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli.assumptions import Assumptions
from cro_cli.config import Config
from cro_cli.config.template import Path, settings
from cro_cli.errors import CroError
from cro_cli.model import Note, Reading, Report
from cro_cli.named_tuple import NamedTuple
from cro_cli.reports import REPORTS
from cro_cli.request import Request

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.sources import Loaded

# A key as sentences name it: `deals: amount_is:`, or `spend_is_complete: true`.
_KEY = re.compile(r"`((?:[a-z_]+: ?)+)[a-z]*`")
# The files tell these well enough.
_TOLD = frozenset({("currency",), ("as_of",)})
_CLOSING = re.compile(r";? ?\(?(?:or (?:say|state) )?`[^)]*\)?$")


class Question(NamedTuple):
    """Something that a key of the config settles."""

    path: Path
    said: str


class Open(NamedTuple):
    """The reporting currency, those without a rate to it, and what else is open."""

    currency: str = ""
    unrated: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def ask(loaded: Loaded) -> Open:
    """Return what is open; nothing when no report can be made of the files at all."""
    codes = _codes(loaded.tables.values())
    try:
        report = _report(loaded, codes)
    except CroError:
        return Open()
    unrated = tuple(
        code for code in codes if code != report.currency and _lacks(loaded, codes, code)
    )
    rates = [Question(("fx",), _rate(loaded, code, report.currency)) for code in unrated]
    return Open(report.currency, unrated, (*rates, *_assumed(report), *_unknown(report.readings)))


def _codes(tables: Iterable[pl.DataFrame]) -> list[str]:
    """Return every currency there is."""
    columns = (frame["currency"] for frame in tables if "currency" in frame.columns)
    return sorted({code for column in columns for code in column.drop_nulls().unique()})


def _report(loaded: Loaded, rated: Iterable[str]) -> Report:
    """Return the report with some rate, no matter which, for every currency that is given one."""
    rates = dict.fromkeys(rated, Fraction(1))
    return REPORTS[0].build(loaded, Config(settled=Assumptions(fx=rates)), Request())


def _lacks(loaded: Loaded, codes: Iterable[str], code: str) -> bool:
    from cro_cli.scope import settle

    others = {other: Fraction(1) for other in codes if other != code}
    try:
        settle(loaded, Config(settled=Assumptions(fx=others)), as_of=None, period=None)
    except CroError:
        return True
    return False


def _rate(loaded: Loaded, code: str, currency: str) -> str:
    rows: Mapping[str, int] = {
        name: int((frame["currency"] == code).sum())
        for name, frame in loaded.tables.items()
        if "currency" in frame.columns
    }
    found = ((name, count) for name, count in rows.items() if count)
    where = ", ".join(f"{n:,} {'row' if n == 1 else 'rows'} of {name}" for name, n in found)
    return f"what is one {code} worth in {currency}? {where} in {code}"


def _assumed(report: Report) -> Iterator[Question]:
    """Yield what the report takes for granted and a key could say."""
    notes = (block for block in report.blocks if isinstance(block, Note))
    for line in (line for note in notes for line in note.lines):
        question = _question(line, _CLOSING.sub("", line))
        yield from (one for one in question if one.path not in _TOLD)


def _unknown(readings: Iterable[Reading]) -> Iterator[Question]:
    """Yield what metrics lack and a key could say, each lack once."""
    lacking: dict[tuple[str, str], list[str]] = {}
    for one in readings:
        if one.reason is not None:
            lacking.setdefault((one.reason.text, one.reason.remedy), []).append(one.title)
    for (text, remedy), titles in lacking.items():
        yield from _question(remedy, f"unknown without it ({text}): {', '.join(titles)}")


def _question(sentence: str, said: str) -> Iterator[Question]:
    """Yield a question when a sentence names a key of the config."""
    found = _KEY.search(sentence)
    keys = tuple(re.findall(r"[a-z_]+(?=:)", found[1])) if found else ()
    for one in settings() if keys else ():
        if one.path[-len(keys) :] == keys:
            yield Question(one.path, said)
            return
