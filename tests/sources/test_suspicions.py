"""What is odd about a table as a whole: it is said, and nothing is left out for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cro_cli import sources
from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
HEADER = "customer,month,amount,currency,plan\n"


def said(loaded: Loaded) -> list[str]:
    return [f"{one.id} {one.table} {one.text}" for one in loaded.findings]


def test_months_without_a_row(load: Load) -> None:
    loaded = load(a=f"{HEADER}a,2025-12,5,,\na,2026-03,5,,\nb,2026-05,5,,\n")
    (gap,) = said(loaded)
    assert gap.startswith(
        "W325 mrr has no row for 2026-01, 2026-02, 2026-04, though for months before and after"
    )
    assert loaded.tables["mrr"].height == 3


def test_months_in_which_nobody_pays_are_there(load: Load) -> None:
    assert said(load(a=f"{HEADER}a,2026-01,5,,\na,2026-02,0,,\na,2026-03,5,,\n")) == []
    # Nor is anything missing before the first and after the last who pays.
    assert said(load(a=f"{HEADER}a,2024-01,0,,\na,2026-02,5,,\na,2028-03,0,,\n")) == []
    assert said(load(a=f"{HEADER}a,2024-01,0,,\n")) == []


def test_many_months_without_a_row(load: Load) -> None:
    (gap,) = said(load(a=f"{HEADER}a,2025-01,5,,\na,2026-03,5,,\n"))
    assert "2025-11 and 3 more, though" in gap


def test_rows_that_are_said_twice(load: Load) -> None:
    row = "a,2026-01,5,USD,\n"
    assert said(load(a=HEADER + row * 2)) == [
        "W326 mrr 1 row says exactly what another one says, and counts as well"
    ]
    (three,) = said(load(a=HEADER + row * 4))
    assert "3 rows say exactly" in three
    assert "count as well" in three


def test_rows_that_differ_or_are_nothing_are_not_said_twice(load: Load) -> None:
    row = "a,2026-01,5,USD,{}\n"
    assert said(load(a=HEADER + row.format("A") + row.format("B"))) == []
    assert said(load(a=HEADER + "a,2026-01,0,USD,\n" * 2 + row.format("A"))) == []


def test_lines_that_are_said_twice(load: Load) -> None:
    """What has no id, or another amount, may well be two lines."""
    header = "id,customer,amount,period_start_on,period_end_on\n"
    line = ",a,{},2026-01-01,2026-02-01\n"
    five, six = line.format(5), line.format(6)
    assert said(load(a=f"{header}{five}{five}l1{five}l1{six}l2{five}")) == []
    assert said(load(a=f"{header}l1{five}l1{five}l2{five}{five}{five}")) == [
        "W326 invoice_lines 1 row says exactly what another one says, and counts as well"
    ]
    log = "id,customer,on,delta\nm1,a,2026-01-01,5\nm1,a,2026-01-01,5\nm1,a,2026-01-02,5\n"
    assert said(load(a=log)) == [
        "W326 movements 1 row says exactly what another one says, and counts as well"
    ]


def test_amounts_without_a_currency_beside_others(load: Load) -> None:
    rows = "a,2026-01,5,USD,\nb,2026-01,6,,\n"
    (one,) = said(load(a=HEADER + rows))
    assert one.startswith("W327 mrr 1 row has an amount and no currency, as others have")
    (two,) = said(load(a=f"{HEADER}{rows}d,2026-01,6,,\n"))
    assert "2 rows have" in two
    deals = "id,stage,created_on,amount,currency\nd1,Won,2026-01-01,5,USD\nd2,Won,2026-01-01,,\n"
    assert said(load(a=deals)) == []
    assert said(load(a=f"{HEADER}a,2026-01,5,,\nc,2026-01,5,,\n")) == []


def test_the_rows_without_a_currency_are_left_to_the_check_that_names_them(load: Load) -> None:
    load(a=f"{HEADER}a,2026-01,5,USD,\nb,2026-01,6,,\n")
    assert sources.examine(["a.csv"]).loaded.findings == ()


SUBSCRIPTIONS = "id,customer,amount,interval,started_on,ended_on\n"


def test_subscriptions_that_end_before_they_start(load: Load) -> None:
    rows = "1,a,5,month,2026-01-02,2026-01-02\n2,a,5,month,2026-01-02,2026-01-01\n"
    rows += "3,a,5,month,,2026-01-01\n4,a,5,month,2026-01-01,\n"
    (said,) = load(a=SUBSCRIPTIONS + rows).findings[-1:]
    assert (said.id, said.file, said.row) == ("W333", "a.csv", 3)
    assert said.text == "ends before it starts, and counts for nothing"


def test_what_ends_before_it_starts_in_several_files(load: Load) -> None:
    files = {
        name: f"{SUBSCRIPTIONS}{name}0,a,5,month,2026-01-01,2026-02-01\n"
        f"{name}1,a,5,month,2026-01-01,2025-12-31\n"
        for name in ("a", "b")
    }
    (said,) = load(**files).findings
    assert (said.file, said.row) == ("a.csv", 3)
    assert said.text.startswith("2 rows, this one the first, end before they start, and count")


def test_versions_and_items_that_end_before_they_start(load: Load) -> None:
    loaded = load(
        a="id,customer,version,amount,interval,started_on,ended_on\n"
        "s,a,1,5,month,2026-01-01,2025-01-01\n",
        b="id,subscription,price,amount,interval,started_on,ended_on\n"
        "i,s,p,5,month,2026-01-01,2025-01-01\n",
    )
    assert [(one.id, one.file, one.table) for one in loaded.findings] == [
        ("W333", "a.csv", "subscription_versions"),
        ("W333", "b.csv", "subscription_items"),
    ]


def test_evidence_has_the_rows_that_end_before_they_start(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{SUBSCRIPTIONS}1,a,5,month,2026-01-02,2026-01-01\n", encoding="utf-8")
    assert [one.id for one in sources.examine([str(path)]).loaded.findings] == []
