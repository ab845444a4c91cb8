"""What is read from one file: the rules of its format laid on its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cro_cli.sources.cells import Cell
from cro_cli.sources.format import ColumnRule, Drop, Format, Item, normalise
from cro_cli.tables import BY_NAME, Kind, Table


class Header:
    """The header row of a file, as written and as compared."""

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)
        self.names = tuple(normalise(cell) for cell in self.cells)
        self._place = {name: place for place, name in reversed(list(enumerate(self.names)))}
        self._times = Counter(self.names)

    @property
    def known(self) -> frozenset[str]:
        """The names, without those of unnamed columns."""
        return frozenset(self.names) - {""}

    def place(self, wanted: str) -> int | None:
        """Return where a header, or the first that fits a pattern between slashes, stands."""
        if not wanted.startswith("/"):
            return self._place.get(normalise(wanted))
        pattern = re.compile(wanted.strip("/"))
        fits = (place for place, name in enumerate(self.names) if pattern.fullmatch(name))
        return next(fits, None)

    def places(self, origin: Item) -> tuple[int, ...] | None:
        """Return the places of all headers of an origin, or None when one is missing."""
        found = tuple(place for place in map(self.place, origin) if place is not None)
        return found if len(found) == len(origin) else None

    def first(self, origins: Iterable[Item]) -> tuple[int, ...] | None:
        """Return the places of the first origin that is there."""
        return next((found for found in map(self.places, origins) if found is not None), None)

    def label(self, places: Iterable[int]) -> str:
        """Return headers as the file writes them."""
        return " + ".join(self.cells[place].strip() for place in places)

    def repeated(self, places: Iterable[int]) -> tuple[str, ...]:
        """Return those of some headers that stand in the file more than once."""
        return tuple(self.cells[one].strip() for one in places if self._times[self.names[one]] > 1)


@dataclass(kw_only=True)
class Plan:
    """The columns to read, and what follows from the header alone.

    `constants` are values by column, `composed` the rules that need several columns.
    """

    format: Format
    header: Header
    delimiter: str
    table: Table
    cells: list[Cell] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    composed: list[ColumnRule] = field(default_factory=list)
    drops: list[tuple[int, Drop]] = field(default_factory=list)
    months: list[Cell] = field(default_factory=list)

    @property
    def supplied(self) -> frozenset[str]:
        """The canonical columns that the file has anything for."""
        names = {cell.column for cell in self.all_cells} | set(self.constants)
        names |= {rule.name for rule in self.composed} | ({"month"} if self.months else set())
        return frozenset(f"{self.table.name}.{name}" for name in names)

    @property
    def needed(self) -> tuple[int, ...]:
        """The places of all columns that have to be read."""
        places = {place for cell in self.all_cells for place in cell.places}
        return tuple(sorted(places | {place for place, _ in self.drops}))

    @property
    def all_cells(self) -> list[Cell]:
        """The cells of columns of their own, then those of months."""
        return [*self.cells, *self.months]

    def label(self, column: str) -> str:
        """Return the headers, as written, that a canonical column is read from."""
        own = [cell.label for cell in self.all_cells if cell.column == column]
        return ", ".join(own[:3]) or column

    def has(self, target: str) -> bool:
        """Tell whether a column of the typed frame is read from the file."""
        return any(cell.target == target for cell in self.cells)


def lay(form: Format, header: Header, delimiter: str) -> Plan:
    """Lay a format on a header."""
    plan = Plan(format=form, header=header, delimiter=delimiter, table=BY_NAME[form.table])
    for rule in form.columns:
        _lay_rule(plan, rule)
    if form.melt:
        plan.months = _month_cells(plan)
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
    places = plan.header.first(origins)
    if places is not None:
        plan.cells.append(
            Cell(
                target=target,
                field=f"{plan.table.name}.{rule.name}",
                label=plan.header.label(places),
                places=places,
                kind=kind,
                rule=rule,
            )
        )
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


def _month_cells(plan: Plan) -> list[Cell]:
    """Return one cell for each column of a wide file whose header is a month."""
    pattern = re.compile(plan.format.melt)
    return [
        Cell(
            target=name,
            field=f"{plan.table.name}.amount",
            label=plan.header.cells[place].strip(),
            places=(place,),
            kind=Kind.MONEY,
            rule=ColumnRule(name="amount"),
        )
        for place, name in enumerate(plan.header.names)
        if pattern.fullmatch(name)
    ]
