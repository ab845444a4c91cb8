"""CRM against billing, account by account: each in one class, all of them the difference."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, history, missing, rows

DEAL: Row = {
    "account_id": "A",
    "stage": "x",
    "status": "won",
    "amount": "1200",
    "created_on": "2024-01-01",
    "close_on": "2026-01-31",
    "updated_on": "2026-09-30",
}


def deal(**cells: str | None) -> Row:
    return {**DEAL, "id": str(cells), **cells}


def sides(
    given: Given, deals: list[Row], paid: dict[str, dict[str, str]]
) -> list[tuple[str, str, int, int]]:
    """Return (who, class, CRM ARR, billed ARR) at the end of September 2026.

    Customers are called as their accounts are; in small letters they have none.
    """
    names = [name for name in "ABCDE" if name in {*paid, *(one["account_id"] for one in deals)}]
    fact = given(
        deals=deals,
        mrr=history({"Z": {"2026-01..2026-09": "0"}, **paid}),
        accounts=[{"id": name, "name": name} for name in names],
        customers=[
            {"id": name, "crm_id": name if name.isupper() else None} for name in ("Z", *paid)
        ],
    ).fact("reconciled")
    found = rows(fact, "who", "difference", "crm", "billing", at="2026-09")
    return [(who, kind, crm // 10**6, billing // 10**6) for who, kind, crm, billing in found]


ALL = {"2026-01..2026-09": "100"}


@pytest.mark.parametrize(
    ("deals", "paid", "expected"),
    [
        ([{}], {"A": ALL}, ("same", 1200, 1200)),
        ([{"amount": "1300"}], {"A": ALL}, ("same", 1300, 1200)),
        ([{"amount": "1301"}], {"A": ALL}, ("amount_mismatch", 1301, 1200)),
        ([{"amount": "121200"}], {"A": {"2026-09": "10000"}}, ("same", 121200, 120000)),
        ([{"amount": "121300"}], {"A": {"2026-09": "10000"}}, ("amount_mismatch", 121300, 120000)),
        ([{"amount": "5000", "close_on": "2026-09-17"}], {"A": ALL}, ("timing", 5000, 1200)),
        ([{"amount": "50", "close_on": "2026-09-16"}], {"A": ALL}, ("amount_mismatch", 50, 1200)),
        ([{"close_on": "2026-09-17"}], {}, ("timing", 1200, 0)),
        ([{}], {}, ("won_not_billed", 1200, 0)),
        ([{"amount": None}], {"A": ALL}, ("billed_not_in_crm", 0, 1200)),
        ([{"status": "lost"}], {"A": ALL}, ("billed_not_in_crm", 0, 1200)),
        ([{"close_on": "2026-10-01"}], {"A": ALL}, ("billed_not_in_crm", 0, 1200)),
        ([], {"x": ALL}, ("billed_not_in_crm", 0, 1200)),
        ([{}], {"A": {"2026-01..2026-08": "100"}}, ("won_in_crm_churned_in_billing", 1200, 0)),
        (
            [{}, {"type": "renewal", "status": "open", "close_on": "2026-12-31"}],
            {"A": {"2026-01..2026-08": "100"}},
            ("lost_in_billing_open_in_crm", 1200, 0),
        ),
        # A renewal is worth what the account then pays, and nothing when it is lost.
        (
            [{}, {"type": "renewal", "amount": "900", "close_on": "2026-02-01"}],
            {"A": ALL},
            ("amount_mismatch", 900, 1200),
        ),
        (
            [
                {"close_on": "2025-06-01"},
                {"type": "renewal", "amount": "900", "close_on": "2026-01-01"},
                {"type": "expansion", "amount": "300", "close_on": "2026-03-01"},
            ],
            {"A": ALL},
            ("same", 1200, 1200),
        ),
        (
            [{}, {"type": "renewal", "status": "lost", "close_on": "2026-02-01"}],
            {"A": ALL},
            ("billed_not_in_crm", 0, 1200),
        ),
        ([{"account_id": None}], {}, ("won_not_billed", 1200, 0)),
    ],
)  # fmt: skip
def test_each_account_is_in_one_class(
    given: Given,
    deals: list[Row],
    paid: dict[str, dict[str, str]],
    expected: tuple[str, int, int],
) -> None:
    # The export is newer than all of its deals, and somebody pays to the end.
    found = sides(given, [deal(**one) for one in deals] or [deal(status="open")], paid)
    assert [one[1:] for one in found] == [expected]


def test_classes_come_to_the_crm_less_billing(given: Given) -> None:
    """Invariant of definitions 7.4, against sums of plain Python over deals and months."""
    chance = Random(3)  # noqa: S311 - a case as good as any
    for _ in range(6):
        deals: list[Row] = []
        worth: dict[str, int] = defaultdict(int)
        for n in range(12):
            amount, kind = chance.randrange(1, 30) * 100, chance.choice(["new", "expansion"])
            who, day = chance.choice("ABCDE"), date(2026, chance.randrange(1, 13), 9)
            status = chance.choice(["won", "won", "lost", "open"])
            deals.append(
                deal(
                    id=f"{n}",
                    account_id=who,
                    amount=f"{amount}",
                    type=kind,
                    status=status,
                    close_on=f"{day}",
                )
            )
            worth[who] += amount * (status == "won" and day <= date(2026, 9, 30))
        paid = {who: {"2026-03..2026-08": "70"} for who in "ABx"}
        for who in chance.sample("ABCx", 3):
            paid[who] = {**paid.get(who, {}), "2026-09": f"{chance.randrange(0, 300)}"}
        found = sides(given, deals, paid)
        billed = {who: 12 * int(months.get("2026-09", 0)) for who, months in paid.items()}
        assert {who: crm for who, _, crm, _ in found if crm} == {
            k: v for k, v in worth.items() if v
        }
        assert {who: bill for who, _, _, bill in found if bill} == {
            who: bill for who, bill in billed.items() if bill
        }
        by_class: dict[str, int] = defaultdict(int)
        for _, kind, crm, bill in found:
            by_class[kind] += crm - bill
        assert sum(by_class.values()) == sum(worth.values()) - sum(billed.values())
        assert len({who for who, *_ in found}) == len(found)


def test_what_it_is_made_from_is_missed(given: Given) -> None:
    crm: dict[str, list[Row]] = {
        "customers": [{"id": "A", "crm_id": "A"}],
        "accounts": [{"id": "A", "name": "A"}],
    }
    paid = history({"A": ALL})
    assert missing(given(deals=[deal()], **crm).fact("reconciled")).text
    assert missing(given(mrr=paid, **crm).fact("reconciled")).text == "needs deals"
    assert missing(given(mrr=paid, deals=[deal()]).fact("reconciled")).text
    one_off = Assumptions(amount_is="one_off")
    told = given(mrr=paid, deals=[deal()], assumptions=one_off, **crm).fact("reconciled")
    assert missing(told).code == "one_off_deals"
    assert built(given(mrr=paid, deals=[deal()], **crm).fact("reconciled")).last is not None
