from __future__ import annotations

from fractions import Fraction

import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, money, month, rows


def _deal(**cells: str | None) -> Row:
    return {"id": "D", "stage": "Demo", "created_on": "2026-06-01", **cells}


def _settled(given: Given, column: str, deal: Row, settled: Assumptions) -> object:
    """Return one column of one deal."""
    fact = given(deals=[deal], assumptions=settled).fact("deals")
    ((value,),) = rows(fact, column)
    return value


@pytest.mark.parametrize(
    ("stage", "status", "expected"),
    [
        ("Signed", None, "won"),  # by the config
        ("SIGNED", "open", "won"),  # the config is trusted before the CRM, whatever the case
        ("Dropped", "won", "lost"),
        ("Closed Won", "lost", "lost"),  # the CRM before its words
        ("Demo", "Won", "won"),
        ("Closed Won", None, "won"),
        ("closedlost", None, "lost"),
        ("Closed Lost to Competition", None, "lost"),
        ("Closed-Lost", None, "lost"),
        ("Lost contact", None, "open"),
        ("To be closed won", None, "open"),
        ("Won back", None, "open"),
        ("Demo", None, "open"),
    ],
)
def test_status_by_config_then_crm_then_words(
    given: Given, stage: str, status: str | None, expected: str
) -> None:
    deal = _deal(stage=stage, status=status)
    settled = Assumptions(won_stages=("Signed",), lost_stages=("dropped",))
    assert _settled(given, "status", deal, settled) == expected


@pytest.mark.parametrize(
    ("type_", "pipeline", "expected"),
    [
        (None, None, "new"),
        ("New Business", "Sales", "new"),
        ("newbusiness", None, "new"),
        ("Existing Customer - Upgrade", None, "expansion"),
        ("existingbusiness", None, "expansion"),
        ("Upsell", None, "expansion"),
        ("Cross-sell", None, "expansion"),
        ("Existing Customer - Renewal", None, "renewal"),
        ("New Business", "Renewals Pipeline", "renewal"),
        (None, "renewals", "renewal"),
        ("Partner", None, "new"),
        # by the config, which comes first
        ("Upsell special", None, "new"),
        ("Pilot", None, "expansion"),
        ("prolongation", None, "renewal"),
        ("Upsell special", "Renewals", "new"),
    ],
)
def test_kind_by_config_then_words_of_type_and_pipeline(
    given: Given, type_: str | None, pipeline: str | None, expected: str
) -> None:
    settled = Assumptions(
        new_types=("upsell special",), expansion_types=("Pilot",), renewal_types=("Prolongation",)
    )
    assert _settled(given, "kind", _deal(type=type_, pipeline=pipeline), settled) == expected


def test_types_taken_as_new_business_are_said(given: Given) -> None:
    deals = [
        _deal(),
        _deal(id="E", pipeline="Renewals"),  # no type, but not new business either
        _deal(id="F", type="Services"),
        _deal(id="G", type="New Logo"),
        _deal(id="H", type="Pilot"),
    ]
    settled = Assumptions(new_types=("Pilot",), said=frozenset({"deals.amount_is"}))
    fact = built(given(deals=deals, assumptions=settled).fact("deals"))
    assert fact.taken_for_granted({"kind", "amount"}) == (
        "deals without a type are taken as new business: 1",
        "deals of type Services are taken as new business (`deals: types:`)",
    )


@pytest.mark.parametrize(
    ("basis", "years", "expected"),
    [
        ("arr", None, "1000"),
        ("arr", Fraction(2), "1000"),
        ("mrr", None, "12000"),
        ("tcv", Fraction(2), "500"),
        ("tcv", Fraction(3), "333.333333"),
        ("tcv", Fraction(3, 2), "666.666667"),
        ("one_off", None, "1000"),
    ],
)
def test_amount_is_brought_to_a_year(
    given: Given, basis: str, years: Fraction | None, expected: str
) -> None:
    settled = Assumptions(amount_is=basis, contract_years=years)
    assert _settled(given, "amount", _deal(amount="1000"), settled) == money(expected)


def test_amount_is_in_the_reporting_currency(given: Given) -> None:
    deals = [_deal(amount="100", currency="EUR"), _deal(id="E", amount="100")]
    fact = given(deals=deals, rates={"EUR": Fraction(5, 4)}).fact("deals")
    assert rows(fact, "deal", "amount") == [("D", money("125")), ("E", money("100"))]


def test_the_basis_is_said_unless_the_config_states_it(given: Given) -> None:
    typed = _deal(type="New")
    said = "deal amounts are taken as ARR (`deals: amount_is:` in the config)"
    silent = built(given(deals=[typed]).fact("deals"))
    assert silent.taken_for_granted({"amount"}) == (said,)
    assert silent.taken_for_granted({"cycle_days", "status"}) == ()
    settled = Assumptions(said=frozenset({"deals.amount_is"}))
    stated = built(given(deals=[typed], assumptions=settled).fact("deals"))
    assert stated.taken_for_granted({"amount"}) == ()


def test_no_amount_is_not_zero(given: Given) -> None:
    deals = [_deal(), _deal(id="E", amount="0")]
    assert rows(given(deals=deals).fact("deals"), "deal", "amount", "has_amount") == [
        ("D", None, False),
        ("E", 0, True),
    ]


def test_a_deal_counts_in_the_month_it_closes_and_cycles_only_when_closed(given: Given) -> None:
    deals = [
        _deal(id="A", status="won", close_on="2026-07-01"),
        _deal(id="B", status="lost", close_on="2026-06-11"),
        _deal(id="C", status="open", close_on="2026-12-31"),
        _deal(id="D", status="won", close_on=None),
    ]
    fact = given(deals=deals).fact("deals")
    assert rows(fact, "deal", "month", "cycle_days") == [
        ("A", month("2026-07"), 30),
        ("B", month("2026-06"), 10),
        ("C", month("2026-12"), None),
        ("D", None, None),
    ]
    assert built(fact).notes == (
        "closed deals without a close date, which are not counted: 1",
        "won deals without an amount: 2",
    )


def test_back_filled_deals_are_reported(given: Given) -> None:
    deals = [
        _deal(id="A", status="won", amount="1", close_on="2026-06-01"),
        _deal(id="B", status="won", amount="1", close_on="2026-05-31"),
        _deal(id="C", status="lost", amount="1", close_on="2026-05-31"),
        _deal(id="E", status="won", amount="1", close_on="2026-06-02"),
    ]
    assert built(given(deals=deals).fact("deals")).notes == (
        "deals won on the day they were created, or before: 2",
    )


def test_omitted_is_a_forecast_category(given: Given) -> None:
    deals = [
        _deal(id="A", forecast_category="Omitted"),
        _deal(id="B", forecast_category="Commit"),
        _deal(id="C"),
    ]
    assert rows(given(deals=deals).fact("deals"), "deal", "is_omitted") == [
        ("A", True),
        ("B", False),
        ("C", False),
    ]


DEALS = [
    _deal(id="D1", source="Event", account_id="A1"),
    _deal(id="D2", account_id="A1"),
    _deal(id="D3", account_id="A2"),
    _deal(id="D4", account_id="A3"),
    _deal(id="D5", account_id=None),
]
LEADS = [
    {"id": "L2", "deal": "D2", "source": "Late", "created_on": "2026-02-02"},
    {"id": "L1", "deal": "D2", "source": "Early", "created_on": "2026-01-01"},
    {"id": "L0", "deal": "D2", "source": None, "created_on": "2025-01-01"},
    {"id": "L3", "deal": "D1", "source": "Web", "created_on": "2026-01-01"},
    {"id": "L4", "deal": None, "source": "Nobody", "created_on": "2026-01-01"},
]
CUSTOMERS = [
    {"id": "C2", "crm_id": "A2", "source": "Second"},
    {"id": "C1", "crm_id": "A2", "source": "Referral"},
    {"id": "C0", "crm_id": "A2", "source": None},
    {"id": "C3", "crm_id": "A1", "source": "Partner"},
]
ACCOUNTS = [
    {"id": "A1", "name": "one"},
    {"id": "A2", "name": "two"},
    {"id": "A3", "name": "three", "source": "Outbound"},
]


def test_source_of_the_deal_then_its_first_lead_then_its_account_or_customer(given: Given) -> None:
    for turn in (1, -1):
        tables = {
            "deals": DEALS[::turn],
            "leads": LEADS[::turn],
            "customers": CUSTOMERS[::turn],
            "accounts": ACCOUNTS[::turn],
        }
        fact = given(**tables).fact("deals")
        assert rows(fact, "deal", "source") == [
            ("D1", "Event"),
            ("D2", "Early"),
            ("D3", "Referral"),
            ("D4", "Outbound"),
            ("D5", None),
        ]
        assert built(fact).frame["deal"].to_list() == [row["id"] for row in DEALS[::turn]]
        assert "source" not in built(fact).lacks


def test_a_customer_that_deals_name_only_knows_their_source_too(given: Given) -> None:
    deals = [_deal(account="Acme Inc")]
    customers = [{"id": "C", "name": "Acme", "source": "Referral"}]
    fact = given(deals=deals, customers=customers).fact("deals")
    assert rows(fact, "account", "source") == [("Acme Inc", "Referral")]


def test_no_source_anywhere_is_lacking(given: Given) -> None:
    assert built(given(deals=[_deal()]).fact("deals")).lacks["source"].code == "missing_column"


def test_deals_and_leads_without_an_id_find_nothing(given: Given) -> None:
    deals = [_deal(id=None), _deal(id=None, source="Event")]
    leads = [{"id": "L", "deal": None, "source": "Web", "created_on": "2026-01-01"}]
    assert rows(given(deals=deals, leads=leads).fact("deals"), "source") == [("Event",), (None,)]


def test_data_end_with_the_newest_change(given: Given) -> None:
    updated = _deal(status="open", updated_on="2026-08-03", close_on="2026-12-31")
    assert built(given(deals=[updated]).fact("deals")).last == month("2026-08")
    # A close date beyond the last change is a plan or a mistake.
    future = _deal(id="E", status="won", close_on="2062-09-01", updated_on="2026-08-01")
    assert built(given(deals=[updated, future]).fact("deals")).last == month("2026-08")


def test_without_days_of_change_data_end_with_the_last_deal_that_closed(given: Given) -> None:
    closed = _deal(status="won", close_on="2026-09-02")
    planned = _deal(id="E", close_on="2026-12-31")
    assert built(given(deals=[closed, planned]).fact("deals")).last == month("2026-09")
    assert built(given(deals=[planned]).fact("deals")).last == month("2026-06")


def test_needs_deals(given: Given) -> None:
    assert missing(given().fact("deals")).text == "needs deals"
    assert missing(given(deals=[]).fact("deals")).text == "needs deals"
