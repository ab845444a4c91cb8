"""Deals that contradict themselves: won for nothing, open past their date, closed ahead of time."""

from __future__ import annotations

import polars as pl

from cro_cli.checks.check import Check, Found, Saying, rows
from cro_cli.checks.data import Data
from cro_cli.messages import checks as messages

_CLOSED = pl.col("status").is_in(["won", "lost"])


def _won_without_amount(data: Data) -> Found:
    found = data.deals.filter((pl.col("status") == "won") & (pl.col("amount").fill_null(0) == 0))
    return rows(found, data, Saying(messages.WON_WITHOUT_AMOUNT, "deals", "amount"))


def _open_past_close(data: Data) -> Found:
    reach = data.crm_reach
    if reach is None:
        return Found()
    found = data.deals.filter((pl.col("status") == "open") & (pl.col("close_on") < reach))
    saying = Saying(messages.OPEN_PAST_CLOSE, "deals", "close_on", {"reach": reach})
    return rows(found, data, saying)


def _closed_ahead(data: Data) -> Found:
    if data.reach is None:
        return Found()
    found = data.deals.filter(_CLOSED & (pl.col("close_on") > data.reach))
    saying = Saying(messages.CLOSED_AHEAD, "deals", "close_on", {"reach": data.reach})
    return rows(found, data, saying)


def _closed_without_date(data: Data) -> Found:
    found = data.deals.filter(_CLOSED & pl.col("close_on").is_null())
    return rows(found, data, Saying(messages.CLOSED_WITHOUT_DATE, "deals", "close_on"))


CHECKS = (
    Check(
        key="won_without_amount",
        title="Won deals without an amount",
        needs=("deals.amount",),
        find=_won_without_amount,
    ),
    Check(
        key="open_past_close",
        title="Open deals past their close date",
        needs=("deals.close_on",),
        find=_open_past_close,
    ),
    Check(
        key="closed_ahead",
        title="Deals closed after the end of the data",
        # Without days of change, deals that closed are themselves the newest that is known.
        needs=("deals.close_on", "deals.updated_on"),
        find=_closed_ahead,
    ),
    Check(
        key="closed_without_date",
        title="Closed deals without a close date",
        needs=("deals.close_on",),
        find=_closed_without_date,
    ),
)
