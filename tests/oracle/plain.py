"""Reads plain files of every billing shape with the `csv` module: what each thing is worth a day.

Nothing here knows of spans: a thing is asked what it is worth on one day, and a month asks the days
that its rule names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.oracle.billing import Company, Item, Row
from tests.oracle.calendar_months import ONE_DAY, last_closed, last_day, month_of
from tests.oracle.money import EXACT, TO_WHOLE, rate_of
from tests.oracle.plain_files import day_of, number_of, rows_of
from tests.oracle.plain_payers import Payers, payers_of
from tests.oracle.plain_prorations import Billed, worths

Said = Mapping[str, str]
Worth = Callable[[dt.date], int]

COUPONS = {
    "recurring": ("repeating", "forever"),
    "all": ("once", "repeating", "forever"),
    "forever": ("forever",),
    "none": (),
}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing with a price: whose it is, and what it is worth a year on any day.

    `serves` says whether it is in force on a day, whatever it is worth; `covers` whether it counts.
    What was billed and taken back all the same `lasts`: whoever asks for it back is not late.
    """

    name: str
    customer: str
    worth: Worth
    serves: Worth
    first: dt.date
    covers: Worth = bool
    lasts: Worth | None = None


# ---- what a price is worth


def times_a_year(interval: str, said: Said) -> tuple[Decimal, Decimal]:
    """Return how often an interval fits into a year, as top and bottom."""
    weeks = {"52/12": "52", "4.33": "51.96", "4": "48"}[said.get("weeks_per_month", "52/12")]
    days = {"365/12": "365", "30": "360"}[said.get("days_per_month", "365/12")]
    times = {"day": days, "week": weeks, "month": "12", "year": "1"}[interval]
    return Decimal(times), Decimal(1)


def whole(top: Decimal, bottom: Decimal) -> int:
    """Return top ÷ bottom in whole numbers, half away from zero, without a digit lost."""
    up, down = top.as_integer_ratio(), bottom.as_integer_ratio()
    numerator, denominator = up[0] * down[1], up[1] * down[0]
    sign = 1 if numerator >= 0 else -1
    return sign * ((abs(numerator) * 2 + denominator) // (2 * denominator))


def annual(price: Decimal, top: Decimal, bottom: Decimal, count: Decimal, rate: Decimal) -> int:
    """Return a price due at some rhythm as whole micros a year, rounded once."""
    if price <= 0:
        return 0
    for factor in (top, rate, Decimal(10) ** 6):
        price = EXACT.multiply(price, factor)
    return whole(price, EXACT.multiply(bottom, count))


def discounted(row: Row, *, applies: bool) -> Decimal:
    """Return the price of all units for one interval, less the discount where it applies."""
    full = EXACT.multiply(number_of(row, "amount"), number_of(row, "quantity", "1"))
    if not applies:
        return full
    share = EXACT.multiply(full, number_of(row, "discount_percent"))
    off = EXACT.scaleb(TO_WHOLE.to_integral_value(EXACT.scaleb(share, Decimal(12))), Decimal(-12))
    return EXACT.subtract(EXACT.subtract(full, off), number_of(row, "discount"))


def rhythm(row: Row, said: Said) -> tuple[Decimal, Decimal, Decimal]:
    """Return how often a year a row is due: by its interval, else by its current period."""
    count = number_of(row, "interval_count", "1")
    if row.get("interval"):
        return (*times_a_year(row["interval"], said), count)
    start, end = day_of(row, "period_start_on"), day_of(row, "period_end_on")
    assert start is not None
    assert end is not None
    if said.get("end_inclusive") == "true":
        end += ONE_DAY
    return (*term(start, end, said), count)


def term(start: dt.date, end: dt.date, said: Said) -> tuple[Decimal, Decimal]:
    """Return how often a term fits into a year: by whole months if nearly some, or weeks."""
    for length in range(1, 1 + (end - start).days // 27):
        if abs((end - later(start, length)).days) <= 3:
            return Decimal(12), Decimal(length)
    if (end - start).days in (7, 14):
        return times_a_year("week", said)[0], Decimal((end - start).days // 7)
    days = {"365/12": 365, "30": 360}[said.get("days_per_month", "365/12")]
    return Decimal(days), Decimal((end - start).days)


def later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last of that month."""
    month = month_of(day) + months
    return min(last_day(month), dt.date(month // 12, month % 12 + 1, 1) + ONE_DAY * (day.day - 1))


# ---- which days are paid for


def is_recurring(row: Row) -> bool:
    return row.get("type") not in ("usage", "one_off")


def coupon_applies(row: Row, day: dt.date, start: dt.date, said: Said) -> bool:
    """Tell whether the discount of a row is in force on a day and counts."""
    duration = row.get("discount_duration") or "forever"
    if duration not in COUPONS[said.get("discounts", "recurring")]:
        return False
    over = day_of(row, "discount_end_on")
    if over is None and duration == "once" and row.get("interval"):
        over = after_one(row, start)
    return over is None or day < over


def after_one(row: Row, start: dt.date) -> dt.date:
    count = int(number_of(row, "interval_count", "1"))
    match row["interval"]:
        case "day":
            return start + ONE_DAY * count
        case "week":
            return start + ONE_DAY * 7 * count
        case "month":
            return later(start, count)
        case _:
            return later(start, 12 * count)


def first_paid(row: Row, said: Said) -> dt.date | None:
    started, trial_end = day_of(row, "started_on"), day_of(row, "trial_end_on")
    if said.get("trials") == "include" or trial_end is None or started is None:
        return started
    return max(started, trial_end)


def never_counts(row: Row, said: Said) -> bool:
    out = {"incomplete", "incomplete_expired", "draft", "future"}
    if said.get("trials") != "include":
        out.add("trialing")
    return (row.get("status") or "active") in out


def is_suspended(row: Row, said: Said) -> bool:
    status = row.get("status")
    return status in ("unpaid", "paused") and said.get(status, "exclude") == "exclude"


def late_since(row: Row, invoices: Sequence[Row]) -> dt.date | None:
    """Return the day on which a subscription should have been paid."""
    for key, own in (("subscription", row["id"]), ("customer", row["customer"])):
        due = [
            day
            for invoice in invoices
            if invoice.get(key) == own and invoice["status"] == "open"
            if (day := day_of(invoice, "due_on") or day_of(invoice, "issued_on"))
        ]
        if due:
            return min(due)
    return day_of(row, "period_start_on")


def last_paid_bound(row: Row, said: Said, late: dt.date | None) -> dt.date | None:
    """Return the first day without paid service, or None; `late` is since when it is past due."""
    inclusive = ONE_DAY if said.get("end_inclusive") == "true" else dt.timedelta(0)
    asked, ended = day_of(row, "cancel_requested_on"), day_of(row, "ended_on")
    canceled = row.get("status") == "canceled"
    scheduled = row.get("cancel_at_period_end") == "true"
    bound = None
    if is_suspended(row, said):
        bound = day_of(row, "period_start_on") or day_of(row, "started_on")
        if row["status"] == "paused":
            bound = day_of(row, "paused_on") or bound
    elif ended is not None:
        bound = ended + inclusive
    elif scheduled and (period_end := day_of(row, "period_end_on")):
        bound = period_end + inclusive
    elif canceled:
        bound = asked
    days = int(said.get("past_due_churn_after_days", "0"))
    if days and row.get("status") == "past_due" and late is not None:
        given_up = late + ONE_DAY * days
        bound = given_up if bound is None else min(bound, given_up)
    rule = said.get("churn_at", "service_end")
    leaves = canceled if rule == "cancel_date" else (canceled or scheduled)
    if rule != "service_end" and leaves and asked is not None:
        bound = asked if bound is None else min(bound, asked)
    return bound


def is_in_pause(row: Row, day: dt.date, newest: dt.date | None, said: Said) -> bool:
    paused, resumed = day_of(row, "paused_on"), day_of(row, "resumed_on")
    if paused is None or said.get("paused") == "include" or day < paused:
        return False
    if resumed is None:
        return newest is not None and paused > newest
    return paused < resumed and day < resumed


# ---- subscriptions as they stand


def read_subscriptions(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Company:
    rows = rows_of(folder, "subscriptions")
    newest = newest_of(rows, ("created_on", "period_start_on", "cancel_requested_on", "updated_on"))
    items, invoices = rows_of(folder, "subscription_items"), rows_of(folder, "invoices")
    prices = {row["id"]: row for row in rows_of(folder, "prices")}
    things = [
        thing
        for row in rows
        if not never_counts(row, said)
        for part in parts_of(row, items, prices, said)
        if is_recurring(part)
        if (
            thing := subscribed(
                row,
                part,
                said,
                rate=rate_of(part.get("currency") or "USD", rates),
                days=(next_stretch(row, rows, said), newest, late_since(row, invoices)),
            )
        )
    ]
    return company(
        standing(things, payers_of(folder, said)),
        last_closed(newest),
        said,
        has_history=False,
        has_ended=any(row.get("status") == "canceled" or row.get("ended_on") for row in rows),
    )


def newest_of(rows: Sequence[Row], columns: Iterable[str]) -> dt.date:
    """Return the newest day of rows that are more than agreed."""
    known = [row for row in rows if row.get("status") not in ("future", "draft")]
    days = [day for row in known for name in columns if (day := day_of(row, name))]
    canceled = [row for row in known if row.get("status") == "canceled"]
    days += [ended for row in canceled if (ended := day_of(row, "ended_on"))]
    if not any(row.get("updated_on") for row in known):
        days += [day for row in known if (day := day_of(row, "started_on"))]
    return max(days)


def parts_of(row: Row, items: Sequence[Row], prices: Mapping[str, Row], said: Said) -> list[Row]:
    """Return the items of a subscription with all that is known of them, else itself."""
    own = items_of(row, items, prices)
    return [{**item, **shared} if (shared := taken(item, row, said)) else item for item in own] or [
        row
    ]


def items_of(row: Row, items: Sequence[Row], prices: Mapping[str, Row]) -> list[Row]:
    own = [item for item in items if item["subscription"] == row["id"]]
    return [dict(completed(item, prices.get(item.get("price") or "", {}), row)) for item in own]


def has_discount(row: Row) -> bool:
    return any(number_of(row, name, "0") > 0 for name in ("discount", "discount_percent"))


def taken(item: Row, row: Row, said: Said) -> Row:
    """Return what the discount of a subscription is for an item; nothing where it has none."""
    duration = row.get("discount_duration") or "forever"
    counted = COUPONS[said.get("discounts", "recurring")]
    if not has_discount(row) or not is_recurring(item) or duration not in counted:
        return {}
    began, first = day_of(item, "started_on"), first_paid(row, said)
    if duration == "once" and began and first and began > first:
        return {}
    names = ("discount", "discount_percent", "discount_duration", "discount_end_on")
    return {name: row.get(name) or "" for name in names}


def is_torn(folder: Path, said: Said) -> bool:
    """Tell whether a discount of a subscription does not say what it takes off an item."""
    items = rows_of(folder, "subscription_items")
    prices = {row["id"]: row for row in rows_of(folder, "prices")}
    for row in rows_of(folder, "subscriptions"):
        # What is signed is no part of MRR, and yet of what is worth anything later.
        is_signed = row.get("status") == "future"
        if (never_counts(row, said) and not is_signed) or first_paid(row, said) is None:
            continue
        own = [item for item in items_of(row, items, prices) if is_recurring(item)]
        for item in own:
            is_several = len(own) > 1 and number_of(row, "discount", "0") > 0
            if taken(item, row, said) and (has_discount(item) or is_several):
                return True
    return False


def completed(item: Row, price: Row, row: Row) -> dict[str, str]:
    found = dict(item)
    for name in ("amount", "currency", "type", "plan"):
        found[name] = item.get(name) or price.get(name) or ""
    if not item.get("type") and price.get("usage_type") == "metered":
        found["type"] = "usage"
    found["currency"] = found["currency"] or row.get("currency") or ""
    for source in (item, price, row):
        if source.get("interval"):
            found["interval"] = source["interval"]
            found["interval_count"] = source.get("interval_count") or ""
            break
    return found


def subscribed(
    row: Row, part: Row, said: Said, *, rate: Decimal, days: tuple[dt.date | None, ...]
) -> Thing | None:
    """Return a subscription, or an item of one.

    `days` are when another stretch of it takes its place, the newest of the export, and since when
    it is past due.
    """
    until, newest, late = days
    start, end = first_paid(row, said), last_paid_bound(row, said, late)
    if start is None:
        return None
    if part is not row:
        start = max(start, day_of(part, "started_on") or start)
    ends = [
        day for day in (end, day_of(part, "ended_on") if part is not row else None, until) if day
    ]

    def serves(day: dt.date) -> bool:
        is_over = any(day >= end for end in ends)
        return day >= start and not is_over and not is_in_pause(row, day, newest, said)

    def worth(day: dt.date) -> int:
        applies = coupon_applies(part, day, start, said)
        value = annual(discounted(part, applies=applies), *rhythm(part, said), rate)
        return value if serves(day) else 0

    return Thing(name=part["id"], customer=row["customer"], worth=worth, serves=serves, first=start)


def next_stretch(row: Row, rows: Sequence[Row], said: Said) -> dt.date | None:
    """Return the day on which the same subscription begins anew."""
    own = first_paid(row, said)
    days = [
        first
        for other in rows
        if other["id"] == row["id"] and not never_counts(other, said)
        if (first := first_paid(other, said)) and own and first > own
    ]
    return min(days, default=None)


# ---- versions


def read_versions(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Company:
    rows = rows_of(folder, "subscription_versions")
    newest = newest_of(rows, ("updated_on",))
    chains: dict[str, list[Row]] = {}
    agreed = [row for row in rows if row.get("status") not in ("future", "draft")]
    for row in sorted(agreed, key=lambda row: (row["started_on"], row.get("ended_on") or "9999")):
        chains.setdefault(row["id"], []).append(row)
    things = [
        Thing(
            name=name,
            customer=chain[0]["customer"],
            worth=version_worth(chain, rates, said),
            serves=version_serves(chain, said),
            first=min(dt.date.fromisoformat(row["started_on"]) for row in chain),
        )
        for name, chain in chains.items()
    ]
    own = standing(things, payers_of(folder, said))
    return company(own, last_closed(newest), said, has_history=True, has_ended=True)


def version_at(chain: Sequence[Row], day: dt.date) -> Row | None:
    """Return the version that began last, whatever earlier ones say."""
    begun = [row for row in chain if dt.date.fromisoformat(row["started_on"]) <= day]
    return begun[-1] if begun else None


def version_serves(chain: Sequence[Row], said: Said) -> Worth:
    def serves(day: dt.date) -> bool:
        row = version_at(chain, day)
        return row is not None and is_in_force(row, day, said)

    return serves


def version_worth(chain: Sequence[Row], rates: Mapping[str, Decimal], said: Said) -> Worth:
    def worth(day: dt.date) -> int:
        row = version_at(chain, day)
        if row is None or not is_in_force(row, day, said):
            return 0
        applies = said.get("discounts") != "none"
        rate = rate_of(row.get("currency") or "USD", rates)
        return annual(discounted(row, applies=applies), *rhythm(row, said), rate)

    return worth


def is_in_force(row: Row, day: dt.date, said: Said) -> bool:
    end = day_of(row, "ended_on")
    if end is not None and said.get("end_inclusive") == "true":
        end += ONE_DAY
    if end is None and row.get("status") == "canceled":
        end = day_of(row, "started_on")
    is_trial = row.get("trial") == "true" and said.get("trials") != "include"
    out = never_counts(row, said) or is_suspended(row, said) or is_trial or not is_recurring(row)
    days, begun = int(said.get("past_due_churn_after_days", "0")), day_of(row, "started_on")
    late = days and row.get("status") == "past_due" and begun and day >= begun + ONE_DAY * days
    return not (out or late or (end is not None and day >= end))


# ---- invoice lines


def read_lines(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Company:
    rows = rows_of(folder, "invoice_lines")
    last = last_closed(max(day for row in rows if (day := day_of(row, "issued_on"))))
    nets: dict[Billed, Decimal] = {}
    begins: dict[Billed, dt.date] = {}
    for row in rows:
        amount = net_of(row, said)
        if amount or (amount is not None and said.get("free_is_churn") == "false"):
            key = billed(row, said)
            nets[key] = nets.get(key, Decimal(0)) + amount
            issued = day_of(row, "issued_on") or key.start
            begins[key] = min(issued, begins.get(key, issued))
    values = worths(nets, lambda start, end: term(start, end, said), value_at(rates))
    is_free = said.get("free_is_churn") == "false"
    kept = [key for key, value in values.items() if value or is_free]
    first = None
    if kept:
        longest = max((2 * 12 * key.days + 365) // 730 for key in kept)
        first = month_of(min(begins[key] for key in kept)) + max(longest, 1) - 1
    things: dict[tuple[str, str], dict[Billed, int]] = {}
    for key in kept:
        things.setdefault((key.customer, key.thing), {})[key] = values[key]
    billed_things = [
        Thing(
            name=name,
            customer=customer,
            worth=billed_worth(parts),
            first=min(key.start for key in parts),
            serves=billed_days(parts),
            lasts=billed_days(parts),
        )
        for (customer, name), parts in things.items()
    ]
    own = standing(billed_things, payers_of(folder, said))
    whole = company(own, last, said, has_history=True, has_ended=True)
    return whole if first is None else begun(whole, first)


def value_at(rates: Mapping[str, Decimal]) -> Callable[[Billed, Decimal, Decimal, Decimal], int]:
    """Return what turns an amount and how often it is due into whole micros a year."""

    def value(key: Billed, amount: Decimal, top: Decimal, bottom: Decimal) -> int:
        size = EXACT.multiply(rate_of(key.currency, rates), Decimal(10) ** 6)
        size = EXACT.multiply(EXACT.multiply(abs(amount), top), size)
        return whole(size, bottom) * (1 if amount >= 0 else -1)

    return value


def billed(row: Row, said: Said) -> Billed:
    start, end = day_of(row, "period_start_on"), day_of(row, "period_end_on")
    assert start is not None
    assert end is not None
    return Billed(
        customer=row["customer"],
        subscription=row.get("subscription") or "",
        plan=row.get("plan") or "",
        currency=row.get("currency") or "USD",
        start=start,
        end=end + ONE_DAY if said.get("end_inclusive") == "true" else end,
        is_part=row.get("proration") == "true",
    )


def net_of(row: Row, said: Said) -> Decimal | None:
    """Return what a line adds to recurring revenue or takes away; None when it bears on none."""
    is_credit, is_part = row.get("type") == "credit", row.get("proration") == "true"
    ignored = is_credit and not is_part and said.get("credit_notes") != "reduce"
    if ignored or row.get("status") in ("draft", "void") or not is_recurring(row):
        return None
    amount = number_of(row, "amount")
    if said.get("taxes") == "include":
        amount += number_of(row, "tax")
    if said.get("discounts") == "none":
        amount += number_of(row, "discount")
    return -abs(amount) if is_credit else amount


def billed_worth(parts: Mapping[Billed, int]) -> Worth:
    return lambda day: sum(value for key, value in parts.items() if key.start <= day < key.end)


def billed_days(parts: Iterable[Billed]) -> Worth:
    return lambda day: any(key.start <= day < key.end for key in parts)


def begun(whole: Company, first: int) -> Company:
    """Return a company of which nothing is known before a month, but who had paid by then."""
    presence = whole.presence
    if presence is not None:
        presence = {who: frozenset(m for m in at if m >= first) for who, at in presence.items()}
    return replace(
        whole,
        presence=presence,
        items=tuple(
            replace(item, months={at: value for at, value in item.months.items() if at >= first})
            for item in whole.items
        ),
        first=first,
        is_complete=False,
        earlier=whole.earlier
        | {item.customer for item in whole.items if min(item.months, default=first) < first},
    )


# ---- logs of movements


def read_movements(folder: Path, rates: Mapping[str, Decimal], said: Said) -> Company:
    rows = rows_of(folder, "movements")
    last = last_closed(max(dt.date.fromisoformat(row["on"]) for row in rows))
    logs: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        name = row.get("subscription") or row["customer"]
        logs.setdefault((row["customer"], name, row.get("currency") or "USD"), []).append(row)
    things = [
        Thing(
            name=f"{name} {currency}",
            customer=customer,
            worth=logged_worth(log, rate_of(currency, rates)),
            serves=logged_worth(log, rate_of(currency, rates)),
            first=min(dt.date.fromisoformat(row["on"]) for row in log),
        )
        for (customer, name, currency), log in logs.items()
    ]
    own = standing(things, payers_of(folder, said))
    return company(own, last, said, has_history=True, has_ended=True)


def logged_worth(log: Sequence[Row], rate: Decimal) -> Worth:
    def worth(day: dt.date) -> int:
        past = (row for row in log if dt.date.fromisoformat(row["on"]) <= day)
        level = sum((Decimal(row["delta"]) for row in past), Decimal(0))
        return annual(level, Decimal(12), Decimal(1), Decimal(1), rate)

    return worth


# ---- months


def standing(things: Iterable[Thing], payers: Payers) -> list[Thing]:
    """Return things as those of who pays for them."""
    return [
        replace(thing, customer=payer)
        for thing in things
        if (payer := payers.get(thing.customer, thing.customer)) is not None
    ]


def company(
    things: Sequence[Thing], last: int, said: Said, *, has_history: bool, has_ended: bool
) -> Company:
    """Return what every thing is worth in every month up to the last."""
    is_kept = said.get("free_is_churn") == "false"
    things = [covering(merged(alike), free=is_kept) for alike in by_name(things).values()]
    things = joined(things, int(said.get("lapse_grace_days", "0")), last)
    first = min((month_of(thing.first) for thing in things), default=last)
    presence: dict[str, set[int]] = {}
    for thing in things:
        any_at_all = replace(thing, worth=thing.covers)
        there = {at for at in range(first, last + 1) if in_month(any_at_all, at, said)}
        presence.setdefault(thing.customer, set()).update(there)
    return Company(
        items=tuple(
            Item(
                name=thing.name,
                customer=thing.customer,
                months={
                    month: value
                    for month in range(first, last + 1)
                    if (value := in_month(thing, month, said))
                },
            )
            for thing in things
        ),
        first=min(first, last),
        last=last,
        has_history=has_history,
        has_ended=has_ended,
        is_complete=has_history,
        presence=(
            {customer: frozenset(months) for customer, months in presence.items()}
            if is_kept
            else None
        ),
        returns="new" if said.get("reactivation") == "new" else "reactivation",
    )


def joined(things: Sequence[Thing], days: int, last: int) -> list[Thing]:
    """Let what a customer had last go on through a gap of so many days at most."""
    if not days:
        return list(things)
    by_customer: dict[str, list[Thing]] = {}
    for thing in things:
        by_customer.setdefault(thing.customer, []).append(thing)
    return [
        through(thing, gaps)
        for own in by_customer.values()
        for gaps in [gaps_of(own, days, last)]
        for thing in own
    ]


def gaps_of(things: Sequence[Thing], days: int, last: int) -> dict[dt.date, dt.date]:
    """Return the days of short gaps, each with the last day on which there was anything."""
    day = min(thing.first for thing in things)
    gaps: dict[dt.date, dt.date] = {}
    waiting: list[dt.date] = []
    latest: dt.date | None = None
    # A customer may come back some days after the last month that is reported on.
    while day <= last_day(last) + ONE_DAY * (days + 1):
        if any((thing.lasts or thing.covers)(day) for thing in things):
            if latest is not None and len(waiting) <= days:
                gaps.update(dict.fromkeys(waiting, latest))
            waiting, latest = [], day
        else:
            waiting.append(day)
        day += ONE_DAY
    return gaps


def through(thing: Thing, gaps: Mapping[dt.date, dt.date]) -> Thing:
    return replace(
        thing,
        worth=lambda day: thing.worth(gaps.get(day, day)),
        covers=lambda day: thing.covers(gaps.get(day, day)),
    )


def covering(thing: Thing, *, free: bool) -> Thing:
    """Let a thing count on days on which it is worth anything, or is there for nothing."""
    return replace(thing, covers=thing.serves if free else thing.worth)


def by_name(things: Sequence[Thing]) -> dict[tuple[str, str], list[Thing]]:
    alike: dict[tuple[str, str], list[Thing]] = {}
    for thing in things:
        alike.setdefault((thing.customer, thing.name), []).append(thing)
    return alike


def merged(stretches: Sequence[Thing]) -> Thing:
    """Return the stretches of one thing, of which one at most is in force on any day, as one."""
    if len(stretches) == 1:
        return stretches[0]
    worths = [thing.worth for thing in stretches]
    return Thing(
        name=stretches[0].name,
        customer=stretches[0].customer,
        worth=lambda day: sum(worth(day) for worth in worths),
        serves=lambda day: any(thing.serves(day) for thing in stretches),
        first=min(thing.first for thing in stretches),
    )


def in_month(thing: Thing, month: int, said: Said) -> int:
    """Return what a thing counts for in a month, by the day or days that the rule names."""
    end, start = last_day(month), last_day(month - 1) + ONE_DAY
    match said.get("month_rule", "last_day"):
        case "last_day":
            return thing.worth(end)
        case "first_day":
            return thing.worth(start)
        case _:
            days = (end - ONE_DAY * back for back in range((end - start).days + 1))
            return next((thing.worth(day) for day in days if thing.covers(day)), 0)
