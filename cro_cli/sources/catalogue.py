"""The formats that are known: YAML files beside this one, and the plain form of each table.

Recognising a file needs the first documents only, and of those that share no words with its header
not even these are parsed; the second is read for the formats in use. What was parsed once is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cro_cli.config import NO_HABITS, Habits
from cro_cli.named_tuple import NamedTuple
from cro_cli.parsed import Parsed
from cro_cli.sources import documents, templates
from cro_cli.sources.format import Format
from cro_cli.sources.readers import ALIKE
from cro_cli.sources.signature import Signature, normalise

# The words of the config, as formats say it.
_ORDERS = {"day_first": "dmy", "month_first": "mdy"}
_SIGNS = {"point": ".", "comma": ","}
FOLDER = Path(__file__).parent
_ENDING = ".yaml"
_LARGEST = 2**15
_BINARY = getattr(os, "O_BINARY", 0)
_BREAK = "\n---\n"
# What stands around headers in a format, and may stand in them: words are what is between.
_AROUND = re.compile(r"[\[\],:'\"\n]+(?: *- )*\s*")
_ONE = re.compile(r"^must: \[[^,\[\]]*\]$", re.MULTILINE)
_ALL = re.compile(r"^must: \[([^\[\]/'\"]*)\]$", re.MULTILINE)


class Head(NamedTuple):
    """The first document of a format of ours, as it is written.

    A header of the format has all words that are `needed`, and at least `fewest` of its `words`: a
    pattern may stand for others.
    """

    name: str
    text: str
    needed: frozenset[str]
    words: frozenset[str]
    fewest: int

    def may_be_of(self, words: frozenset[str]) -> bool:
        """Tell whether a header with such words may be one of the format."""
        return self.needed <= words and len(self.words & words) >= self.fewest


class Catalogue(NamedTuple):
    """The formats that a run knows; `own` are those of the user, with their signatures `told`.

    `habits` say how files are written that do not tell it themselves.
    """

    told: tuple[Signature, ...] = ()
    own: Mapping[str, Format] = MappingProxyType({})
    habits: Habits = NO_HABITS

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """All of them: the user's own, then ours; one of ours with the same name is left out."""
        ours = (one for one in signatures() if one.template or one.name not in self.own)
        return (*self.told, *ours)

    def fitting(self, headers: frozenset[str]) -> list[Signature]:
        """Return those that match a set of normalised headers."""
        words = words_of(headers)
        likely = [head for head in heads() if head.may_be_of(words)]
        ours = (one for one in _told(likely) if one.name not in self.own)
        every = (*self.told, *ours, *templates.signatures())
        return [one for one in every if one.matches(headers)]

    def form(self, of: Signature) -> Format:
        """Return the whole format to a signature."""
        return _as_written(self.own[of.name] if of.place else form(of), self.habits)


def known(habits: Habits = NO_HABITS) -> Catalogue:
    """Return all formats, those of the user among them."""
    own = habits.formats
    told = tuple(documents.signature(one.document, one.place) for one in own)
    forms = (documents.body(of, one.document) for of, one in zip(told, own, strict=True))
    return Catalogue(told=told, own={one.name: one for one in forms}, habits=habits)


def _as_written(form: Format, habits: Habits) -> Format:
    """Return a format that goes by habits where its vendor has none."""
    if not (habits.dates or habits.decimals):
        return form
    order = _ORDERS.get(habits.dates, "")
    return form._replace(
        dates=form.dates or order,
        usual=order if form.dates == ALIKE else "",
        decimals=form.decimals or _SIGNS.get(habits.decimals, ""),
        also=tuple(_as_written(one, habits) for one in form.also),
    )


def words_of(headers: Iterable[str]) -> frozenset[str]:
    """Return the words of headers as formats are searched for them."""
    return frozenset(_AROUND.split("\n".join(headers)))


@cache
def known_before() -> Parsed:
    """Return what earlier runs read of our own formats."""
    return Parsed(FOLDER)


@cache
def heads() -> tuple[Head, ...]:
    """Return the first documents of our own formats."""
    told = known_before().find("heads")
    if told is None:
        names = sorted(os.listdir(FOLDER))  # noqa: PTH208  # a quarter of the time
        ours = (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
        told = [(*_head(name),) for name in ours]
        known_before().keep({"heads": told})
    return tuple(Head(*one) for one in told)


def signatures() -> tuple[Signature, ...]:
    """Return the signatures of our own formats, those of vendors first."""
    return (*_told(heads()), *templates.signatures())


def _told(some: Sequence[Head]) -> Iterator[Signature]:
    """Yield the signatures of some formats; those that are new are parsed in one go."""
    known = parsed()
    new = [head for head in some if head.name not in known]
    unread = [head for head in new if known_before().find(f"{head.name}: head") is None]
    if unread:
        nodes = _composed(_BREAK.join(head.text for head in unread))
        pairs = zip(unread, map(documents.signature, nodes), strict=True)
        known_before().keep({f"{head.name}: head": (*signed,) for head, signed in pairs})
    known.update((head.name, Signature(*known_before().find(f"{head.name}: head"))) for head in new)
    return (known[head.name] for head in some)


@cache
def parsed() -> dict[str, Signature]:
    """Return the signatures that were needed so far, by the names of their files."""
    return {}


@cache
def form(of: Signature) -> Format:
    """Return the whole format to a signature of ours."""
    if of.template:
        return templates.form(of)
    document = known_before().find(f"{of.name}: body")
    if document is None:
        (document,) = _composed(_documents(of.name)[1])
        known_before().keep({f"{of.name}: body": document})
    return documents.body(of, document)


def _head(name: str) -> Head:
    text = _documents(name)[0]
    words = words_of([text.casefold()])
    is_told_by_one = "/" in text or _ONE.search(text) is not None
    listed = _ALL.search(text)
    needed = words_of(map(normalise, listed[1].split(","))) if listed else frozenset[str]()
    return Head(name, text, needed, words, fewest=1 if is_told_by_one else 2)


def _documents(name: str) -> tuple[str, str]:
    # Every run reads all of them, and `Path.read_text` takes four times as long.
    file = os.open(f"{FOLDER}/{name}{_ENDING}", os.O_RDONLY | _BINARY)
    try:
        text = os.read(file, _LARGEST).decode().replace("\r\n", "\n")
    finally:
        os.close(file)
    head, _, tail = text.partition(_BREAK)
    return head, tail


def _composed(text: str) -> Iterator[Any]:
    """Yield the documents of a text, every scalar of which is a text.

    No header called `No` or `1` turns into something else, and composing nodes without guessing
    types takes half the time. The files are trusted: they ship with us.
    """
    import yaml  # mostly all was read by an earlier run

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return map(_plain, yaml.compose_all(text, Loader=loader))


def _plain(node: Any) -> Any:  # noqa: ANN401  # YAML
    """Return a node as text, lists and mappings."""
    value = node.value
    if isinstance(value, str):
        return value
    if node.id == "mapping":
        return {key.value: _plain(one) for key, one in value}
    return [_plain(one) for one in value]
