"""Amounts in the smallest unit of their row's currency: hundredths, but not in every currency.

Formats read such amounts as hundredths (`unit: minor`, or `unit: stripe_minor` where Stripe's own
list counts); here they are brought to what the currency of the row makes of them. Where another
file says the currency (`unit: hundredths`), they stay what they are, and that is said.
"""

from __future__ import annotations

import polars as pl

from cro_cli.currencies import THOUSANDTHS, WHOLE
from cro_cli.errors import InputError
from cro_cli.messages.cells import MINOR_UNIT
from cro_cli.messages.files import MINOR_UNITS
from cro_cli.messages.remarks import HUNDREDTHS
from cro_cli.model import Severity, finding
from cro_cli.sources.cells import Cell
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.plan import Plan
from cro_cli.sources.said import Said

# Currencies whose smallest unit is no hundredth, by unit: ISO 4217, and what Stripe makes of it
# (docs.stripe.com/currencies: ISK and UGX have no cents and are written in them all the same).
_UNITS = {
    "minor": ((*WHOLE, "ISK", "UGX"), THOUSANDTHS),
    "stripe_minor": ((*WHOLE, "MGA"), THOUSANDTHS),
}
_UNITS["hundredths"] = _UNITS["minor"]


def scaled(text: Said, typed: pl.DataFrame, plan: Plan, complaints: Complaints) -> pl.DataFrame:
    """Return the typed frame with its amounts in micros of their currencies.

    Raises:
        InputError: when amounts are in smallest units and no column names their currency.
    """
    cells = _cells(plan)
    if not cells:
        return typed
    if typed.get_column("currency").null_count() == typed.height and typed.height:
        labels = ", ".join(dict.fromkeys(repr(cell.label) for cell in cells))
        if all(cell.rule.unit == "hundredths" for cell in cells):
            note = finding(HUNDREDTHS, Severity.NOTE, file=complaints.file, columns=labels)
            complaints.findings.append(note)
            return typed
        raise InputError([MINOR_UNITS.problem(complaints.file, columns=labels)])
    for cell in cells:
        read = typed.get_column(cell.target)
        typed = typed.with_columns(_in_micros(cell))
        lost = read.is_not_null() & typed.get_column(cell.target).is_null()
        if lost.any():
            said = text.get_column(cell.target).set(~lost, None)
            complaints.unreadable(cell, said, typed, text, MINOR_UNIT)
    return typed


def are_read(plan: Plan) -> bool:
    """Tell whether a file has amounts in the smallest unit of their currency."""
    return bool(_cells(plan))


def _cells(plan: Plan) -> list[Cell]:
    return [cell for cell in plan.cells if cell.is_money and cell.rule.unit in _UNITS]


def are_unsure_hundredths(plan: Plan) -> bool:
    """Tell whether a file has amounts in hundredths, and nothing that says of what."""
    unsure = any(cell.is_money and cell.rule.unit == "hundredths" for cell in plan.cells)
    return unsure and not plan.has("currency")


def without_hundredths(codes: pl.Series) -> list[str]:
    """Return those of some currencies whose smallest unit is no hundredth."""
    whole, thousandths = _UNITS["hundredths"]
    odd = codes.is_in((*whole, *thousandths))
    return sorted(codes.filter(odd.fill_null(value=False)).unique())


def _in_micros(cell: Cell) -> pl.Expr:
    """Bring what was read as hundredths to the currency of the row; halves go away from zero."""
    whole, thousandths = _UNITS[cell.rule.unit]
    code, value = pl.col("currency"), pl.col(cell.target).cast(pl.Int128)
    tenths = (value.abs() + 5) // 10 * value.sign()
    exact = (
        pl.when(code.is_in(whole))
        .then(value * 100)
        .when(code.is_in(thousandths))
        .then(tenths)
        .when(code.is_not_null())
        .then(value)
    )
    return exact.cast(pl.Int64, strict=False)
