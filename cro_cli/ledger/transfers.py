"""Revenue that a customer moves from one plan, or currency, to another."""

from __future__ import annotations

import polars as pl

_WHO = ("customer", "month")
_SIZE = pl.col("delta").abs()


def apart(ledger: pl.DataFrame) -> pl.DataFrame:
    """Take what one plan loses to another out of a customer's movement, as transfers.

    Where a customer's changes of a month go both ways, the smaller side moves whole, and as much of
    the other one, row by row; the rest is what the customer's movement comes to. So the transfers
    of a customer add up to nothing, and the movement to the net change.
    """
    again = [ledger.get_column(name) == ledger.get_column(name).shift(1) for name in _WHO]
    if not (again[0] & again[1]).any():
        return ledger
    ways = pl.col("delta").sign()
    mixed = ledger.group_by(_WHO).agg(ways.min().alias("down"), ways.max().alias("up"))
    both = mixed.filter((pl.col("down") < 0) & (pl.col("up") > 0)).select(_WHO)
    if not both.height:
        return ledger
    is_mixed = {"on": _WHO, "nulls_equal": True, "maintain_order": "left"}
    plain = ledger.join(both, how="anti", **is_mixed)  # type: ignore[arg-type]
    rows = ledger.join(both, how="semi", **is_mixed)  # type: ignore[arg-type]
    side = pl.col("delta") > 0
    parted = (
        rows.with_columns(gained=side)
        .with_columns(
            moved=pl.min_horizontal(
                pl.col("delta").clip(lower_bound=0).sum().over(_WHO),
                pl.col("delta").clip(upper_bound=0).abs().sum().over(_WHO),
            ),
            before=(_SIZE.cum_sum() - _SIZE).over(*_WHO, "gained"),
        )
        .with_columns(
            part=(pl.col("moved") - pl.col("before")).clip(0, _SIZE) * ways,
        )
    )
    transfers = parted.filter(pl.col("part") != 0).with_columns(
        delta="part", movement=pl.lit("transfer")
    )
    rest = parted.with_columns(delta=pl.col("delta") - pl.col("part"))
    columns = ledger.columns
    return pl.concat(
        [plain, transfers.select(columns), rest.filter(pl.col("delta") != 0).select(columns)]
    ).sort("customer", "month", "plan", "currency", "movement")
