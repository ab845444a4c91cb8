"""Every deal is won, lost, open or left out, and none is counted twice (definitions 7.4)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, note
from hypothesis import strategies as st

from cro_cli.measuring import Measuring
from cro_cli.metric import AsOf, Measure, Within
from cro_cli.model import Unit
from tests.oracle.companies import RATES, Export
from tests.oracle.program import run

AS_OF = dt.date(2026, 9, 30)
HEADER = (
    "id",
    "name",
    "owner",
    "type",
    "stage",
    "status",
    "amount",
    "currency",
    "created_on",
    "close_on",
    "forecast_category",
    "updated_on",
)
STAGES = (("Discovery", ""), ("Proposal", "Open"), ("Closed Won", ""), ("Closed Lost", "lost"))
TYPES = ("", "New Business", "Renewal", "Upsell")


@st.composite
def deals(draw: st.DrawFn) -> Export:
    return Export(
        name="deals.csv",
        header=HEADER,
        rows=tuple(draw(deal(number)) for number in range(draw(st.integers(1, 15)))),
    )


@st.composite
def deal(draw: st.DrawFn, number: int) -> tuple[str, ...]:
    stage, status = draw(st.sampled_from(STAGES))
    is_closed = stage.startswith("Closed")
    created = draw(st.dates(dt.date(2024, 1, 1), AS_OF))
    latest = AS_OF if is_closed else dt.date(2027, 3, 31)
    return (
        f"D{number}",
        f"Deal {number}",
        draw(st.sampled_from(("Ada", "Bo"))),
        draw(st.sampled_from(TYPES)),
        stage,
        status,
        draw(st.sampled_from(("", "1000.00", "25000.50"))),
        "USD",
        str(created),
        str(draw(st.dates(created, latest))),
        "" if is_closed else draw(st.sampled_from(("", "Pipeline", "Omitted"))),
        str(AS_OF),
    )


def counted(fact: str, where: str, *, now: bool = False) -> Measure:
    return Measure(
        label=where,
        fact=fact,
        aggregate="count(*)",
        where=where,
        when=AsOf() if now else Within(months=120),
        unit=Unit.COUNT,
    )


MEASURES = {
    "won": counted("deals", "status = 'won' AND kind <> 'renewal'"),
    "lost": counted("deals", "status = 'lost' AND kind <> 'renewal'"),
    "open": counted("pipeline", "is_open", now=True),
}


def expected(export: Export) -> Counter[str]:
    """Sort the rows of a file by hand."""
    classes: Counter[str] = Counter()
    for cells in export.rows:
        row = dict(zip(HEADER, cells, strict=True))
        if row["type"] == "Renewal" or row["forecast_category"] == "Omitted":
            classes["excluded"] += 1
        elif row["stage"].startswith("Closed"):
            classes[row["stage"].removeprefix("Closed ").lower()] += 1
        else:
            classes["open"] += 1
    return classes


@given(deals())
def test_won_lost_open_and_left_out_are_all_deals(export: Export) -> None:
    with TemporaryDirectory() as name:
        note(export.write(Path(name)).read_text(encoding="utf-8"))
        program = run(Path(name), first=AS_OF.year * 12, rates=RATES)
    measuring = Measuring(program.collected, MEASURES.values(), period=1)
    found = {name: measuring.at(measure, program.last).value for name, measure in MEASURES.items()}
    by_hand = expected(export)
    assert found == {name: by_hand[name] for name in MEASURES}
    assert sum(found[name] or 0 for name in found) + by_hand["excluded"] == len(export.rows)
