"""What the CRM takes its accounts to be worth, and what they are billed (definitions 6.1).

To the CRM an account is worth its last renewal, or nothing after one that was lost, and what was
won since: new business and expansions. Both sides are a year's, at the same rates. Each account,
and each customer without one, is in one class, so that the classes come to the difference.
"""

from __future__ import annotations

import polars as pl

from cro_cli import months
from cro_cli.fact import Fact, FactData, Inputs, Missing, all_of
from cro_cli.model import Reason

_ONE_OFF = Reason(
    code="one_off_deals",
    text="the amounts of deals are one-off: they tell no ARR",
    remedy="export deals with their ARR, and say so under `deals: amount_is:`",
)
_TAKEN = (
    "to the CRM an account is worth its last renewal and what was won since; without one, all that "
    "was won"
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return both sides of each account at each evaluated month end, and the class it is in."""
    there = all_of(inputs, "mrr_changes", "deals", "accounts")
    if isinstance(there, Missing):
        return there
    ledger, deals, accounts = there
    if inputs.assumptions.amount_is == "one_off":
        return Missing(reason=_ONE_OFF)
    # A report need not know who differs.
    from cro_cli.reconciling import overruns
    from cro_cli.reconciling.reconcile import Known, reconciled

    told = inputs.fact("subscriptions") if overruns.are_told(inputs) else None
    subscriptions = told if isinstance(told, FactData) else None
    known = Known(ledger.frame, deals.frame, accounts.frame, subscriptions)
    past = {month for month in inputs.months if not _is_present(month, deals, inputs)}
    frames = [reconciled(known, month, inputs, is_past=month in past) for month in inputs.months]
    ends = [end for end in (ledger.last, deals.last) if end is not None]
    return FactData(
        frame=pl.concat(frames),
        first=ledger.first,
        last=min(ends, default=None),
        lacks_before_last=ledger.lacks_before_last,
        assumptions=(
            *ledger.assumptions,
            *deals.taken_for_granted({"amount", "kind"}),
            _TAKEN,
            *((_of_past(inputs),) if inputs.months[-1] in past else ()),
        ),
        unread=frozenset() if subscriptions is not None else frozenset({"subscriptions"}),
    )


def _is_present(month: int, deals: FactData, inputs: Inputs) -> bool:
    is_last = month == inputs.months[-1]
    return is_last and months.is_present(month, deals.last, inputs.newest("deals"))


def _of_past(inputs: Inputs) -> str:
    """Say what deals of a past day rest on."""
    day, newest = months.end(inputs.months[-1]), inputs.newest("deals")
    there = f"deals are those that there were on {day}, won, lost or open by their close dates"
    if inputs.has("deal_stages.amount"):
        return f"{there}, at what their history says of it, or else at what they are on {newest}"
    told = "the history of deals (deal_stages.csv) would tell what it was"
    return f"{there}, but at what they are worth on {newest}: {told}"


_WHO = ("facts.accounts.customer", "facts.accounts.account", "facts.deals.account")
_CRM = (
    *(f"facts.deals.{name}" for name in ("amount", "close_on", "kind", "status", "created_on")),
    *(f"deal_stages.{name}" for name in ("deal", "at", "stage", "amount", "close_on", "currency")),
)
_BILLING = ("facts.mrr_changes.delta", "facts.mrr_changes.month", "facts.mrr_changes.customer")
_BESIDE = (
    *(f"facts.subscriptions.{name}" for name in ("customer", "start", "end", "annual", "gross")),
    *(f"accounts.{name}" for name in ("name", "domain", "parent", "segment")),
    *(f"customers.{name}" for name in ("name", "domain", "parent", "segment")),
    *(f"fx.{name}" for name in ("currency", "rate", "date", "units", "base")),
    "deals.currency",
)

FACT = Fact(
    name="reconciled",
    grain="account, or customer without one, × evaluated month",
    columns={
        "month": (),
        "kind": _WHO,
        "who": _WHO,
        "difference": (*_WHO, *_CRM, *_BILLING, *_BESIDE),
        "crm": (*_WHO, *_CRM),
        "billing": (*_WHO, *_BILLING),
    },
    build=build,
)
