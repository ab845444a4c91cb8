"""From a row of a fact back to the rows of files: what it is called, and what leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cro_cli.named_tuple import NamedTuple

YEAR = 12


class Via(NamedTuple):
    """Another fact between a fact and a table: its rows with the same `on`, where SQL holds."""

    fact: str
    on: tuple[str, ...]
    key: str
    where: str = "TRUE"


class Over(NamedTuple):
    """Another table between a fact and a table: its rows with the same `on` tell the `key`."""

    table: str
    on: str
    key: str


class Trace(NamedTuple):
    """How rows of a table are found: by columns of the fact, each with those of the table.

    Of several columns of the table the first that says anything counts. `month` names its column
    for the month of the row, or of as many months before as `back` says; a row without one counts.
    With `via` the columns are those of another fact, with `over` its key is told by another table.
    """

    table: str
    by: Mapping[str, tuple[str, ...]]
    month: str = ""
    back: tuple[int, ...] = (0,)
    via: Via | None = None
    over: Over | None = None


class Origin(NamedTuple):
    """Where rows of a fact come from, and the columns that name what a row is of.

    `names` is the table that has names for the first of these.
    """

    fact: str
    entity: tuple[str, ...]
    traces: tuple[Trace, ...]
    names: str = ""


def _same(*columns: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({column: (column,) for column in columns})


_DEAL = MappingProxyType({"deal": ("id",)})
_BILLED = ("subscription_versions", "subscriptions", "invoice_lines", "movements")


def _billed(*columns: str) -> tuple[Trace, ...]:
    """Return how the rows of billing tables are found.

    Items are found through subscriptions, and list prices through items.
    """
    of_items = Via("subscriptions", columns, "id")
    items = Trace("subscription_items", _same("id"), via=of_items)
    listed = MappingProxyType({"price": ("id",)})
    over = Over("subscription_items", on="id", key="price")
    prices = Trace("prices", listed, via=of_items, over=over)
    return (*(Trace(table, _same(*columns)) for table in _BILLED), items, prices)


_SUBSCRIBED = _billed("customer")


def _paid(*back: int) -> tuple[Trace, ...]:
    return (Trace("mrr", _same("customer"), month="month", back=back), *_SUBSCRIBED)


_FIRST_DEALS = Trace(
    "deals", _DEAL, via=Via("deals", ("account",), "deal", "status = 'won' AND kind = 'new'")
)

ORIGINS = (
    Origin(
        "mrr_changes",
        ("customer",),
        (
            Trace("mrr", _same("customer", "plan", "currency"), month="month", back=(0, 1)),
            *_billed("customer", "plan", "currency"),
        ),
        names="customers",
    ),
    Origin("retention", ("customer",), _paid(0, 1, YEAR, YEAR + 1), names="customers"),
    Origin("repriced", ("customer",), _paid(*range(YEAR + 1)), names="customers"),
    Origin(
        "renewals",
        ("customer",),
        tuple(
            Trace(table, MappingProxyType({"subscription": ("id",)}))
            for table in ("subscription_versions", "subscriptions")
        ),
        names="customers",
    ),
    Origin("balances", ("customer",), _paid(0), names="customers"),
    Origin(
        "past_due",
        ("customer",),
        _paid(0),
        names="customers",
    ),
    Origin("crm_match", ("customer",), _paid(0), names="customers"),
    Origin("deals", ("deal",), (Trace("deals", _DEAL),), names="deals"),
    Origin("standing", ("deal",), (Trace("deals", _DEAL),), names="deals"),
    Origin("pipeline", ("deal",), (Trace("deals", _DEAL),), names="deals"),
    Origin("quotas", ("owner", "period"), (Trace("quotas", _same("owner", "period", "team")),)),
    Origin(
        "attainment",
        ("owner",),
        (
            Trace("quotas", _same("owner", "period")),
            Trace(
                "deals",
                _DEAL,
                month="close_on",
                back=(0, 1, 2),
                via=Via("deals", ("owner",), "deal", "status = 'won' AND kind <> 'renewal'"),
            ),
        ),
    ),
    Origin("funnel", ("lead",), (Trace("leads", MappingProxyType({"lead": ("id",)})),)),
    Origin("won_customers", ("account",), (_FIRST_DEALS,), names="accounts"),
    Origin("early_losses", ("account",), (_FIRST_DEALS,), names="accounts"),
    Origin(
        "spend",
        ("category", "channel"),
        (Trace("spend", _same("channel", "campaign", "category"), month="month"),),
    ),
    Origin("financials", ("month",), (Trace("financials", MappingProxyType({}), month="month"),)),
    Origin("assumed_margin", ("month",), ()),
    Origin(
        "headcount",
        ("department", "employee"),
        (Trace("headcount", _same("department", "employee"), month="month", back=(0, 1)),),
    ),
)

BY_FACT: Mapping[str, Origin] = MappingProxyType({origin.fact: origin for origin in ORIGINS})
