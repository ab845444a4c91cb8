"""Where the amount stands for which sums are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import overflow, sources
from cro_cli.config import Config
from cro_cli.errors import TooLargeError
from cro_cli.reports import validation
from cro_cli.sources.loaded import Loaded

HUGE = 9_000_000_000_000
MRR = "customer,month,amount\nb,2026-09,5\n"
DEALS = "id,stage,created_on,Value\nd1,Demo,2026-01-01,6\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(**files: str) -> Loaded:
    for stem, text in files.items():
        Path(f"{stem}.csv").write_text(text, encoding="utf-8")
    return sources.load([f"{stem}.csv" for stem in files])


def said(fact: str, **files: str) -> str:
    (problem,) = overflow.placed(TooLargeError(fact), load(**files), Config().habits).problems
    return problem.partition(": amounts are too large")[0]


def test_the_largest_amount_of_what_a_fact_reads_is_named() -> None:
    """The deal is larger than all MRR, but none of what retention is made of."""
    deals = f"{DEALS}d2,Won,2026-01-01,{HUGE}\n".replace("Value", "amount")
    files = {"mrr": f"{MRR}a,2026-09,-700\nc,2026-09,600\n", "deals": deals}
    assert said("retention", **files) == "mrr.csv: row 3, column 'amount'"
    assert said("deals", **files) == "deals.csv: row 3, column 'amount'"
    assert said("", **files) == "deals.csv: row 3, column 'amount'"


def test_nothing_is_named_where_nothing_is() -> None:
    error = TooLargeError("deals")
    assert overflow.placed(error, load(mrr=MRR), Config().habits) is error


def test_a_validation_says_why_there_would_be_no_report() -> None:
    Path("a.csv").write_text(MRR)
    Path("b.csv").write_text(f"{MRR}c,2026-08,{HUGE}\n".replace("amount", "Amount"))
    Path("deals.csv").write_text(DEALS.replace("Value", "amount"))
    examined = sources.examine(["a.csv", "b.csv", "deals.csv"])
    (problem,) = validation.build(examined, Config(), today=None).problems
    assert problem.startswith("b.csv: row 3, column 'Amount': amounts are too large")
    assert problem.code == "E406"
