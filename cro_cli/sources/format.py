"""An export format as data: how it is recognised, and how its columns become a canonical table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from cro_cli.sources.vocabulary import FLAGS

Item = tuple[str, ...]

_MOST_ALTERNATIVES = 3


def normalise(header: str) -> str:
    """Return a header cell as formats compare it.

    >>> normalise(" Deal  Name* ")
    'deal name'
    """
    words = " ".join(header.replace("\ufeff", "").split())
    return words.casefold().lstrip("* ").rstrip("*:↑↓ ")


class Signature(NamedTuple):
    """What tells a format by its header.

    Each item of `must` is met by any one of its headers, `never` names headers of other formats;
    all are normalised. A header between slashes is a pattern. `labels` say the items of `must` as
    a person reads them. `place` is the file and line of a format of the user's own. One that is
    `last` is told by common words, and meant only where nothing else is.
    """

    name: str
    title: str
    must: tuple[Item, ...]
    labels: tuple[str, ...]
    never: tuple[str, ...] = ()
    template: bool = False
    place: str = ""
    last: bool = False

    @property
    def said(self) -> str:
        """The title, and where the format stands when it is the user's own."""
        return f"{self.title} ({self.place})" if self.place else self.title

    def missing(self, headers: frozenset[str]) -> tuple[str, ...]:
        """Return the labels of the items that a set of normalised headers does not meet."""
        pairs = zip(self.must, self.labels, strict=True)
        return tuple(label for item, label in pairs if not any(_has(headers, one) for one in item))

    def matches(self, headers: frozenset[str]) -> bool:
        """Tell whether a set of normalised headers is one of this format."""
        for item in self.must:
            if headers.isdisjoint(item) and not any(_has(headers, one) for one in item):
                return False
        return not self.foreign(headers)

    def foreign(self, headers: frozenset[str]) -> tuple[str, ...]:
        """Return the headers of other formats that a set of normalised headers has."""
        return tuple(one for one in self.never if _has(headers, one))


def _has(headers: frozenset[str], wanted: str) -> bool:
    if wanted[0] != "/":
        return wanted in headers
    return any(map(re.compile(wanted.strip("/")).fullmatch, headers))


class Drop(NamedTuple):
    """Rows that are no data, by the words of one cell (None: the first of the row).

    Of rows that have one of the words `others`, or begin so with `others_start`, none is dropped;
    all further rows are. `after` are headers of dates: rows on days after the newest are plans.
    `running` drops the rows of a day that is not the last of its month: nobody knows how that ends.
    `lone` are rows with nothing but their first cell: what a report says of itself below its rows.
    """

    name: str
    columns: Item | None
    words: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    blank: bool = False
    others: tuple[str, ...] = ()
    others_start: tuple[str, ...] = ()
    after: Item = ()
    running: bool = False
    lone: bool = False

    @property
    def flag(self) -> bool | None:
        """What a cell that is true or false says where the row is dropped; None of other cells."""
        said = {FLAGS.get(word) for word in self.words}
        return said.pop() if len(said) == 1 and self.columns else None

    def covers(self, cell: str) -> bool:
        """Tell whether a row whose cell reads so is to be dropped."""
        text = cell.strip()
        return (
            (self.blank and not text)
            or text.casefold() in self.words
            or (self.flag is not None and FLAGS.get(text.casefold()) is self.flag)
            or bool(text and self.starts and text.startswith(self.starts))
            or bool(self.others and text.casefold() not in self.others)
            or bool(self.others_start and not text.casefold().startswith(self.others_start))
            or (self.running and not _ends_a_month(text))
        )


def _ends_a_month(text: str) -> bool:
    """Tell whether an ISO date is the last day of its month; what is no date is not dropped."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return True
    return (day + dt.timedelta(days=1)).day == 1


class Groups(NamedTuple):
    """Rows of a report that head, end or follow a group, told by what stands in the first cell.

    Heads are counted under `name`. `totals` are what rows begin with that end a group, `whole` what
    they add for a group with groups in it. `asides` begin rows with other amounts, such as one
    brought forward, `footers` the rows below all. Where `title` is set, the names of groups are
    data, in a report so titled.
    """

    name: str
    title: str = ""
    totals: tuple[str, ...] = ()
    whole: str = ""
    asides: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()


class ColumnRule(NamedTuple):
    """Where one canonical column comes from.

    `origins` are alternatives of which the first that is there counts; several headers in one
    alternative are joined. `parts` are further origins of a reader that needs more than one.
    `guesses` are tried last, and said: headers that no export was seen to have.
    """

    name: str
    origins: tuple[Item, ...] = ()
    read: str = ""
    unit: str = ""
    constant: str | None = None
    words: Mapping[str, str] = MappingProxyType({})
    parts: Mapping[str, tuple[Item, ...]] = MappingProxyType({})
    guesses: tuple[Item, ...] = ()


class Latest(NamedTuple):
    """Rows of a thing that stands in several versions: those of the latest one count.

    `of` are headers that name the thing, `by` those that number its versions; the others are
    counted under `name`.
    """

    name: str
    of: tuple[Item, ...]
    by: tuple[Item, ...]


class Spread(NamedTuple):
    """Columns of which each is a row of its own, such as the day on which each stage was entered.

    `headers` are alternative patterns of which the first that fits any header counts. What a
    pattern captures becomes the column `name`, the cells the column `value`; an empty cell is no
    row.
    """

    headers: Item
    name: str
    value: str


class Format(NamedTuple):
    """How the rows of a recognised file become a canonical table.

    `system` and `file` say where it comes from, `export` which way through the system's menus.
    `blank` are cells that stand for nothing, `decimals` the sign and `dates` the order (mdy or dmy)
    that the vendor always writes (empty: the file has to show it; `alike`: one column of dates may
    show it for all, and `usual` is the order where none does), `melt` a pattern of headers that are
    months. `once` names rows that only repeat what another one says of the same thing. `marks` are
    rows of which something has to be said, though they count; of a thing in versions the `latest`
    does. `assumes` is what nobody has proven of the export, and a `guess` is a format that no
    export was seen to have. `part` is what it has of its table if that is not all, `beside` which
    export has the rest. One that says what to use `instead` is not read. `also` are further tables
    that the same rows tell of; they drop the same rows unless they say otherwise.
    """

    name: str
    title: str
    table: str
    columns: tuple[ColumnRule, ...]
    drop: tuple[Drop, ...] = ()
    blank: tuple[str, ...] = ()
    decimals: str = ""
    dates: str = ""
    usual: str = ""
    melt: str = ""
    once: str = ""
    marks: tuple[Drop, ...] = ()
    latest: Latest | None = None
    assumes: str = ""
    part: str = ""
    beside: str = ""
    instead: str = ""
    system: str = ""
    file: str = ""
    export: str = ""
    groups: Groups | None = None
    spread: Spread | None = None
    guess: bool = False
    also: tuple[Format, ...] = ()


def signature(document: Mapping[str, Any], place: str = "") -> Signature:
    """Build a signature from the first document of a format file."""
    must = [*document["must"], *([document["any"]] if "any" in document else [])]
    return Signature(
        name=document["format"],
        title=document.get("title", document["format"]),
        must=tuple(_names(one) for one in must),
        labels=tuple(_label(_item(one)) for one in must),
        never=_names(document.get("never", ())),
        place=place,
        last=document.get("last") == "true",
    )


def body(of: Signature, document: Mapping[str, Any]) -> Format:
    """Build a format from the second document of a format file."""
    own = _body(of, document)
    further = (_body(of, {**_shared(document), **one}) for one in document.get("also", ()))
    return own._replace(also=tuple(further))


def _shared(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what holds for every table of a file."""
    return {key: document[key] for key in ("blank", "decimals", "dates", "drop") if key in document}


def _body(of: Signature, document: Mapping[str, Any]) -> Format:
    return Format(
        name=of.name,
        title=of.title,
        table=document.get("table", ""),
        columns=tuple(_rule(name, rule) for name, rule in document.get("columns", {}).items()),
        drop=tuple(_drop(rule) for rule in document.get("drop", ())),
        blank=_item(document.get("blank", ())),
        decimals=document.get("decimals", ""),
        dates=document.get("dates", ""),
        melt=document.get("melt", ""),
        once=document.get("once", ""),
        marks=tuple(_drop(rule) for rule in document.get("mark", ())),
        latest=_latest(document["latest"]) if "latest" in document else None,
        assumes=document.get("assumes", ""),
        part=document.get("part", ""),
        beside=document.get("beside", ""),
        instead=document.get("instead", ""),
        system=document.get("system", ""),
        file=document.get("file", ""),
        export=document.get("export", ""),
        groups=_groups(document["groups"]) if "groups" in document else None,
        spread=_spread(document["spread"]) if "spread" in document else None,
        guess=document.get("guess") == "true",
    )


def _item(value: str | Iterable[str]) -> Item:
    return (value,) if isinstance(value, str) else tuple(value)


def _label(item: Item) -> str:
    return " or ".join(_shown(one) for one in islice(item, _MOST_ALTERNATIVES))


def _shown(header: str) -> str:
    if not header.startswith("/"):
        return header
    # A pattern is shown by its plain words: `/amount spent( …)?/` as `amount spent`.
    return re.split(r"[(\\\[.]", header.strip("/"))[0].strip() or "a month"


def _names(value: str | Iterable[str]) -> Item:
    return tuple(one if one.startswith("/") else normalise(one) for one in _item(value))


def _origins(value: str | Iterable[str | Iterable[str]]) -> tuple[Item, ...]:
    return ((value,),) if isinstance(value, str) else tuple(_item(one) for one in value)


def _latest(rule: Mapping[str, Any]) -> Latest:
    return Latest(name=rule["name"], of=_origins(rule["of"]), by=_origins(rule["by"]))


def _spread(rule: Mapping[str, Any]) -> Spread:
    return Spread(headers=_item(rule["headers"]), name=rule["name"], value=rule["value"])


_OWN_KEYS = frozenset({"from", "read", "unit", "constant", "map", "guess"})


def _rule(name: str, value: Any) -> ColumnRule:  # noqa: ANN401  # a YAML value
    if not isinstance(value, dict):
        return ColumnRule(name=name, origins=_origins(value))
    return ColumnRule(
        name=name,
        origins=_origins(value.get("from", ())),
        read=value.get("read", ""),
        unit=value.get("unit", ""),
        constant=value.get("constant"),
        words={key.casefold(): word for key, word in value.get("map", {}).items()},
        parts={key: _origins(one) for key, one in value.items() if key not in _OWN_KEYS},
        guesses=_origins(value.get("guess", ())),
    )


def _drop(rule: Mapping[str, Any]) -> Drop:
    return Drop(
        name=rule["name"],
        columns=_item(rule["column"]) if "column" in rule else None,
        words=tuple(word.casefold() for word in _item(rule.get("is", ()))),
        starts=_item(rule.get("starts", ())),
        blank=rule.get("blank") == "true",
        others=tuple(word.casefold() for word in _item(rule.get("not", ()))),
        others_start=tuple(word.casefold() for word in _item(rule.get("not_starts", ()))),
        after=_item(rule.get("after", ())),
        running=rule.get("running") == "true",
        lone=rule.get("lone") == "true",
    )


def _groups(rule: Mapping[str, Any]) -> Groups:
    return Groups(
        name=rule["name"],
        title=rule.get("title", ""),
        totals=_item(rule.get("totals", ())),
        whole=rule.get("whole", ""),
        asides=_item(rule.get("asides", ())),
        footers=_item(rule.get("footers", ())),
    )
