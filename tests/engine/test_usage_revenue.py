"""Metered revenue beside the bridge: 100 and 200 are agreed, and the first customer uses more."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.config import Config
from cro_cli.model import Grid, Note, Report
from cro_cli.sources import load
from tests.engine.test_breakdown import built, grid

HEADER = (
    "id,customer,subscription,plan,type,amount,currency,period_start_on,period_end_on,issued_on"
)


def report(folder: Path, used: int, *, months: int = 19, usage: str = "committed") -> Report:
    """Return the report on so many months from January 2025 on; each has one more of usage."""
    rows = []
    for number in range(months):
        start, end = (f"{2025 + at // 12}-{at % 12 + 1:02d}-01" for at in (number, number + 1))
        period = f"{start},{end}"
        rows.append(f"a{number},acme,s1,Pro,recurring,100,USD,{period},{start}")
        rows.append(f"b{number},bolt,s2,Pro,recurring,200,USD,{period},{start}")
        if used:
            rows.append(f"u{number},acme,s1,Calls,usage,{used + number},USD,{period},{end}")
    (folder / "invoice_lines.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    settled = Assumptions(definitions={"usage": usage})
    return built("mrr", load([str(folder)]), Config(settled=settled), months=3)


def shown(told: Report) -> dict[str, Fraction | None]:
    return {row[0].text: row[1].value for row in grid(told, "metered").rows}


@pytest.mark.parametrize("usage", ["committed", "t3m", "t1m"])
def test_nrr_is_told_with_much_usage_and_without(tmp_path: Path, usage: str) -> None:
    """In the end 37, 38 and 39 were used, a year before 25, 26 and 27."""
    assert shown(report(tmp_path, 21, usage=usage)) == {
        "mean of 3 months to 2026-07": 38,
        "as a share of the MRR that is agreed": Fraction(38, 300),
        "NRR of what is agreed": 1,
        "NRR with usage (mean of 3 months)": Fraction(338, 326),
    }


def test_little_usage_is_told_and_no_more(tmp_path: Path) -> None:
    """In the end 28, 29 and 30 were used: not more than a tenth."""
    assert shown(report(tmp_path, 13, months=18)) == {
        "mean of 3 months to 2026-06": 29,
        "as a share of the MRR that is agreed": Fraction(29, 300),
    }


def test_a_tenth_is_not_much(tmp_path: Path) -> None:
    """29, 30 and 31 were used; the first three months of usage are enough for a mean."""
    assert shown(report(tmp_path, 14, months=18)) == {
        "mean of 3 months to 2026-06": 30,
        "as a share of the MRR that is agreed": Fraction(1, 10),
    }
    assert shown(report(tmp_path, 9, months=3))["mean of 3 months to 2025-03"] == 10


def test_usage_is_that_of_the_as_of_date_and_of_those_who_count(tmp_path: Path) -> None:
    """In May 28, 29 and 30; bolt, who agreed to 200, is left out, and then acme with its 100."""
    report(tmp_path, 14, months=18)
    given, as_of = load([str(tmp_path)]), dt.date(2026, 5, 31)
    told = shown(built("mrr", given, Config(), as_of=as_of))
    assert told["mean of 3 months to 2026-05"] == 29
    for out, mean, share in (("bolt", 29, Fraction(29, 100)), ("acme", 0, Fraction(0))):
        settled = Assumptions(excluded=(out,))
        told = shown(built("mrr", given, Config(settled=settled), as_of=as_of))
        assert [*told.values()][:2] == [mean, share]
    nobody = Assumptions(excluded=("acme", "bolt"))
    told = shown(built("mrr", given, Config(settled=nobody), as_of=as_of))
    assert [*told.values()] == [0, None]


def test_what_was_left_out_is_told_with_its_usage(tmp_path: Path) -> None:
    """100 that acme agreed to, and 32 that it used in the last month."""
    report(tmp_path, 14, months=19)
    settled = Assumptions(excluded=("acme",), definitions={"usage": "t1m"})
    told = built("mrr", load([str(tmp_path)]), Config(settled=settled))
    notes = [line for one in told.blocks if isinstance(one, Note) for line in one.lines]
    (said,) = (line for line in notes if line.startswith("left out"))
    assert "1 customer with an MRR of 132.00" in said


def test_a_mean_of_fewer_months_is_not_known(tmp_path: Path) -> None:
    assert shown(report(tmp_path, 50, months=2)) == {
        "mean of 3 months to 2025-02": None,
        "as a share of the MRR that is agreed": None,
    }


def test_without_usage_nothing_is_told(tmp_path: Path) -> None:
    told = report(tmp_path, 0)
    assert not any(isinstance(one, Grid) and one.key == "metered" for one in told.blocks)


def test_usage_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    report(tmp_path, 13, months=18)
    file = tmp_path / "invoice_lines.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("usage,30,", "usage,3o,"))
    told = built("mrr", load([str(tmp_path)]), Config(), months=3)
    assert set(shown(told).values()) == {None}
