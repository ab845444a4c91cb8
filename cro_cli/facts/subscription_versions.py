"""Versions of subscriptions: what each was worth a year, from change to change."""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.assumptions import Assumptions
from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.kinds import by_kind
from cro_cli.ledger import arrears, discounts, faults, lives, spans, worth
from cro_cli.model import Reason

_NEEDS_VERSIONS = Reason(
    code="missing_table",
    text="needs the history of subscriptions",
    remedy="add an export of subscription versions, or of MRR by customer and month",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return the versions that count, each with its annual price; or name one that cannot."""
    table, newest = inputs.table("subscription_versions"), inputs.newest("subscription_versions")
    if table is None or newest is None:
        return Missing(reason=_NEEDS_VERSIONS)
    settled = inputs.assumptions
    told = by_kind(table, _TOLD_BY, **_told(settled))
    agreed = pl.col("started_on").is_not_null() & pl.col("is_agreed")
    dated = (
        told.lazy()
        .filter(agreed)
        .select(
            *_READ,
            start=lives.not_yet(pl.col("started_on"), newest, is_signed=pl.col("is_signed")),
            end=_end(settled),
        )
        .collect(engine="in-memory")
    )
    lived, beyond = spans.in_turn(arrears.after(dated, pl.col("start"), inputs))
    live = _with_causes(lived)
    priced, _ = worth.with_rhythm(live, settled)
    sound = faults.without(priced, faults.of_prices("version"), "version", inputs)
    if isinstance(sound, Missing):
        return sound
    return FactData(
        frame=_spans(discounts.unless_none(sound.rows, settled), inputs),
        last=months.last_closed(newest),
        assumptions=sound.said,
        notes=spans.said(beyond),
    )


def _told(settled: Assumptions) -> dict[str, pl.Expr]:
    """Return what the words of a version tell, whatever its days and its price."""
    trial = pl.col("trial").fill_null(value=False) & (settled.defined("trials") == "exclude")
    out = lives.status().is_in(lives.suspended(settled))
    return {
        "is_agreed": lives.status() != "draft",
        "is_signed": lives.status() == lives.SIGNED,
        "is_canceled": lives.status().is_in(lives.CANCELED),
        "cause": lives.cause(settled).cast(pl.Enum(lives.CAUSES)),
        "counts": lives.counts(settled) & ~out & ~trial,
        "recurs": lives.is_recurring(settled, "plan"),
        "top": worth.top(settled),
    }


def _end(settled: Assumptions) -> pl.Expr:
    """Return the first day on which a version is no longer in force, where it says so.

    One that is canceled and goes on for ever ends at once.
    """
    ended = lives.day_after("ended_on", settled)
    return pl.coalesce(ended, pl.when("is_canceled").then("started_on"))


def _with_causes(lived: pl.DataFrame) -> pl.DataFrame:
    """Return versions that are live and recur; each ends for the reason why the next one is not."""
    at_once = pl.col("end") <= pl.col("start")
    # `in_turn` has put them in order; what another one takes the place of at once ends nothing.
    is_replaced = spans.next_of("start") == pl.col("start")
    stops = ~spans.next_of("is_live") & (spans.next_of("start") == pl.col("end"))
    return (
        lived.lazy()
        .filter(~is_replaced.fill_null(value=False))
        .with_columns(is_live=pl.col("counts") & ~at_once.fill_null(value=False))
        .with_columns(cause=pl.when(stops).then(spans.next_of("cause")).otherwise("cause"))
        .filter(pl.col("is_live") & pl.col("recurs"))
        .select(pl.exclude("is_live", "recurs", "counts", "version", "updated_on", "status"))
        .collect(engine="in-memory")
    )


def _spans(rows: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    lasts = pl.col("end").is_null() | (pl.col("end") > pl.col("start"))
    valued = worth.valued(rows, inputs).filter(lasts & worth.is_counted(inputs.assumptions))
    # In a part, whose customers are numbers, nobody asks for causes.
    is_text = rows.schema["customer"] == pl.String
    return valued.select(
        "id",
        "customer",
        "plan",
        "currency",
        "start",
        "end",
        "annual",
        "gross",
        "share_off",
        "quantity",
        pl.col("cause").cast(pl.String) if is_text else pl.col("cause"),
        "since_on",
        "is_signed",
        subscription="id",
    ).collect()


_TOLD_BY = ("status", "type", "plan", "trial", "end_reason", "interval")
_READ = (
    "id",
    "customer",
    "version",
    "plan",
    "status",
    "quantity",
    "amount",
    "currency",
    "interval_count",
    "discount",
    "discount_percent",
    "since_on",
    "updated_on",
    "is_signed",
    "counts",
    "recurs",
    "cause",
    "top",
)
_LIFE = (
    "subscription_versions.id",
    "subscription_versions.status",
    "subscription_versions.trial",
    "subscription_versions.started_on",
    "subscription_versions.ended_on",
)
_PRICE = tuple(
    f"subscription_versions.{column}"
    for column in (
        "type",
        "amount",
        "quantity",
        "discount",
        "discount_percent",
        "interval",
        "interval_count",
        "currency",
    )
)

FACT = Fact(
    name="subscription_versions",
    grain="version of a subscription",
    columns={
        "id": ("subscription_versions.id",),
        "subscription": ("subscription_versions.id",),
        "customer": ("subscription_versions.customer",),
        "plan": ("subscription_versions.plan",),
        "currency": ("subscription_versions.currency",),
        "start": _LIFE,
        "end": _LIFE,
        "annual": _PRICE,
        "gross": _PRICE,
        "share_off": ("subscription_versions.discount_percent",),
        "quantity": ("subscription_versions.quantity",),
        "cause": ("subscription_versions.status", "subscription_versions.end_reason"),
        "since_on": ("subscription_versions.since_on",),
        "is_signed": ("subscription_versions.status",),
    },
    build=build,
)
