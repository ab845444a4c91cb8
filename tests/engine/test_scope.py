from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Config
from cro_cli.errors import InputError, UsageError
from cro_cli.model import Input
from cro_cli.scope import Scope, settle
from cro_cli.sources.loaded import Loaded
from tests.facts.canonical import Row, frame, history

MRR = history({"A": {"2026-08..2026-09": "10"}})
SUBSCRIPTION: Row = {"id": "S", "status": "active", "started_on": "2026-01-15"}
DEAL: Row = {"id": "D", "created_on": "2026-03-01"}


def _loaded(**tables: Sequence[Row]) -> Loaded:
    return Loaded(
        tables={name: frame(name, rows) for name, rows in tables.items()},
        supplied=frozenset(),
        inputs=tuple(
            Input(file=f"{name}.csv", format="cro", table=name, sha256="", rows=1, kept=1)
            for name in tables
        ),
        findings=(),
    )


def _config(*, currency: str | None = None, fx: Mapping[str, Fraction] | None = None) -> Config:
    """Return a config that says these things."""
    plain = Config()
    settled = plain.settled._replace(
        currency=currency or plain.currency,
        fx=fx or {},
        said=frozenset({"currency"} if currency else ()),
    )
    return plain._replace(settled=settled)


def _scope(
    config: Config | None = None,
    as_of: dt.date | None = None,
    period: str | None = None,
    **tables: Sequence[Row],
) -> Scope:
    return settle(_loaded(**tables), config or Config(), as_of=as_of, period=period)


# ---- the date


def test_as_of_is_the_last_month_of_the_history() -> None:
    later: Row = {**SUBSCRIPTION, "period_start_on": "2026-11-30"}
    scope = _scope(mrr=MRR, subscriptions=[later], deals=[{**DEAL, "updated_on": "2026-12-01"}])
    assert scope.as_of == dt.date(2026, 9, 30)
    assert scope.said[0] == (
        "as of 2026-09-30, the last month end that the data on mrr cover (`as_of:`, `--as-of`)"
    )


@pytest.mark.parametrize(
    ("newest", "as_of"),
    [
        ("2026-09-29", dt.date(2026, 8, 31)),
        ("2026-09-30", dt.date(2026, 9, 30)),
        ("2026-10-01", dt.date(2026, 9, 30)),
    ],
)
def test_a_month_is_covered_when_it_is_over(newest: str, as_of: dt.date) -> None:
    present: Row = {**SUBSCRIPTION, "period_start_on": newest}
    assert _scope(subscriptions=[SUBSCRIPTION, present]).as_of == as_of
    assert _scope(deals=[DEAL, {**DEAL, "updated_on": newest}]).as_of == as_of


def test_plans_do_not_count() -> None:
    contract: Row = {**SUBSCRIPTION, "started_on": "2026-07-31", "ended_on": "2028-06-30"}
    assert _scope(subscriptions=[contract]).as_of == dt.date(2026, 7, 31)
    ended: Row = {**contract, "id": "T", "status": "canceled", "ended_on": "2026-08-31"}
    assert _scope(subscriptions=[contract, ended]).as_of == dt.date(2026, 8, 31)
    planned: Row = {**DEAL, "created_on": "2026-07-31", "close_on": "2027-01-31"}
    assert _scope(deals=[planned]).as_of == dt.date(2026, 7, 31)


def test_without_revenue_and_deals_any_dated_table_tells() -> None:
    spend: list[Row] = [{"month": "2026-05", "category": "sales", "amount": "1"}]
    leads: list[Row] = [{"id": "L", "created_on": "2026-07-31"}]
    assert _scope(spend=spend, leads=leads).as_of == dt.date(2026, 7, 31)
    assert _scope(leads=leads, spend=spend).as_of == dt.date(2026, 7, 31)
    assert _scope(spend=spend).as_of == dt.date(2026, 5, 31)


def test_an_export_of_late_in_a_month_is_told_how_to_say_its_day() -> None:
    exported = {**SUBSCRIPTION, "period_start_on": "2026-09-28"}
    assert _scope(subscriptions=[exported]).said[0] == (
        "as of 2026-08-31, the last month end that the data on subscriptions cover: the newest "
        "event in them is of 2026-09-28; of an export that describes a later day, name the folder "
        "after it, such as 2026-09-30"
    )


@pytest.mark.parametrize(
    ("name", "row"), [("quotas", {"period": "2026-Q4"}), ("leads", {"id": "L"})]
)
def test_no_date_anywhere_is_refused(name: str, row: Row) -> None:
    loaded = _loaded(**{name: [row]})
    with pytest.raises(InputError, match="say the month end to report on with --as-of"):
        settle(loaded, Config(), as_of=None, period=None)
    day = dt.date(2026, 9, 30)
    assert settle(loaded, Config(), as_of=day, period=None).as_of == day


def test_a_date_that_is_asked_for_comes_before_that_of_the_config() -> None:
    config = Config()._replace(as_of=dt.date(2026, 6, 30))
    assert _scope(config, mrr=MRR).as_of == dt.date(2026, 6, 30)
    asked = _scope(config, dt.date(2026, 3, 31), mrr=MRR)
    assert asked.as_of == dt.date(2026, 3, 31)
    assert not any("as of" in line for line in asked.said)


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (dt.date(2026, 9, 29), "2026-08-31 or 2026-09-30"),
        (dt.date(2026, 1, 1), "2025-12-31 or 2026-01-31"),
        (dt.date(2024, 2, 28), "2024-01-31 or 2024-02-29"),
    ],
)
def test_only_month_ends_can_be_asked_for(day: dt.date, near: str) -> None:
    with pytest.raises(UsageError, match=f"is no month end; say {near}"):
        _scope(as_of=day, mrr=MRR)


@pytest.mark.parametrize(("name", "length"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_the_period_is_that_of_the_command_line_or_the_config(name: str, length: int) -> None:
    assert _scope(period=name, mrr=MRR).period == length
    config = Config()._replace(period=name)
    assert _scope(config, mrr=MRR).period == length
    assert _scope(config, period="month", mrr=MRR).period_name == "month"


# ---- currency and rates


def _in(*codes: str | None) -> list[Row]:
    return [{**row, "currency": code} for row, code in zip(MRR * 3, codes, strict=False)]


def test_the_currency_of_the_config_is_not_inferred() -> None:
    config = _config(currency="CHF", fx={"EUR": Fraction(1)})
    scope = _scope(config, mrr=_in("EUR", "EUR"))
    assert scope.currency == "CHF"
    assert not any("amounts" in line for line in scope.said)


@pytest.mark.parametrize(
    ("codes", "currency"),
    [
        (("EUR", "EUR", "USD"), "EUR"),
        (("USD", "EUR"), "EUR"),  # as many of each: the first by name, in whatever order
        (("EUR", "USD"), "EUR"),
        ((None, None, "GBP"), "GBP"),
    ],
)
def test_else_it_is_the_one_of_most_rows(codes: tuple[str | None, ...], currency: str) -> None:
    config = _config(fx={code: Fraction(1) for code in ("EUR", "USD", "GBP")})
    scope = _scope(config, mrr=_in(*codes))
    assert scope.currency == currency
    assert f"amounts are reported in {currency} (`currency:` in the config)" in scope.said


def test_revenue_tells_the_currency_before_deals_and_cost() -> None:
    config = _config(fx={"USD": Fraction(1), "EUR": Fraction(1)})
    deals: list[Row] = [{**DEAL, "currency": "USD"}] * 5
    assert _scope(config, deals=deals, mrr=_in("EUR")).currency == "EUR"
    assert _scope(config, deals=deals, mrr=_in(None)).currency == "USD"


def test_without_any_currency_amounts_are_taken_as_the_default() -> None:
    scope = _scope(mrr=MRR)
    assert scope.currency == "USD"
    assert scope.rates == {}
    assert "amounts are taken as USD (`currency:`)" in scope.said


def _rate(code: str, rate: str, date: str | None) -> Row:
    return {"currency": code, "rate": rate, "date": date}


def test_every_foreign_currency_needs_a_rate() -> None:
    with pytest.raises(InputError) as refused:
        _scope(_config(currency="USD"), mrr=_in("EUR", "GBP"), deals=[{**DEAL, "currency": "JPY"}])
    problems = refused.value.problems
    assert [text.split("; add")[0] for text in problems] == [
        "mrr.csv: the currency EUR has no rate to USD",
        "mrr.csv: the currency GBP has no rate to USD",
        "deals.csv: the currency JPY has no rate to USD",
    ]
    assert "add `JPY: <USD for one JPY>` under `fx:`" in problems[2]


def test_a_table_without_amounts_is_no_place_of_a_currency() -> None:
    leads = [{"id": "L", "created_on": "2026-08-01"}]
    with pytest.raises(InputError, match=r"^mrr\.csv: the currency EUR has no rate to USD"):
        _scope(_config(currency="USD"), leads=leads, mrr=_in("EUR"))


def test_the_config_comes_before_the_table_of_rates() -> None:
    config = _config(currency="USD", fx={"EUR": Fraction(2)})
    rates = [_rate("EUR", "1.5", "2026-09-30"), _rate("GBP", "1.25", "2026-09-30")]
    scope = _scope(config, mrr=_in("EUR", "GBP", "USD"), fx=rates)
    assert scope.rates == {"EUR": Fraction(2), "GBP": Fraction(5, 4)}


@pytest.mark.parametrize(
    ("as_of", "rate"),
    [
        (dt.date(2026, 9, 30), Fraction("1.3")),
        (dt.date(2026, 8, 31), Fraction("1.2")),
        (dt.date(2026, 7, 31), Fraction("1.2")),
        (dt.date(2026, 6, 30), Fraction("1.1")),
    ],
)
def test_the_rate_is_that_of_the_as_of_day(as_of: dt.date, rate: Fraction) -> None:
    """One rate holds for all months, so that no exchange rate moves revenue."""
    rates = [
        _rate("EUR", "1.3", "2026-09-30"),
        _rate("EUR", "1.1", "2026-01-31"),
        _rate("EUR", "1.2", "2026-07-31"),
        _rate("EUR", "1.4", "2026-10-01"),
        _rate("EUR", "9", None),
    ]
    config = _config(currency="USD")
    for order in (rates, rates[::-1]):
        assert _scope(config, as_of, mrr=_in("EUR"), fx=order).rates == {"EUR": rate}


def test_a_rate_without_a_date_or_of_a_later_day_is_better_than_none() -> None:
    config = _config(currency="USD")
    later = [_rate("EUR", "1.5", "2026-12-31"), _rate("EUR", "1.4", "2026-10-05")]
    assert _scope(config, mrr=_in("EUR"), fx=later).rates == {"EUR": Fraction("1.4")}
    undated = [*later, _rate("EUR", "1.1", None)]
    assert _scope(config, mrr=_in("EUR"), fx=undated).rates == {"EUR": Fraction("1.1")}


def test_a_rate_may_be_for_many_units() -> None:
    rates: list[Row] = [{"currency": "IDR", "rate": "6.3", "units": "100000"}]
    scope = _scope(_config(currency="USD"), mrr=_in("IDR"), fx=rates)
    assert scope.rates == {"IDR": Fraction(63, 1_000_000)}


def _against(base: str, code: str, units: str) -> Row:
    return {"currency": code, "rate": "1", "units": units, "base": base}


def test_rates_in_another_currency_are_crossed_with_its_own() -> None:
    """A euro is 0.8 of a dollar's worth in pounds when 0.9 euros and 0.72 pounds make a dollar."""
    rates = [_against("USD", "EUR", "0.9"), _against("USD", "GBP", "0.72")]
    scope = _scope(_config(currency="GBP"), mrr=_in("EUR", "USD"), fx=rates)
    assert scope.rates == {"EUR": Fraction(8, 10), "USD": Fraction(72, 100)}


def test_a_rate_in_the_reporting_currency_comes_before_a_crossed_one() -> None:
    rates = [_against("AUD", "EUR", "1"), _against("AUD", "USD", "1"), _rate("EUR", "2", None)]
    assert _scope(_config(currency="USD"), mrr=_in("EUR"), fx=rates).rates == {"EUR": Fraction(2)}


def test_rates_in_a_currency_without_one_to_the_reporting_currency_are_none() -> None:
    rates = [_against("AUD", "EUR", "0.6")]
    with pytest.raises(InputError, match="the currency EUR has no rate to USD"):
        _scope(_config(currency="USD"), mrr=_in("EUR"), fx=rates)


@pytest.mark.parametrize("rate", ["0", "-1.1", None])
def test_a_rate_that_is_none_is_missing(rate: str | None) -> None:
    rates: list[Row] = [{"currency": "EUR", "rate": rate, "date": "2026-09-30"}]
    with pytest.raises(InputError, match="the currency EUR has no rate to USD"):
        _scope(_config(currency="USD"), mrr=_in("EUR"), fx=rates)


def test_as_of_is_of_the_table_that_the_config_reads_the_ledger_from() -> None:
    plain = Config()
    settled = plain.settled._replace(ledger_from=("subscriptions",))
    later: Row = {**SUBSCRIPTION, "period_start_on": "2026-11-30"}
    scope = _scope(plain._replace(settled=settled), mrr=MRR, subscriptions=[later])
    assert scope.as_of == dt.date(2026, 11, 30)


# ---- the definitions in force


def test_definitions_that_are_not_the_usual_ones_are_said() -> None:
    plain = Config()
    settled = plain.settled._replace(
        definitions={**plain.definitions, "magic_number": "gaap", "rule_of_40_margin": "ebitda"}
    )
    said = _scope(plain._replace(settled=settled), mrr=MRR).said
    assert [line for line in said if "definitions" in line] == [
        "`definitions.magic_number` is gaap, where arr is usual"
    ]


def test_one_date_far_beyond_all_others_is_a_slip(tmp_path: Path) -> None:
    rows = "".join(f"c{number},2026-09,5\n" for number in range(20))
    path = tmp_path / "mrr.csv"
    path.write_text(f"customer,month,amount\n{rows}c9,2027-11,5\n", encoding="utf-8")
    loaded = sources.load([str(path)])
    with pytest.raises(InputError) as caught:
        settle(loaded, Config(), as_of=None, period=None)
    (problem,) = caught.value.problems
    assert problem.code == "E412"
    assert settle(loaded, Config(), as_of=dt.date(2026, 9, 30), period=None).month == 2026 * 12 + 8
    # Two in twenty are none, nor is one within a year.
    path.write_text(f"customer,month,amount\n{rows}c9,2027-11,5\nc8,2027-11,5\n", encoding="utf-8")
    again = sources.load([str(path)])
    assert settle(again, Config(), as_of=None, period=None).month == 2027 * 12 + 10
    path.write_text(f"customer,month,amount\n{rows}c9,2027-09,5\n", encoding="utf-8")
    near = sources.load([str(path)])
    assert settle(near, Config(), as_of=None, period=None).month == 2027 * 12 + 8


def _quiet(*late: Row, deals: Sequence[Row] = ()) -> int:
    """Return the month of a report on twenty subscriptions of 2023, and of late ones."""
    early: list[Row] = [{**SUBSCRIPTION, "started_on": "2023-01-15"}] * 20
    return _scope(subscriptions=[*early, *late], deals=deals).month


def test_a_late_date_is_none_when_something_bears_it_out() -> None:
    late: Row = {"id": "L", "status": "active", "started_on": "2026-09-30"}
    september = 2026 * 12 + 8
    with pytest.raises(InputError, match="of 2026-09, and all others end by 2023-01-15"):
        _quiet(late)
    assert _quiet({**late, "period_start_on": "2026-03-01"}) == september
    assert _quiet(late, {**late, "started_on": "2025-10-01"}) == september
    assert _quiet(late, deals=[{**DEAL, "created_on": "2025-10-01"}]) == september
    for other in ("2025-09-29", "2023-02-01"):
        with pytest.raises(InputError, match="the newest row is of"):
            _quiet(late, deals=[{**DEAL, "created_on": other}])
    with pytest.raises(InputError, match="the newest row is of"):
        _quiet(late, {**late, "started_on": "2062-09-30"})


def test_of_few_dates_a_single_one_is_a_slip_five_years_off() -> None:
    days = ("2026-01-01", "2026-02-01", "2026-02-28")
    few: list[Row] = [{**SUBSCRIPTION, "started_on": day} for day in days]

    def month(*late: str) -> int:
        return _scope(
            subscriptions=[*few, *({**SUBSCRIPTION, "started_on": day} for day in late)]
        ).month

    assert month("2031-02-28") == 2031 * 12 + 1
    with pytest.raises(InputError, match="all others end by 2026-02-28"):
        month("2031-03-31")
    assert month("2031-03-31", "2031-03-31") == 2031 * 12 + 2
    # With two others nobody can tell which of the three it is.
    few.pop()
    assert month("2062-09-30") == 2062 * 12 + 8
