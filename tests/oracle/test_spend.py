"""The oracle reads what was spent from the plain file and from the reports of Google and Meta."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.oracle.calendar_months import month_named
from tests.oracle.spend import read

PLAIN = """month,category,channel,amount,currency
2026-01,sales,Salaries,1000.00,USD
2026-01,Marketing,Events,100.50,EUR
2026-01,cs,Salaries,7777.00,USD
2026-02,sales,Salaries,1000.00,USD
2026-03,sales,Salaries,1000.00,USD
"""
GOOGLE = """Campaign report
"January 1, 2026 - March 31, 2026"
Month,Campaign status,Campaign,Currency code,Cost
2026-01-01,Enabled,Brand,USD,"1,200.25"
2026-02-01,Enabled,Total Wine,USD,300.00
Total: Campaigns,,,USD,"1,500.25"
Total: Account,,,USD,"1,500.25"
"""
META = """Reporting starts,Reporting ends,Campaign name,Amount spent (USD)
2026-01-01,2026-01-31,,40.00
2026-01-01,2026-01-31,Retargeting,40.00
"""


def test_cost_is_sales_and_marketing_and_advertising_without_totals(tmp_path: Path) -> None:
    for name, text in (("spend", PLAIN), ("google", GOOGLE), ("meta", META)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    cost = read(tmp_path, {"USD": Decimal(1), "EUR": Decimal("1.1")})
    assert cost == {
        # 1000 + 100.50 × 1.1 + 1200.25 + 40
        month_named("2026-01"): Fraction("2350.8"),
        # a campaign may really be called so
        month_named("2026-02"): 1300,
        # March has no marketing cost, so it is not whole
    }
