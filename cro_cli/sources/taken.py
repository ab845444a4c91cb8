"""What a file was taken for, in words: which headers tell it, what each was read as."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli.sources import evidence
from cro_cli.sources.file_read import FileRead
from cro_cli.sources.plan import Header, Plan
from cro_cli.sources.recognition import Recognised
from cro_cli.sources.signature import Item
from cro_cli.validation import Evidence, Origin, Taken

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space"}


def taken(one: FileRead) -> Taken | None:
    """Return what a file was taken for, as far as it got; None where no format matched."""
    found = one.found
    if not isinstance(found, Recognised):
        return None
    return Taken(
        format=found.signature.name,
        title=found.signature.title,
        table="" if one.plan is None else one.plan.table.name,
        by=tuple(_met(found)),
        row=found.row,
        delimiter=_DELIMITERS.get(found.delimiter, found.delimiter),
        origins=() if one.plan is None else tuple(_origins(one.plan)),
        unused=() if one.plan is None else tuple(_unused(found.header, one.plan)),
        evidence=() if one.plan is None else tuple(_evidence(one.plan)),
    )


def _met(found: Recognised) -> Iterator[str]:
    """Yield, for each item of the signature, the header that meets it, as the file writes it."""
    for item in found.signature.must:
        place = _first(found.header, item)
        if place is not None:
            yield found.header.label((place,))


def _first(header: Header, item: Item) -> int | None:
    return next((at for at in map(header.place, item) if at is not None), None)


def _origins(plan: Plan) -> Iterator[Origin]:
    """Yield the canonical columns, in the order of their table, with the headers behind them."""
    guessed = {cell.column for cell in plan.guessed}
    for column in plan.table.columns:
        headers = _headers(plan, column.name)
        if headers:
            yield Origin(column=column.name, headers=headers, guessed=column.name in guessed)


def _headers(plan: Plan, column: str) -> str:
    own = [cell.label for cell in plan.cells if cell.column == column]
    if plan.months and column in {"month", "amount"}:
        months = list(plan.months.values())
        return f"{months[0]} to {months[-1]}, {len(months)} columns"
    if own:
        return ", ".join(dict.fromkeys(own))
    constant = plan.constants.get(column)
    return "" if constant is None else f"always {constant}"


def _unused(header: Header, plan: Plan) -> Iterator[str]:
    needed = set(plan.used)
    for place, cell in enumerate(header.cells):
        if place not in needed and cell.strip():
            yield cell.strip()


def _evidence(plan: Plan) -> Iterator[Evidence]:
    """Yield how what the file may leave open was decided."""
    yield from (Evidence(*decision) for decision in plan.decided or ())
    yield from _plain(plan)


def _plain(plan: Plan) -> Iterator[Evidence]:
    """Yield what was written in the plain way throughout, so that nothing had to be decided."""
    told = {column for column, _, _ in plan.decided or ()}
    dated = [cell for cell in plan.cells if cell.kind in evidence.DATES and cell.label not in told]
    if dated:
        what = "dates by year, month and day"
        yield Evidence(column="", what=what, why="all are written so", plain=True)
    amounts_in = {cell.label for cell in plan.cells if cell.is_amount}
    if amounts_in and told.isdisjoint({"", *amounts_in}):
        why = "all amounts are plain numbers"
        yield Evidence(column="", what="decimal point", why=why, plain=True)
