"""W5: what speaks against data that could be read, told from the data themselves."""

from __future__ import annotations

from cro_cli.messages import Message

ROUND_COUNT = Message(
    "W501",
    "holds exactly {count:,} rows: the export may have stopped at a limit",
    "count them in the system, or export in parts",
    "round_count",
)
FUTURE_DATE = Message(
    "W502",
    "{said} lies after {reach}, where the data end",
    "correct the date: what has happened cannot lie ahead",
    "future_date",
)
MISSING_MONTHS = Message(
    "W503",
    "has no row for {months}, though for months before and after",
    "export these months too",
    "missing_months",
)
UNKNOWN_REFERENCE = Message(
    "W504",
    "{said!r} stands in no row of {other}",
    "export {other} whole, or correct the row",
    "unknown_reference",
)
UNMATCHED_CUSTOMER = Message(
    "W505",
    "no account of the CRM has the id, the domain or the name of customer {said!r}",
    "put the id of the customer into the CRM, or that of the account into billing",
    "unmatched_customer",
)
UNMATCHED_WON = Message(
    "W506",
    "the deal is won, but billing has no customer for account {said!r}",
    "put the id of the customer into the CRM, or that of the account into billing",
    "unmatched_won",
)
DUPLICATE = Message(
    "W507",
    "{said!r} is the {of} of a row above too, under another id",
    "merge the two where they are exported, or tell their names apart",
    "duplicate",
)
MISSING_CURRENCY = Message(
    "W508",
    "the amount has no currency, as others have; it counts as the reporting currency",
    "fill in the currency",
    "missing_currency",
)
NEGATIVE = Message(
    "W509",
    "{said} is below zero, which no {of} of {kind} can be",
    "correct the row, or leave it out",
    "negative",
)
REVERSED_DATES = Message(
    "W510", "{said} lies before {first}", "correct one of the two dates", "reversed_dates"
)
CANCELED_WITHOUT_END = Message(
    "W511",
    "the subscription is canceled, but nothing says when",
    "export the day on which it ended",
    "canceled_without_end",
)
NO_ENDED = Message(
    "W512",
    "holds no ended subscription, so churn cannot be seen",
    "export ended subscriptions too (in Stripe the tab 'All')",
    "no_ended_subscriptions",
)
WON_WITHOUT_AMOUNT = Message(
    "W513",
    "the deal is won, but has no amount",
    "enter what it was won for",
    "won_without_amount",
)
OPEN_PAST_CLOSE = Message(
    "W514",
    "the deal is open, but was to close on {said}; the data end on {reach}",
    "close the deal, or move its date",
    "open_past_close",
)
CLOSED_AHEAD = Message(
    "W515",
    "the deal is closed, but on {said}; the data end on {reach}",
    "enter the day on which it was closed",
    "closed_ahead",
)
CLOSED_WITHOUT_DATE = Message(
    "W516",
    "the deal is closed, but nothing says when",
    "enter the day on which it was closed",
    "closed_without_date",
)
LEAD_WITHOUT_DATE = Message(
    "W517",
    "the lead got as far as {stage}, but nothing says when",
    "export the day on which it did",
    "lead_without_date",
)
DOUBLE_ID = Message(
    "W518",
    "{said!r} is the id of a row above too, which says exactly the same; both count",
    "take out what was exported twice",
    "double_id",
)
