"""When a subscription counts: from its first paid day to the first day without paid service."""

from __future__ import annotations

import datetime as dt

import polars as pl

from cro_cli.assumptions import Assumptions

CANCELED = ("canceled", "cancelled")
# Agreed, and not begun: no part of MRR, but of CARR.
SIGNED = "future"
CAUSES = ("pause", "involuntary", "voluntary", "unknown")
_NEVER = ("incomplete", "incomplete_expired", "draft")
_TRIAL = "trialing"
_DAY = pl.duration(days=1)

# Why a customer left without having decided to, as billing systems and people word it, in small
# letters: to tell letters apart in any size, or of any alphabet, takes longest of all.
_INVOLUNTARY = (
    r"non.?pay|pay(?:ment|ing)?[ _-]*(?:fail|disput|error|declin|overdue|missing)|"
    r"(?:fail|declin|miss|no)[a-z0-9_]*[ _-]+(?:payment|charge|card)|card[ _-]*(?:expir|declin)|"
    r"expired[ _-]*card|unpaid|past[ _-]*due|dunning|charge.?back|insufficient[ _-]*funds|"
    r"tax[ _-]*location|bankrupt|insolven"
)


def status() -> pl.Expr:
    """Return the status of a row; a row without one is active."""
    return pl.col("status").cast(pl.String).str.to_lowercase().fill_null("active")


def counts(settled: Assumptions) -> pl.Expr:
    """Tell which rows are, were or will be paid for, by their status."""
    never = (*_NEVER, _TRIAL) if settled.defined("trials") == "exclude" else _NEVER
    return ~status().is_in(never)


def lasts() -> pl.Expr:
    """Tell which rows neither ended nor never came to be, by their status."""
    return ~status().is_in((*_NEVER, *CANCELED))


def suspended(settled: Assumptions) -> tuple[str, ...]:
    """Return the statuses that end paid service for the time being."""
    switches = (("unpaid", "unpaid"), ("paused", "paused"))
    return tuple(word for word, switch in switches if settled.defined(switch) == "exclude")


def start(settled: Assumptions) -> pl.Expr:
    """Return the first paid day: the end of the trial, if there was one."""
    if settled.defined("trials") == "include":
        return pl.col("started_on")
    return pl.max_horizontal("started_on", "trial_end_on")


def not_yet(start: pl.Expr, newest: dt.date, *, is_signed: pl.Expr | None = None) -> pl.Expr:
    """Return a first day; what is signed and has not begun begins after the newest one known."""
    following = newest + dt.timedelta(days=1)
    signed = status() == SIGNED if is_signed is None else is_signed
    return pl.when(signed).then(pl.max_horizontal(start, following)).otherwise(start)


def day_after(column: str, settled: Assumptions) -> pl.Expr:
    """Return the first day without service from a column that may name the last day with it."""
    inclusive = settled.defined("end_inclusive") == "true"
    return pl.col(column) + _DAY if inclusive else pl.col(column)


def paused_on() -> pl.Expr:
    """Return the first day of a pause: that of the status, to which the period comes nearest."""
    return pl.coalesce("paused_on", "period_start_on", "started_on")


def resumes(newest: dt.date) -> pl.Expr:
    """Tell which rows are paused until a day that is known, and lies after the newest one."""
    later = (pl.col("resumed_on") > newest) & (pl.col("resumed_on") > paused_on())
    return ((status() == "paused") & later).fill_null(value=False)


def end(settled: Assumptions, resumes: pl.Expr | None = None) -> pl.Expr:
    """Return the first day without paid service (exports 1.2), or null while it goes on.

    A row that `resumes` has the end that it would have had without its pause, if that is later.
    """
    paused = _end(settled, status().is_in(suspended(settled)))
    if resumes is None:
        return paused
    whole = _end(settled, pl.lit(value=False))
    goes_on = whole.is_null() | (whole > pl.col("resumed_on"))
    return pl.when(resumes & goes_on).then(whole).otherwise(paused)


def _end(settled: Assumptions, is_out: pl.Expr) -> pl.Expr:
    canceled = status().is_in(CANCELED)
    at_period_end = pl.col("cancel_at_period_end").fill_null(value=False)
    requested = pl.when(canceled).then("cancel_requested_on")
    served = (
        # Out from the day of the status, to which the start of the period comes nearest.
        pl.when(is_out)
        .then(pl.coalesce(_paused_on(), "period_start_on", "started_on"))
        .when(pl.col("ended_on").is_not_null())
        .then(day_after("ended_on", settled))
        .when(at_period_end)
        .then(pl.coalesce(day_after("period_end_on", settled), requested))
        .otherwise(requested)
    )
    leaves_when_asked = {
        "service_end": pl.lit(value=False),
        "cancel_date": canceled,
        "scheduled": canceled | at_period_end,
    }[settled.defined("churn_at")]
    asked = pl.when(leaves_when_asked).then("cancel_requested_on")
    return pl.min_horizontal(served, asked)


def _paused_on() -> pl.Expr:
    return pl.when(status() == "paused").then("paused_on")


def cause(settled: Assumptions) -> pl.Expr:
    """Return why service ended: pause, voluntary, involuntary or unknown."""
    words = [word.casefold() for word in settled.involuntary_reasons]
    reason = pl.col("end_reason").cast(pl.String)
    said = reason.str.to_lowercase()
    return (
        pl.when(status() == "paused")
        .then(pl.lit("pause"))
        .when(
            status().is_in(("unpaid", "past_due"))
            | said.is_in(words)
            | said.str.contains(_INVOLUNTARY)
        )
        .then(pl.lit("involuntary"))
        .when(reason.str.strip_chars() != "")
        .then(pl.lit("voluntary"))
        .otherwise(pl.lit("unknown"))
    )


def recurring(rows: pl.DataFrame, settled: Assumptions, *texts: str) -> pl.DataFrame:
    """Return the rows that recur by agreement (see `is_recurring`)."""
    if not settled.one_off_words and not rows.get_column("type").count():
        return rows
    return rows.filter(is_recurring(settled, *texts))


def is_recurring(settled: Assumptions, *texts: str) -> pl.Expr:
    """Tell which rows recur by agreement: neither metered nor once, by type or by the config."""
    kind = pl.col("type").cast(pl.String).fill_null("recurring").is_in(("usage", "one_off"))
    words = [word.casefold() for word in settled.one_off_words]
    if not words:
        return ~kind
    said = (pl.col(text).cast(pl.String).str.to_lowercase() for text in texts)
    says = [text.str.contains_any(words) for text in said]
    return ~kind & ~pl.any_horizontal(*says).fill_null(value=False)
