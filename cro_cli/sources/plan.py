"""What is read from one file: the rules of its format laid on its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from cro_cli.sources.cells import Cell
from cro_cli.sources.format import ColumnRule, Drop, Format, Item, Latest, Spread, normalise
from cro_cli.sources.readers import BY_STATUS, COUNT_BESIDE, FIRST_FILLED, OF_PERIOD, PARTS, PERIOD
from cro_cli.tables import BY_NAME, Column, Kind

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


def lay(form: Format, header: Header, delimiter: str) -> Plan:
    """Lay a format on a header."""
    plan = Plan(form, header, delimiter)
    for rule in form.columns:
        _lay_rule(plan, rule)
    if form.melt:
        _lay_months(plan)
    if form.spread:
        _lay_spread(plan, form.spread)
    if form.latest:
        _lay_latest(plan, form.latest)
    plan.drops = _lay_drops(form.drop, header)
    plan.marks = _lay_drops(form.marks, header)
    further = (lay(one, header, delimiter) for one in form.also)
    plan.also = [one for one in further if not one.lacking]
    return plan


def _lay_latest(plan: Plan, latest: Latest) -> None:
    """Lay what tells the versions of a thing, which no canonical column has."""
    rule = ColumnRule(name="version")
    if plan.header.first(latest.of) and plan.header.first(latest.by):
        _lay_cell(plan, rule, LATEST_OF, latest.of, Kind.TEXT)
        _lay_cell(plan, rule, LATEST_BY, latest.by, Kind.NUMBER)


def _lay_drops(drops: Iterable[Drop], header: Header) -> list[LaidDrop]:
    """Return rules about rows with the places of the columns they look at, if these are there."""
    laid = []
    for drop in drops:
        place = 0 if drop.columns is None else _first_of(header, drop.columns)
        after = _first_of(header, drop.after) if drop.after else place
        if place is not None and after is not None:
            laid.append(LaidDrop(place, after, drop))
    return laid


def _first_of(header: Header, columns: Item) -> int | None:
    places = header.first((one,) for one in columns)
    return None if places is None else places[0]


def _lay_rule(plan: Plan, rule: ColumnRule) -> None:
    if rule.constant is not None:
        plan.constants[rule.name] = rule.constant
        return
    kind = plan.table.column(rule.name).kind
    if rule.read == "in_header" and _lay_captured(plan, rule):
        return
    origins = _beside(plan, rule) if rule.read == "beside" else rule.origins
    if _lay_cell(plan, rule, rule.name, origins, kind):
        return
    kinds = dict.fromkeys(rule.parts) if rule.read == BY_STATUS else PARTS.get(rule.read, {})
    parts = [
        _lay_cell(plan, rule, f"{rule.name}.{part}", rule.parts[part], own or kind)
        for part, own in kinds.items()
        if part in rule.parts
    ]
    if any(parts) or "above" in rule.parts:
        plan.composed.append(rule)
    elif _lay_cell(plan, rule, rule.name, rule.guesses, kind):
        plan.guessed.append(plan.cells[-1])
    elif _has_period(plan, rule):
        plan.composed.append(rule)


def _has_period(plan: Plan, rule: ColumnRule) -> bool:
    """Tell whether a rule takes what no column says of the interval from the current period."""
    needed = all(map(plan.has, PERIOD))
    is_fit = plan.has("interval") == (rule.read == COUNT_BESIDE)
    return rule.read in OF_PERIOD and needed and is_fit


def _beside(plan: Plan, rule: ColumnRule) -> tuple[Item, ...]:
    """Return the origins that belong to the header that the amount is read from.

    An amount converted to the company's currency is not in the currency of its deal.
    """
    amount = next(one for one in plan.format.columns if one.name == "amount")
    there = ((one, plan.header.places(one)) for one in (*amount.origins, *amount.guesses))
    chosen, places = next(((one, found) for one, found in there if found is not None), ((), ()))
    known = next((rule.parts[one] for one in chosen if one in rule.parts), ())
    # The first part is the amount in its own currency.
    is_converted = bool(chosen) and chosen[0] != next(iter(rule.parts))
    if rule.name == "currency" and is_converted and plan.header.first(known) is None:
        plan.converted = plan.header.label(places)
    return known


def _lay_cell(
    plan: Plan, rule: ColumnRule, target: str, origins: tuple[Item, ...], kind: Kind
) -> bool:
    find = plan.header.all if rule.read == FIRST_FILLED else plan.header.first
    places = find(origins)
    if places is not None:
        cell = _cell(plan, rule, target, kind)
        own = tuple(map(str, places))
        plan.cells.append(cell._replace(places=own, label=plan.header.label(places)))
    return places is not None


def _cell(plan: Plan, rule: ColumnRule, target: str, kind: Kind) -> Cell:
    """Return a cell that is read from a column of its own name."""
    return Cell(
        target=target,
        table=plan.table.name,
        column=rule.name,
        label=target,
        places=(target,),
        kind=kind,
        rule=rule,
        points=plan.format.decimals == ".",
        order=plan.format.dates,
    )


def _lay_captured(plan: Plan, rule: ColumnRule) -> bool:
    """Take a value out of the header itself, such as the currency of `Amount spent (EUR)`."""
    places = plan.header.first(rule.origins)
    patterns = [one[0].strip("/") for one in rule.origins if one[0].startswith("/")]
    name = plan.header.names[places[0]] if places else ""
    found = next((match for match in (re.fullmatch(one, name) for one in patterns) if match), None)
    if found is not None:
        plan.constants[rule.name] = found[1].upper()
    return found is not None


def _lay_months(plan: Plan) -> None:
    """Lay a wide file, whose headers are months, as if it had one column for the amounts."""
    pattern = re.compile(plan.format.melt)
    names = enumerate(plan.header.names)
    plan.months = {str(place): name for place, name in names if pattern.fullmatch(name)}
    plan.found.add("month")
    plan.cells.append(_cell(plan, ColumnRule(name="amount"), "amount", Kind.MONEY))


def _lay_spread(plan: Plan, spread: Spread) -> None:
    """Lay columns of which each is a row of its own as if they were one column and their names."""
    texts = [" ".join(cell.split()) for cell in plan.header.cells]
    found = (_captured(re.compile(one.strip("/"), re.IGNORECASE), texts) for one in spread.headers)
    plan.spread = next((places for places in found if places), {})
    if not plan.spread:
        return
    own = {rule.name: rule for rule in plan.format.columns}
    label = plan.header.label(map(int, plan.spread))
    for name, place in ((spread.name, SPREAD_NAME), (spread.value, SPREAD_VALUE)):
        rule = own.get(name, ColumnRule(name=name))
        cell = _cell(plan, rule, name, plan.table.column(name).kind)
        plan.cells.append(cell._replace(places=(place,), label=label))


def _captured(pattern: re.Pattern[str], headers: Iterable[str]) -> dict[str, str]:
    """Return what a pattern captures of the headers that it fits, by their places."""
    matches = ((place, pattern.fullmatch(header)) for place, header in enumerate(headers))
    return {str(place): match[1] for place, match in matches if match}
