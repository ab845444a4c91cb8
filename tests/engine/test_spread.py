"""Intervals of few cases that are no shares, by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.metric import Spread
from cro_cli.metrics import BY_KEY, METRICS
from cro_cli.model import Interval
from cro_cli.spread import of_count, of_median, of_sums
from tests.metrics.tiny import read


def near(found: Interval | None, low: float, high: float) -> bool:
    assert found is not None
    return [float(found.low), float(found.high)] == pytest.approx([low, high], abs=1e-2)


def fractions(*numbers: int) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def test_what_is_divided_by_a_count_has_the_score_interval_of_that_count() -> None:
    # 4 events: 4 + 1.92073 ± 1.959964 × √(4 + 0.960365) = 1.55552 to 10.28594
    assert near(of_count(Fraction(1000), Fraction(4)), 4000 / 10.285937, 4000 / 1.555522)
    assert of_count(Fraction(1), Fraction(0)) is None


def test_a_ratio_of_sums_has_that_of_a_ratio_estimator() -> None:
    # (10, 10) and (30, 10): ratio 2, residuals ∓10; t(1) = 12.706; 12.706 × √(200 × 2) ÷ 20
    ten = Fraction(10)
    assert near(of_sums([(ten, ten), (3 * ten, ten)]), 0, 2 + 12.706)
    # A third that lies on the line: t(2) = 4.303; 4.303 × √(200 × 3 ÷ 2) ÷ 30
    assert near(of_sums([(ten, ten), (3 * ten, ten), (2 * ten, ten)]), 0, 2 + 4.303 * 300**0.5 / 30)
    nobody = (Fraction(0), Fraction(0))
    assert of_sums([(ten, ten), nobody]) is None
    assert of_sums([(ten, Fraction(0)), (ten, Fraction(0))]) is None
    many = [(ten, ten), (3 * ten, ten)] * 16  # t of 31 and more is that of the normal: 1.959964
    assert near(of_sums(many), 2 - 1.959964 * (3200 * 32 / 31) ** 0.5 / 320, 2 + 0.352)


def test_a_median_lies_between_two_of_the_values() -> None:
    # 2 × (1/2)^6 = 3.1 %: all of six; of ten, P(at most one below) is 11/1024 on each side.
    assert of_median(fractions(6, 1, 5, 2, 4, 3)) == Interval(Fraction(1), Fraction(6))
    assert of_median(fractions(*range(10))) == Interval(Fraction(1), Fraction(8))
    assert of_median(fractions(1, 2, 3, 4, 5)) is None
    assert of_median([]) is None


MRR = (
    "customer,month,amount\nA,2025-09..2026-08,1000\nA,2026-09,{a}\n"
    "B,2025-09..2026-08,1000\nB,2026-09,800\n"
)


def test_retention_of_few_customers_says_how_far_it_can_be_relied_on(tmp_path: Path) -> None:
    nrr = read(tmp_path, {"mrr": MRR.format(a=1200)}, "nrr")
    # ratio 1, residuals ±200: 12.706 × √(80,000 × 2) ÷ 2,000 = 2.5412
    assert nrr.low_n == 2
    assert near(nrr.interval, 0, 3.5412)
    grr = read(tmp_path, {"mrr": MRR.format(a=1200)}, "grr")
    assert near(grr.interval, 0, 1)  # 0.9 ± 1.2706, and never more than all


def test_cost_of_few_new_customers_is_at_most_on_watch(tmp_path: Path) -> None:
    tables = {
        "mrr": "customer,month,amount\nA,2025-08..2026-09,100\nB,2026-08..2026-09,100\n",
        "spend": "month,category,amount\n"
        "2025-10..2026-09,sales,600\n2025-10..2026-09,marketing,400\n",
    }
    found = read(tmp_path, tables, "new_cac_ratio")
    # 12,000 ÷ 1,200 = 10, far above 2.82
    assert [found.value, found.status.value, found.low_n] == [10, "watch", 1]
    # 1 + 1.92073 ± 1.959964 × √1.960365 = 0.176525 to 5.664934
    assert near(found.interval, 10 / 5.664934, 10 / 0.1765246)


def test_a_sales_cycle_and_a_quick_ratio_of_few_cases_have_theirs(tmp_path: Path) -> None:
    header = "id,account_id,type,stage,status,amount,created_on,close_on,source\n"
    deals = "".join(
        f"d{n},a,new,Won,won,5,2026-08-01,2026-08-{n + 1:02},Web\n" for n in range(1, 7)
    )
    latest = "lost,,new,Lost,lost,5,2026-09-01,2026-09-30,Web\n"
    cycle = read(tmp_path, {"deals": header + deals + latest}, "sales_cycle")
    assert cycle.value == Fraction(7, 2)
    assert cycle.interval == Interval(Fraction(1), Fraction(6))
    quick = read(tmp_path, {"mrr": MRR.format(a=1200)}, "quick_ratio")
    # (200, 0) and (0, 200): ratio 1, residuals ±200; 12.706 × √(80,000 × 2) ÷ 200
    assert near(quick.interval, 0, 1 + 12.706 * 2)


def test_a_ratio_of_counted_cases_says_how_many_they_are() -> None:
    few = {metric.key for metric in METRICS if metric.sample is not None}
    assert all((metric.sample is None) == (not metric.min_n) for metric in METRICS)
    assert few >= {
        *("nrr", "grr", "logo_churn", "quick_ratio", "expansion_share", "arpa", "cac"),
        *("cac_payback", "new_cac_ratio", "ltv", "ltv_cac", "win_rate", "required_coverage"),
        *("average_deal_size", "sales_cycle", "top_source", "mrr_past_due", "largest_customer"),
    }
    for metric in METRICS:
        named = {name for names in metric.fraction for name in names}
        if metric.spread is not Spread.UNTOLD:
            assert metric.sample is not None
            assert named <= set(getattr(metric.how, "inputs", named))
    assert BY_KEY["nrr"].spread is Spread.SUMS
