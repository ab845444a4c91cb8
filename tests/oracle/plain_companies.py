"""Plain files for Hypothesis: subscriptions, their items and versions, on the days that trap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from hypothesis import strategies as st

from tests.oracle.calendar_months import last_day, month_of, name_of
from tests.oracle.companies import Export
from tests.oracle.subscribers import DAYS, LASTS

Cells = dict[str, str]

# What is common stands more than once: of companies that earn nothing little is to be learned.
AMOUNTS = st.sampled_from(("100", "100", "1200", "33.31", "33.31", "7.77", "50", "0.01", "0"))
QUANTITIES = st.sampled_from(("", "", "1", "3", "3", "2.5", "0"))
INTERVALS = st.sampled_from(("month", "month", "year", "week", "day"))
COUNTS = st.sampled_from(("", "1", "3", "12"))
CURRENCIES = st.sampled_from(("USD", "USD", "EUR"))
CUSTOMERS = st.sampled_from(("c1", "c2", "c3"))
END_REASONS = st.sampled_from(("", "", "too expensive", "card expired"))
PLANS = st.sampled_from(("", "Pro", "Scale"))
TYPES = st.sampled_from((*[""] * 6, "recurring", "usage", "one_off"))
STATES = (
    "",
    *["active"] * 4,
    "past_due",
    "past_due",
    *["canceled"] * 4,
    "scheduled",
    "contract",
    "unpaid",
    "paused",
    "pause",
    "trialing",
    "incomplete",
    "future",
    "draft",
)
# It is no revenue, and carries the data on into the summer.
CARRIER = {
    "id": "s99",
    "customer": "c9",
    "version": "0",
    "type": "one_off",
    "status": "active",
    "amount": "1",
    "interval": "month",
    "started_on": "2025-06-15",
}
# Before and after the end of all exports.
RETURNS = st.sampled_from(("", "", "2025-01-15", "2025-08-15"))
LITTLE = (Decimal(0), Decimal(0), Decimal("0.02"))
FLAGS = st.sampled_from((*[""] * 4, "true", "false"))
# The words of every switch that bears on which days are paid for and how much.
SWITCHES: Mapping[str, Sequence[str]] = {
    "end_inclusive": ("false", "true"),
    "month_rule": ("last_day", "first_day", "any_overlap"),
    "weeks_per_month": ("52/12", "4.33", "4"),
    "days_per_month": ("365/12", "30"),
    "trials": ("exclude", "include"),
    "discounts": ("recurring", "all", "forever", "none"),
    "taxes": ("exclude", "include"),
    "credit_notes": ("ignore", "reduce"),
    "free_is_churn": ("true", "false"),
    "lapse_grace_days": ("0", "1", "31", "100"),
    "reactivation": ("separate", "new"),
    "parents": ("separate", "roll_up"),
    "past_due_churn_after_days": ("0", "1", "30", "90"),
    "unpaid": ("exclude", "include"),
    "paused": ("exclude", "include"),
    "churn_at": ("service_end", "cancel_date", "scheduled"),
}


def definitions(*, usage: bool = False) -> st.SearchStrategy[dict[str, str]]:
    """Return what a config says: some of the switches, each with any of its words."""
    words = {**SWITCHES, "usage": ("committed", "t3m", "t1m")} if usage else SWITCHES
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(choices) for name, choices in words.items()}
    )


def export(name: str, rows: Sequence[Cells], *, always: Sequence[str]) -> Export:
    """Return a plain file with the columns that any row has anything in, and some always."""
    header = tuple(dict.fromkeys([*always, *(key for row in rows for key in row if row[key])]))
    cells = tuple(tuple(row.get(column, "") for column in header) for row in rows)
    return Export(name=f"{name}.csv", header=header, rows=cells)


def iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


@st.composite
def prices(draw: st.DrawFn) -> Cells:
    return {
        "amount": draw(AMOUNTS),
        "quantity": draw(QUANTITIES),
        "currency": draw(CURRENCIES),
        "interval": draw(INTERVALS),
        "interval_count": draw(COUNTS),
        "type": draw(TYPES),
        "discount": draw(st.sampled_from(("", "", "5", "33.30"))),
        "discount_percent": draw(st.sampled_from((*[""] * 4, "0.15", "0.333333", "1"))),
    }


@st.composite
def coupons(draw: st.DrawFn) -> Cells:
    return {
        "discount_duration": draw(st.sampled_from(("", "once", "repeating", "forever"))),
        "discount_end_on": iso(draw(st.none() | DAYS)),
    }


@st.composite
def subscription(draw: st.DrawFn, number: int) -> Cells:
    started = draw(DAYS)
    ended = started + dt.timedelta(days=draw(LASTS))
    middle = started + (ended - started) / 2
    cells = {
        "id": f"s{number}",
        "customer": draw(CUSTOMERS),
        "plan": draw(PLANS),
        "started_on": iso(started),
        "period_start_on": iso(middle),
        "end_reason": draw(END_REASONS),
        **draw(prices()),
        **draw(coupons()),
    }
    if draw(st.integers(0, 5)) == 0:
        cells |= {"interval": "", "interval_count": "", "period_end_on": iso(ended)}
        if ended <= middle:
            cells["period_end_on"] = iso(middle + dt.timedelta(days=29))
    if draw(st.booleans()):
        cells["trial_end_on"] = iso(started + dt.timedelta(days=draw(st.sampled_from((0, 14, 45)))))
    return cells | draw(life(middle, ended))


@st.composite
def life(draw: st.DrawFn, middle: dt.date, ended: dt.date) -> Cells:
    """Return how a subscription stands, and how it came to its end, if it did."""
    status = draw(st.sampled_from(STATES))
    match status:
        case "canceled":
            asked = iso(draw(st.sampled_from((middle, ended))))
            done = draw(st.sampled_from(("", iso(ended))))
            return {"status": status, "cancel_requested_on": asked, "ended_on": done}
        case "scheduled":
            return {
                "status": "active",
                "cancel_at_period_end": "true",
                "cancel_requested_on": iso(middle),
                "period_end_on": iso(max(ended, middle + dt.timedelta(days=1))),
            }
        case "contract":
            return {"status": "active", "ended_on": iso(ended)}
        case "paused":
            paused = draw(st.sampled_from(("", iso(ended))))
            return {"status": status, "paused_on": paused, "resumed_on": draw(RETURNS)}
        case "pause":
            back = ended + dt.timedelta(days=draw(st.sampled_from((-40, 0, 1, 31, 90))))
            resumed = draw(st.sampled_from(("", iso(back))))
            return {"status": "active", "paused_on": iso(ended), "resumed_on": resumed}
        case _:
            return {"status": status}


@st.composite
def subscriptions(draw: st.DrawFn) -> Export:
    count = draw(st.integers(1, 5))
    rows = [draw(subscription(number)) for number in range(count)]
    # A second stretch of the same subscription, be it that the first goes on in it or not.
    if draw(st.booleans()):
        again = draw(subscription(0))
        if again["started_on"] != rows[0]["started_on"]:
            # Two that are first paid for on one day are one too many.
            again["trial_end_on"] = rows[0]["trial_end_on"] = ""
            rows.append({**again, "customer": rows[0]["customer"]})
    always = ("id", "customer", "started_on", "status", "amount", "interval")
    return export("subscriptions", [*rows, {**CARRIER, "version": ""}], always=always)


@st.composite
def items(draw: st.DrawFn) -> tuple[Export, Export]:
    """Return items of the first subscriptions and the price list that they refer to."""
    listed = [
        {
            **{key: value for key, value in draw(prices()).items() if key in PRICE_COLUMNS},
            "id": f"p{number}",
            "plan": draw(PLANS),
            "type": draw(st.sampled_from(("", "recurring", "one_off"))),
            "usage_type": draw(st.sampled_from(("", "licensed", "metered"))),
        }
        for number in range(2)
    ]
    rows = [draw(item(number)) for number in range(draw(st.integers(1, 4)))]
    return (
        export("subscription_items", rows, always=("id", "subscription", "price", "quantity")),
        export("prices", listed, always=("id", "amount", "interval", "plan")),
    )


@st.composite
def open_invoices(draw: st.DrawFn) -> Export:
    """Return invoices, some open, of subscriptions or of their customers alone."""
    rows = [
        {
            "id": f"n{number}",
            "customer": draw(CUSTOMERS),
            "subscription": draw(st.sampled_from(("", "s0", "s1"))),
            "issued_on": iso(draw(DAYS)),
            "due_on": iso(draw(st.none() | DAYS)),
            "status": draw(st.sampled_from(("open", "open", "paid", "void"))),
        }
        for number in range(draw(st.integers(1, 4)))
    ]
    return export("invoices", rows, always=("id", "customer", "issued_on", "status"))


PRICE_COLUMNS = ("amount", "currency", "interval", "interval_count")


@st.composite
def item(draw: st.DrawFn, number: int) -> Cells:
    cells: Cells = {
        "id": f"i{number}",
        "subscription": draw(st.sampled_from(("s0", "s0", "s0", "s1", "s1", "s9"))),
        "price": draw(st.sampled_from(("p0", "p1"))),
        **draw(coupons()),
    }
    own = draw(prices())
    if draw(st.booleans()):
        own = {key: value for key, value in own.items() if key not in (*PRICE_COLUMNS, "type")}
    started = draw(st.none() | DAYS)
    ended = started + dt.timedelta(days=draw(LASTS)) if started and draw(st.booleans()) else None
    return cells | own | {"started_on": iso(started), "ended_on": iso(ended)}


@st.composite
def versions(draw: st.DrawFn) -> Export:
    rows = [
        row
        for number in range(draw(st.integers(1, 3)))
        for row in draw(chain(number, draw(CUSTOMERS)))
    ]
    always = ("id", "customer", "version", "started_on", "amount", "interval")
    return export("subscription_versions", [*rows, CARRIER], always=always)


@st.composite
def chain(draw: st.DrawFn, number: int, customer: str) -> list[Cells]:
    """Return the versions of one subscription: with gaps, overlaps, and changes on one day."""
    rows, day = [], draw(DAYS)
    rare = ("past_due", "canceled", "paused", "unpaid", "trialing", "future")
    statuses = ("", *["active"] * 9, *rare)
    for version in range(draw(st.integers(1, 5))):
        length = draw(st.sampled_from((15, 28, 31, 59, 60, 90, 200, 365, 1, 0)))
        ended = day + dt.timedelta(days=length)
        row = {
            "id": f"s{number}",
            "customer": customer,
            "version": str(version),
            "plan": draw(PLANS),
            "status": draw(st.sampled_from(statuses)),
            "started_on": iso(day),
            "ended_on": draw(st.sampled_from(("", iso(ended)))),
            "trial": draw(FLAGS),
            "end_reason": draw(END_REASONS),
            **draw(prices()),
        }
        rows.append(row)
        day = ended + dt.timedelta(days=draw(st.sampled_from((*[0] * 6, -10, 1, 30, 31))))
        day = max(day, dt.date.fromisoformat(row["started_on"]))
        if day.isoformat() == row["started_on"]:
            day += dt.timedelta(days=1)
    return rows


@st.composite
def lines(draw: st.DrawFn) -> Export:
    """Return invoice lines: runs of periods with gaps, parts of periods, credits, odd terms."""
    rows: list[Cells] = []
    for number in range(draw(st.integers(1, 3))):
        rows += draw(run_of_lines(number, draw(CUSTOMERS)))
    numbered = [{**row, "id": f"l{number}"} for number, row in enumerate(rows)]
    last = {**numbered[0], "id": "l99", "type": "one_off", "issued_on": "2025-06-15"}
    always = ("id", "customer", "amount", "period_start_on", "period_end_on", "issued_on")
    return export("invoice_lines", [*numbered, last], always=always)


@st.composite
def run_of_lines(draw: st.DrawFn, number: int, customer: str) -> list[Cells]:
    rows, day = [], draw(DAYS)
    rhythm = draw(st.sampled_from(((0, 28), (0, 30), (0, 45), (1, 0), (1, 0), (3, 0), (12, 0))))
    anchor = day.day
    plain = {
        "customer": customer,
        "subscription": draw(st.sampled_from(("", f"s{number}"))),
        "plan": draw(PLANS),
        "currency": draw(CURRENCIES),
    }
    for _ in range(draw(st.integers(1, 4))):
        ended = moved(day, anchor, *rhythm)
        amount = draw(st.sampled_from(("100", "33.31", "0", "1200")))
        whole = {
            **plain,
            "amount": amount,
            "tax": draw(st.sampled_from(("", "19"))),
            "discount": draw(st.sampled_from(("", "5"))),
            "type": draw(st.sampled_from(("", "", "", "recurring", "usage", "one_off"))),
            "status": draw(st.sampled_from(("", "paid", "open", "void"))),
            "period_start_on": iso(day),
            "period_end_on": iso(ended),
            "issued_on": iso(day + dt.timedelta(days=draw(st.sampled_from((0, 3))))),
        }
        rows.append(whole)
        if draw(st.integers(0, 3)) == 0:
            rows += draw(changed(whole, day, ended))
        if draw(st.integers(0, 3)) == 0:
            rows += draw(prorated(whole, moved(day, anchor, -rhythm[0], -rhythm[1]), day))
            rows += draw(prorated(whole, ended, moved(ended, anchor, *rhythm)))
        gap = draw(st.sampled_from((0, 0, 0, 1, 40)))
        day = ended + dt.timedelta(days=gap)
        anchor = day.day if gap else anchor
    return rows


def moved(day: dt.date, anchor: int, months: int, days: int) -> dt.date:
    """Return the day a period later, on the day of the month on which periods begin."""
    if not months:
        return day + dt.timedelta(days=days)
    month = month_of(day) + months
    return min(last_day(month), last_day(month - 1) + dt.timedelta(days=anchor))


@st.composite
def prorated(draw: st.DrawFn, whole: Cells, start: dt.date, end: dt.date) -> list[Cells]:
    """Return what the first or last days of a period cost, to the cent or a little off."""
    days = (end - start).days
    count = draw(st.sampled_from((1, days // 3, days // 2, days - 1)))
    share = Decimal(whole["amount"]) * count / days
    way = draw(st.sampled_from((ROUND_HALF_UP, ROUND_DOWN, ROUND_UP)))
    amount = share.quantize(Decimal("0.01"), way) + draw(st.sampled_from(LITTLE))
    length, sign = dt.timedelta(days=count), draw(st.sampled_from(("", "", "-")))
    is_start = draw(st.booleans())
    part = {
        **whole,
        "amount": f"{sign}{amount}",
        "proration": "true",
        "period_start_on": iso(start if is_start else end - length),
        "period_end_on": iso(start + length if is_start else end),
    }
    return draw(st.sampled_from(([], [part], [part, {**part, "plan": "Max"}])))


@st.composite
def changed(draw: st.DrawFn, whole: Cells, start: dt.date, end: dt.date) -> list[Cells]:
    """Return what a change of plan in the middle of a period is billed as, or a credit note."""
    middle = start + dt.timedelta(days=draw(st.sampled_from((1, 10, 27))))
    part = {**whole, "proration": "true", "period_start_on": iso(middle), "period_end_on": iso(end)}
    share = Decimal(whole["amount"]) * (end - middle).days / (end - start).days
    gone = {**part, "amount": f"-{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}"}
    more = {**part, "amount": draw(st.sampled_from(("77.77", "10"))), "type": "", "status": ""}
    less = {**part, "amount": "-1", "tax": "", "discount": ""}
    note = {**whole, "amount": draw(st.sampled_from(("5", "-5"))), "type": "credit", "tax": ""}
    return draw(st.sampled_from(([more], [more, less], [less], [note], [gone], [gone, more])))


@st.composite
def logs(draw: st.DrawFn) -> Export:
    """Return a log of movements, in any order, of levels that never fall below zero."""
    rows: list[Cells] = []
    for number in range(draw(st.integers(1, 3))):
        level, day = 0, draw(DAYS)
        plain = {
            "customer": draw(CUSTOMERS),
            "subscription": f"s{number}",
            "currency": draw(CURRENCIES),
        }
        for _ in range(draw(st.integers(1, 5))):
            goal = draw(st.sampled_from((0, 0, 1, 3331, 10000, 12345)))
            cents = goal - level
            delta = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
            rows.append({**plain, "on": iso(day), "delta": delta, "plan": draw(PLANS)})
            level, day = goal, day + dt.timedelta(days=draw(st.sampled_from((0, 1, 20, 31, 200))))
    numbered = [{**row, "id": f"m{number}"} for number, row in enumerate(rows)]
    last = {"id": "m99", "customer": "c9", "subscription": "s99", "on": "2025-06-15", "delta": "0"}
    always = ("id", "customer", "subscription", "on", "delta")
    return export("movements", [*draw(st.permutations(numbered)), last], always=always)


@st.composite
def metered(draw: st.DrawFn) -> Export:
    """Return invoice lines for usage alone."""
    rows: list[Cells] = []
    for number in range(draw(st.integers(1, 8))):
        started = draw(DAYS)
        ended = started + dt.timedelta(days=draw(st.sampled_from((1, 28, 30, 31, 31, 90, 365))))
        rows.append(
            {
                "id": f"u{number}",
                "customer": draw(CUSTOMERS),
                "plan": draw(PLANS),
                "type": "usage",
                "amount": draw(st.sampled_from(("100", "33.31", "0.01", "0"))),
                "tax": draw(st.sampled_from(("", "", "19"))),
                "currency": draw(CURRENCIES),
                "status": draw(st.sampled_from(("", "paid", "void"))),
                "period_start_on": iso(started),
                "period_end_on": iso(ended),
                "issued_on": iso(ended),
            }
        )
    rows.append({**rows[0], "id": "u99", "type": "one_off", "issued_on": "2025-06-15"})
    if draw(st.booleans()):
        rows.append({**rows[0], "id": "u98", "type": "one_off", "issued_on": "2022-01-15"})
    always = ("id", "customer", "amount", "type", "period_start_on", "period_end_on", "issued_on")
    return export("invoice_lines", rows, always=always)


@st.composite
def customers(draw: st.DrawFn) -> Export:
    """Return customers with parents, be it in a circle, and accounts of one's own."""
    parents = st.sampled_from(("", "", "c1", "c2", "c3", "holding"))
    rows = [
        {
            "id": name,
            "name": name.upper(),
            "parent": draw(parents),
            "internal": draw(st.sampled_from(("", "", "", "true", "false"))),
        }
        for name in draw(st.sets(st.sampled_from(("c1", "c2", "c3")), min_size=1))
    ]
    return export("customers", rows, always=("id", "name", "parent", "internal"))


@st.composite
def months_of_mrr(draw: st.DrawFn) -> Export:
    """Return ready-made revenue: stretches of months with gaps, zeros, several rows a month."""
    first, rows = draw(st.sampled_from((2023 * 12, 2023 * 12 + 10))), []
    for _ in range(draw(st.integers(1, 4))):
        plain = {"customer": draw(CUSTOMERS), "currency": draw(CURRENCIES), "plan": draw(PLANS)}
        month = first + draw(st.integers(0, 6))
        for _ in range(draw(st.integers(1, 4))):
            amount = draw(st.sampled_from(("100", "33.31", "0.01", "50", "0")))
            for at in range(month, month + draw(st.sampled_from((1, 2, 6, 13)))):
                rows.append({**plain, "month": name_of(at), "amount": amount})
                month = at + 1
            month += draw(st.sampled_from((0, 0, 1, 2, 4)))
    return export("mrr", rows, always=("customer", "month", "amount"))
