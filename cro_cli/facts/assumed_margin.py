"""The gross margin that the config states, for companies without financials."""

from __future__ import annotations

import polars as pl

from cro_cli.fact import Fact, FactData, Inputs, Missing
from cro_cli.model import Reason
from cro_cli.tables import MICROS


def build(inputs: Inputs) -> FactData | Missing:
    """Return one row for each evaluated month, or say where the margin could come from."""
    margin = inputs.assumptions.gross_margin
    if margin is None:
        return Missing(
            reason=Reason(
                code="missing_gross_margin",
                text="needs the gross margin",
                remedy="add subscription_revenue and subscription_cost to financials.csv, "
                "or state `gross_margin:` under `assumptions:`",
            )
        )
    frame = pl.DataFrame(
        {"month": inputs.months, "gross_margin": [round(margin * MICROS)] * len(inputs.months)},
        schema={"month": pl.Int32, "gross_margin": pl.Int64},
    )
    return FactData(frame=frame, assumptions=("the gross margin is the one in the config",))


FACT = Fact(
    name="assumed_margin",
    grain="month",
    columns={"month": (), "gross_margin": ()},
    build=build,
)
