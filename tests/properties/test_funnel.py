"""The stages of any funnel multiply to the whole way (definitions 7.4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, note
from hypothesis import strategies as st

from cro_cli.request import Request
from tests.oracle.companies import RATES, Export
from tests.oracle.program import report

AS_OF = dt.date(2026, 9, 30)
STEPS = ("lead_to_mql", "mql_to_sql", "sql_to_won")
DAYS = st.dates(dt.date(2025, 3, 1), dt.date(2026, 9, 1))
LATER = st.none() | st.integers(0, 60)


@st.composite
def lead(draw: st.DrawFn) -> tuple[str, ...]:
    """A lead that may skip stages: days of MQL, SQL and won, each after the last or blank."""
    day = draw(DAYS)
    cells = [str(day)]
    for _ in range(3):
        days = draw(LATER)
        day = day + dt.timedelta(days=days or 0)
        cells.append("" if days is None else str(day))
    return tuple(cells)


@st.composite
def funnels(draw: st.DrawFn) -> Export:
    leads = draw(st.lists(lead(), min_size=1, max_size=12))
    # One was won at once, so a cohort is mature; one is new, so the data reach the as-of day.
    known = [
        *leads,
        ("2026-03-01", "2026-03-01", "2026-03-02", "2026-03-03"),
        (str(AS_OF), "", "", ""),
    ]
    return Export(
        name="leads.csv",
        header=("id", "created_on", "mql_on", "sql_on", "won_on"),
        rows=tuple((f"L{number}", *cells) for number, cells in enumerate(known)),
    )


@given(funnels())
def test_conversions_of_the_stages_multiply_to_lead_to_won(funnel: Export) -> None:
    with TemporaryDirectory() as name:
        note(funnel.write(Path(name)).read_text(encoding="utf-8"))
        readings = report(Path(name), rates=RATES, request=Request(as_of=AS_OF))
    product = readings["lead_to_won"].value
    assert product is not None
    for key in STEPS:
        rate = readings[key].value
        if rate is None:
            # Nobody came so far, so nobody came further.
            assert product == 0
            return
        assert 0 <= rate <= 1
    first, second, third = (readings[key].value for key in STEPS)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first * second * third == product
