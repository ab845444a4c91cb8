"""Numbers are exact, and the ones that YAML 1.1 would misread are refused."""
# ruff: noqa: E501 - a message is read more easily in one line

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from cro_cli.config import Config

Said = Callable[[str], list[str]]
Read = Callable[[str], Config]


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("1.10", Fraction(11, 10)),
        # No float is 1.1, and this one would be 1 as a float.
        ("1.00000000000000000001", 1 + Fraction(1, 10**20)),
        ("1", Fraction(1)),
        ("+1.5", Fraction(3, 2)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("0.05", Fraction(1, 20)),
        ("1_000", Fraction(1000)),
        ("'1.10'", Fraction(11, 10)),
    ],
)
def test_rates_are_exact(config: Read, written: str, rate: Fraction) -> None:
    assert config(f"fx:\n  EUR: {written}\n").fx == {"EUR": rate}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("1e3", "`1e3` is a text to YAML 1.1; write 1000"),
        ("1.5e-3", "`1.5e-3` is a text to YAML 1.1; write 0.0015"),
        ("2.5E+1", "`2.5E+1` is a text to YAML 1.1; write 25"),
        ("-2.5E+1", "`-2.5E+1` does not fit; write a rate above 0 such as 1.08"),
        ("12:30", "`12:30` is a number to the base 60 in YAML; write a plain number"),
        ("1:30.5", "`1:30.5` is a number to the base 60 in YAML; write a plain number"),
        ("0123", "`0123` begins with 0, octal to YAML; write 123"),
        ("+007.50", "`+007.50` begins with 0, octal to YAML; write +7.50"),
        ("-007.50", "`-007.50` does not fit; write a rate above 0 such as 1.08"),
        ("089", "`089` begins with 0, octal to YAML; write 89"),
        ("00", "`00` does not fit; write a rate above 0 such as 1.08"),
        ("0x1F", "`0x1F` is not decimal; write 31"),
        ("0b101", "`0b101` is not decimal; write 5"),
        ("'1,08'", "`1,08` has a comma; write 1.08"),
        ("'0,785'", "`0,785` has a comma; write 0.785"),
        ("'1,085'", "`1,085` has a comma; write 1085 or 1.085"),
        ("'1,234,567'", "`1,234,567` has a comma; write 1234567"),
        ("'1,234.5'", "`1,234.5` has a comma; write 1234.5"),
        ("'12,34.5'", "`12,34.5` has a comma; write a point for decimals"),
        ("yes", "`yes` is true to YAML, and no number; write digits"),
        (".inf", "`.inf` is no number; write digits with a point for decimals, such as 1.5"),
        (".nan", "`.nan` is no number; write digits with a point for decimals, such as 1.5"),
        ("1e99", "`1e99` is no number; write digits with a point for decimals, such as 1.5"),
        ("1.08 USD", "`1.08 USD` is no number; write digits with a point for decimals, such as 1.5"),
        ("1.2.3", "`1.2.3` is no number; write digits with a point for decimals, such as 1.5"),
        ("''", "`` is no number; write digits with a point for decimals, such as 1.5"),
        ("\u0661", "`\u0661` is no number; write digits with a point for decimals, such as 1.5"),
        ("9" * 41, f"`{'9' * 40}…` is too long for a number; write fewer digits"),
        ("108%", "`108%` does not fit; write a rate above 0 such as 1.08"),
        ("0", "`0` does not fit; write a rate above 0 such as 1.08"),
        ("-1.08", "`-1.08` does not fit; write a rate above 0 such as 1.08"),
        ("", "nothing is given; write a rate above 0 such as 1.08"),
        ("[1.08]", "a list where a rate above 0 such as 1.08 belongs"),
    ],
)  # fmt: skip
def test_rates_that_are_refused(said: Said, written: str, message: str) -> None:
    (problem,) = said(f"fx:\n  EUR: {written}\n")
    assert problem.removeprefix("2:8: fx.EUR: ").removeprefix("2:7: fx.EUR: ") == message


def test_a_decimal_comma_in_braces_does_not_pass_for_a_whole_number(said: Said) -> None:
    assert said("fx: {EUR: 1,08}\n") == [
        "1:13: fx.08: `08` is no currency code; write its three letters, such as USD",
        "1:15: fx.08: nothing is given; write a rate above 0 such as 1.08",
    ]


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("78%", Fraction(78, 100)),
        ("0.78", Fraction(78, 100)),
        ("77.5 %", Fraction(775, 1000)),
        ("0", Fraction(0)),
        ("100%", Fraction(1)),
        ("1", Fraction(1)),
    ],
)
def test_shares(config: Read, written: str, share: Fraction) -> None:
    text = f"assumptions:\n  gross_margin: {written}\n  new_share:\n    cs: {written}\n"
    assumptions = config(text).assumptions()
    assert assumptions.gross_margin == share
    assert assumptions.new_share == {"cs": share}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("78", "`78` is more than the whole; write 78% or 0.78"),
        ("7.5", "`7.5` is more than the whole; write 7.5% or 0.075"),
        ("101%", "`101%` is no share; write 0% to 100%, or 0 to 1"),
        ("101", "`101` is no share; write 0% to 100%, or 0 to 1"),
        ("-0.1", "`-0.1` is no share; write 0% to 100%, or 0 to 1"),
        ("078%", "`078%` begins with 0, octal to YAML; write 78%"),
        ("00", "`00` begins with 0, octal to YAML; write 0"),
        ("078", "`078` is more than the whole; write 78% or 0.78"),
        ("5e1", "`5e1` is more than the whole; write 50% or 0.5"),
        ("0x65", "`0x65` is no share; write 0% to 100%, or 0 to 1"),
        ("'7,5%'", "`7,5%` has a comma; write 7.5%"),
        ("78%%", "`78%%` is no number; write digits with a point for decimals, such as 1.5"),
    ],
)
def test_shares_that_are_refused(said: Said, written: str, message: str) -> None:
    (problem,) = said(f"assumptions:\n  gross_margin: {written}\n")
    assert problem == f"2:17: assumptions.gross_margin: {message}"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("0", "`0` is no month; write a number from 1 to 12"),
        ("13", "`13` is no month; write a number from 1 to 12"),
        ("1.5", "`1.5` is no month; write a number from 1 to 12"),
        ("100%", "`100%` is no month; write a number from 1 to 12"),
        ("04", "`04` begins with 0, octal to YAML; write 4"),
        ("0123", "`0123` is no month; write a number from 1 to 12"),
        ("1e2", "`1e2` is no month; write a number from 1 to 12"),
        ("April", "`April` is no number; write digits with a point for decimals, such as 1.5"),
    ],
)
def test_fiscal_years_that_are_refused(said: Said, written: str, message: str) -> None:
    assert said(f"fiscal_year_start: {written}\n") == [f"1:20: fiscal_year_start: {message}"]


def test_a_fiscal_year(config: Read) -> None:
    assert config("fiscal_year_start: 2\n").fiscal_year_start == 2


def test_freshness_of_every_table_or_of_some(config: Read) -> None:
    each = config("freshness: 7\n").freshness
    assert (each["deals"], each["mrr"]) == (7, 7)
    assert "quotas" not in each  # has no dates of things that happened
    assert config("freshness: {deals: 7, mrr: 40}\n").freshness == {"deals": 7, "mrr": 40}
    assert config("freshness:\n").freshness == {}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("0", "12: freshness: `0` is no number of days; write 1 to 36500"),
        ("40000", "12: freshness: `40000` is no number of days; write 1 to 36500"),
        ("1.5", "12: freshness: `1.5` is no number of days; write 1 to 36500"),
        ("7%", "12: freshness: `7%` is no number of days; write 1 to 36500"),
        ("{deals: }", "19: freshness.deals: nothing is given; write a number of days such as 7"),
        ("[7]", "12: freshness: keys belong here, not a value; write below it lines such as deals: 7"),
    ],
)  # fmt: skip
def test_freshness_that_is_refused(said: Said, written: str, message: str) -> None:
    assert said(f"freshness: {written}\n") == [f"1:{message}"]


def test_freshness_of_what_has_no_dates(said: Said) -> None:
    (problem,) = said("freshness: {quota: 7}\n")
    assert problem.startswith("1:13: freshness.quota: `quota` is none of customers, ")


def test_contract_years(config: Read, said: Said) -> None:
    text = "deals: {amount_is: tcv, contract_years: %s}\n"
    assert config(text % "2.5").assumptions().contract_years == Fraction(5, 2)
    assert said(text % "0") == [
        "1:41: deals.contract_years: `0` does not fit; write a number of years above 0 such as 3"
    ]
