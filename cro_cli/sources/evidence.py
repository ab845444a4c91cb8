"""How what a file leaves open was decided; noted only for a run that wants to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cro_cli.sources import amounts, dates
from cro_cli.sources.cells import Cell
from cro_cli.sources.plan import Decision, Plan
from cro_cli.tables import Kind

if TYPE_CHECKING:
    import polars as pl

_SIGNS = {".": "decimal point", ",": "decimal comma"}
_ORDERS = {"dmy": "day before month", "mdy": "month before day"}
DATES = (Kind.DATE, Kind.MOMENT, Kind.MONTH)
# Forms of dates that leave nothing open but what they count, by a pattern.
_FORMS = (
    (r"^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", "day before month", "has points"),
    (r"^[0-9]{10}$", "seconds since 1970", "has ten digits"),
    (r"^[0-9]{13}$", "milliseconds since 1970", "has thirteen digits"),
    (r"^[2-6][0-9]{4}(?:\.[0-9]+)?$", "days as Excel counts them", "has five digits"),
    (r"\p{L}{3}", "months by name", "has one"),
)


def of_sign(sign: str, texts: Sequence[pl.Series], plan: Plan) -> None:
    """Note which decimal sign all amounts of a file have."""
    if plan.decided is None:
        return
    proof = amounts.sign_proof(texts, sign)
    unproven = "the format says so" if plan.format.decimals else "no amount has decimals"
    why = f"{proof} has it" if proof else unproven
    plan.decided.append(("", _SIGNS[sign], why))


def of_thousands(cell: Cell, plan: Plan) -> None:
    """Note that commas part the thousands of a column in a file that is split by commas."""
    if plan.decided is not None:
        why = "each comma stands before three digits, and points before decimals"
        plan.decided.append((cell.label, "commas between thousands", why))


def of_dates(cell: Cell, cells: pl.Series, plan: Plan) -> None:
    """Note how the dates of a column are written that are not like 2026-09-30."""
    if plan.decided is not None and cell.kind in DATES:
        # Several canonical columns may be read from one.
        plan.decided += [one for one in _forms(cell, cells) if one not in plan.decided]


def _forms(cell: Cell, cells: pl.Series) -> Iterator[Decision]:
    order, proof = dates.order_proof(cells, cell.order)
    if order:
        why = f"{proof} can be read in no other way" if proof else _unproven(cell)
        yield cell.label, _ORDERS[order], why
    for pattern, what, mark in _FORMS:
        found = cells.filter(cells.str.contains(pattern).fill_null(value=False))
        if not found.is_empty():
            yield cell.label, what, f"{found.item(0)} {mark}"


def _unproven(cell: Cell) -> str:
    return "the format or the config says so" if cell.order else "both numbers are always the same"
