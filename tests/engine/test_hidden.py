"""What the net of a month hides, by hand (definitions 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cro_cli.config import Config
from cro_cli.model import Note
from cro_cli.sources import load
from tests.engine.test_breakdown import built

HEADER = "id,customer,version,plan,status,amount,currency,interval,started_on,ended_on,updated_on"
# Up by 50 on March 5 and down by 30 on the 20th.
UP_AND_DOWN = ("a,A,1,100,01-10,03-05", "a,A,2,150,03-05,03-20", "a,A,3,120,03-20,")
CAME_AND_WENT = ("b,B,1,50,04-02,04-28",)
# One plan for another on one day, and a rise and a fall in two months.
OPENLY = ("c,C,1,60,01-02,04-10", "d,C,1,70,04-10,05-01", "d,C,2,40,05-01,")
# Up on one subscription, down by as much on another one: the month ends as it began.
OFFSET = ("e,E,1,10,01-02,02-03", "e,E,2,30,02-03,", "f,E,1,20,01-02,02-20")


def hidden(
    folder: Path, *rows: str, months: int = 12, definitions: Mapping[str, str] | None = None
) -> list[str]:
    lines = [HEADER]
    for row in (*rows, "z,Z,1,1,01-01,"):
        name, customer, version, amount, start, end = row.split(",")
        until = f"2026-{end}" if end else ""
        what = f"{name},{customer},{version},pro,active,{amount},USD,month"
        lines.append(f"{what},2026-{start},{until},2026-05-31")
    (folder / "subscription_versions.csv").write_text("\n".join(lines), encoding="utf-8")
    config = Config(settled=Config().settled._replace(definitions=definitions or {}))
    report = built("mrr", load([str(folder)]), config, months=months)
    return [
        line
        for block in report.blocks
        if isinstance(block, Note) and block.title == "Hidden within a month"
        for line in block.lines
    ]


def test_what_rose_and_fell_within_a_month_is_counted_with_what_is_in_no_movement(
    tmp_path: Path,
) -> None:
    # 30 of A, 50 of B, 20 of E
    net, no_trace = hidden(tmp_path, *UP_AND_DOWN, *CAME_AND_WENT, *OPENLY, *OFFSET)
    assert net.startswith("3 times a customer's MRR rose and fell within one month: ")
    assert net.endswith("and an MRR of 100.00 each way is in no movement")
    assert no_trace == "1 of these came and went within the month, which leaves no trace"


def test_a_change_of_plan_and_what_is_told_by_two_months_hide_nothing(tmp_path: Path) -> None:
    assert hidden(tmp_path, *OPENLY) == []


def test_only_the_months_that_are_shown_count(tmp_path: Path) -> None:
    (line,) = hidden(tmp_path, *UP_AND_DOWN, *CAME_AND_WENT, *OFFSET, months=3)[:1]
    assert line.startswith("2 times a customer's MRR")
    assert hidden(tmp_path, *OFFSET, months=3) == []
    (line,) = hidden(tmp_path, *OFFSET)
    assert line.startswith("once a customer's MRR")


@pytest.mark.parametrize(
    ("definitions", "times"),
    [
        # March 5 and 20 count on April 1, April 2 and 28 on May 1.
        ({"month_rule": "first_day"}, 2),
        # Whatever is in force on any day leaves its trace.
        ({"month_rule": "any_overlap"}, 0),
        # B is gone for good, and A never lapsed.
        ({"lapse_grace_days": "30"}, 2),
    ],
)
def test_months_and_lapses_are_those_of_the_definitions(
    tmp_path: Path, definitions: dict[str, str], times: int
) -> None:
    lines = hidden(tmp_path, *UP_AND_DOWN, *CAME_AND_WENT, definitions=definitions)
    assert [line.split(" a ")[0] for line in lines[:1]] == [f"{times} times"] * bool(times)


def test_of_revenue_by_month_nothing_is_known(tmp_path: Path) -> None:
    text = "customer,month,amount\nc,2026-04,100\nc,2026-05,100\n"
    (tmp_path / "mrr.csv").write_text(text, encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config())
    titles = [block.title for block in report.blocks if isinstance(block, Note)]
    assert "Hidden within a month" not in titles
