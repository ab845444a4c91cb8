"""What will end and what is only signed, by hand (definitions 4.3, 4.12)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cro_cli.config import Config
from cro_cli.fact import FactData, Missing
from cro_cli.model import Note, Report
from cro_cli.sources import load
from tests.engine.test_breakdown import built, grid
from tests.facts.canonical import Given, Row, collected

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


@pytest.mark.parametrize("horizon", ["60", "365"])
def test_the_horizon_is_that_of_the_definitions(tmp_path: Path, horizon: str) -> None:
    settled = Config().settled._replace(definitions={"cmrr_horizon_days": horizon})
    report = mrr_report(tmp_path, Config(settled=settled))
    (row,) = grid(report, "committed").rows
    assert row[2].value == {"60": 0, "365": -160}[horizon]


def test_without_subscriptions_it_is_said_that_it_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "mrr.csv").write_text(FILES["mrr.csv"], encoding="utf-8")
    report = built("mrr", load([str(tmp_path)]), Config())
    notes = [one for one in report.blocks if isinstance(one, Note) and one.main]
    (said,) = next(one.lines for one in notes if one.title == "Committed revenue")
    assert said.startswith("CMRR and CARR are not known: needs subscriptions, which know")
