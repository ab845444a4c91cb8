"""Few cases are shown with their number, and never called at risk (definitions 4.0)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli.metric import Ratio
from cro_cli.metrics import METRICS
from cro_cli.model import Reading, Status, Unit
from tests.metrics.tiny import read

ENOUGH_DEALS, ENOUGH_CUSTOMERS = 10, 20


def _won(count: int, closed: str) -> str:
    header = "id,account_id,type,stage,status,amount,created_on,close_on,source"
    rows = (f"d{n},acc{n},new,Won,won,5,2024-12-01,{closed},Web" for n in range(count))
    latest = "lost,,new,Lost,lost,5,2024-12-01,2026-09-30,Web"
    return "\n".join([header, *rows, latest])


def _top_source(folder: Path, count: int) -> Reading:
    return read(folder, {"deals": _won(count, "2026-09-20")}, "top_source")


def _won_to_retained(folder: Path, count: int) -> Reading:
    """Return the reading when all customers left before they were a year old."""
    customers = "\n".join(["id,name,crm_id", *(f"C{n},C{n},acc{n}" for n in range(count))])
    gone = "\n".join(f"C{n},2025-02..2025-03,10" for n in range(count))
    mrr = f"customer,month,amount\n{gone}\nOther,2024-09..2026-09,10\n"
    tables = {"deals": _won(count, "2025-01-20"), "customers": customers, "mrr": mrr}
    return read(folder, tables, "won_to_retained")


@pytest.mark.parametrize(
    ("reading_of", "enough"),
    [(_top_source, ENOUGH_DEALS), (_won_to_retained, ENOUGH_CUSTOMERS)],
)
def test_too_few_cases_are_at_most_on_watch(
    tmp_path: Path, reading_of: Callable[[Path, int], Reading], enough: int
) -> None:
    few = reading_of(tmp_path, enough - 1)
    assert (few.status, few.low_n) == (Status.WATCH, enough - 1)
    many = reading_of(tmp_path, enough)
    assert (many.status, many.low_n) == (Status.AT_RISK, None)
    assert few.value == many.value


def test_every_share_of_counted_cases_has_its_interval(tmp_path: Path) -> None:
    """19 of 19 customers are lost: from 19 ÷ (19 + 3.8415) = 0.83182 to exactly 1 may leave."""
    reading = _won_to_retained(tmp_path, ENOUGH_CUSTOMERS - 1)
    assert reading.value == 0
    assert reading.interval is not None
    assert reading.interval.low == 0
    assert float(reading.interval.high) == pytest.approx(1 - 0.83182, abs=1e-5)
    # Of amounts that are all alike, all from one source, that of 3 of 3: 3 ÷ (3 + 3.8415) to 1.
    source = _top_source(tmp_path, 3).interval
    assert source is not None
    assert [float(end) for end in source] == pytest.approx([0.43850, 1], abs=1e-5)


@pytest.mark.parametrize(("won", "low", "high"), [(3, 0.30064, 0.95442), (19, 0.76387, 0.99112)])
def test_the_share_of_closed_deals_that_were_won_has_its_interval(
    tmp_path: Path, won: int, low: float, high: float
) -> None:
    """Wilson's of 3 among 4 and of 19 among 20; win rate is no ratio of two measures."""
    reading = read(tmp_path, {"deals": _won(won, "2026-09-20")}, "win_rate")
    assert reading.interval is not None
    ends = [float(end) for end in (reading.interval.low, reading.interval.high)]
    assert ends == pytest.approx([low, high], abs=1e-5)
    assert not [note for note in reading.notes if "interval" in note]


def test_a_share_counts_its_cases() -> None:
    shares = [metric for metric in METRICS if metric.is_share]
    assert all(one.sample is not None and one.unit is Unit.RATIO for one in shares)
    assert {one.key for one in shares} == {
        *("logo_churn", "win_rate", "reps_at_quota", "won_to_retained", "early_churn"),
        *("lead_to_mql", "mql_to_sql", "sql_to_won", "lead_to_won"),
    }
    for one in shares:
        if isinstance(one.how, Ratio):
            assert one.how.bottom == one.sample, one.key
