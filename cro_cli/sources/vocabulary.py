"""The words of columns that know a few only, and what exports and people say for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_YES = ("true", "yes", "t", "y", "1", "checked", "wahr", "ja", "vrai", "oui", "verdadero", "vero")
_NO = ("false", "no", "f", "n", "0", "unchecked", "falsch", "nein", "faux", "non", "falso")
# What a flag may say: spreadsheets translate theirs.
FLAGS: Mapping[str, bool] = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}

_SUBSCRIPTION_STATUS = {
    "active": "active",
    "live": "active",
    "non_renewing": "active",
    "trialing": "trialing",
    "trial": "trialing",
    "in_trial": "trialing",
    "past_due": "past_due",
    "canceled": "canceled",
    "cancelled": "canceled",
    "expired": "canceled",
    "ended": "canceled",
    "unpaid": "unpaid",
    "incomplete": "incomplete",
    "incomplete_expired": "incomplete_expired",
    "paused": "paused",
    "future": "future",
    "pending": "future",
    "draft": "draft",
}

_INTERVAL = {
    **dict.fromkeys(("day", "days", "daily"), "day"),
    **dict.fromkeys(("week", "weeks", "weekly"), "week"),
    **dict.fromkeys(("month", "months", "monthly"), "month"),
    **dict.fromkeys(("year", "years", "yearly", "annual", "annually"), "year"),
}

# What a term of service is named by, with a number before it or without, and what Polars calls it.
TERMS: Mapping[str, str] = {
    **{
        word: {"day": "d", "week": "w", "month": "mo", "year": "y"}[to]
        for word, to in _INTERVAL.items()
    },
    **dict.fromkeys(("quarter", "quarters", "quarterly"), "q"),
}
TERM = r"^(?:([0-9]{1,3})[ _-]+)?([a-z]+)$"
ONCE = "once"  # what has no term

# The columns that say an interval, and how many of them.
INTERVAL, COUNT = "interval", "interval_count"
# Intervals that are several others by name. A biannual one is half a year to some, two to others;
# a bimonthly or biweekly one is as open.
_SEVERAL: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(("fortnight", "fortnights", "fortnightly"), ("week", 2)),
    **dict.fromkeys(("quarter", "quarters", "quarterly"), ("month", 3)),
    **dict.fromkeys(("semiannual", "semi_annual", "semiannually", "semi_annually"), ("month", 6)),
    **dict.fromkeys(("half_year", "half_yearly", "halfyearly"), ("month", 6)),
    **dict.fromkeys(("biennial", "biennially"), ("year", 2)),
    **dict.fromkeys(("triennial", "triennially"), ("year", 3)),
}
_COUNTED = re.compile(r"(?:every_)?([1-9][0-9]{0,2})_?(days?|weeks?|months?|years?)")


def several(word: str) -> tuple[str, int] | None:
    """Return the interval that a word names several of, and how many; None for any other word.

    >>> several("Semi-Annual"), several("every 3 months"), several("biannual")
    (('month', 6), ('month', 3), None)
    """
    plain = re.sub(r"[ -]+", "_", word.strip().lower())
    counted = _COUNTED.fullmatch(plain)
    return (_INTERVAL[counted[2]], int(counted[1])) if counted else _SEVERAL.get(plain)


_TYPE = {
    **dict.fromkeys(("recurring", "subscription", "licensed"), "recurring"),
    **dict.fromkeys(("usage", "metered"), "usage"),
    **dict.fromkeys(("one_off", "one_time", "onetime", "once"), "one_off"),
}

_DURATION = {
    **dict.fromkeys(("once", "one_time", "single_use"), "once"),
    **dict.fromkeys(("repeating", "limited", "limited_period", "temporary"), "repeating"),
    **dict.fromkeys(("forever", "permanent", "unlimited"), "forever"),
}

_INVOICE_STATUS = {
    "draft": "draft",
    "open": "open",
    "paid": "paid",
    "uncollectible": "uncollectible",
    "void": "void",
    "voided": "void",
}

# By canonical column: each word that is known, and the one it stands for.
VOCABULARY: Mapping[str, Mapping[str, str]] = {
    "subscriptions.status": _SUBSCRIPTION_STATUS,
    "subscriptions.interval": _INTERVAL,
    "subscriptions.type": _TYPE,
    "subscriptions.discount_duration": _DURATION,
    "subscription_versions.status": _SUBSCRIPTION_STATUS,
    "subscription_versions.interval": _INTERVAL,
    "subscription_versions.type": _TYPE,
    "subscription_items.interval": _INTERVAL,
    "subscription_items.type": _TYPE,
    "subscription_items.discount_duration": _DURATION,
    "prices.interval": _INTERVAL,
    "prices.type": {word: to for word, to in _TYPE.items() if to != "usage"},
    "prices.usage_type": {"licensed": "licensed", "metered": "metered"},
    "invoices.status": _INVOICE_STATUS,
    "invoices.type": {"charge": "charge", "invoice": "charge", "credit": "credit"},
    "invoice_lines.type": {**_TYPE, "credit": "credit"},
    "invoice_lines.status": _INVOICE_STATUS,
    "payments.status": {
        **dict.fromkeys(("paid", "succeeded", "success", "completed", "captured"), "paid"),
        **dict.fromkeys(("failed", "declined"), "failed"),
        "pending": "pending",
        "refunded": "refunded",
        **dict.fromkeys(("disputed", "charged_back"), "disputed"),
        **dict.fromkeys(("canceled", "cancelled", "void", "voided"), "canceled"),
    },
    "deals.status": {"open": "open", "won": "won", "lost": "lost"},
    "leads.stage": {
        "lead": "lead",
        "mql": "mql",
        "sql": "sql",
        "won": "won",
        "customer": "won",
        "lost": "lost",
    },
}
