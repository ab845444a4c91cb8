"""What is read from one file: the rules of its format laid on its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cro_cli.sources.cells import FIRST_FILLED, Cell
from cro_cli.sources.format import ColumnRule, Drop, Format, Item, normalise
from cro_cli.tables import BY_NAME, Kind


class Header:
    """The header row of a file, as written and as compared."""

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)
        self.names = tuple(normalise(cell) for cell in self.cells)
        self.known = frozenset(self.names) - {""}
        self._place = {name: place for place, name in reversed(list(enumerate(self.names)))}

    def place(self, wanted: str) -> int | None:
        """Return where a header, or the first that fits a pattern between slashes, stands."""
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
        """Return headers as the file writes them."""
        return " + ".join(self.cells[place].strip() for place in places)

    def repeated(self, places: Iterable[int]) -> tuple[str, ...]:
        """Return those of some headers that stand in the file more than once."""
        times = Counter(self.names)
        return tuple(self.cells[one].strip() for one in places if times[self.names[one]] > 1)


class Plan:
    """The columns to read, and what follows from the header alone.

    `constants` are values by column, `composed` the rules that need several columns, `months` the
    headers by column of a wide file, `found` columns that turned up inside others.
    """

    def __init__(self, form: Format, header: Header, delimiter: str) -> None:
        self.format = form
        self.header = header
        self.delimiter = delimiter
        self.table = BY_NAME[form.table]
        self.cells: list[Cell] = []
        self.constants: dict[str, str] = {}
        self.composed: list[ColumnRule] = []
        self.drops: list[tuple[int, Drop]] = []
        self.months: dict[str, str] = {}
        self.found: set[str] = set()

    @property
    def supplied(self) -> frozenset[str]:
        """The canonical columns that the file has anything for."""
        names = {cell.column for cell in self.cells} | set(self.constants)
        names |= {rule.name for rule in self.composed} | self.found
        return frozenset(f"{self.table.name}.{name}" for name in names)

    @property
    def needed(self) -> list[int]:
        """The places of all columns that are read."""
        names = {name for cell in self.cells for name in cell.places if name.isdigit()}
        names |= set(self.months) | {str(place) for place, _ in self.drops}
        return sorted(map(int, names))

    def label(self, column: str) -> str:
        """Return the headers, as written, that a canonical column is read from."""
        own = [cell.label for cell in self.cells if cell.column == column]
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
    for drop in form.drop:
        places = (0,) if drop.columns is None else header.first((one,) for one in drop.columns)
        if places is not None:
            plan.drops.append((places[0], drop))
    return plan


def _lay_rule(plan: Plan, rule: ColumnRule) -> None:
    if rule.constant is not None:
        plan.constants[rule.name] = rule.constant
        return
    if rule.read == "in_header" and _lay_captured(plan, rule):
        return
    if _lay_cell(plan, rule, rule.name, rule.origins, plan.table.column(rule.name).kind):
        return
    part_kind = Kind.FLAG if rule.read == "outcome" else Kind.DATE
    parts = [
        _lay_cell(plan, rule, f"{rule.name}.{part}", origins, part_kind)
        for part, origins in rule.parts.items()
        if part != "above"
    ]
    if any(parts) or "above" in rule.parts:
        plan.composed.append(rule)


def _lay_cell(
    plan: Plan, rule: ColumnRule, target: str, origins: tuple[Item, ...], kind: Kind
) -> bool:
    find = plan.header.all if rule.read == FIRST_FILLED else plan.header.first
    places = find(origins)
    if places is not None:
        cell = Cell(
            target=target,
            table=plan.table.name,
            column=rule.name,
            label=plan.header.label(places),
            places=tuple(map(str, places)),
            kind=kind,
            rule=rule,
            points=plan.format.decimals == ".",
        )
        plan.cells.append(cell)
    return places is not None


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
    cell = Cell(
        target="amount",
        table=plan.table.name,
        column="amount",
        label="amount",
        places=("amount",),
        kind=Kind.MONEY,
        rule=ColumnRule(name="amount"),
        points=plan.format.decimals == ".",
    )
    plan.cells.append(cell)
