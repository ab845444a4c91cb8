from __future__ import annotations

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows

Q3, Q4 = month("2026-09"), month("2026-12")


def _won(owner: str | None, close_on: str | None, amount: str | None = "50", **cells: str) -> Row:
    return {
        "id": f"{owner} {close_on} {amount} {sorted(cells.items())}",
        "owner": owner,
        "stage": "x",
        "status": "won",
        "amount": amount,
        "created_on": "2026-01-01",
        "close_on": close_on,
        **cells,
    }


def _quota(owner: str | None, period: str = "2026-Q3", amount: str = "100") -> Row:
    return {"period": period, "owner": owner, "amount": amount}


def test_won_against_quota_by_owner_and_quarter(given: Given) -> None:
    deals = [
        _won("Ann", "2026-07-01"),
        _won("Ann", "2026-09-30", "60"),
        _won("Ann", "2026-06-30", "1000"),
        _won("Ann", "2026-10-01", "7"),
        _won("Ann", "2026-08-01", status="lost"),
        _won("Ann", "2026-08-01", type="Renewal"),
        _won("Ann", "2026-08-01", "5", type="Upsell"),
        _won("Ann", "2026-08-01", None),
        _won("Ann", None, "1000"),
        _won("Bob", "2026-08-01", status="lost"),
        _won("Cem", "2026-08-01"),
        _won(None, "2026-08-01"),
    ]
    quotas = [_quota("Ann"), _quota("Bob"), _quota("Ann", "2026-Q4")]
    fact = given(deals=deals, quotas=quotas).fact("attainment")
    assert rows(fact, "month", "owner", "quota", "won") == [
        (Q3, "Ann", money("100"), money("115")),
        (Q3, "Bob", money("100"), 0),
        (Q4, "Ann", money("100"), money("7")),
    ]


def test_months_add_up_to_their_quarter(given: Given) -> None:
    quotas = [_quota("Ann", f"2026-0{number}", "10") for number in (7, 8, 9)]
    fact = given(deals=[_won("Ann", "2026-07-15")], quotas=quotas).fact("attainment")
    assert rows(fact, "month", "quota", "won") == [(Q3, money("30"), money("50"))]


def test_quarters_are_fiscal(given: Given) -> None:
    # In years that begin in February, August to October is a quarter.
    settled = Assumptions(fiscal_year_start=2)
    deals = [_won("Ann", "2026-10-31"), _won("Ann", "2026-07-31", "9")]
    quotas = [_quota("Ann", "2026-08", "10")]
    fact = given(deals=deals, quotas=quotas, assumptions=settled).fact("attainment")
    assert rows(fact, "month", "quota", "won") == [(month("2026-10"), money("10"), money("50"))]


def test_a_quota_of_nothing_is_none(given: Given) -> None:
    deals, quotas = [_won("Ann", "2026-07-01")], [_quota("Ann", amount="0")]
    assert rows(given(deals=deals, quotas=quotas).fact("attainment"), "owner") == []


def test_owners_that_no_deal_names_are_told(given: Given) -> None:
    deals = [_won("Ann", "2026-07-01")]
    some = built(given(deals=deals, quotas=[_quota("Ann"), _quota("Bob")]).fact("attainment"))
    assert some.notes == ("owners with a quota but without any deal: Bob",)
    ids = given(deals=deals, quotas=[_quota("005B"), _quota("005A")]).fact("attainment")
    assert missing(ids).code == "unknown_owners"
    assert missing(ids).text.endswith("such as 005A")


def test_needs_quotas_by_owner_and_deals(given: Given) -> None:
    deals = [_won("Ann", "2026-07-01")]
    team = given(deals=deals, quotas=[_quota(None)]).fact("attainment")
    assert missing(team).text == "needs quotas by owner"
    assert missing(given(deals=deals).fact("attainment")).text == "needs quotas"
    assert missing(given(quotas=[_quota("Ann")]).fact("attainment")).text == "needs deals"
