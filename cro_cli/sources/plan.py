"""What is read from one file: its header row, and the columns that its format asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources.cells import Cell
from cro_cli.sources.format import ColumnRule, Drop, Format
from cro_cli.sources.readers import OF_PERIOD, PERIOD
from cro_cli.sources.signature import Item, normalise
from cro_cli.tables import BY_NAME, Column

# Names of groups of rows stand in the first column without a header.
GROUP = "(group)"
# Columns of the text of a file whose headers say something: what they say, their cells, they.
SPREAD_NAME, SPREAD_VALUE, SPREAD_HEADER = " name", " value", " header"
# Columns of the typed frame that tell the versions of a thing.
LATEST_OF, LATEST_BY = " of", " by"


class Header:
    """The header row of a file, as written and as compared."""

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)
        self.names = tuple(normalise(cell) for cell in self.cells)
        self.known = frozenset(self.names) - {""}
        self._place = {name: place for place, name in reversed(list(enumerate(self.names)))}

    def place(self, wanted: str) -> int | None:
        """Return where a header, or the first that fits a pattern between slashes, stands."""
        if wanted == GROUP:
            return self._place.get("")
        if not wanted.startswith("/"):
            return self._place.get(normalise(wanted))
        pattern = re.compile(wanted.strip("/"))
        return next((self._place[name] for name in self.names if pattern.fullmatch(name)), None)

    def places(self, origin: Item) -> tuple[int, ...] | None:
        """Return the places of all headers of an origin, or None when one is missing."""
        found = tuple(place for place in map(self.place, origin) if place is not None)
        return found if len(found) == len(origin) else None

    def first(self, origins: Iterable[Item]) -> tuple[int, ...] | None:
        """Return the places of the first origin that is there."""
        return next((found for found in map(self.places, origins) if found is not None), None)

    def all(self, origins: Iterable[Item]) -> tuple[int, ...] | None:
        """Return the places of all origins that are there, or None when none is."""
        there = (place for found in map(self.places, origins) if found for place in found)
        return tuple(dict.fromkeys(there)) or None

    def label(self, places: Iterable[int]) -> str:
        """Return headers as the file writes them; one without a header by its number."""
        return " + ".join(self.cells[place].strip() or f"column {place + 1}" for place in places)

    def repeated(self, places: Iterable[int]) -> tuple[str, ...]:
        """Return those of some headers that stand in the file more than once.

        Of the columns without a header only the first is ever read.
        """
        times = Counter(name for name in self.names if name)
        return tuple(self.cells[one].strip() for one in places if times[self.names[one]] > 1)


class LaidDrop(NamedTuple):
    """A rule for rows that are no data, with the columns it looks at: one, or two to compare."""

    place: int
    after: int
    drop: Drop


# How something was decided: for which column, what, and why.
Decision = tuple[str, str, str]


class Plan:
    """The columns to read, and what follows from the header alone.

    `constants` are values by column, `composed` the rules that need several columns, `months` the
    headers by column of a wide file, `spread` what its headers say by column, `found` columns that
    turned up inside others, `guessed` the cells that a header alone speaks for, `converted` an
    amount in a currency that is not said, `also` the plans for further tables, `decided` how what
    the file leaves open was decided (None: nobody wants to know).
    """

    def __init__(self, form: Format, header: Header, delimiter: str) -> None:
        self.format = form
        self.header = header
        self.delimiter = delimiter
        self.table = BY_NAME[form.table]
        self.cells: list[Cell] = []
        self.constants: dict[str, str] = {}
        self.composed: list[ColumnRule] = []
        self.drops: list[LaidDrop] = []
        self.marks: list[LaidDrop] = []
        self.months: dict[str, str] = {}
        self.spread: dict[str, str] = {}
        self.found: set[str] = set()
        self.guessed: list[Cell] = []
        self.converted = ""
        self.also: list[Plan] = []
        self.decided: list[Decision] | None = None

    @property
    def supplied(self) -> frozenset[str]:
        """The canonical columns that the file has anything for."""
        names = {cell.column for cell in self.cells} | set(self.constants)
        names |= {rule.name for rule in self.composed} | self.found
        return frozenset(f"{self.table.name}.{name}" for name in names)

    @property
    def derived(self) -> frozenset[str]:
        """The canonical columns that no column of the file says and its other rows help to tell."""
        names = (rule.name for rule in self.composed if rule.read in OF_PERIOD)
        return frozenset(f"{self.table.name}.{name}" for name in names)

    @property
    def named(self) -> list[int]:
        """The places of all columns that are read because of their headers."""
        names = {name for cell in self.cells for name in cell.places if name.isdigit()}
        names |= {*self.months, *self.spread}
        rules = (one for one in self.rules if one.drop.columns is not None)
        places = {place for one in rules for place in (one.place, one.after)}
        further = {place for one in self.also for place in one.named}
        return sorted({*map(int, names), *places, *further})

    @property
    def used(self) -> list[int]:
        """The places of all columns that something is made of."""
        first = {0} if any(one.drop.columns is None for one in self.rules) else set()
        return sorted(first.union(self.named))

    @property
    def needed(self) -> list[int]:
        """The places of all columns that are read, be it to see that they are empty."""
        lone = any(one.drop.lone for one in self.drops)
        named = [place for place, name in enumerate(self.header.names) if name]
        return sorted({*self.used, *named}) if lone else self.used

    @property
    def rules(self) -> list[LaidDrop]:
        """What is looked for in the rows: those to drop and those of which something is said."""
        return [*self.drops, *self.marks]

    @property
    def is_by_row(self) -> bool:
        """Tell whether each row of the file is one of the table, whatever the others are."""
        later = any(one.drop.after for one in self.drops)
        return not (self.months or self.spread or self.format.groups or later)

    @property
    def lacking(self) -> list[Column]:
        """The columns without which no row of the table can be told from another."""
        keys = [self.table.column(name) for name in self.table.key]
        supplied = self.supplied
        return [
            one for one in keys if one.required and f"{self.table.name}.{one.name}" not in supplied
        ]

    def label(self, column: str) -> str:
        """Return the headers, as written, that a canonical column is read from."""
        own = [cell.label for cell in self.cells if cell.column == column]
        if not own and f"{self.table.name}.{column}" in self.derived:
            return " + ".join(map(self.label, PERIOD))
        return ", ".join(own) or column

    def has(self, target: str) -> bool:
        """Tell whether a column of the typed frame is read from the file."""
        return any(cell.target == target for cell in self.cells)
