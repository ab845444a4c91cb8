"""The named readers that look at several columns: what each of their parts is read as."""

from __future__ import annotations

from collections.abc import Mapping

from cro_cli.tables import Kind

# None: as the column that the parts end in.
PARTS: Mapping[str, Mapping[str, Kind | None]] = {
    "outcome": {"closed": Kind.FLAG, "won": Kind.FLAG, "lost": Kind.FLAG},
    "by_status": {"won": None, "lost": None, "open": None},
    "actual": {"actual": None, "planned": None},
    "annual_value": {"value": None, "period": Kind.TEXT},
    "corporate": {"corporate": Kind.FLAG, "rate": Kind.RATE},
    "month_of": {"week": Kind.DATE, "start": Kind.DATE, "end": Kind.DATE},
    "month_between": {"start": Kind.DATE, "end": Kind.DATE},
}
