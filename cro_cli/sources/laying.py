"""The rules of a format, laid on the header of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cro_cli.sources.cells import Cell
from cro_cli.sources.format import ColumnRule, Drop, Format, Latest, Spread
from cro_cli.sources.plan import (
    LATEST_BY,
    LATEST_OF,
    SPREAD_NAME,
    SPREAD_VALUE,
    Header,
    LaidDrop,
    Plan,
)
from cro_cli.sources.readers import BY_STATUS, COUNT_BESIDE, FIRST_FILLED, OF_PERIOD, PARTS, PERIOD
from cro_cli.sources.signature import Item
from cro_cli.tables import Kind


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
        _lay_cell(plan, _of_part(rule, own), f"{rule.name}.{part}", rule.parts[part], own or kind)
        for part, own in kinds.items()
        if part in rule.parts
    ]
    if any(parts) or "above" in rule.parts:
        plan.composed.append(rule)
    elif _lay_cell(plan, rule, rule.name, rule.guesses, kind):
        plan.guessed.append(plan.cells[-1])
    elif _has_period(plan, rule):
        plan.composed.append(rule)


def _of_part(rule: ColumnRule, kind: Kind | None) -> ColumnRule:
    """Return the rule of a part: the words that a format renames are never those of a date."""
    return rule._replace(words={}) if kind is Kind.DATE else rule


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
