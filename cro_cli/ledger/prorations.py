"""Lines for a part of a period, scaled to the whole of it (definitions 4.1)."""

from __future__ import annotations

import polars as pl

from cro_cli.exact import wide

_KEY = ["customer", "subscription"]


def whole(billed: pl.DataFrame) -> pl.DataFrame:
    """Let a part of a period be due as often as the period is, and for as many days.

    The period is the shortest one billed to the same subscription that holds the part and begins
    or ends with it. A part of no such period counts by its own length.
    """
    if not billed.get_column("is_part").any():
        return billed
    parts = billed.filter("is_part").with_row_index(" part")
    periods = billed.filter(~pl.col("is_part")).select(
        *_KEY, whole_start="start", whole_end="end", whole_top="top", whole_bottom="bottom"
    )
    holds = (pl.col("whole_start") <= pl.col("start")) & (pl.col("end") <= pl.col("whole_end"))
    meets = (pl.col("whole_start") == pl.col("start")) | (pl.col("whole_end") == pl.col("end"))
    found = (
        parts.select(" part", *_KEY, "start", "end")
        .join(periods.unique(), on=_KEY, how="inner", nulls_equal=True)
        .filter(holds & meets)
        .with_columns(days=_days("whole_start", "whole_end"))
        .sort("days", "whole_start")
        .unique(" part", keep="first", maintain_order=True)
        .select(" part", "days", "whole_top", "whole_bottom")
    )
    scaled = (
        parts.join(found, on=" part", how="left", validate="1:1")
        .with_columns(
            top=pl.coalesce(pl.col("whole_top") * wide("days"), "top"),
            bottom=pl.coalesce(pl.col("whole_bottom") * wide(_days("start", "end")), "bottom"),
        )
        .select(billed.columns)
    )
    return pl.concat([billed.filter(~pl.col("is_part")), scaled])


def _days(start: str, end: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).dt.total_days()
