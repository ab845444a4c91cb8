"""E2: values that cannot be read; a metric that needs one of them is unknown."""

from __future__ import annotations

from cro_cli.messages import Message

BAD = "bad_cell"

AMOUNT = Message("E201", "is no amount", "write it as 1234.56", BAD)
NUMBER = Message("E202", "is no number", "write it as 1234.56", BAD)
RATE = Message("E203", "is no rate", "write it as 1.0856", BAD)
SHARE = Message(
    "E204",
    "is no share between 0 and 100%",
    "write 20 % as 20% or 0.20, with the sign or the point",
    BAD,
)
DATE = Message("E205", "is no date", "write it as 2026-09-30", BAD)
MOMENT = Message("E206", "is no date and time", "write it as 2026-09-30 12:00:00", BAD)
MONTH = Message("E207", "is no month", "write it as 2026-09", BAD)
FLAG = Message("E208", "is neither yes nor no", "write true or false", BAD)
CURRENCY = Message("E209", "is no currency code", "write it as USD", BAD)
WORD = Message("E210", "is no known word for this column", "known are {known}", BAD)
ROUNDED_ID = Message(
    "E211", "was turned into a rounded number by a spreadsheet", "export the file again", BAD
)
INTERVAL = Message(
    "E220",
    "is no known billing interval",
    "write day, week, month or year; how many of them goes into `interval_count`",
    BAD,
)
INTERVAL_TWICE = Message(
    "E221",
    "is several intervals at once, and its row counts them as well",
    "write day, week, month or year beside the count",
    BAD,
)
MINOR_UNIT = Message(
    "E213",
    "is in the smallest unit of a currency that its row does not name",
    "fill the currency in",
    BAD,
)
OTHER_MONTH = Message(
    "E214",
    "is in another month than the start",
    "split the cost by month, as spend.csv has it",
    BAD,
)
PERIOD = Message("E215", "is no known period", "known are monthly, annual and one_time", BAD)
NO_INTERVAL = Message(
    "E218",
    "does not tell the billing interval, nor does any other subscription of the plan",
    "add a column `interval` with day, week, month or year",
    BAD,
)
NO_PERIOD = Message(
    "E217",
    "is for a month, a year or once, and its row does not say which",
    "fill the period in",
    BAD,
)
UNCOUNTED_PRICE = Message(
    "E216",
    "is a price for which the file counts no monthly revenue",
    "add such subscriptions as subscriptions.csv, or leave them out with --exclude-bad-rows",
    BAD,
)
NO_TERM = Message(
    "E219",
    "does not tell how long the service runs",
    "say so under `map` in the format: month, 3 months, year, or once for what has no term",
    BAD,
)
NO_DAYS = Message("E222", "is no whole number of days", "write it as 14", BAD)
EMPTY = Message(
    "E212",
    "is empty, but every row needs it",
    "fill it in, or take the row out",
    "empty_cell",
)
