"""How what a file leaves open was decided is told with what proves it."""
# ruff: noqa: E501 - a case is read more easily in one line

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Habits
from cro_cli.sources.taken import taken

PLAIN_DATES = ("", "dates by year, month and day", "all are written so")
PLAIN_AMOUNTS = ("", "decimal point", "all amounts are plain numbers")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(content: str, name: str = "mrr.csv") -> list[tuple[str, str, str]]:
    Path(name).write_text(content, encoding="utf-8")
    (file,) = sources.examine([name]).files
    found = taken(file)
    assert found is not None
    assert file.problems == ()
    return [(one.column, one.what, one.why) for one in found.evidence]


def test_a_plain_file_leaves_nothing_open() -> None:
    assert told("customer,month,amount\na,2026-09,5\n") == [PLAIN_DATES, PLAIN_AMOUNTS]
    assert told("id,name,domain,segment\na,Acme,acme.com,smb\n", "customers.csv") == []


@pytest.mark.parametrize(
    ("amounts", "what", "why"),
    [
        (("1.234,56", "7"), "decimal comma", "1.234,56 has it"),
        (("5", "0,5"), "decimal comma", "0,5 has it"),
        (("1,234.56", "7"), "decimal point", "1,234.56 has it"),
        (("7", "8"), "decimal point", "no amount has decimals"),
    ],
)
def test_the_decimal_sign_and_the_first_amount_that_proves_it(
    amounts: tuple[str, ...], what: str, why: str
) -> None:
    rows = "".join(f"c{row};2026-09;{amount}\n" for row, amount in enumerate(amounts))
    assert told(f"customer;month;amount\n{rows}") == [("", what, why), PLAIN_DATES]


def test_commas_between_thousands() -> None:
    assert told('customer,month,Amount\na,2026-09,"1,234.50"\nb,2026-09,7\n') == [
        (
            "Amount",
            "commas between thousands",
            "each comma stands before three digits, and points before decimals",
        ),
        PLAIN_DATES,
    ]


DATES = "customer,month,amount\na,{},5\na,{},6\n"


@pytest.mark.parametrize(
    ("first", "second", "what", "why"),
    [
        ("05/09/2026", "31/10/2026", "day before month", "31/10/2026 can be read in no other way"),
        ("09-05-2026", "10-31-2026", "month before day", "10-31-2026 can be read in no other way"),
        ("09/09/2026", "10/10/2026", "month before day", "both numbers are always the same"),
        ("05.09.2026", "31.10.2026", "day before month", "05.09.2026 has points"),
        ("1788912000", "1791504000", "seconds since 1970", "1788912000 has ten digits"),
        ("1788912000000", "1791504000000", "milliseconds since 1970", "1788912000000 has thirteen digits"),
        ("46270", "46300", "days as Excel counts them", "46270 has five digits"),
        ("5 September 2026", "31 October 2026", "months by name", "5 September 2026 has one"),
    ],
)  # fmt: skip
def test_how_dates_are_written(first: str, second: str, what: str, why: str) -> None:
    rows = f"id,customer,amount,interval,Started_on\n1,a,5,month,{first}\n2,b,5,month,{second}\n"
    assert told(rows, "subscriptions.csv") == [("Started_on", what, why), PLAIN_AMOUNTS]


def test_one_column_may_be_written_in_several_ways() -> None:
    rows = (
        "id,customer,amount,interval,started_on\n1,a,5,month,31/10/2026\n2,b,5,month,01.11.2026\n"
    )
    assert [what for _, what, _ in told(rows, "subscriptions.csv")] == [
        "day before month", "day before month", "decimal point",
    ]  # fmt: skip


def test_a_report_does_not_ask() -> None:
    Path("mrr.csv").write_text("customer;month;amount\na;2026-09;0,5\n")
    assert sources.load(["mrr.csv"]).tables["mrr"]["amount"].to_list() == [500_000]


def test_what_only_the_config_says() -> None:
    Path("s.csv").write_text("id,customer,amount,interval,started_on\n1,a,5,month,01/02/2026\n")
    (file,) = sources.examine(["s.csv"], habits=Habits(dates="day_first")).files
    found = taken(file)
    assert found is not None
    assert found.evidence[0][1:3] == ("day before month", "the format or the config says so")
