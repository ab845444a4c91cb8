"""Steps of many things to the movements of customers, by month (definitions 4.2)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli import months
from cro_cli.ledger import netted, runs, transfers
from cro_cli.model import Reason
from cro_cli.named_tuple import NamedTuple

_AFTER = pl.col("after")
_BEFORE = pl.col("before")
_GRAIN = ("customer", "plan", "currency", "month")
_GRAIN_AND_DELTA = (*_GRAIN, "delta")
_WHO = ("customer", "month")
_MOVEMENTS = ("churn", "contraction", "expansion", "new", "opening", "reactivation", "transfer")
_MONTHS = 2**17  # since the year 0, more than there are
# Rows whose customers are told at a time, and how these are chosen: not as they are put in order.
_AT_ONCE, _SEED = 1_000_000, 2


class Rules(NamedTuple):
    """How movements are named.

    `opening` is the month that the data begin with, whose balances are new to nobody; `early` are
    customers who paid before anything that the rows say of them. Where `returns` is `new`, nobody
    comes back: who does is new again. `presence` are steps of whether a customer has anything at
    all (`customer`, `month`, `there`), where who pays nothing for a while is still a customer.
    """

    opening: int | None = None
    early: Sequence[str] = ()
    returns: str = "reactivation"
    presence: pl.DataFrame | None = None


def steps(spans: pl.DataFrame, last: int | None) -> pl.DataFrame:
    """Return what spans (`since`, `until`, `annual`) add and take away, up to a month."""
    keep = ("customer", "plan", "currency")
    rows = spans.lazy()
    starts = rows.select(*keep, month="since", delta="annual")
    ends = rows.select(*keep, month="until", delta=-pl.col("annual"))
    counts = pl.col("month").is_not_null() if last is None else pl.col("month") <= last
    newest = spans.get_column("since").max()
    if last is not None and isinstance(newest, int) and newest > last:
        starts = starts.filter(counts)
    return pl.concat([starts, ends.filter(counts)]).collect(engine="in-memory").rechunk()


def named(rows: pl.DataFrame, rules: Rules, *, at_once: int = _AT_ONCE) -> pl.DataFrame:
    """Sum steps to changes, and name each customer's movement of a month by its net change.

    What moves from one plan to another is a transfer, out of one and into the other. Rows of a
    customer stand together, month by month. Of more rows than `at_once` some customers are told
    after the others: all together take several times the memory.
    """
    count = rows.height // at_once + 1
    if count == 1:
        return _named(rows, rules)
    number = pl.col("customer").hash(_SEED) % count
    named = []
    for at in range(count):
        present = rules.presence
        own = None if present is None else present.filter(number == at)
        named.append(_named(rows.filter(number == at), rules._replace(presence=own)))
    return pl.concat(named).rechunk()


def _named(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    changes = netted.by_grain(rows)
    told = _told(changes, rules) if rules.presence is None else _told_by_presence(changes, rules)
    moved = transfers.apart(told)
    # Where customers are in numbers, what is told of them is summed and never shown.
    is_text = told.schema["customer"] == pl.String
    return moved.with_columns(pl.col("movement").cast(pl.String)) if is_text else moved


def _turn() -> pl.Expr:
    return pl.col("is_there").cast(pl.Int64) - pl.col("was_there").cast(pl.Int64)


def _told(changes: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add the `movement` of each customer and month, and what it adds to `logos` in its first row.

    `was_there` and `is_there` say whether it is a customer before and after, `seen` whether it was
    one earlier: no balance is negative, so a customer has paid before any later month.
    """
    at, total, who, of_customer = (pl.col(name) for name in ("at", "total", "who", "of_customer"))
    whose = pl.col("customer").rle_id()
    number = whose.cast(pl.UInt64) * _MONTHS + pl.col("month").cast(pl.UInt64)
    months = changes.select(number.rle_id()).to_series()
    levels = (
        changes.lazy()
        .select(*_WHO, who=whose, at=months, total=pl.col("delta").cum_sum())
        .filter(at.ne_missing(at.shift(-1)))
        .with_columns(of_customer=who.ne_missing(who.shift(1)))
        .with_columns(after=total - total.shift(1, fill_value=0).filter(of_customer).gather(who))
        .with_columns(before=pl.when(of_customer).then(0).otherwise(_AFTER.shift(1)))
        .with_columns(
            was_there=_BEFORE > 0, is_there=_AFTER > 0, seen=~of_customer | _is_early(rules)
        )
        .select(movement=_movement(rules), logos=_turn())
        .collect(engine="in-memory")
    )
    if levels.height == changes.height:
        return changes.select(_GRAIN_AND_DELTA).hstack(levels)
    is_first = at.ne_missing(at.shift(1))
    told = levels.select(pl.all().gather(months), at=months).select(
        "movement", logos=pl.when(is_first).then("logos").otherwise(0)
    )
    return changes.select(_GRAIN_AND_DELTA).hstack(told)


def _told_by_presence(changes: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Do as `_told`; who leaves without having paid has no change of revenue to be told by."""
    net = changes.group_by(_WHO, maintain_order=True).agg(pl.col("delta").sum())
    levels = _with_presence(net, rules).select(
        *_WHO, "after", "seen", "was_there", "is_there", before=_AFTER - pl.col("delta")
    )
    told = changes.join(
        levels,
        on=_WHO,
        how="full",
        coalesce=True,
        validate="m:1",
        nulls_equal=True,
    )
    is_told = pl.col("delta").is_not_null() | (_turn() != 0)
    in_order = told.filter(is_told).sort(netted.GRAIN)
    return in_order.select(
        *_GRAIN,
        pl.col("delta").fill_null(0),
        movement=_movement(rules),
        logos=pl.when(runs.begins(*_WHO)).then(_turn()).otherwise(0),
    )


def _with_presence(net: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return levels where a customer, once it has paid, stays one while it has anything at all."""
    assert rules.presence is not None  # noqa: S101 - for the type checker
    turns = rules.presence.group_by(_WHO).agg(pl.col("there").sum()).filter(pl.col("there") != 0)
    whole = (
        net.join(turns, on=_WHO, how="full", coalesce=True, nulls_equal=True)
        .with_columns(pl.col("delta", "there").fill_null(0))
        .sort(_WHO)
        .with_columns(
            after=pl.col("delta").cum_sum().over("customer"),
            there=pl.col("there").cum_sum().over("customer"),
        )
    )
    # A stay ends when nothing is left; who has paid in it is a customer until then.
    left = (pl.col("there") == 0).cast(pl.Int32)
    stays = whole.with_columns(
        stay=(left.cum_sum() - left).over("customer"),
        paid=(_AFTER > 0).cum_max().over("customer"),
    ).with_columns(is_there=(_AFTER > 0).cum_max().over("customer", "stay") & (pl.col("there") > 0))
    before = pl.col("is_there", "paid").shift(1).over("customer").fill_null(value=False)
    was = stays.select(before.name.suffix(" before"))
    return pl.concat([stays, was], how="horizontal").with_columns(
        was_there="is_there before", seen=pl.col("paid before") | _is_early(rules)
    )


def _is_early(rules: Rules) -> pl.Expr:
    if not rules.early:
        return pl.lit(value=False)
    return pl.col("customer").is_in(rules.early)


def overdrawn(ledger: pl.DataFrame) -> Reason | None:
    """Say which customer would pay less than nothing, if any; rows are as `named` returns them."""
    after = runs.running(pl.col("delta"), runs.begins("customer"))
    below = ledger.with_columns(after=after, last=runs.ends(runs.begins(*_WHO))).filter(
        pl.col("last") & (pl.col("after") < 0)
    )
    if not below.height:
        return None
    customer, month = below.select(_WHO).sort(_WHO).row(0)
    return Reason(
        code="negative_mrr",
        text=f"the MRR of {customer} falls below zero in {months.name(month)}",
        remedy="something was taken away that was never added: export the whole history",
    )


def _movement(rules: Rules) -> pl.Expr:
    """Return the name of a movement (definitions 4.2); text would take many times as long."""

    def named(name: str) -> pl.Expr:
        return pl.lit(_MOVEMENTS.index(name), pl.UInt8)

    begins = ~pl.col("was_there") & pl.col("is_there")
    opening = -1 if rules.opening is None else rules.opening
    return (
        pl.when(begins & (pl.col("month") == opening))
        .then(named("opening"))
        .when(begins & ~pl.col("seen"))
        .then(named("new"))
        .when(begins)
        .then(named(rules.returns))
        .when(pl.col("was_there") & ~pl.col("is_there"))
        .then(named("churn"))
        .when(_AFTER > _BEFORE)
        .then(named("expansion"))
        .when(_AFTER < _BEFORE)
        .then(named("contraction"))
        .otherwise(named("transfer"))
        .cat.to(pl.Enum(_MOVEMENTS))
    )
