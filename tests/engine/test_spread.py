"""Intervals of few cases that are no shares, by hand."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.few import Factor, of_count, of_median, of_parts, of_product, of_sums
from cro_cli.metric import Spread
from cro_cli.metrics import BY_KEY, METRICS
from cro_cli.model import Interval
from tests.metrics.tiny import read


def near(found: Interval | None, low: float, high: float) -> bool:
    assert found is not None
    return [float(found.low), float(found.high)] == pytest.approx([low, high], abs=2e-2)


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
    assert of_sums([(ten, ten), (2 * ten, 2 * ten)]) is None  # all alike
    many = [(ten, ten), (3 * ten, ten)] * 16  # t of 31 and more is that of the normal: 1.959964
    assert near(of_sums(many), 2 - 1.959964 * (3200 * 32 / 31) ** 0.5 / 320, 2 + 0.352)
    # 31 cases, hundredfold: t of 30 is 2.042, not yet that of the normal, which makes it 35.20.
    last = [(1000 * one, ten) for one in (*[Fraction(1), Fraction(3)] * 15, Fraction(2))]
    assert near(of_sums(last), 200 - 36.675, 200 + 36.675)


def test_a_median_lies_between_two_of_the_values() -> None:
    # 2 × (1/2)^6 = 3.1 %: all of six; of ten, P(at most one below) is 11/1024 on each side.
    assert of_median(fractions(6, 1, 5, 2, 4, 3)) == Interval(Fraction(1), Fraction(6))
    assert of_median(fractions(*range(10))) == Interval(Fraction(1), Fraction(8))
    assert of_median(fractions(1, 2, 3, 4, 5)) is None
    assert of_median([]) is None


def test_parts_that_are_all_or_nothing_are_as_sure_as_that_many_cases() -> None:
    # Weights of 10 and 30 are worth 40² ÷ 1,000 = 1.6 cases; none of them: 3.841459 ÷ 5.441459
    ten, none = Fraction(10), Fraction(0)
    assert near(of_parts([(none, ten), (none, 3 * ten)]), 0, 0.705961)
    assert near(of_parts([(ten, ten), (3 * ten, 3 * ten)]), 0.294039, 1)
    assert near(of_parts([(ten, ten), (none, ten)]), 0, 1)  # 0.5 ± 12.706 × √(100) ÷ 20
    assert of_parts([]) is None


def test_a_product_is_as_sure_as_its_factors_together() -> None:
    half_to_double = Factor(Fraction(3), Interval(Fraction(3, 2), Fraction(6)))
    sure = Factor(Fraction(4), Interval(Fraction(4), Fraction(4)))
    twelve = Fraction(12)
    assert near(of_product(twelve, [half_to_double, sure]), 6, 24)
    # Two of them: 2 to the power of √2 is 2.665144.
    assert near(of_product(twelve, [half_to_double] * 2), 12 / 2.665144, 12 * 2.665144)
    from_nothing = Factor(Fraction(3), Interval(Fraction(0), Fraction(6)))
    assert near(of_product(twelve, [from_nothing]), 0, 24)
    assert near(of_product(twelve, [half_to_double._replace(divides=True)]), 6, 24)
    assert of_product(twelve, [from_nothing._replace(divides=True)]) is None


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
    # Both kept whole: as sure as 2 of 2 cases, 2 ÷ (2 + 3.841459), where a ratio tells no spread.
    kept = read(tmp_path, {"mrr": MRR.format(a=1000).replace(",800", ",1000")}, "grr")
    assert near(kept.interval, 0.342380, 1)


def test_a_mean_of_shares_is_no_share_of_counted_cases(tmp_path: Path) -> None:
    settings = {"definitions": {"logo_churn": "monthly"}}
    found = read(tmp_path, {"mrr": MRR.format(a=1200)}, "logo_churn", settings=settings)
    assert [found.value, found.interval] == [0, None]


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


DEALS = "id,account_id,type,stage,status,amount,created_on,close_on,source\n"
OPEN = "".join(f"o{n},a,new,Proposal,open,9,2026-09-30,2026-12-31,Web\n" for n in (1, 2))
LOST = "lost,,new,Lost,lost,5,2026-09-01,2026-09-30,Web\n"
STAGES = {"deals": {"stages": {"qualified": ["Proposal"]}}}


def won(*amounts: int, source: str = "Web") -> str:
    """Return deals that were won after one day, two days and so on."""
    return "".join(
        f"{source}{n},a,new,Won,won,{amount},2026-08-01,2026-08-{n + 1:02},{source}\n"
        for n, amount in enumerate(amounts, start=1)
    )


def test_a_velocity_is_as_sure_as_rate_size_and_cycle_together(tmp_path: Path) -> None:
    tables = {"deals": DEALS + won(4, 5, 6, 4, 5, 6) + LOST + OPEN}
    found = read(tmp_path, tables, "pipeline_velocity", settings=STAGES)
    # 2 × 6/7 × 5 ÷ 3.5. Wilson of 6 in 7: 0.486872 to 0.974320; size 5 ± 2.571 × √4.8 ÷ 6; the
    # cycle is 1 to 6 days. Up: √(0.128135² + 0.172078² + 1.252763²) = 1.271002, e to that 3.564421;
    # down: √(0.565603² + 0.207959² + 0.538997²) = 0.808500, e to that 2.244540.
    assert near(found.interval, 2.448980 / 2.244540, 2.448980 * 3.564421)


def test_where_a_factor_has_no_interval_it_is_said_why(tmp_path: Path) -> None:
    alike = {"deals": DEALS + won(5, 5, 5, 5, 5, 5) + LOST + OPEN}
    found = read(tmp_path, alike, "pipeline_velocity", settings=STAGES)
    said = "Average deal size: cases that are fewer than two, or all alike, tell no spread"
    assert [found.interval, found.notes] == [None, (f"no 95 % interval: {said}",)]
    few = {"deals": DEALS + won(4, 5, 6) + LOST + OPEN}
    found = read(tmp_path, few, "pipeline_velocity", settings=STAGES)
    said = "Sales cycle: a median of fewer than six cases has none"
    assert [found.interval, found.notes] == [None, (f"no 95 % interval: {said}",)]
    at_once = won(4, 5, 6, 4, 5, 6).replace("2026-08-02", "2026-08-01")
    found = read(
        tmp_path, {"deals": DEALS + at_once + LOST + OPEN}, "pipeline_velocity", settings=STAGES
    )
    said = "what it is divided by may be nothing at all"
    assert [found.interval, found.notes] == [None, (f"no 95 % interval: {said}",)]


def test_the_share_of_the_top_source_is_that_of_its_deals(tmp_path: Path) -> None:
    deals = DEALS + won(30, 10, source="Web") + won(20, source="Ads") + LOST
    found = read(tmp_path, {"deals": deals}, "top_source")
    # 40 ÷ 60; residuals 30 ÷ 3, 10 ÷ 3, −20 × 2 ÷ 3: 4.303 × √(288.8889 × 3) ÷ 60... never above 1
    assert found.value == Fraction(2, 3)
    assert near(found.interval, 0, 1)
    many = DEALS + won(*[30] * 5) + won(10, 10, 10, source="Ads") + LOST
    found = read(tmp_path, {"deals": many}, "top_source")
    # 150 ÷ 180; residuals 5 × 30 ÷ 6, 3 × −10 × 5 ÷ 6; t(7) = 2.365;
    # 2.365 × √((125 + 625 ÷ 3) × 8 ÷ 7) ÷ 180 = 0.256446
    assert near(found.interval, 0.833333 - 0.256446, 1)


def test_ltv_is_as_sure_as_arpa_and_those_who_left_together(tmp_path: Path) -> None:
    rows = "A,2025-08..2026-09,100\nB,2025-08..2026-09,100\nC,2025-08..2026-09,130\n"
    found = read(tmp_path, {"mrr": f"customer,month,amount\n{rows}"}, "revenue_ltv")
    assert found.value == 110 * 60
    # ARPA 110 ± 4.303 × 30 ÷ 3. Nobody left of 36 times one: 3.841459 of them might have, which
    # is 9.371439 months; it is capped at 60. Down: √(0.496236² + 1.856679²) = 1.921849.
    assert near(found.interval, 6600 / 6.833580, 6600 * 153.03 / 110)
    left = rows + "D,2025-08..2026-08,110\nE,2025-08..2026-09,110\n"
    found = read(tmp_path, {"mrr": f"customer,month,amount\n{left}"}, "revenue_ltv")
    # 1 of 5 in a month of twelve: 60 months. 1 + 1.92073 ± 2.744205 = 0.176525 to 5.664934 of them:
    # 60 at most, and 10.591474 at least; ARPA 110 ± 3.182 × √(600 × 4 ÷ 3) ÷ 4 = 22.500138.
    # Down: √(0.228843² + 1.734295²) = 1.749328; up: 132.500138 ÷ 110.
    assert found.value == 110 * 60
    assert near(found.interval, 6600 / 5.750738, 6600 * 132.500138 / 110)


def test_ltv_to_cac_is_as_sure_as_both(tmp_path: Path) -> None:
    tables = {
        "mrr": "customer,month,amount\nA,2025-08..2026-09,100\nB,2025-08..2026-09,100\n"
        "C,2026-08..2026-09,130\n",
        "spend": "month,category,amount\n"
        "2025-10..2026-09,sales,60\n2025-10..2026-09,marketing,40\n",
    }
    settings = {"assumptions": {"gross_margin": "50%"}}
    ltv, cac, both = (
        read(tmp_path, tables, key, settings=settings) for key in ("ltv", "cac", "ltv_cac")
    )
    # C begins in August: 24 + 2 months begun, so other numbers than above; steps of each by hand.
    assert ltv.interval is not None
    assert cac.interval is not None
    assert ltv.value is not None
    assert cac.value is not None
    steps = (float(ltv.interval.high / ltv.value), float(cac.value / cac.interval.low))
    up = math.exp(math.hypot(*(math.log(step) for step in steps)))
    assert both.value == Fraction(3300, 1200)
    assert both.interval is not None
    assert float(both.interval.high) == pytest.approx(2.75 * up, abs=1e-4)
    assert both.interval.low < both.value


def test_the_largest_customer_is_no_sample_of_others(tmp_path: Path) -> None:
    found = read(tmp_path, {"mrr": MRR.format(a=1200)}, "largest_customer")
    assert found.low_n == 2
    (note,) = found.notes
    assert note.startswith("no 95 % interval: it is the share of one customer among all there are")


@pytest.mark.parametrize("choice", ["bridge", "compound"])
def test_of_the_bridge_no_interval_is_told(tmp_path: Path, choice: str) -> None:
    settings = {"definitions": {"retention": choice}}
    found = read(tmp_path, {"mrr": MRR.format(a=1200)}, "nrr", settings=settings)
    assert found.notes[-1:] == ("no 95 % interval: none is told for this definition",)


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
        has_none = metric.spread is Spread.UNTOLD and not metric.is_share
        assert bool(metric.untold) == (has_none and metric.sample is not None)
        if metric.spread is not Spread.UNTOLD:
            assert metric.sample is not None
            assert named <= set(getattr(metric.how, "inputs", named))
    assert BY_KEY["nrr"].spread is Spread.SUMS


@pytest.mark.parametrize(("years", "is_told"), [(1, True), (3, False)])
def test_what_is_annualised_is_no_ratio_of_two_sums(
    tmp_path: Path, years: int, *, is_told: bool
) -> None:
    contracts = (
        "id,customer,version,status,amount,interval,interval_count,started_on,ended_on,updated_on\n"
        f"x,X,1,active,100,year,{years},2023-05-01,,2026-09-30\n"
        f"y,Y,1,canceled,100,year,{years},2023-05-01,2026-05-01,\n"
    )
    settings = {"definitions": {"retention": "renewal"}}
    found = read(tmp_path, {"subscription_versions": contracts}, "nrr", settings=settings)
    assert (found.interval is not None) == is_told
    assert ("no 95 % interval: none is told for this definition" in found.notes) != is_told
