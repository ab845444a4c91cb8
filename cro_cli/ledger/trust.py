"""Which of several shapes of billing is believed, and how far the others differ from it."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

import polars as pl

from cro_cli import months
from cro_cli.definitions import SHAPES
from cro_cli.fact import FactData, Inputs, Missing
from cro_cli.ledger.apart import NAMES, Apart, Source, difference, listed
from cro_cli.ledger.books import Books, books, from_month
from cro_cli.model import Reason
from cro_cli.named_tuple import NamedTuple

_SPAN = ("customer", "plan", "currency", "start", "end", "annual")
# The columns that the facts of the shapes have in common with others.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "mrr": ("customer", "plan", "currency", "month", "annual"),
    "subscription_versions": _SPAN,
    "movements": _SPAN,
    "invoice_lines": _SPAN,
    "subscriptions": _SPAN,
}
_NO_ROWS = Reason(
    code="missing_table",
    text="needs recurring revenue",
    remedy="add an export of subscriptions, of MRR by customer and month, or of invoice lines with "
    "their service periods",
)
_PRESENT = frozenset({"subscriptions"})  # shapes of what is in force when they are exported
_MIDDLE = 15  # of a month


class Chosen(NamedTuple):
    """The books that are believed, what they are from, and what to say about that."""

    books: Books
    sources: tuple[Source, ...]
    said: tuple[str, ...]
    apart: tuple[Apart, ...] = ()

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shapes that are believed, the most trusted first."""
        return tuple(one.shape for one in self.sources)


def chosen(inputs: Inputs) -> Chosen | Missing:
    """Return the books of the shapes that the config names, else of the most trusted one.

    Without a word of the config shapes are only put together when they share no customer: then they
    are of two billing systems.
    """
    named = inputs.assumptions.ledger_from
    there = [shape for shape in named or SHAPES if inputs.table(shape) is not None]
    if named and len(there) < len(named):
        lacking = next(shape for shape in named if shape not in there)
        return Missing(reason=_not_there(lacking))
    if not there:
        return Missing(reason=_NO_ROWS)
    first = inputs.fact(there[0])
    if isinstance(first, Missing):
        return first
    told = books(there[0], first, inputs)
    believed = Chosen(told, (Source(there[0], told.steps),), ())
    for shape in there[1:]:
        if _is_its_own_present(shape, believed, inputs):
            continue
        fact = inputs.fact(shape)
        if isinstance(fact, Missing):
            if named:
                return fact
            left_out = f"{NAMES[shape]} are not used: {fact.reason.text}"
            believed = believed._replace(said=(*believed.said, left_out))
            continue
        believed = _with(believed, shape, fact, inputs, is_named=bool(named))
    return believed


def _is_its_own_present(shape: str, believed: Chosen, inputs: Inputs) -> bool:
    """Tell whether a shape is the present of what exports of several days tell the history of."""
    told = len(inputs.snapshots("subscription_versions")) > 1
    return told and shape == "subscriptions" and "subscription_versions" in believed.shapes


def _not_there(shape: str) -> Reason:
    return Reason(
        code="missing_table",
        text=f"needs {NAMES[shape]}: `ledger.from` names {shape}, and no file holds any",
        remedy="add the export, or take it out of the config",
    )


def _with(
    believed: Chosen, shape: str, fact: FactData, inputs: Inputs, *, is_named: bool
) -> Chosen:
    """Add the customers of another shape, or only compare it with what is believed."""
    described = _of_its_day(shape, fact, inputs)
    other = books(shape, described, inputs)
    if not other.steps.height:  # its notes may tell why
        return believed._replace(said=(*believed.said, *other.notes))
    known = believed.books.steps.select("customer")
    shared = other.steps.join(known, on="customer", how="semi").height
    apart = (_apart_of(believed, shape, other, inputs),) if shared else ()
    said = tuple(difference(believed.sources, one) for one in apart)
    apart = (*believed.apart, *apart)
    if shared and not is_named:
        return believed._replace(said=(*believed.said, *said), apart=apart)
    whole = other if described is fact else books(shape, fact, inputs)
    presence = whole.presence
    if presence is not None:
        presence = presence.join(known, on="customer", how="anti")
    strangers = whole.steps.join(known, on="customer", how="anti")
    together = _together(believed.books, whole._replace(steps=strangers, presence=presence))
    whose = f"customers who are not in {listed(believed.sources, 'or')}"
    joined = f"MRR of {whose} is taken from {NAMES[shape]}"
    sources = (*believed.sources, Source(shape, strangers))
    return Chosen(together, sources, (*believed.said, joined, *said), apart)


def _of_its_day(shape: str, fact: FactData, inputs: Inputs) -> FactData:
    """Return a fact that reaches to the month end nearest to its newest day, if it is a present.

    What an export of the 28th holds is the end of this month, not of the one that is over.
    """
    newest = inputs.newest(shape)
    if shape not in _PRESENT or newest is None or newest.day <= _MIDDLE:
        return fact
    nearest = months.index(newest)
    return fact if fact.last == nearest else fact._replace(last=nearest)


def _together(one: Books, other: Books) -> Books:
    """Return the books of two shapes as one: known where both are."""
    last = min(one.last, other.last)
    known = pl.col("month") <= last
    rows = pl.concat([one.steps, other.steps]).filter(known)
    presence = _both(one.presence, other.presence)
    begun = [(side.first, side.begins) for side in (one, other) if side.first is not None]
    first, begins = max(begun, key=itemgetter(0), default=(None, None))
    told = Books(
        steps=rows,
        last=last,
        early=(*one.early, *other.early),
        presence=None if presence is None else presence.filter(known),
        left_out=_both(one.left_out, other.left_out),
        begins=begins,
        lacks={**other.lacks, **one.lacks},
        lacks_before_last={**other.lacks_before_last, **one.lacks_before_last},
        assumptions=(*one.assumptions, *other.assumptions),
        notes=(*one.notes, *other.notes),
    )
    return told if first is None else from_month(told, first)


def _both(one: pl.DataFrame | None, other: pl.DataFrame | None) -> pl.DataFrame | None:
    there = [rows for rows in (one, other) if rows is not None]
    return pl.concat(there) if there else None


def _apart_of(believed: Chosen, shape: str, other: Books, inputs: Inputs) -> Apart:
    """Return what another shape says beside what is believed, at the last month both know.

    A present is compared at its own end, whatever month is reported on: it knows no other prices.
    """
    month = min(believed.books.last, other.last)
    if shape not in _PRESENT:
        month = min(month, inputs.months[-1])
    ours, theirs = (_until(month, steps) for steps in (believed.books.steps, other.steps))
    nothing = pl.lit(0, pl.Int64)
    sides = (
        ours.select("customer", believed="delta", other=nothing),
        theirs.select("customer", believed=nothing, other="delta"),
    )
    customers = pl.concat(sides).group_by("customer").agg(pl.col("believed", "other").sum())
    return Apart(shape, month, shape in _PRESENT and month < other.last, customers)


def _until(month: int, steps: pl.DataFrame) -> pl.LazyFrame:
    return steps.lazy().filter(pl.col("month") <= month).select("customer", "delta")
