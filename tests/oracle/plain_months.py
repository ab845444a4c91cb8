"""Ready-made revenue by customer and month, from a plain file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from tests.oracle.billing import Company, Item
from tests.oracle.calendar_months import month_of
from tests.oracle.money import rate_of
from tests.oracle.plain import Said, annual
from tests.oracle.plain_files import number_of, rows_of
from tests.oracle.plain_payers import payers_of


def read_mrr(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Company:
    rows = rows_of(folder, "mrr")
    payers = payers_of(folder, said)
    at = [month_of(dt.date.fromisoformat(f"{row['month']}-01")) for row in rows]
    items = [
        Item(name=str(number), customer=payer, months={month: value})
        for number, (row, month) in enumerate(zip(rows, at, strict=True))
        if (payer := payers.get(row["customer"], row["customer"])) is not None
        if (value := worth(row, rates))
    ]
    items += list(gone_on(items, int(said.get("lapse_grace_days", "0"))))
    return Company(
        items=tuple(items),
        first=min(at),
        last=max(at),
        has_history=True,
        has_ended=True,
        returns="new" if said.get("reactivation") == "new" else "reactivation",
    )


def worth(row: Mapping[str, str], rates: Mapping[str, Decimal]) -> int:
    rate = rate_of(row.get("currency") or "USD", rates)
    return annual(number_of(row, "amount"), Decimal(12), Decimal(1), Decimal(1), rate)


def gone_on(items: list[Item], days: int) -> list[Item]:
    """Return what customers had before a gap of so many days at most, in the months of the gap."""
    found = []
    paid: dict[str, set[int]] = {}
    for item in items:
        paid.setdefault(item.customer, set()).update(item.months)
    for item in items:
        (month,) = item.months
        back = min((one for one in paid[item.customer] if one > month), default=None)
        if back is not None and 0 < (start(back) - start(month + 1)).days <= days:
            months = dict.fromkeys(range(month + 1, back), item.months[month])
            found.append(Item(name=f"{item.name} on", customer=item.customer, months=months))
    return found


def start(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
