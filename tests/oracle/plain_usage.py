"""What was used, as a part of what customers are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tests.oracle.billing import Company, Item, Row
from tests.oracle.calendar_months import ONE_DAY, month_of
from tests.oracle.money import EXACT, rate_of
from tests.oracle.plain import Said, begun, whole
from tests.oracle.plain_files import day_of, number_of, rows_of
from tests.oracle.plain_payers import payers_of

WINDOWS = {"t3m": 3, "t1m": 1}


def with_usage(
    known: Company, folder: Path, rates: Mapping[str, Decimal], said: Said
) -> Company | None:
    """Return a company to whose revenue usage belongs; None when nothing tells what was used."""
    length = WINDOWS.get(said.get("usage", ""))
    if length is None:
        return known
    rows = rows_of(folder, "invoice_lines")
    used = [
        (row["customer"], month, value)
        for row in rows
        if is_usage(row, said)
        for month, value in spread(row, rates, said)
    ]
    if not used:
        return None
    start, final = (pick(month for _, month, _ in used) for pick in (min, max))
    last = min(known.last, final)
    payers = payers_of(folder, said)
    items = [
        Item(
            name=f"usage {number}",
            customer=payer,
            months={
                at: value * (12 // length)
                for at in range(month, month + length)
                if value and at <= last
            },
        )
        for number, (customer, month, value) in enumerate(used)
        if (payer := payers.get(customer, customer)) is not None
    ]
    both = with_items(known, items, last, first=min(start, known.first))
    issued = [month_of(day) for row in rows if (day := day_of(row, "issued_on"))]
    limits = [] if known.is_complete or not known.has_history else [known.first]
    if start <= min(issued):
        limits.append(start + length - 1)
    return begun(both, max(limits)) if limits else both


def with_items(known: Company, items: list[Item], last: int, first: int) -> Company:
    kept = [
        replace(item, months={at: value for at, value in item.months.items() if at <= last})
        for item in known.items
    ]
    presence = None
    if known.presence is not None:
        presence = {who: frozenset(at for at in there) for who, there in known.presence.items()}
        for item in items:
            presence[item.customer] = presence.get(item.customer, frozenset()) | set(item.months)
    return replace(known, items=(*kept, *items), last=last, first=first, presence=presence)


def is_usage(row: Row, said: Said) -> bool:
    return (
        row.get("type") == "usage"
        and row.get("status") not in ("draft", "void")
        and amount_of(row, said) != 0
    )


def amount_of(row: Row, said: Said) -> Decimal:
    amount = number_of(row, "amount")
    if said.get("taxes") == "include":
        amount += number_of(row, "tax")
    if said.get("discounts") == "none":
        amount += number_of(row, "discount")
    return amount


def spread(row: Row, rates: Mapping[str, Decimal], said: Said) -> list[tuple[int, int]]:
    """Return the months that a line is for, each with its part in micros."""
    start, end = day_of(row, "period_start_on"), day_of(row, "period_end_on")
    assert start is not None
    assert end is not None
    if said.get("end_inclusive") == "true":
        end += ONE_DAY
    count = max(1, (2 * 12 * (end - start).days + 365) // 730)
    final = month_of(end - ONE_DAY)
    rate = rate_of(row.get("currency") or "USD", rates)
    micros = EXACT.scaleb(EXACT.multiply(amount_of(row, said), rate), Decimal(6))
    part = whole(micros, Decimal(count))
    return [(month, part) for month in range(final - count + 1, final + 1)]
