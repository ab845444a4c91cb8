"""An export format as data: how the rows of a recognised file become a canonical table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources.signature import Item
from cro_cli.sources.vocabulary import FLAGS


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
