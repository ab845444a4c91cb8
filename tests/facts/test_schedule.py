"""What will end and what is only signed, by hand (definitions 4.3, 4.12)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.config import Config
from cro_cli.fact import FactData, Missing
from cro_cli.model import Note, Report
from cro_cli.sources import load
from tests.engine.test_breakdown import built, grid
from tests.facts.canonical import Given, Row, collected
from tests.facts.ledgers import levels

MICROS = 10**6
SUBSCRIPTION = {"amount": "10", "interval": "month", "started_on": "2026-01-10"}
MONTHS = ("2026-08", "2026-09")


def scheduled(*rows: Row, versions: bool = False) -> list[tuple[object, ...]]:
    """Return what is scheduled at the end of September 2026, amounts by the year."""
    newest = {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"}
    name = "subscription_versions" if versions else "subscriptions"
    given: list[Row] = [newest, *({"customer": "c", **SUBSCRIPTION, **row} for row in rows)]
    tables: dict[str, Any] = {name: given}
    fact = collected(**tables, months=MONTHS).fact("schedule")
    assert isinstance(fact, FactData)
    told = fact.frame.select("id" if "id" in fact.frame.columns else "subscription", "on", "delta")
    kinds = fact.frame.select("kind", "is_near").rows()
    return [
        (name, str(on), delta // MICROS, *kind)
        for (name, on, delta), kind in zip(told.rows(), kinds, strict=True)
    ]


def test_a_cancellation_counts_from_its_day_and_within_the_horizon_until_its_last() -> None:
    # 90 days after September 30 is December 29.
    rows = (
        {"id": "a", "cancel_at_period_end": "true", "period_end_on": "2026-12-29"},
        {"id": "b", "ended_on": "2026-12-30"},
        {"id": "gone", "status": "canceled", "ended_on": "2026-09-30"},
        {"id": "stays", "period_end_on": "2026-12-29"},
        {"id": "young", "started_on": "2026-09-30", "ended_on": "2026-12-31"},
    )
    assert scheduled(
        *(
            {**row, "cancel_at_period_end": row.get("cancel_at_period_end") == "true"}
            for row in rows
        )
    ) == [
        ("a", "2026-12-29", -120, "cancellation", True),
        ("b", "2026-12-30", -120, "cancellation", False),
        ("young", "2026-12-31", -120, "cancellation", False),
    ]


def test_what_is_signed_counts_when_it_begins_after_the_export() -> None:
    rows = (
        {"id": "s", "status": "future", "started_on": "2026-10-15", "amount": "30"},
        {"id": "t", "started_on": "2026-11-01"},
    )
    assert scheduled(*rows) == [
        ("s", "2026-10-15", 360, "signed", True),
        ("t", "2026-11-01", 120, "signed", True),
    ]
    # It should have begun, and has not: not before the day after the newest one that is known.
    late = {"id": "s", "status": "future", "started_on": "2026-09-15"}
    assert scheduled(late) == [("s", "2026-10-01", 120, "signed", True)]


def test_a_later_version_at_a_lower_price_is_a_downgrade_and_at_a_higher_one_an_upgrade() -> None:
    rows = (
        {"id": "v", "version": "1", "ended_on": "2026-11-01", "amount": "50"},
        {"id": "v", "version": "2", "started_on": "2026-11-01", "amount": "20"},
        {"id": "w", "version": "1", "ended_on": "2026-11-01", "amount": "50"},
        {"id": "w", "version": "2", "started_on": "2026-11-01", "amount": "60"},
    )
    assert scheduled(*rows, versions=True) == [
        ("v", "2026-11-01", -360, "downgrade", True),
        ("w", "2026-11-01", 120, "upgrade", True),
    ]


def test_each_step_of_a_ramp_is_told_on_its_day_and_one_of_the_same_price_not_at_all() -> None:
    steps = (("2026-01-10", "50"), ("2026-12-01", "50"), ("2027-01-10", "80"), ("2028-01-10", "70"))
    ends = [*(start for start, _ in steps[1:]), "2029-01-10"]
    rows = [
        {"id": "r", "version": str(at), "started_on": start, "ended_on": end, "amount": amount}
        for at, ((start, amount), end) in enumerate(zip(steps, ends, strict=True))
    ]
    assert scheduled(*rows, versions=True) == [
        ("r", "2027-01-10", 360, "upgrade", False),
        ("r", "2028-01-10", -120, "downgrade", False),
        ("r", "2029-01-10", -840, "cancellation", False),
    ]


def test_the_end_of_a_discount_steps_up() -> None:
    row = {"id": "d", "discount": "4", "discount_end_on": "2026-10-10"}
    assert scheduled(row) == [("d", "2026-10-10", 48, "upgrade", True)]


PAUSED = {"id": "p", "status": "paused", "paused_on": "2026-08-10", "resumed_on": "2026-11-01"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, [("p", "2026-11-01", 120, "resume", True)]),
        ({"status": "active"}, [("p", "2026-11-01", 120, "resume", True)]),
        ({"resumed_on": "2027-01-01"}, [("p", "2027-01-01", 120, "resume", False)]),
        # Since when it is paused may be told by its period alone.
        (
            {"paused_on": None, "period_start_on": "2026-08-10"},
            [("p", "2026-11-01", 120, "resume", True)],
        ),
        (
            {"ended_on": "2026-12-01"},
            [
                ("p", "2026-11-01", 120, "resume", True),
                ("p", "2026-12-01", -120, "cancellation", True),
            ],
        ),
        # 6 a month until the discount is over.
        (
            {"discount": "4", "discount_end_on": "2026-12-10"},
            [("p", "2026-11-01", 72, "resume", True), ("p", "2026-12-10", 48, "upgrade", True)],
        ),
        pytest.param({"ended_on": "2026-11-01"}, [], id="ends with its pause"),
        pytest.param({"resumed_on": "2026-09-01"}, [], id="said to be paused all the same"),
        pytest.param({"resumed_on": None}, [], id="for who knows how long"),
        pytest.param(
            {"paused_on": "2026-12-01"},
            [("p", "2026-12-01", -120, "pause", True)],
            id="over before it begins",
        ),
        pytest.param(
            {"status": "active", "paused_on": "2026-10-10"},
            [("p", "2026-10-10", -120, "pause", True), ("p", "2026-11-01", 120, "resume", True)],
            id="planned",
        ),
        pytest.param(
            {"status": "active", "paused_on": "2026-10-10", "resumed_on": None},
            [("p", "2026-10-10", -120, "pause", True)],
            id="planned for who knows how long",
        ),
    ],
)
def test_a_pause_with_a_known_end_is_an_upgrade_that_is_agreed(
    cells: Row, expected: list[tuple[object, ...]]
) -> None:
    assert scheduled({**PAUSED, **cells}) == expected


def test_a_pause_that_will_be_over_stays_out_of_mrr_until_then() -> None:
    """However long the gaps are that do not count: nobody has come back yet."""
    rows = [
        {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"},
        {"customer": "c", **SUBSCRIPTION, **PAUSED},
    ]
    for days in ("0", "100"):
        settled = Assumptions()._replace(definitions={"lapse_grace_days": days})
        fact = collected(subscriptions=rows, assumptions=settled).fact("mrr_changes")
        assert levels(fact, "c") == "01 10, 08 0"


def test_versions_after_a_pause_resume_and_those_after_an_end_are_signed() -> None:
    over = {"version": "1", "ended_on": "2026-08-01"}
    pause = {"version": "2", "started_on": "2026-08-01", "ended_on": "2026-11-01"}
    again = {"version": "3", "started_on": "2026-11-01", "amount": "12"}
    rows = (
        {"id": "p", **over},
        {"id": "p", **pause, "status": "paused"},
        {"id": "p", **again},
        {"id": "s", **over},
        {"id": "s", **again},
    )
    assert scheduled(*rows, versions=True) == [
        ("p", "2026-11-01", 144, "resume", True),
        ("s", "2026-11-01", 144, "signed", True),
    ]


def test_each_step_of_what_is_only_signed_counts_once() -> None:
    """A ramp from 50 to 60 and back is not 160, and over a year later."""
    steps = (("2026-10-15", "50"), ("2026-12-01", "60"), ("2027-02-01", "50"))
    ends = ("2026-12-01", "2027-02-01", "2027-10-15")
    rows = [
        {"id": "r", "version": start, "started_on": start, "ended_on": end, "amount": amount}
        for (start, amount), end in zip(steps, ends, strict=True)
    ]
    assert scheduled(*rows, versions=True) == [
        ("r", "2026-10-15", 600, "signed", True),
        ("r", "2026-12-01", 120, "upgrade", True),
        ("r", "2027-02-01", -120, "downgrade", False),
        ("r", "2027-10-15", -600, "cancellation", False),
    ]


def test_what_is_signed_ends_on_a_day_that_is_known_like_any_other() -> None:
    pilot = {"id": "p", "status": "future", "started_on": "2026-10-15", "ended_on": "2026-12-15"}
    assert scheduled(pilot) == [
        ("p", "2026-10-15", 120, "signed", True),
        ("p", "2026-12-15", -120, "cancellation", True),
    ]


def lost(*rows: Row, versions: bool = False) -> list[int]:
    """Return what each step takes of the revenue of today, by the year."""
    newest = {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"}
    tables: dict[str, Any] = {
        "subscription_versions" if versions else "subscriptions": [
            newest,
            *({"customer": "c", **SUBSCRIPTION, **row} for row in rows),
        ]
    }
    fact = collected(**tables, months=MONTHS).fact("schedule")
    assert isinstance(fact, FactData)
    return [amount // MICROS for amount in fact.frame.get_column("lost")]


def test_nothing_is_lost_of_the_revenue_of_today_that_is_none_of_it() -> None:
    """10 a month, less 4 until October: what is added is not lost of today, nor what resumes."""
    ends = {"ended_on": "2026-12-15"}
    assert lost({"id": "a", **ends}) == [-120]
    assert lost({"id": "d", "discount": "4", "discount_end_on": "2026-10-10", **ends}) == [0, -72]
    assert lost({"id": "s", "status": "future", "started_on": "2026-10-15", **ends}) == [0, 0]
    assert lost({**PAUSED, **ends}) == [0, 0]
    again = {"paused_on": "2026-10-10", "resumed_on": "2026-11-01"}
    assert lost({"id": "p", "status": "active", **again, **ends}) == [-120, 0, 0]


def test_of_a_ramp_down_each_step_is_lost_and_of_one_up_none() -> None:
    steps = (("2026-01-10", "50"), ("2026-10-10", "40"), ("2026-11-10", "60"), ("2026-12-10", "30"))
    ends = [*(start for start, _ in steps[1:]), None]
    rows = [
        {"id": "r", "version": start, "started_on": start, "ended_on": end, "amount": amount}
        for (start, amount), end in zip(steps, ends, strict=True)
    ]
    assert lost(*rows, versions=True) == [-120, 0, -120]


TRIAL = {"id": "t", "started_on": "2026-09-20", "trial_end_on": "2026-10-20"}


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "active"},
        {"status": "trialing"},
        {"status": "future", "started_on": "2026-10-06"},
        {"ended_on": "2026-12-20"},
        {"discount": "4", "discount_end_on": "2026-11-20"},
    ],
)
def test_nobody_has_agreed_to_pay_for_a_trial(cells: Row) -> None:
    assert scheduled({**TRIAL, **cells}) == []


def test_a_trial_that_is_over_or_counts_is_a_subscription_like_any() -> None:
    ended = {"ended_on": "2026-12-20"}
    loss = [("t", "2026-12-20", -120, "cancellation", True)]
    assert scheduled({**TRIAL, **ended, "trial_end_on": "2026-09-30"}) == loss
    rows = [
        {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"},
        {"customer": "c", **SUBSCRIPTION, **TRIAL, **ended},
    ]
    settled = Assumptions()._replace(definitions={"trials": "include"})
    fact = collected(subscriptions=rows, months=MONTHS, assumptions=settled).fact("schedule")
    assert isinstance(fact, FactData)
    assert fact.frame.select("subscription", "kind").rows() == [("t", "cancellation")]
    assert fact.notes == ()


@pytest.mark.parametrize("over", ["2026-10-06", "2026-10-02"])
def test_a_trial_that_is_over_when_it_begins_is_none(over: str) -> None:
    row = {"id": "t", "started_on": "2026-10-06", "trial_end_on": over}
    assert scheduled(row) == [("t", "2026-10-06", 120, "signed", True)]


def test_the_end_of_a_term_that_renews_is_no_loss_and_steps_within_it_are() -> None:
    # Zuora says the end of the term of what nobody has cancelled.
    rows: tuple[Row, ...] = (
        {"id": "term", "ended_on": "2027-01-10", "renews": True},
        {"id": "cancelled", "ended_on": "2027-01-10", "renews": False},
        {"id": "untold", "ended_on": "2027-01-10"},
        {"id": "falls", "ended_on": "2026-11-01", "renews": True, "amount": "30"},
        {"id": "falls", "started_on": "2026-11-01", "ended_on": "2027-01-10", "renews": True},
        {"id": "signed", "started_on": "2026-10-15", "ended_on": "2027-10-15", "renews": True},
    )
    assert scheduled(*rows, versions=True) == [
        ("signed", "2026-10-15", 120, "signed", True),
        ("falls", "2026-11-01", -240, "downgrade", True),
        ("cancelled", "2027-01-10", -120, "cancellation", False),
        ("untold", "2027-01-10", -120, "cancellation", False),
    ]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"a": "2027-01-10"}, "1 subscription comes to the end of a term"),
        ({"a": "2027-01-10", "b": "2026-10-01"}, "2 subscriptions come to the end of a term"),
        ({"a": "2026-09-30"}, ""),  # it has ended, and nobody renewed it
    ],
)
def test_terms_that_renew_are_said(terms: dict[str, str], said: str) -> None:
    versions: list[Row] = [
        {"id": name, "customer": name, **SUBSCRIPTION, "ended_on": end, "renews": True}
        for name, end in terms.items()
    ]
    newest: Row = {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"}
    fact = collected(subscription_versions=[newest, *versions], months=MONTHS).fact("schedule")
    assert isinstance(fact, FactData)
    meant = f"{said} that nobody has cancelled: no known loss of CARR"
    assert fact.notes == ((meant,) if said else ())


@pytest.mark.parametrize("told", [{"trial": True}, {"status": "trialing"}])
def test_versions_that_begin_after_a_trial_are_not_agreed(told: Row) -> None:
    rows = (
        {"id": "t", "version": "1", "started_on": "2026-09-20", "ended_on": "2026-10-20", **told},
        {"id": "t", "version": "2", "started_on": "2026-10-20", "ended_on": "2026-12-20"},
        {"id": "t", "version": "3", "started_on": "2026-12-20", "amount": "20"},
        {"id": "u", "version": "1", "started_on": "2026-08-20", "ended_on": "2026-09-20", **told},
        {"id": "u", "version": "2", "started_on": "2026-09-20", "ended_on": "2026-10-20"},
    )
    assert scheduled(*rows, versions=True) == [("u", "2026-10-20", -120, "cancellation", True)]


def test_trials_are_counted_and_said() -> None:
    newest = {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"}
    trials: list[Row] = [
        {"customer": "c", **SUBSCRIPTION, **TRIAL, **cells}
        for cells in (
            {"id": "a"},
            {"id": "b", "status": "trialing", "trial_end_on": None},
            {"id": "gone", "status": "canceled", "ended_on": "2026-09-25"},
            {"id": "given up", "ended_on": "2026-09-25"},
            {"id": "expired", "status": "incomplete_expired"},
        )
    ]
    for count, said in ((1, "1 subscription"), (5, "2 subscriptions")):
        fact = collected(subscriptions=[newest, *trials[:count]], months=MONTHS).fact("schedule")
        assert isinstance(fact, FactData)
        assert fact.notes == (
            f"{said} on trial: in neither CMRR nor CARR, as nobody has agreed to pay",
        )


def test_a_trial_is_none_from_its_last_day_on_and_counts_once() -> None:
    newest = {"id": "x", "customer": "x", **SUBSCRIPTION, "updated_on": "2026-09-30"}
    trial = {"id": "t", "customer": "c", **SUBSCRIPTION, "trial": True, "started_on": "2026-09-20"}
    once = {**trial, "version": "1", "ended_on": "2026-10-20"}
    twice = {**trial, "version": "2", "started_on": "2026-10-20"}
    over = {"customer": "c", **SUBSCRIPTION, **TRIAL, "trial_end_on": "2026-09-30"}
    for tables, count in (
        ({"subscription_versions": [newest, once, twice]}, 1),
        ({"subscriptions": [newest, over]}, 0),
    ):
        fact = collected(**tables, months=MONTHS).fact("schedule")
        assert isinstance(fact, FactData)
        assert [note.split(" on trial")[0] for note in fact.notes] == ["1 subscription"] * count


def test_of_two_tables_the_one_of_the_present_is_believed_and_the_other_of_its_strangers(
    given: Given,
) -> None:
    """The versions of July say nothing of `c`, and nothing of how new the subscriptions are."""
    ends = {**SUBSCRIPTION, "ended_on": "2026-12-01"}
    present = [{"id": "a", "customer": "c", **ends, "updated_on": "2026-09-30"}]
    versions = [
        {"id": name, "customer": name, **ends, "amount": "7", "updated_on": "2026-07-30"}
        for name in ("c", "d")
    ]
    tables: dict[str, Any] = {"subscriptions": present, "subscription_versions": versions}
    fact = given(**tables, months=MONTHS).fact("schedule")
    assert isinstance(fact, FactData)
    assert fact.frame.select("subscription", pl.col("delta") // MICROS).rows() == [
        ("a", -120),
        ("d", -84),
    ]
    assert {reason.code for reason in fact.lacks_at.values()} == {"past_schedule"}
    assert len(fact.lacks_at) == 1
    # Of own accounts nothing is scheduled.
    out = given(**tables, months=MONTHS, assumptions=Assumptions(excluded=("c",))).fact("schedule")
    assert isinstance(out, FactData)
    assert out.frame.get_column("subscription").to_list() == ["d"]


def test_what_began_between_the_as_of_date_and_the_export_is_not_signed(given: Given) -> None:
    """Nobody knows whether it was signed by the end of September."""
    began = {"id": "b", "customer": "c", **SUBSCRIPTION, "started_on": "2026-10-10"}
    fact = given(subscriptions=[{**began, "updated_on": "2026-10-15"}], months=MONTHS)
    told = fact.fact("schedule")
    assert isinstance(told, FactData)
    assert (told.frame.height, len(told.lacks_at)) == (0, 1)


def test_the_schedule_of_a_past_month_or_of_no_subscriptions_is_not_known(given: Given) -> None:
    rows = [{"id": "a", "customer": "c", **SUBSCRIPTION, "updated_on": "2026-09-30"}]
    past = given(subscriptions=rows, months=("2026-07", "2026-08")).fact("schedule")
    assert isinstance(past, FactData)
    assert {reason.code for reason in past.lacks_at.values()} == {"past_schedule"}
    # On October 31 an export that ends 31 days before still tells what is ahead.
    month_old = given(subscriptions=rows, months=("2026-09", "2026-10")).fact("schedule")
    assert isinstance(month_old, FactData)
    assert max(month_old.lacks_at) == 2026 * 12 + 8
    later = given(subscriptions=rows, months=("2026-10", "2026-11")).fact("schedule")
    assert isinstance(later, FactData)
    assert later.lacks_at[max(later.lacks_at)].code == "data_end"
    assert isinstance(given(mrr=[]).fact("schedule"), Missing)


FILES = {
    "mrr.csv": "customer,month,amount\nc,2026-08,100\nd,2026-08,50\nc,2026-09,100\nd,2026-09,50\n",
    "subscriptions.csv": (
        "id,customer,plan,status,amount,discount,discount_end_on,interval,started_on,ended_on,"
        "updated_on\n"
        "s1,c,pro,active,100,,,month,2026-01-10,2026-12-01,2026-09-30\n"
        "s2,d,pro,active,60,10,2026-11-10,month,2026-01-10,2027-06-01,2026-09-30\n"
        "s3,e,pro,future,7,,,month,2026-10-10,,2026-09-30\n"
    ),
    "customers.csv": "id,name,crm_id,segment\nc,Acme,a1,smb\nd,Bolt,,ent\n",
    "accounts.csv": "id,name,owner\na1,Acme,Ann\n",
}


def mrr_report(folder: Path, config: Config | None = None, **request: object) -> Report:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return built("mrr", load([str(folder)]), config or Config(), **request)


def test_committed_revenue_with_the_list_of_what_is_lost(tmp_path: Path) -> None:
    report = mrr_report(tmp_path, by="segment")
    table = grid(report, "committed")
    keys = [column.key for column in table.columns]
    of_carr = ["arr", "signed", "upgrades", "known_losses", "carr"]
    assert keys == ["of", "mrr", "losses", "cmrr", *of_carr]
    rows = {row[0].text: [cell.value for cell in row[1:]] for row in table.rows}
    # CMRR 150 − 100; CARR 1,800 + 7 × 12 + 10 × 12 − 100 × 12 − 60 × 12
    assert rows["all"] == [150, -100, 50, 1800, 84, 120, -1920, 84]
    assert rows["smb"] == [100, -100, 0, 1200, 0, 0, -1200, 0]
    assert rows["ent"] == [50, 0, 50, 600, 0, 120, -720, 0]
    assert shown(report, "scheduled_losses") == [
        ["s1", "2026-12-01", "c", "Acme", "pro", Fraction(-100), "cancellation", "Ann"],
        ["s2", "2027-06-01", "d", "Bolt", "pro", Fraction(-60), "cancellation", None],
    ]
    assert shown(report, "scheduled_gains") == [
        ["s3", "2026-10-10", "e", None, "pro", Fraction(7), "signed", None],
        ["s2", "2026-11-10", "d", "Bolt", "pro", Fraction(10), "upgrade", None],
    ]


def shown(report: Report, key: str) -> list[list[object]]:
    return [[cell.text or cell.value for cell in row] for row in grid(report, key).rows]


def test_the_forward_view_adds_what_is_signed_and_steps_up_within_the_horizon(
    tmp_path: Path,
) -> None:
    settled = Config().settled._replace(definitions={"cmrr": "forward", "cmrr_horizon_days": "30"})
    table = grid(mrr_report(tmp_path, config=Config(settled=settled)), "committed")
    told = {
        column.key: cell.value for column, cell in zip(table.columns, table.rows[0], strict=True)
    }
    # Until October 30 s3 begins with 7; nothing is lost, and the discount lasts until November 10.
    assert [told[key] for key in ("losses", "gains", "cmrr", "carr")] == [0, 7, 157, 84]


def test_a_pilot_that_is_signed_is_gained_and_lost_again(tmp_path: Path) -> None:
    """Its 20 from October to November are no part of MRR: without them CMRR loses nothing."""
    pilot = "p,e,pro,future,20,,,month,2026-10-10,2026-11-10,2026-09-30\n"
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with (tmp_path / "subscriptions.csv").open("a", encoding="utf-8") as file:
        file.write(pilot)
    told: dict[str, list[object]] = {}
    for name in ("losses", "forward"):
        settled = Config().settled._replace(definitions={"cmrr": name, "cmrr_horizon_days": "60"})
        report = built("mrr", load([str(tmp_path)]), Config(settled=settled))
        table = grid(report, "committed")
        cells = {
            column.key: cell.value
            for column, cell in zip(table.columns, table.rows[0], strict=True)
        }
        told[name] = [cells.get(key) for key in ("losses", "gains", "cmrr", "carr")]
    # CARR as without it; by November 29 s3 begins with 7 and s2 steps up by 10.
    assert told == {"losses": [0, None, 150, 84], "forward": [-20, 37, 167, 84]}
    assert ["p", "2026-11-10", "e", None, "pro", Fraction(-20), "cancellation", None] in shown(
        report, "scheduled_losses"
    )


@pytest.mark.parametrize("horizon", ["60", "365"])
def test_the_horizon_is_that_of_the_definitions(tmp_path: Path, horizon: str) -> None:
    settled = Config().settled._replace(definitions={"cmrr_horizon_days": horizon})
    report = mrr_report(tmp_path, Config(settled=settled))
    (row,) = grid(report, "committed").rows
    # 100 of s1, and of s2 the 50 that it pays now: the 60 when its discount is over are not in MRR.
    assert row[2].value == {"60": 0, "365": -150}[horizon]


def test_without_subscriptions_it_is_said_that_it_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text(FILES["mrr.csv"], encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config())
    notes = [one for one in report.blocks if isinstance(one, Note) and one.main]
    (said,) = next(one.lines for one in notes if one.title == "Committed revenue")
    assert said.startswith("CMRR and CARR are not known: needs subscriptions, which know")
