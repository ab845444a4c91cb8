"""What winning and keeping customers costs, by month (definitions 4.7, 4.12)."""

from __future__ import annotations

import polars as pl

from cro_cli.exact import in_reporting, month, share, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS

_NEEDS_SPEND = Reason(
    code="missing_table",
    text="needs spend",
    remedy="add spend.csv with month, category (sales, marketing), amount",
)


def _needs(category: str) -> Reason:
    return Reason(
        code=f"needs_{category}_cost",
        text=f"needs {category} cost: a part of the cost alone flatters the number",
        remedy=f"add rows of the category {category} to spend.csv, "
        "or say `spend_is_complete: true` under `assumptions:`",
    )


_MARKETING = ("marketing", "ads", "advertising", "paid media")
_SALES = ("sales",)


def build(inputs: Inputs) -> FactData | Missing:
    """Return cost in the reporting currency with the share spent on new customers."""
    table = inputs.table("spend")
    if table is None:
        return Missing(reason=_NEEDS_SPEND)
    category = pl.col("category").str.to_lowercase()
    frame = (
        table.with_columns(
            category=pl.when(category.is_in(_MARKETING))
            .then(pl.lit("marketing"))
            .otherwise(category),
            month=month("month"),
            amount=in_reporting(wide("amount"), inputs.rates),
        )
        .with_columns(share=pl.col("new_share").fill_null(_default_share(inputs)))
        .select(
            "month",
            "category",
            "channel",
            "amount",
            new_amount=share(wide("amount"), wide("share")),
            is_sales_or_marketing=pl.col("category").is_in(["sales", "marketing"]),
        )
    )
    return _whole(frame, inputs)


def _default_share(inputs: Inputs) -> pl.Expr:
    """Return the share of a category that wins new customers, from the config or by default."""
    shares = {"sales": MICROS, "marketing": MICROS} | {
        name.lower(): round(value * MICROS) for name, value in inputs.assumptions.new_share.items()
    }
    return pl.col("category").replace_strict(shares, default=0, return_dtype=pl.Int64)


def _whole(frame: pl.DataFrame, inputs: Inputs) -> FactData:
    """Say from when to when the cost is whole: where both sales and marketing have rows."""
    spans = {
        row[0]: row[1:]
        for row in frame.group_by("category")
        .agg(first=pl.col("month").min(), last=pl.col("month").max())
        .iter_rows()
    }
    complete = inputs.assumptions.spend_is_complete
    parts = [spans[name] for name in ("sales", "marketing") if name in spans]
    bounds = parts or list(spans.values())
    absent = [name for name in ("sales", "marketing") if name not in spans and not complete]
    return FactData(
        frame=frame,
        first=max(first for first, _ in bounds),
        last=min(last for _, last in bounds),
        lacks={"sales_cost": _needs(absent[0])} if absent else {},
        begins=Reason(
            code="spend_too_short",
            text="spend does not reach back far enough",
            remedy="add the earlier months to spend.csv",
        ),
    )


_AMOUNT = ("spend.amount", "spend.currency")

FACT = Fact(
    name="spend",
    grain="cost row",
    columns={
        "month": ("spend.month",),
        "category": ("spend.category",),
        "channel": ("spend.channel",),
        "amount": _AMOUNT,
        "new_amount": (*_AMOUNT, "spend.new_share", "spend.category"),
        "is_sales_or_marketing": ("spend.category",),
    },
    build=build,
)
