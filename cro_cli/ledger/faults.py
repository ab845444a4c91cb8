"""Rows that cannot be valued: refused by name, or left out where the user says so."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.fact import Inputs, Missing
from cro_cli.model import Reason
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import MICROS

# By which columns the rows of a kind are called.
_CALLED = {
    "subscription": ("subscriptions.id", "subscription_items.id"),
    # Exports of several days tell versions too.
    "version": ("subscription_versions.id", "subscriptions.id"),
    "invoice line": ("invoice_lines.id", "invoice_lines.invoice", "invoice_lines.customer"),
    "movement": ("movements.subscription", "movements.customer", "movements.id"),
}


class Sound(NamedTuple):
    """The rows that can be valued, and what was said of the others."""

    rows: pl.DataFrame
    said: tuple[str, ...]


def unusable(what: str, text: str) -> Reason:
    """Return the reason for rows of a kind that cannot be valued."""
    return Reason(
        code=f"unusable_{what.replace(' ', '_')}",
        text=text,
        remedy="correct the export, or leave such rows out with --exclude-bad-rows",
    )


def of_prices(what: str) -> tuple[tuple[pl.Expr, Reason], ...]:
    """Return what makes the price of a row unusable; the conditions are never null."""
    amounts = (pl.col(column).fill_null(0) < 0 for column in ("amount", "discount", "quantity"))
    return (
        (pl.col("amount").is_null(), unusable(what, "with no price")),
        (
            pl.col("top").is_null(),
            unusable(what, "with no interval of day, week, month or year"),
        ),
        (
            pl.col("interval_count").fill_null(MICROS) <= 0,
            unusable(what, "with an interval count that is not positive"),
        ),
        (
            pl.any_horizontal(*amounts),
            unusable(what, "with a negative amount, discount or quantity"),
        ),
    )


def without(
    rows: pl.DataFrame, faults: Sequence[tuple[pl.Expr, Reason]], what: str, inputs: Inputs
) -> Sound | Missing:
    """Return rows without faults, or all that are wrong with them: each row by its first fault."""
    said: list[str] = []
    wrong: list[Reason] = []
    any_of_each = rows.select(fault.any().alias(str(at)) for at, (fault, _) in enumerate(faults))
    for at, (fault, reason) in enumerate(faults):
        if not any_of_each[str(at)].item():
            continue
        found = rows.filter(fault)
        if not found.height:  # all of them had another fault, and are gone
            continue
        count, first = such(found, what)
        text = f"{count} {reason.text}, such as {first}"
        wrong.append(reason._replace(text=text, wrong=(_CALLED[what], first)))
        said.append(f"computed without {text}")
        rows = rows.filter(~fault)
    if wrong and not inputs.assumptions.exclude_bad_rows:
        return Missing(reason=_all_of(wrong))
    return Sound(rows=rows, said=tuple(said))


def _all_of(faults: Sequence[Reason]) -> Reason:
    remedies = dict.fromkeys(one.remedy for one in faults if one.remedy)
    return faults[0]._replace(
        text="; ".join(one.text for one in faults), remedy="; ".join(remedies)
    )


def such(rows: pl.DataFrame, what: str) -> tuple[str, str]:
    """Return how many rows there are, and the id of the first."""
    return f"{rows.height} {what}{'s' * (rows.height > 1)}", str(rows["id"].min())
