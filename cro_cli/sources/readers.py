"""The named readers that look at several columns: what each of their parts is read as."""

from __future__ import annotations

from collections.abc import Mapping

from cro_cli.tables import Kind

# Its parts are statuses of the row, and `otherwise`; all are read as the column they end in.
BY_STATUS = "by_status"

# None: as the column that the parts end in.
PARTS: Mapping[str, Mapping[str, Kind | None]] = {
    "outcome": {"closed": Kind.FLAG, "won": Kind.FLAG, "lost": Kind.FLAG},
    "actual": {"actual": None, "planned": None},
    "annual_value": {"value": None, "period": Kind.TEXT},
    "corporate": {"corporate": Kind.FLAG, "rate": Kind.RATE},
    "month_of": {"week": Kind.DATE, "start": Kind.DATE, "end": Kind.DATE},
    "month_between": {"start": Kind.DATE, "end": Kind.DATE},
    "difference": {"of": None, "less": None},
    "change": {"after": None, "before": None, "price": None},
    "first_day_after": {"last": Kind.MOMENT, "first": Kind.MOMENT},
    "by_balance": {"owed": Kind.MONEY},
}
