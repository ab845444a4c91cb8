"""Who stands for a customer in the ledger: itself, its parent, or nobody (definitions 4.1)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason

_NEEDS_CUSTOMERS = Reason(
    code="missing_table",
    text="needs billing customers",
    remedy="add an export of customers, or customers.csv",
)


def build(inputs: Inputs) -> FactData | Missing:
    """Return every customer with its payer, and whether it counts for nothing."""
    table, words = inputs.table("customers"), inputs.assumptions.excluded
    listed = pl.DataFrame({"customer": words}, schema={"customer": pl.String})
    if table is None:
        if not words:
            return Missing(reason=_NEEDS_CUSTOMERS)
        return FactData(frame=listed.with_columns(payer="customer", is_left_out=pl.lit(value=True)))
    known = table.filter(pl.col("id").is_not_null()).select(
        "parent", customer="id", is_left_out=_is_left_out(words)
    )
    strangers = listed.join(known, on="customer", how="anti").with_columns(
        parent=pl.lit(None, pl.String), is_left_out=pl.lit(value=True)
    )
    everybody = pl.concat([known, strangers], how="diagonal").unique("customer", keep="any")
    payers, notes = _roots(everybody)
    return FactData(frame=payers.select("customer", "payer", "is_left_out"), notes=notes)


def _is_left_out(words: tuple[str, ...]) -> pl.Expr:
    """Tell who is marked as internal, or named by id, web domain or name."""
    plain = [word.casefold() for word in words]
    domain = pl.coalesce("domain", pl.col("email").str.extract(r"@(.+)$"))
    host = domain.str.to_lowercase().str.replace(r"^([a-z]+://)?(www\.)?", "").str.strip_chars("/")
    named = (
        pl.col("id").is_in(words),
        pl.col("name").str.to_lowercase().str.strip_chars().is_in(plain),
        host.is_in(plain),
    )
    return pl.any_horizontal("internal", *named).fill_null(value=False)


def _roots(customers: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return who is at the top above each customer; who is above himself stands for himself."""
    pairs = customers.filter(pl.col("parent").is_not_null()).select("customer", "parent").rows()
    above = {customer: parent for customer, parent in pairs if customer != parent}
    tops = {customer: _top(customer, above) for customer in above}
    circular = sorted(customer for customer, top in tops.items() if top is None)
    named = {customer: top for customer, top in tops.items() if top is not None}
    payer = pl.col("customer").replace(named) if named else pl.col("customer")
    such = f"{len(circular)} customers are their own parent's parent, such as {circular[:1]}"
    notes = (such.replace("['", "").replace("']", ""),) if circular else ()
    return customers.with_columns(payer=payer), notes


def _top(customer: str, above: Mapping[str, str]) -> str | None:
    """Return the last of the parents above a customer, None when they go round in a circle."""
    passed = {customer}
    while customer in above:
        customer = above[customer]
        if customer in passed:
            return None
        passed.add(customer)
    return customer


FACT = Fact(
    name="payers",
    grain="customer",
    columns={
        "customer": ("customers.id",),
        "payer": ("customers.id", "customers.parent"),
        "is_left_out": (
            "customers.id",
            "customers.internal",
            "customers.name",
            "customers.domain",
            "customers.email",
        ),
    },
    build=build,
)
