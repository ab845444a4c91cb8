"""The named readers and units of formats: which kinds of columns they read, and from what parts."""

from __future__ import annotations

from collections.abc import Mapping

from cro_cli.tables import Kind

IN_HEADER, BESIDE, FIRST_FILLED, MONTH_OF = "in_header", "beside", "first_filled", "month_of"
# Its parts are statuses of the row, and `otherwise`; all are read as the column they end in.
BY_STATUS, OTHERWISE = "by_status", "otherwise"
# Of dates: all columns of a file have day and month in one order.
ALIKE = "alike"
# Of `month_of`: the month may stand above the header.
ABOVE = "above"

# Its term is a word, which the format may have renamed.
END_OF_TERM = "end_of_term"

# They have no parts: the current period, a canonical column itself, tells them.
INTERVAL_OF_TERM, COUNT_OF_TERM = "interval_of_term", "count_of_term"
# This one is for a file that names the interval and does not count it.
COUNT_BESIDE = "count_beside"
PERIOD = ("period_start_on", "period_end_on")
OF_PERIOD = (INTERVAL_OF_TERM, COUNT_OF_TERM, COUNT_BESIDE)

_TEXT = frozenset({Kind.TEXT})
_MONEY = frozenset({Kind.MONEY})
_DATE = frozenset({Kind.DATE})
_MONTH = frozenset({Kind.MONTH})
_AMOUNTS = frozenset({Kind.MONEY, Kind.NUMBER})
_SHARES = frozenset({Kind.PERCENT})

READERS: Mapping[str, frozenset[Kind]] = {
    **dict.fromkeys(("salesforce_id", "crm_id", "zoho_id", "first_id", "first_of_list"), _TEXT),
    **dict.fromkeys((IN_HEADER, "outcome", "corporate", "by_balance"), _TEXT),
    **dict.fromkeys(("actual", "annual_value", "difference", "change"), _MONEY),
    **dict.fromkeys(("first_day_after", END_OF_TERM, "days_after"), _DATE),
    **dict.fromkeys((MONTH_OF, "month_between"), _MONTH),
    BESIDE: frozenset({Kind.TEXT, Kind.NUMBER}),
    INTERVAL_OF_TERM: _TEXT,
    **dict.fromkeys((COUNT_OF_TERM, COUNT_BESIDE), frozenset({Kind.NUMBER})),
    **dict.fromkeys((BY_STATUS, FIRST_FILLED), frozenset(Kind)),
}

# What each part of a reader of several columns is read as; None: as the column they end in.
PARTS: Mapping[str, Mapping[str, Kind | None]] = {
    "outcome": {"closed": Kind.FLAG, "won": Kind.FLAG, "lost": Kind.FLAG},
    "actual": {"actual": None, "planned": None},
    "annual_value": {"value": None, "period": Kind.TEXT},
    "corporate": {"corporate": Kind.FLAG, "rate": Kind.RATE},
    MONTH_OF: {"week": Kind.DATE, "start": Kind.DATE, "end": Kind.DATE},
    "month_between": {"start": Kind.DATE, "end": Kind.DATE},
    "difference": {"of": None, "less": None},
    "change": {"after": None, "before": None, "price": None},
    "first_day_after": {"last": Kind.MOMENT, "first": Kind.MOMENT},
    END_OF_TERM: {"first": Kind.DATE, "term": Kind.TEXT},
    "days_after": {"first": Kind.DATE, "days": Kind.NUMBER},
    INTERVAL_OF_TERM: {},
    COUNT_OF_TERM: {},
    COUNT_BESIDE: {},
    "by_balance": {"owed": Kind.MONEY},
}

UNITS: Mapping[str, frozenset[Kind]] = {
    **dict.fromkeys(("major", "cents", "micros"), _AMOUNTS),
    **dict.fromkeys(("minor", "stripe_minor", "hundredths"), _MONEY),
    **dict.fromkeys(("ratio", "percent"), _SHARES),
}
