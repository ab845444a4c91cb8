"""What exports of several days tell of the time between them, each case worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.sources import Loaded

JANUARY, FEBRUARY, MARCH = "2026-01-31", "2026-02-28", "2026-03-31"
HEAD = (
    "id,customer,plan,status,quantity,amount,currency,interval,discount,discount_duration,discount_end_on,"
    "started_on,trial_end_on,period_end_on,cancel_requested_on,cancel_at_period_end,paused_on,resumed_on,ended_on,end_reason"
)
Versions = Callable[..., list[tuple[str, ...]]]


def row(**cells: str) -> str:
    """Return a row of an export of subscriptions; what is not said is that of s1, 100 a month."""
    usual = {
        "id": "s1", "customer": "a", "plan": "Pro", "status": "active", "quantity": "1",
        "amount": "100", "currency": "USD", "interval": "month", "started_on": "2025-01-01",
    }  # fmt: skip
    said = {**usual, **cells}
    return ",".join(said.get(name, "") for name in HEAD.split(","))


def lay(days: dict[str, list[str]], head: str = HEAD, name: str = "subscriptions") -> Loaded:
    for day, rows in days.items():
        Path(day).mkdir()
        (Path(day) / f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return sources.load(["."])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def versions(loaded: Loaded, *columns: str) -> list[tuple[object, ...]]:
    frame = loaded.tables["subscription_versions"].select(*columns)
    return [tuple("" if cell is None else str(cell) for cell in one) for one in frame.rows()]


def spans(loaded: Loaded) -> list[tuple[object, ...]]:
    return versions(loaded, "version", "status", "amount", "started_on", "ended_on")


def test_a_price_that_changed_is_known_from_the_first_export_that_shows_it() -> None:
    loaded = lay({JANUARY: [row()], FEBRUARY: [row()], MARCH: [row(amount="150")]})
    assert spans(loaded) == [
        (JANUARY, "active", "100000000", "2026-01-31", ""),
        (MARCH, "active", "150000000", "2026-03-31", ""),
    ]
    assert (
        versions(loaded, "id", "customer", "plan", "currency", "interval", "trial", "since_on")
        == [
            ("s1", "a", "Pro", "USD", "month", "False", "2025-01-01"),
        ]
        * 2
    )


def test_what_began_after_the_first_export_began_when_it_says() -> None:
    late = row(id="s2", customer="b", started_on="2026-02-10")
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(), late]})
    assert versions(loaded, "id", "started_on", "since_on") == [
        ("s1", "2026-01-31", "2025-01-01"),
        ("s2", "2026-02-10", ""),
    ]


def test_nothing_is_told_of_the_time_before_the_first_export() -> None:
    booked_late = row(id="s2", customer="b", started_on="2025-11-01")
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(), booked_late]})
    assert versions(loaded, "id", "started_on", "since_on")[1] == ("s2", "2026-01-31", "")


def test_what_had_ended_before_the_first_export_only_tells_that_the_customer_had_paid() -> None:
    ended = row(id="s0", status="canceled", started_on="2024-05-01", ended_on="2025-05-01")
    loaded = lay({JANUARY: [ended], FEBRUARY: [ended, row(started_on="2026-02-03")]})
    assert versions(loaded, "id", "started_on", "since_on") == [("s1", "2026-02-03", "2024-05-01")]


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        ({"ended_on": "2026-02-12"}, "2026-02-12"),
        ({"cancel_requested_on": "2026-02-20"}, "2026-02-20"),
        ({"ended_on": "2026-02-12", "cancel_requested_on": "2026-02-01"}, "2026-02-12"),
        ({}, "2026-02-28"),  # nothing says when: not later than the export
        ({"ended_on": "2026-05-01"}, "2026-02-28"),  # canceled cannot mean an end that lies ahead
    ],
)
def test_an_end_is_that_of_the_row_else_that_of_the_export(cells: dict[str, str], end: str) -> None:
    gone = row(status="canceled", end_reason="too_expensive", **cells)
    loaded = lay({JANUARY: [row()], FEBRUARY: [gone]})
    assert spans(loaded)[1] == (FEBRUARY, "canceled", "100000000", end, end)
    assert versions(loaded, "end_reason")[1] == ("too_expensive",)


def test_an_end_that_is_past_is_one_whatever_the_status_says() -> None:
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(ended_on="2026-02-12")]})
    assert spans(loaded)[1][1] == "canceled"


def test_an_end_that_was_told_late_takes_back_what_had_been_seen() -> None:
    gone = row(status="canceled", ended_on="2026-02-10")
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(amount="150")], MARCH: [gone]})
    assert spans(loaded) == [
        (JANUARY, "active", "100000000", "2026-01-31", ""),
        (MARCH, "canceled", "100000000", "2026-02-10", "2026-02-10"),
    ]


def test_an_end_before_the_first_export_takes_back_everything() -> None:
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(status="canceled", ended_on="2026-01-05")]})
    assert [one[1] for one in spans(loaded)] == ["canceled"]


def test_what_began_and_ended_between_two_exports_is_told() -> None:
    short = row(id="s2", status="canceled", started_on="2026-02-03", ended_on="2026-02-20")
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(), short]})
    assert spans(loaded)[1] == (FEBRUARY, "canceled", "100000000", "2026-02-03", "2026-02-20")


def test_a_planned_end_is_the_last_one_that_was_said() -> None:
    planned = row(ended_on="2026-06-30")
    at_period_end = row(cancel_at_period_end="true", period_end_on="2026-07-31")
    loaded = lay({JANUARY: [planned], FEBRUARY: [at_period_end], MARCH: [row()]})
    assert spans(loaded) == [(JANUARY, "active", "100000000", "2026-01-31", "")]
    assert spans(again({JANUARY: [row()], FEBRUARY: [at_period_end]})) == [
        (JANUARY, "active", "100000000", "2026-01-31", "2026-07-31")
    ]


def again(days: dict[str, list[str]]) -> Loaded:
    for day in (JANUARY, FEBRUARY, MARCH):
        for path in Path(day).glob("*"):
            path.unlink()
        if Path(day).exists():
            Path(day).rmdir()
    return lay(days)


def test_who_came_back_has_a_gap() -> None:
    gone = row(status="canceled", ended_on="2026-02-10")
    back = row(started_on="2026-03-05")
    loaded = lay({JANUARY: [row()], FEBRUARY: [gone], MARCH: [back]})
    assert spans(loaded) == [
        (JANUARY, "active", "100000000", "2026-01-31", ""),
        (FEBRUARY, "canceled", "100000000", "2026-02-10", "2026-02-10"),
        (MARCH, "active", "100000000", "2026-03-05", ""),
    ]


def test_a_trial_is_no_paid_time() -> None:
    trial = row(
        id="s2", customer="b", status="trialing", started_on="2026-01-20", trial_end_on="2026-02-20"
    )
    paid = row(id="s2", customer="b", started_on="2026-01-20", trial_end_on="2026-02-20")
    loaded = lay({JANUARY: [trial], FEBRUARY: [paid]})
    assert versions(loaded, "status", "started_on", "trial", "since_on") == [
        ("trialing", "2026-01-31", "True", ""),
        ("active", "2026-02-20", "False", ""),
    ]


def test_pauses_begin_and_end_when_the_row_says() -> None:
    paused = row(status="paused", paused_on="2026-02-05")
    resumed = row(resumed_on="2026-03-07")
    loaded = lay({JANUARY: [row()], FEBRUARY: [paused], MARCH: [resumed]})
    assert [(one[1], one[3]) for one in spans(loaded)] == [
        ("active", "2026-01-31"), ("paused", "2026-02-05"), ("active", "2026-03-07"),
    ]  # fmt: skip


def test_a_discount_that_is_over_or_once_is_none() -> None:
    loaded = lay({
        JANUARY: [row(discount="10", discount_duration="repeating", discount_end_on="2026-02-15")],
        FEBRUARY: [row(discount="10", discount_duration="repeating", discount_end_on="2026-02-15")],
        MARCH: [row(discount="5", discount_duration="once")],
    })  # fmt: skip
    assert versions(loaded, "version", "discount") == [(JANUARY, "10000000"), (FEBRUARY, "")]


def test_what_vanishes_ends_with_the_export_that_lacks_it() -> None:
    other = row(id="s2", customer="b")
    loaded = lay({JANUARY: [row(), other], FEBRUARY: [other]})
    assert spans(loaded)[:2] == [
        (JANUARY, "active", "100000000", "2026-01-31", ""),
        (FEBRUARY, "canceled", "100000000", "2026-02-28", "2026-02-28"),
    ]
    assert loaded.tables["subscriptions"].get_column("id").to_list() == ["s2"]


def test_what_one_export_lacks_and_the_next_has_again_goes_on() -> None:
    other = row(id="s2", customer="b")
    loaded = lay({JANUARY: [row(), other], FEBRUARY: [other], MARCH: [row(), other]})
    assert [one[:2] for one in spans(loaded)] == [(JANUARY, "active")] * 2
    assert not [one for one in loaded.findings if one.code == "vanished"]


def test_an_id_that_stands_twice_is_told_by_its_first_day_too() -> None:
    first = row(status="canceled", started_on="2024-01-01", ended_on="2025-01-01")
    second = row(amount="70", started_on="2025-06-01")
    loaded = lay(
        {JANUARY: [first, second], FEBRUARY: [first, row(amount="80", started_on="2025-06-01")]}
    )
    assert [one[2:4] for one in spans(loaded)] == [
        ("70000000", "2026-01-31"), ("80000000", "2026-02-28"),
    ]  # fmt: skip


def test_rows_know_their_file() -> None:
    for day, amount in ((JANUARY, "100"), (FEBRUARY, "150")):
        Path(day).mkdir()
        Path(day, "s.csv").write_text(
            f"{HEAD}\n{row()}\n{row(id='s2', amount=amount)}\n".replace("\n\n", "\n")
        )
    placed = sources.examine(["."]).placed["subscription_versions"]
    assert placed.files == (f"{JANUARY}/s.csv", f"{FEBRUARY}/s.csv")
    assert placed.frame.select("id", " file", " row").rows() == [
        ("s1", 0, 2),
        ("s2", 0, 3),
        ("s2", 1, 3),
    ]


@pytest.mark.parametrize("column", ["amount", "quantity", "discount", "status", "plan"])
def test_exports_with_different_columns_cannot_be_compared(column: str) -> None:
    names = HEAD.split(",")
    kept = [at for at, name in enumerate(names) if name != column]
    Path(FEBRUARY).mkdir()
    short = [",".join(line.split(",")[at] for at in kept) for line in (HEAD, row())]
    Path(FEBRUARY, "subscriptions.csv").write_text("\n".join([*short, ""]))
    loaded = lay({JANUARY: [row()]})
    assert "subscription_versions" not in loaded.tables
    assert f"do not all have {column}, so no history is read" in loaded.findings[-1].text


def test_a_genuine_history_is_trusted_before_theirs() -> None:
    Path("versions.csv").write_text(
        "id,customer,version,amount,interval,started_on\ns1,a,1,5,month,2025-01-01\n"
    )
    loaded = lay({JANUARY: [row()], FEBRUARY: [row(amount="150")]})
    assert loaded.tables["subscription_versions"].height == 1
    assert "subscription_versions" not in loaded.snapshots


def test_a_bad_cell_reaches_the_history_too() -> None:
    loaded = lay({JANUARY: [row(amount="x")], FEBRUARY: [row()]})
    bad = next(one for one in loaded.findings if one.severity == "error")
    assert bad.fields == ("subscriptions.amount", "subscription_versions.amount")
    assert {"subscription_versions.amount", "subscription_versions.started_on"} <= loaded.supplied
    assert "subscription_versions.discount_percent" not in loaded.supplied


DEALS = "id,stage,status,amount,close_on,created_on"


def test_moves_of_deals() -> None:
    loaded = lay(
        {
            JANUARY: [
                "d1,Demo,open,10,2026-03-01,2026-01-02",
                "d2,Demo,open,20,2026-03-01,2026-01-02",
            ],
            FEBRUARY: [
                "d1,Quote,open,10,2026-03-01,2026-01-02",
                "d2,Demo,open,20,2026-03-01,2026-01-02",
            ],
            MARCH: [
                "d1,Quote,open,15,2026-04-01,2026-01-02",
                "d2,Demo,open,20,2026-03-01,2026-01-02",
                "d3,Demo,open,5,2026-05-01,2026-03-02",
            ],
        },
        head=DEALS,
        name="deals",
    )
    moves = loaded.tables["deal_stages"].select(
        "deal", "at", "stage", "from_stage", "amount", "close_on"
    )
    assert [tuple(map(str, one)) for one in moves.rows()] == [
        ("d1", "2026-01-31 00:00:00", "Demo", "None", "10000000", "2026-03-01"),
        ("d1", "2026-02-28 00:00:00", "Quote", "Demo", "10000000", "2026-03-01"),
        ("d1", "2026-03-31 00:00:00", "Quote", "Quote", "15000000", "2026-04-01"),
        ("d2", "2026-01-31 00:00:00", "Demo", "None", "20000000", "2026-03-01"),
        ("d3", "2026-03-31 00:00:00", "Demo", "None", "5000000", "2026-05-01"),
    ]
    assert {"deal_stages.amount", "deal_stages.close_on", "deal_stages.stage"} <= loaded.supplied


def test_deals_that_vanish_leave_no_moves() -> None:
    loaded = lay(
        {
            JANUARY: ["d1,Demo,open,10,2026-03-01,2026-01-02"],
            FEBRUARY: ["d2,Demo,open,20,2026-03-01,2026-01-02"],
        },
        head=DEALS,
        name="deals",
    )
    assert loaded.tables["deal_stages"].get_column("deal").to_list() == ["d2"]


def test_a_genuine_history_with_amounts_is_trusted_before_exports_of_deals() -> None:
    Path("history.csv").write_text(
        "deal,at,stage,amount,close_on\nd1,2026-01-05 10:00:00,Demo,7,2026-02-01\n"
    )
    loaded = lay(
        {
            JANUARY: ["d1,Demo,open,10,2026-03-01,2026-01-02"],
            FEBRUARY: ["d1,Quote,open,10,2026-03-01,2026-01-02"],
        },
        head=DEALS,
        name="deals",
    )
    assert loaded.tables["deal_stages"].height == 1
    assert "deal_stages" not in loaded.snapshots


def test_a_genuine_history_without_amounts_takes_them_from_exports_of_deals() -> None:
    Path("history.csv").write_text(
        "deal,at,stage\nd1,2026-01-05 10:00:00,Demo\nd1,2026-02-10 10:00:00,Quote\n"
    )
    loaded = lay(
        {
            JANUARY: ["d1,Demo,open,10,2026-03-01,2026-01-02"],
            FEBRUARY: ["d1,Quote,open,15,2026-04-01,2026-01-02"],
        },
        head=DEALS,
        name="deals",
    )
    moves = loaded.tables["deal_stages"].select("at", "stage", "amount", "close_on")
    assert [tuple(map(str, one)) for one in moves.rows()] == [
        ("2026-01-05 10:00:00", "Demo", "10000000", "2026-03-01"),
        ("2026-01-31 00:00:00", "Demo", "10000000", "2026-03-01"),
        ("2026-02-10 10:00:00", "Quote", "10000000", "2026-03-01"),
        ("2026-02-28 00:00:00", "Quote", "15000000", "2026-04-01"),
    ]
    assert "deal_stages" in loaded.snapshots
