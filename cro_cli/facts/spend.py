"""What winning and keeping customers costs, by month (definitions 4.7, 4.12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

import polars as pl

from cro_cli import months
from cro_cli.exact import in_reporting, month, occurring, share, wide
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS

_NEEDS_SPEND = Reason(
    code="missing_table",
    text="needs spend",
    remedy="add spend.csv with month, category (sales, marketing), amount",
)


_OR_COMPLETE = "or say `spend_is_complete: true` under `assumptions:`"


def _needs(category: str) -> Reason:
    return Reason(
        code=f"needs_{category}_cost",
        text=f"needs {category} cost: a part of the cost alone flatters the number",
        remedy=f"add rows of the category {category} to spend.csv, {_OR_COMPLETE}",
    )


_MARKETING = ("marketing", "ads", "advertising", "paid media")
_WHOLE = ("sales", "marketing")
_KNOWN = (*_WHOLE, "cs", "other")


def build(inputs: Inputs) -> FactData | Missing:
    """Return cost in the reporting currency with the share spent on new customers."""
    table = inputs.table("spend")
    if table is None:
        return Missing(reason=_NEEDS_SPEND)
    category = pl.col("category").str.to_lowercase()
    frame = (
        table.lazy()
        .with_columns(
            category=pl.when(category.is_in(_MARKETING))
            .then(pl.lit("marketing"))
            .otherwise(category),
            month=month("month"),
            amount=in_reporting(wide("amount"), occurring(inputs.rates, table)),
        )
        .drop_nulls("month")
        .with_columns(share=pl.col("new_share").fill_null(_default_share(inputs)))
        .select(
            "month",
            "category",
            "channel",
            "campaign",
            "amount",
            new_amount=share(wide("amount"), wide("share")),
            is_sales_or_marketing=pl.col("category").is_in(_WHOLE).fill_null(value=False),
        )
        .collect(engine="in-memory")
    )
    return _whole(frame, inputs) if frame.height else Missing(reason=_NEEDS_SPEND)


def _default_share(inputs: Inputs) -> pl.Expr:
    """Return the share of a category that wins new customers, from the config or by default."""
    shares = {"sales": MICROS, "marketing": MICROS} | {
        name.lower(): round(value * MICROS) for name, value in inputs.assumptions.new_share.items()
    }
    return pl.col("category").replace_strict(shares, default=0, return_dtype=pl.Int64)


def _whole(frame: pl.DataFrame, inputs: Inputs) -> FactData:
    """Say from when to when the cost is whole, and what it lacks.

    That is where both sales and marketing have rows, or all of it when the config says so.
    """
    complete = inputs.assumptions.spend_is_complete
    present = _present(frame)
    runs = [months.unbroken(present[name]) for name in _WHOLE if name in present and not complete]
    if not runs:
        every = set().union(*present.values())
        runs = [(min(every), max(every))]
    absent = [name for name in _WHOLE if name not in present and not complete]
    first = max(first for first, _ in runs)
    return FactData(
        frame=frame,
        first=first,
        last=min(last for _, last in runs),
        lacks={"sales_cost": _needs(absent[0])} if absent else {},
        begins=_begins(present, first),
        notes=_notes(present),
    )


def _present(frame: pl.DataFrame) -> dict[str | None, set[int]]:
    """Return the months that each category has rows of."""
    present: dict[str | None, set[int]] = {}
    for category, told in frame.select("category", "month").unique().rows():
        present.setdefault(category, set()).add(told)
    return present


def _begins(present: Mapping[str | None, AbstractSet[int]], first: int) -> Reason:
    """Say why the cost before a month is not whole."""
    if all(min(told) >= first for told in present.values()):
        return Reason(
            code="spend_too_short",
            text="spend does not reach back far enough",
            remedy="add the earlier months to spend.csv",
        )
    lacking = next((name for name in _WHOLE if first - 1 not in present.get(name, ())), _WHOLE[0])
    return Reason(
        code="skipped_month",
        text=f"spend has no {lacking} cost in {months.name(first - 1)}",
        remedy=f"add it to spend.csv (0 if there was none), {_OR_COMPLETE}",
    )


def _notes(categories: Iterable[str | None]) -> tuple[str, ...]:
    other = sorted(name for name in categories if name is not None and name not in _KNOWN)
    if not other:
        return ()
    return (f"spend counts as neither sales nor marketing in the category {', '.join(other)}",)


_AMOUNT = ("spend.amount", "spend.currency")

FACT = Fact(
    name="spend",
    grain="cost row",
    columns={
        "month": ("spend.month",),
        "category": ("spend.category",),
        "channel": ("spend.channel",),
        "campaign": ("spend.campaign",),
        "amount": _AMOUNT,
        "new_amount": (*_AMOUNT, "spend.new_share", "spend.category"),
        "is_sales_or_marketing": ("spend.category",),
    },
    build=build,
)
