"""The columns of a format: where each comes from, and whether it can be read so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from yaml.nodes import ScalarNode

from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.config.words import name
from cro_cli.messages import formats as messages
from cro_cli.sources.grammar.checks import Check, Found, Keys, Scalar, advice, headers, value_of
from cro_cli.sources.readers import (
    ABOVE,
    BESIDE,
    BY_STATUS,
    END_OF_TERM,
    IN_HEADER,
    MONTH_OF,
    OTHERWISE,
    PARTS,
    READERS,
    UNITS,
)
from cro_cli.sources.vocabulary import INTERVAL, ONCE, TERM, TERMS, VOCABULARY, several
from cro_cli.tables import BY_NAME, Column, Kind, Table

_AMOUNTS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT, Kind.RATE})
_PLAIN_AMOUNT = r"-?[0-9]{1,9}(\.[0-9]{1,6})?"
_WIDE = ("month", "amount")
_SUCH = ("day", "week", "month", "3 months", "year", ONCE)  # of terms
_FLAGS = {"true": "true", "false": "false"}


def check(path: Path, plain: Plain) -> Found:
    """Yield what is wrong with the columns that a format has for a table."""
    whole = plain if isinstance(plain, dict) else {}
    table, rules = BY_NAME.get(value_of(whole.get("table"))), whole.get("columns")
    if table is None or not isinstance(rules, dict):
        return
    in_headers = dict(_in_headers(whole))
    yield from _named_columns(path, table, rules, in_headers)
    yield from _lacking(path, table, {*rules, *in_headers}, is_wide="melt" in whole)


def _named_columns(
    path: Path, table: Table, rules: Mapping[str, Plain], in_headers: Mapping[str, Path]
) -> Found:
    known = {column.name: column for column in table.columns}
    for key, place in in_headers.items():
        if key not in known:
            yield _no_column((*path, *place), table, key)
    for key, rule in rules.items():
        own = (*path, "columns", str(key))
        if key not in known:
            yield _no_column(own, table, key, at_key=True)
        elif key not in in_headers:
            yield from _rule(own, table, known[key], rule)


def _lacking(path: Path, table: Table, given: set[str], *, is_wide: bool) -> Found:
    """Complain of columns without which no row of the table can be told from another."""
    wide = _WIDE if is_wide else ()
    if not {column.name for column in table.columns}.issuperset(wide):
        yield Complaint((*path, "melt"), messages.NOT_WIDE.problem(table=table.name))
    for column in map(table.column, table.key):
        if column.required and column.name not in {*given, *wide}:
            message = messages.MISSING_COLUMN.problem(name=column.name, meaning=column.meaning)
            yield Complaint((*path, "columns"), message, at_key=True)


def _in_headers(whole: Mapping[str, Plain]) -> Iterator[tuple[str, Path]]:
    """Yield the columns that headers are spread over, with the places that say so."""
    spread = whole.get("spread")
    for key in ("name", "value"):
        if isinstance(spread, dict) and key in spread:
            yield value_of(spread[key]), ("spread", key)


def _no_column(path: Path, table: Table, word: str, *, at_key: bool = False) -> Complaint:
    known = [column.name for column in table.columns]
    message = messages.NO_COLUMN.problem(table=table.name, instead=advice(word, known))
    return Complaint(path, message, at_key=at_key)


def _rule(path: Path, table: Table, column: Column, rule: Plain) -> Found:
    if not isinstance(rule, dict):
        yield from headers(path, rule)
        return
    reader = value_of(rule.get("read"))
    known: dict[str, Check] = {
        "from": headers,
        "guess": headers,
        "read": _named(column, READERS, "reader"),
        "unit": _named(column, UNITS, "unit"),
        "constant": _constant(table, column),
        "map": _map_of_terms(column) if reader == END_OF_TERM else _map(table, column),
    }
    parts = dict.fromkeys(_parts(table, reader, [key for key in rule if key not in known]), headers)
    yield from Keys({**known, **parts})(path, rule)
    if not any(key in rule for key in ("from", "guess", "constant", *parts)):
        yield Complaint(path, messages.NO_ORIGIN.problem(), at_key=True)
    if reader == IN_HEADER:
        yield from _captures((*path, "from"), rule.get("from", ()))
    if "constant" in rule and len(rule) > 1:
        yield Complaint((*path, "constant"), messages.NOT_ALONE.problem())


def _parts(table: Table, reader: str, given: Sequence[str]) -> Sequence[str]:
    """Return the keys that a reader has besides those of every column."""
    if reader == BESIDE:  # one for each header that the amount may be read from
        return given
    if reader == BY_STATUS:
        return (*VOCABULARY.get(f"{table.name}.status", ()), OTHERWISE)
    return (*PARTS.get(reader, ()), *([ABOVE] if reader == MONTH_OF else ()))


def _captures(path: Path, origins: Plain) -> Found:
    """Complain of patterns that leave open which part of the header is the value."""
    for one in origins if isinstance(origins, tuple) else (origins,):
        found = value_of(one)
        if found.startswith("/") and not re.search(r"(?<!\\)\((?!\?)", found):
            yield Complaint(path, messages.NO_GROUP.problem(pattern=found))


def _named(column: Column, known: Mapping[str, frozenset[Kind]], what: str) -> Check:
    """Return the check of the name of something that reads some kinds of columns."""
    fitting = [key for key, kinds in known.items() if column.kind in kinds]

    def check(path: Path, value: Plain) -> Found:
        found = value_of(value)
        if found not in known:
            message = messages.NO_SUCH.problem(what=what, instead=advice(found, list(known)))
            yield Complaint(path, message)
        elif found not in fitting:
            cure = f"write {' or '.join(fitting)}" if fitting else "remove it"
            message = messages.NOT_FITTING.problem(
                name=found, what=what, kind=column.kind, column=column.name, cure=cure
            )
            yield Complaint(path, message)

    return check


def _words(table: Table, column: Column) -> tuple[Mapping[str, str], list[str]]:
    """Return the words that a column knows, and those of them that it ends in saying."""
    words = VOCABULARY.get(f"{table.name}.{column.name}", {})
    return words, list(dict.fromkeys(words.values()))


def _constant(table: Table, column: Column) -> Check:
    _, allowed = _words(table, column)

    def check(path: Path, value: Plain) -> Found:
        yield from Scalar(name)(path, value)
        found = value_of(value)
        if column.kind in _AMOUNTS:
            if not re.fullmatch(_PLAIN_AMOUNT, found):
                yield Complaint(path, messages.NO_AMOUNT.problem())
        elif column.kind is not Kind.TEXT:
            yield Complaint(path, messages.NOT_CONSTANT.problem())
        elif allowed and found not in allowed:
            yield _no_word(path, column, found, allowed)
        elif column.name == "currency" and not re.fullmatch("[A-Z]{3}", found):
            yield Complaint(path, messages.NO_CODE.problem())

    return check


def _map_of_terms(column: Column) -> Check:
    """Return the check of words that are renamed to terms, such as `3 months`, or to none."""

    def check(path: Path, value: Plain) -> Found:
        if not isinstance(value, dict):
            yield Complaint(path, messages.NO_WORDS.problem())
            return
        for key, word in value.items():
            own = (*path, str(key))
            yield from Scalar(name)(own, word)
            told = re.fullmatch(TERM, value_of(word).lower())
            is_term = value_of(word) == ONCE or (told is not None and told[2] in TERMS)
            if isinstance(word, ScalarNode) and not is_term:
                yield _no_word(own, column, value_of(word), list(_SUCH))

    return check


def _map(table: Table, column: Column) -> Check:
    words, allowed = _words(table, column)
    if column.kind is Kind.FLAG:
        words, allowed = _FLAGS, list(_FLAGS)

    def check(path: Path, value: Plain) -> Found:
        if not isinstance(value, dict):
            yield Complaint(path, messages.NO_WORDS.problem())
            return
        if column.kind not in {Kind.TEXT, Kind.FLAG}:
            yield Complaint(path, messages.NOT_RENAMED.problem())
            return
        for key, word in value.items():
            yield from Scalar(name)((*path, str(key)), word)
            if words and isinstance(word, ScalarNode) and not _is_word(column, word.value, words):
                yield _no_word((*path, str(key)), column, word.value, allowed)

    return check


def _is_word(column: Column, word: str, words: Collection[str]) -> bool:
    return word in words or (column.name == INTERVAL and several(word) is not None)


def _no_word(path: Path, column: Column, word: str, allowed: list[str]) -> Complaint:
    message = messages.NO_WORD.problem(column=column.name, instead=advice(word, allowed))
    return Complaint(path, message)
