"""E4: files that were read but do not make a report, or not one to trust."""

from __future__ import annotations

from cro_cli.messages import Message

NO_MONTH_END = Message("E401", "--as-of {day} is no month end", "say {before} or {after}")
NO_TIME = Message("E402", "--as-of {day} is no time to report on", "say one from 1900 to 2999")
NO_DATE = Message(
    "E403",
    "none of the files tells how far its data reach",
    "say the month end to report on with --as-of",
)
_SLIP = "correct its date, or add --as-of"
ODD_NEWEST = Message("E404", "the newest row is of {month}", _SLIP)
SLIP = Message(
    "E412",
    "the newest row is of {month}, and all others end by {reach}",
    _SLIP,
    more="`cro validate` names the row. One date in twenty at most, more than a year after all"
    " others, is taken for a slip, and of few dates a single one that lies five years off; unless"
    " another file, another date of its row or another row of that time bears it out.",
)
NO_RATE = Message(
    "E405",
    "the currency {code} has no rate to {currency}",
    "add `{code}: <{currency} for one {code}>` under `fx:` in the config, or an fx.csv",
)
OVERFLOW = Message(
    "E406",
    "amounts are too large to be added exactly, this one above all",
    "correct it, or where all are so large their unit, such as cents or micros",
)
BAD_VALUES = Message("E407", "{values}, see the {shown}", "--exclude-bad-rows leaves the rows out")
UNUSABLE = Message("E414", "cannot be used: {why}", "{cure}")
LEFT_OUT = Message("E409", "--strict: {said}", "mend that, or leave --strict out")
REFUSED = Message("E410", "{problems} that no report is made of", "see the validation")
REQUIRED = Message("E408", "{metric} is unknown: {why}", "{cure}")
NO_DIMENSION = Message(
    "E411",
    "--by {dimension}: no row has a {dimension}",
    "add the column to the export of customers or accounts (template: {dimension})",
)
NOT_IN_LEDGER = Message(
    "E413",
    "--by {dimension}: MRR is read from {table}, which says no {dimension}{also}",
    "add the column to that export (template: {dimension}){instead}",
    more="Of a history of MRR without plans `--by plan` goes by the one that each customer has"
    " now or had last, where subscriptions, their versions, invoice lines or movements tell it.",
)
