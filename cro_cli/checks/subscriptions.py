"""Subscriptions of which nobody can tell when they ended."""

from __future__ import annotations

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import Data
from cro_cli.messages.checks import CANCELED_WITHOUT_END, NO_ENDED
from cro_cli.model import Severity, finding

_IS_CANCELED = (pl.col("status").str.to_lowercase() == "canceled").fill_null(value=False)
_AT_PERIOD_END = pl.col("cancel_at_period_end").fill_null(value=False)
_HAS_END = (
    pl.col("ended_on").is_not_null()
    | pl.col("cancel_requested_on").is_not_null()
    | (_AT_PERIOD_END & pl.col("period_end_on").is_not_null())
)


def _canceled_without_end(data: Data) -> Found:
    found = data.table("subscriptions").filter(_IS_CANCELED & ~_HAS_END)
    return rows(found, data, Saying(CANCELED_WITHOUT_END, "subscriptions", "ended_on"))


def _none_ended(data: Data) -> Found:
    frame = data.table("subscriptions")
    if frame.select((_IS_CANCELED | pl.col("ended_on").is_not_null()).any()).item():
        return Found()
    file = data.files("subscriptions")
    said = finding(NO_ENDED, Severity.WARNING, file=file, table="subscriptions")
    return Found(rows=frame.height, findings=(said,))


CHECKS = (
    Check(
        key="canceled_without_end",
        title="Canceled subscriptions without an end",
        needs=("subscriptions.status",),
        find=_canceled_without_end,
    ),
    Check(
        key="no_ended_subscriptions",
        title="Ended subscriptions that were not exported",
        needs=("subscriptions",),
        find=_none_ended,
    ),
)
