"""The bridge closes to the cent, for every period and part, and its customers add up."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.bridge import ALWAYS, NOW_AND_THEN, Step, drawn
from cro_cli.config import Config
from cro_cli.model import Cell, Chart, Grid, Note, Report
from cro_cli.request import MOVEMENTS
from cro_cli.sources import Loaded, load
from tests.engine.test_breakdown import built, grid, loaded, settled

__all__ = ["loaded", "settled"]

SUBSCRIPTIONS = (
    "id,customer,plan,status,amount,interval,started_on,ended_on\n"
    "s1,c1,pro,active,100,month,2026-01-10,\n"
    "s2,c2,pro,canceled,40,month,2026-01-15,2026-03-02\n"
    "s3,c3,basic,active,10,month,2026-03-20,\n"
    "s4,c4,basic,active,10,month,2026-04-05,\n"
)


def numbers(table: Grid) -> list[dict[str, Fraction | None]]:
    """Return the rows of a grid by the keys of its columns."""
    keys = [column.key for column in table.columns]
    return [
        {key: cell.value for key, cell in zip(keys[1:], row[1:], strict=True)} for row in table.rows
    ]


def bridges(report: Report) -> list[Grid]:
    grids = (block for block in report.blocks if isinstance(block, Grid))
    return [block for block in grids if block.key.startswith("bridge")]


def moved(row: dict[str, Fraction | None]) -> Fraction:
    names = (*MOVEMENTS, "opening", "fx", "transfer")
    return sum((row.get(name) or Fraction(0) for name in names), Fraction(0))


@pytest.mark.parametrize(("period", "count"), [("month", 36), ("quarter", 12), ("year", 3)])
@pytest.mark.parametrize("by", ["", "segment", "currency"])
def test_every_bridge_closes(
    loaded: Loaded,
    settled: Config,
    period: str,
    count: int,
    by: str,
) -> None:
    report = built("mrr", loaded, settled, period=period, months=count, by=by)
    tables = bridges(report)
    assert len(tables) >= (4 if by == "segment" else 2 if by else 1)
    for table in tables:
        rows = numbers(table)
        assert rows
        for row in rows:
            start, end = row["start"], row["end"]
            assert start is None or end == start + moved(row)
        for row, following in pairwise(rows):
            assert row["end"] == following["start"]


def test_longer_periods_sum_their_months(
    loaded: Loaded,
    settled: Config,
) -> None:
    by_month = numbers(grid(built("mrr", loaded, settled, months=12), "bridge"))
    (year,) = numbers(grid(built("mrr", loaded, settled, months=1, period="year"), "bridge"))
    for name in (*MOVEMENTS, "won", "lost"):
        assert year[name] == sum((row[name] or Fraction(0) for row in by_month), Fraction(0))
    assert (year["start"], year["end"]) == (by_month[0]["start"], by_month[-1]["end"])


@pytest.mark.parametrize("name", MOVEMENTS)
def test_the_customers_of_a_movement_add_up_to_it(
    loaded: Loaded,
    settled: Config,
    name: str,
) -> None:
    report = built("mrr", loaded, settled, period="quarter", movements=name, rows=True)
    listed = numbers(grid(report, f"movers_{name}"))
    last = numbers(grid(report, "bridge"))[-1]
    assert listed
    assert sum((row["change"] or Fraction(0) for row in listed), Fraction(0)) == last[name]
    sizes = [abs(row["change"] or Fraction(0)) for row in listed]
    assert sizes == sorted(sizes, reverse=True)
    for row in listed:
        assert (row["before"] or 0) + (row["change"] or 0) == row["after"]
        assert (row["before"] == 0) == (name in {"new", "reactivation"})
        assert (row["after"] == 0) == (name == "churn")


def test_ten_customers_are_listed_unless_all_are_asked_for(
    loaded: Loaded,
    settled: Config,
) -> None:
    every = built("mrr", loaded, settled, period="year", movements="new", rows=True)
    few = built("mrr", loaded, settled, period="year", movements="new")
    count = len(grid(every, "movers_new").rows)
    shown = grid(few, "movers_new")
    assert len(shown.rows) == 10 < count
    assert shown.title == f"New in the year, the largest 10 of {count}"
    assert shown.rows == grid(every, "movers_new").rows[:10]
    assert all(row[0].private and row[1].private for row in shown.rows)
    assert shown.rows[0][1].text


def test_the_whole_span_is_drawn_as_one_bridge(
    loaded: Loaded,
    settled: Config,
) -> None:
    report = built("mrr", loaded, settled, months=6)
    (chart,) = (block for block in report.blocks if isinstance(block, Chart))
    assert chart.title == "MRR from 2026-04 to 2026-09"
    values = dict(zip(chart.labels, chart.series[0].values, strict=True))
    rows = numbers(grid(report, "bridge"))
    assert (values["start"], values["end"]) == (rows[0]["start"], rows[-1]["end"])
    assert values["churn"] == sum((row["churn"] or Fraction(0) for row in rows), Fraction(0))


def stepped(name: str, start: int | None, end: int | None, **moved: int | None) -> Step:
    """Return a period of the bridge in which nothing else moved."""
    nothing: dict[str, int | None] = dict.fromkeys((*ALWAYS, *NOW_AND_THEN), 0)
    told = {key: None if one is None else Fraction(one) for key, one in (nothing | moved).items()}
    ends = (None if one is None else Fraction(one) for one in (start, end))
    return Step(name, name, next(ends), told, next(ends), None, None, None, {})


def test_a_bridge_is_drawn_from_its_first_start_to_its_last_end() -> None:
    chart = drawn([stepped("2026-08", 10, 15, new=7, churn=-2), stepped("2026-09", 15, 18, new=3)])
    assert chart is not None
    assert chart.labels == ("start", *ALWAYS, "end")
    assert list(chart.series[0].values) == [10, 10, 0, 0, 0, -2, 18]
    moved = drawn([stepped("2026-09", 10, 10, transfer=4, fx=-4)])
    assert moved is not None
    assert moved.title == "MRR in 2026-09"
    assert moved.labels == ("start", "fx", "transfer", *ALWAYS, "end")


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([], id="no period"),
        pytest.param([stepped("2026-08", None, 15), stepped("2026-09", 15, 15)], id="no start"),
        pytest.param([stepped("2026-08", 15, 15), stepped("2026-09", 15, None)], id="no end"),
        pytest.param([stepped("2026-09", 15, 15, fx=None)], id="a movement that is not known"),
    ],
)
def test_a_bridge_without_an_end_or_a_movement_is_not_drawn(steps: list[Step]) -> None:
    assert drawn(steps) is None


def present_prices(folder: Path) -> Report:
    (folder / "subscriptions.csv").write_text(SUBSCRIPTIONS, encoding="utf-8")
    return built("mrr", load([str(folder)]), Config(), months=12)


def test_present_prices_tell_who_came_and_left_before_and_no_balance(tmp_path: Path) -> None:
    table = grid(present_prices(tmp_path), "bridge")
    assert [row[0].text for row in table.rows] == ["2026-01", "2026-02", "2026-03"]
    january, february, march = numbers(table)
    assert [january[name] for name in ("new", "churn", "won")] == [140, 0, 2]
    assert [february[name] for name in ("new", "customers", "lost")] == [0, 2, 0]
    assert [march[name] for name in ("customers", "end")] == [2, 110]
    assert {january[name] for name in ("start", "expansion", "contraction", "end", "arpa")} == {
        None
    }


def test_where_nobody_who_left_is_told_earlier_customers_are_not(tmp_path: Path) -> None:
    current = [line for line in SUBSCRIPTIONS.splitlines() if "canceled" not in line]
    (tmp_path / "subscriptions.csv").write_text("\n".join(current), encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config(), months=12)
    (march,) = numbers(grid(report, "bridge"))
    assert [march[name] for name in ("new", "customers", "lost")] == [10, 2, None]
    taken = next(
        one for one in report.blocks if isinstance(one, Note) and one.title == "Taken for granted"
    )
    assert "nobody who came has left since: the export holds no ended subscriptions" in taken.lines


def test_present_prices_tell_starts_and_ends_and_no_more(tmp_path: Path) -> None:
    report = present_prices(tmp_path)
    table = grid(report, "bridge")
    rows = {
        row[0].text: dict(zip((c.key for c in table.columns), row, strict=True))
        for row in table.rows
    }
    last = rows[str(report.as_of)[:7]]
    assert last["new"] == Cell(value=Fraction(10))
    assert last["churn"] == Cell(value=Fraction(-40))
    assert last["expansion"] == Cell(text="?")
    assert last["end"] == Cell(value=Fraction(110))
    assert (last["won"], last["lost"]) == (Cell(value=Fraction(1)), Cell(value=Fraction(1)))
    assert not any(isinstance(block, Chart) for block in report.blocks)
    notes = [one for one in report.blocks if isinstance(one, Note)]
    (line,) = next(one.lines for one in notes if one.title == "What is not known")
    assert line.startswith(
        "start, expansion, contraction, end: needs history: the subscriptions export"
    )


def test_the_bridge_of_one_period_names_it_once(loaded: Loaded, settled: Config) -> None:
    report = built("mrr", loaded, settled, months=1)
    (chart,) = (block for block in report.blocks if isinstance(block, Chart))
    assert chart.title == "MRR in 2026-09"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("churn", ""),
        ("reactivation", "there was none"),
        ("contraction", "not known: needs history: the subscriptions export holds"),
        # A subscription that a customer adds is known, what others came to pay more is not.
        ("expansion", "these are not all: needs history: the subscriptions export"),
    ],
)
def test_who_moved_is_all_or_some_or_nobody_or_not_known(
    tmp_path: Path, name: str, said: str
) -> None:
    more = (
        "s5,c3,pro,active,5,month,2026-05-05,\n"
        "s6,c9,pro,active,5,month,2026-06-05,\n"
        "s7,c7,pro,canceled,5,month,2026-01-05,2026-05-20\n"
    )
    (tmp_path / "subscriptions.csv").write_text(SUBSCRIPTIONS + more, encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config(), movements=name, months=1)
    (shown,) = (one for one in report.blocks if isinstance(one, Grid) and one.key[:6] == "movers")
    notes = [one for one in report.blocks if isinstance(one, Note) and one.title == shown.title]
    assert [line.startswith(said) for one in notes for line in one.lines] == [True] * bool(said)
    assert len(shown.rows) == (name in {"churn", "expansion"})


# Plans, prices, seats and currencies change; customers leave, come back and move house.
VERSIONS = """\
id,customer,version,plan,quantity,amount,currency,interval,started_on,ended_on,status,end_reason
s1,acme,1,Pro,5,10,USD,month,2026-01-01,2026-04-01,active,
s1,acme,2,Scale,5,15,USD,month,2026-04-01,2026-06-01,active,
s1,acme,3,Scale,8,18,USD,month,2026-06-01,,active,
s2,bolt,1,Pro,1,40,EUR,month,2026-02-10,2026-05-10,canceled,too expensive
s3,bolt,1,Pro,1,33.31,USD,month,2026-06-10,,active,
s4,crow,1,Pro,1,1200,USD,year,2026-01-15,2026-05-01,active,
s4,crow,2,Pro,1,1000,EUR,year,2026-05-01,,active,
s5,crow,1,Care,1,20,USD,month,2026-05-01,2026-07-01,active,
s6,dune,1,Care,3,7.77,EUR,month,2026-02-28,2026-03-31,paused,
s7,zed,1,Pro,1,1,USD,month,2026-07-31,,active,
"""
CUSTOMERS = (
    "id,name,segment\nacme,Acme,smb\nbolt,Bolt,mid\ncrow,Crow,smb\ndune,Dune,\nzed,Zed,mid\n"
)
FX = "date,currency,rate\n2026-01-31,EUR,1.10\n2026-03-31,EUR,1.0837\n2026-06-30,EUR,1.2\n"


def history_of_plans(folder: Path, **switches: str) -> tuple[Loaded, Config]:
    files = {"subscription_versions": VERSIONS, "customers": CUSTOMERS, "fx": FX}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    settled = Assumptions(definitions=switches)
    return load([str(folder)]), Config(settled=settled)


def test_what_a_bridge_cannot_tell_has_its_reason(loaded: Loaded, settled: Config) -> None:
    def lines(months: int) -> list[str]:
        report = built("mrr", loaded, settled, months=months)
        said = (one for one in report.blocks if isinstance(one, Note))
        return [line for one in said if one.title == "What is not known" for line in one.lines]

    # Three years of history: what the first month began with, and how it moved, nobody knows.
    begins, flows = lines(40)
    assert begins == "start: data begin 2023-10-01 → export a longer history"
    assert flows.startswith(
        "new, reactivation, expansion, contraction, churn, won, lost: data begin"
    )
    assert lines(12) == []


@pytest.mark.parametrize("fx", ["constant", "historical"])
@pytest.mark.parametrize("by", ["plan", "segment", "currency"])
def test_every_bridge_of_a_history_of_plans_closes(tmp_path: Path, by: str, fx: str) -> None:
    loaded, settled = history_of_plans(tmp_path, fx=fx)
    report = built("mrr", loaded, settled, months=8, by=by)
    whole, *parts = [numbers(block) for block in bridges(report)]
    assert len(parts) >= 2
    for rows in (whole, *parts):
        for row in rows:
            assert row["end"] == (row["start"] or 0) + moved(row)
        for row, following in pairwise(rows):
            assert row["end"] == following["start"]
    for name in ("start", "end", *MOVEMENTS, "fx"):
        for row, *others in zip(whole, *parts, strict=True):
            assert (row.get(name) or 0) == sum(other.get(name) or 0 for other in others)
    assert all(not row.get("transfer") for row in whole)
    transfers = [row["transfer"] for rows in parts for row in rows if row.get("transfer")]
    assert bool(transfers) == (by != "segment")


def test_a_bridge_begins_with_the_first_revenue_and_its_parts_with_it(tmp_path: Path) -> None:
    loaded, settled = history_of_plans(tmp_path)
    whole, *parts = bridges(built("mrr", loaded, settled, months=40, by="plan"))
    first = numbers(whole)[0]
    assert not first["start"]
    assert first["end"]
    assert first["end"] == first["new"]
    periods = [[row[0].text for row in table.rows] for table in (whole, *parts)]
    assert all(one == periods[0] for one in periods)


def test_a_movement_says_why(tmp_path: Path) -> None:
    """Acme takes up Scale, then three seats more for 45 and each at 3 more for 24."""
    loaded, settled = history_of_plans(tmp_path)
    settled = settled._replace(settled=settled.settled._replace(fx={"EUR": Fraction(11, 10)}))
    report = built("mrr", loaded, settled, period="year", movements="expansion", rows=True)
    listed = [
        [row[0].text, row[2].text, row[6].text] for row in grid(report, "movers_expansion").rows
    ]
    assert listed == [
        ["acme", "2026-06", "quantity 45.00, price 24.00"],
        ["acme", "2026-04", "plan change"],
        ["crow", "2026-05", "cross-sell 20.00, price -8.33"],
    ]
    sums = [(row[0].text, row[1].value) for row in grid(report, "reasons_expansion").rows]
    assert sums == [
        ("quantity", 45),
        ("plan change", 25),
        ("cross-sell", 20),
        ("price", 24 - Fraction(100, 12)),
    ]


def test_movements_that_need_no_reason_have_none(tmp_path: Path) -> None:
    loaded, settled = history_of_plans(tmp_path)
    report = built("mrr", loaded, settled, period="year", movements="new")
    assert not any(isinstance(one, Grid) and one.key == "reasons_new" for one in report.blocks)
    assert {row[6].text for row in grid(report, "movers_new").rows} == {""}


STAYS = """id,customer,version,plan,quantity,amount,interval,started_on,ended_on,status
a,A,1,Pro,1,10,month,2026-01-01,2026-07-15,active
a,A,2,Pro,2,10,month,2026-07-15,2026-08-15,active
a,A,3,Pro,3,10,month,2026-08-15,,active
p,P,1,Pro,1,7,month,2026-01-01,2026-04-10,active
p,P,2,Pro,1,7,month,2026-04-10,2026-08-10,paused
p,P,3,Pro,1,7,month,2026-08-10,,active
q,Q,1,Pro,1,5,month,2026-01-01,2026-04-10,canceled
q,Q,2,Pro,1,5,month,2026-09-10,,active
z,Z,1,Pro,1,1,month,2026-09-30,,active
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # A moved twice in the quarter, and is one customer.
        ("expansion", [["quantity", 20, 1]]),
        ("reactivation", [["resume", 7, 1], ["none", 5, 1]]),
    ],
)
def test_reasons_are_those_of_customers_who_are_counted_once(
    tmp_path: Path, name: str, expected: list[list[object]]
) -> None:
    (tmp_path / "subscription_versions.csv").write_text(STAYS)
    as_of = dt.date(2026, 9, 30)
    loaded = load([str(tmp_path)])
    report = built("mrr", loaded, Config(), as_of=as_of, period="quarter", movements=name)
    rows = grid(report, f"reasons_{name}").rows
    assert [[row[0].text, *(cell.value for cell in row[1:])] for row in rows] == expected


def test_who_moved_stands_between_before_and_after_at_the_rate_of_the_month(
    tmp_path: Path,
) -> None:
    """100 euros at 1.10 are 120 when 40 of them leave at 1.20."""
    (tmp_path / "mrr.csv").write_text(
        "customer,month,amount,currency\nA,2026-07,100,EUR\nA,2026-08,60,EUR\n"
        "B,2026-07,1,USD\nB,2026-08,1,USD\nC,2026-08,1,USD\n"
    )
    (tmp_path / "fx.csv").write_text(
        "date,currency,rate\n2026-07-31,EUR,1.10\n2026-08-31,EUR,1.20\n"
    )
    config = Config(settled=Assumptions(definitions={"fx": "historical"}))
    report = built("mrr", load([str(tmp_path)]), config, movements="contraction")
    (row,) = numbers(grid(report, "movers_contraction"))
    assert [row[key] for key in ("before", "change", "after")] == [120, -48, 72]


def test_ten_customers_are_all_of_ten(tmp_path: Path) -> None:
    """C0 has five plans; of C1 nobody knows name and segment."""
    new = [f"C{n},2026-09,1,p\n" for n in range(10)]
    plans = [f"C0,2026-09,1,{plan}\nZ,2026-0{n},1,\n" for n, plan in enumerate("abcd", 5)]
    rows = ["customer,month,amount,plan\n", *new, *plans]
    (tmp_path / "mrr.csv").write_text("".join(rows))
    (tmp_path / "customers.csv").write_text("id,name,segment\nC0,Ann,smb\nC1,,\n")
    loaded = load([str(tmp_path)])
    few, every = (
        grid(built("mrr", loaded, Config(), movements="new", by="segment", rows=rows), "movers_new")
        for rows in (False, True)
    )
    assert (few.title, len(few.rows)) == ("New in the month", 10)
    first, second = few.rows[:2]
    assert [cell.text for cell in first[:3]] == ["C0", "Ann", "smb"]
    assert [cell.text for cell in second[:3]] == ["C1", "", "(none)"]
    assert first[-2].text == "2, 12, 14, 16 and 1 more"
    assert every.rows[0][-2].text == "2, 12, 14, 16, 18"


def test_a_bridge_that_cannot_be_told_says_why(tmp_path: Path) -> None:
    loaded, settled = history_of_plans(tmp_path, fx="historical")
    settled = settled._replace(settled=settled.settled._replace(fx={"EUR": Fraction(11, 10)}))
    report = built("mrr", loaded, settled, movements="churn")
    (note,) = (one for one in report.blocks if isinstance(one, Note) and one.main)
    assert note.lines == (
        "needs exchange rates of each month for EUR: `definitions.fx` is historical",
        "add fx.csv with date, currency and rate, or say `fx: constant`",
    )


# In March a moves to pro and pays 50 more, b adds pro to basic, c moves whole, d comes to basic.
def test_months_after_the_last_that_is_known_are_shown_as_unknown(tmp_path: Path) -> None:
    """June is before the data, August to October are after them."""
    text = "customer,month,amount\na,2026-06,1\na,2026-07,3\n"
    (tmp_path / "mrr.csv").write_text(text, encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config(), months=6, as_of=dt.date(2026, 10, 31))
    rows = numbers(table := grid(report, "bridge"))
    assert [row[0].text for row in table.rows] == [f"2026-{n:02}" for n in range(6, 11)]
    assert [(row["start"], row["end"]) for row in rows] == [
        (None, 1),
        (1, 3),
        (3, None),
        (None, None),
        (None, None),
    ]
    assert all(cell.text == "?" for row in table.rows[3:] for cell in row[1:])
    notes = {one.title: one.lines for one in report.blocks if isinstance(one, Note)}
    (ended,) = notes["MRR is not known"]
    assert ended.startswith("data end 2026-07-31")
    # What is said already is not said again, whatever day the remedy names.
    assert not any("data end" in line for line in notes["What is not known"])


def test_only_movements_that_everybody_looks_for_are_shown_where_there_are_none(
    tmp_path: Path,
) -> None:
    report = by_plan(tmp_path, months=1)
    (chart,) = (block for block in report.blocks if isinstance(block, Chart))
    assert chart.labels == ("start", *MOVEMENTS, "end")
    keys = [column.key for column in grid(report, "bridge").columns]
    assert keys == ["period", "start", *MOVEMENTS, "end", "customers", "won", "lost", "arpa"]


@pytest.mark.parametrize(
    ("rows", "period", "periods"),
    [
        # Nobody ever pays: of the last month that is said.
        ("z,2026-03,0\nz,2026-07,0\n", "month", ["2026-07"]),
        # What June began with is not known.
        ("z,2026-06,0\nz,2026-07,5\n", "month", ["2026-06", "2026-07"]),
        # In the second quarter a comes and leaves.
        (
            "z,2025-09,0\na,2026-04,10\nz,2026-06,0\nz,2026-09,5\n",
            "quarter",
            ["2026-04 to 2026-06", "2026-07 to 2026-09"],
        ),
    ],
)
def test_a_bridge_begins_where_something_is_known_to_have_moved_or_nothing_is_known(
    tmp_path: Path, rows: str, period: str, periods: list[str]
) -> None:
    (tmp_path / "mrr.csv").write_text(f"customer,month,amount\n{rows}")
    report = built("mrr", load([str(tmp_path)]), Config(), months=3, period=period)
    assert [row[0].text for row in grid(report, "bridge").rows] == periods


def test_customers_who_pay_nothing_pay_nothing_on_average(tmp_path: Path) -> None:
    (tmp_path / "subscription_versions.csv").write_text(
        "id,customer,version,amount,interval,started_on,ended_on,updated_on\n"
        "s,A,1,10,month,2026-01-01,2026-08-10,\ns,A,2,0,month,2026-08-10,,2026-09-30\n"
    )
    config = Config(settled=Assumptions(definitions={"free_is_churn": "false"}))
    last = numbers(grid(built("mrr", load([str(tmp_path)]), config), "bridge"))[-1]
    assert [last[key] for key in ("end", "customers", "arpa")] == [0, 1, 0]


def test_nothing_is_shown_of_months_that_the_data_never_reach(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text("customer,month,amount\na,2024-06,1\n", encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config(), months=6, as_of=dt.date(2026, 10, 31))
    assert [row[0].text for row in grid(report, "bridge").rows] == ["2026-10"]


PLANS = """customer,month,amount,plan
a,2026-01,100,basic
b,2026-01,50,basic
a,2026-02,100,basic
b,2026-02,50,basic
c,2026-02,10,basic
c,2026-02,20,pro
a,2026-03,150,pro
b,2026-03,50,basic
b,2026-03,30,pro
c,2026-03,30,pro
d,2026-03,7,basic
"""


def by_plan(folder: Path, **request: object) -> Report:
    (folder / "mrr.csv").write_text(PLANS, encoding="utf-8")
    return built("mrr", load([str(folder)]), Config(), by="plan", **request)


def test_a_move_between_plans_is_a_transfer_and_each_plan_counts_its_own_customers(
    tmp_path: Path,
) -> None:
    report = by_plan(tmp_path)
    pro = numbers(grid(report, "bridge_pro"))[-1]
    # 100 of a and 10 of c come from basic; 50 of a and 30 of b are more than before.
    assert [pro[key] for key in ("start", "transfer", "expansion", "end")] == [20, 110, 80, 210]
    assert [pro[key] for key in ("customers", "won", "lost", "arpa")] == [3, 2, 0, 70]
    basic = numbers(grid(report, "bridge_basic"))[-1]
    assert [basic[key] for key in ("start", "transfer", "new", "end")] == [160, -110, 7, 57]
    assert [basic[key] for key in ("customers", "won", "lost")] == [2, 1, 2]
    whole = numbers(grid(report, "bridge"))[-1]
    assert [whole[key] for key in ("expansion", "customers", "won")] == [80, 4, 1]
    for name in (*MOVEMENTS, "start", "end"):
        assert whole[name] == (pro[name] or 0) + (basic[name] or 0)


def test_customers_behind_a_movement_stand_with_plan_row_and_file(tmp_path: Path) -> None:
    report = by_plan(tmp_path, movements="expansion", rows=True)
    table = grid(report, "movers_expansion")
    assert [[cell.text for cell in row if cell.value is None] for row in table.rows] == [
        ["a", "", "pro", "2026-03", "plan change", "8", str(tmp_path / "mrr.csv")],
        ["b", "", "pro", "2026-03", "cross-sell", "10", str(tmp_path / "mrr.csv")],
    ]
    amounts = [[cell.value for cell in row if cell.value is not None] for row in table.rows]
    assert amounts == [[100, 50, 150], [50, 30, 80]]
    assert table.records


def test_a_dimension_that_the_ledger_does_not_know_lists_nobody(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text(PLANS, encoding="utf-8")
    (tmp_path / "deals.csv").write_text(
        "id,type,stage,status,amount,created_on,close_on,owner\n"
        "d1,New,Won,won,5,2026-01-01,2026-03-01,Ann\n"
    )
    given = load([str(tmp_path)])
    report = built("mrr", given, Config(), by="owner", movements="expansion")
    assert not grid(report, "movers_expansion").rows


def test_where_a_bad_cell_makes_it_unknown_that_is_said_first(tmp_path: Path) -> None:
    rows = "customer,month,amount\nA,2026-08,5\nA,2026-09,n/a\n"
    (tmp_path / "mrr.csv").write_text(rows, encoding="utf-8")
    first, table, *_ = built("mrr", load([str(tmp_path)]), Config()).blocks
    assert isinstance(first, Note)
    assert first.main
    assert first.title == "MRR is not known"
    (why,) = first.lines
    assert "mrr.csv row 3 column amount: 'n/a' is no amount" in why
    assert isinstance(table, Grid)
    assert [cell.text for cell in table.rows[-1][1:]] == ["?"] * (len(table.columns) - 1)
    # Who moved is as little known: without the cell A has left, or come back.
    asked = built("mrr", load([str(tmp_path)]), Config(), movements="churn")
    assert not [one for one in asked.blocks if isinstance(one, Grid) and "churn" in one.key]
