"""Texts, choices, switches, currencies and dates, and what YAML 1.1 would have made of them."""
# ruff: noqa: E501 - a message is read more easily in one line

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cro_cli.config import Config

Said = Callable[[str], list[str]]
Read = Callable[[str], Config]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("company: NO", '`NO` is false to YAML; write "NO" in quotes'),
        ("company: yes", '`yes` is true to YAML; write "yes" in quotes'),
        ("company: On", '`On` is true to YAML; write "On" in quotes'),
        ("company: OFF", '`OFF` is false to YAML; write "OFF" in quotes'),
        ("company: [Acme]", "a list where a text belongs"),
        ("company: {Acme: Inc}", "keys where a text belongs"),
        (r'company: "\e[31m"', "the character U+001B cannot be printed; use single quotes for a backslash"),
        (r'company: "\u202Eemca"', "the character U+202E cannot be printed; use single quotes for a backslash"),
        (r'company: "\ud800"', "the character U+D800 cannot be printed; use single quotes for a backslash"),
        ("company: a\u2067b", "the character U+2067 cannot be printed; remove it"),
        ("data: ''", "an empty text; write a name, or remove it"),
        ("data: [a, ]\ndeals: {types: {new: [~]}}", "nothing is given; write a text"),
        ("data: ~/exports", "`~` is not resolved here; write the whole path"),
        ("period: quarterly", "`quarterly` is none of month, quarter, year; did you mean quarter?"),
        ("period: weekly", "`weekly` is none of month, quarter, year"),
        ("period: [month]", "a list where one of month, quarter, year belongs"),
        ("bad_rows: no", "`no` is none of refuse, exclude"),
        ("fail_on: at_risk", "`at_risk` is none of none, watch, at-risk; did you mean at-risk?"),
        ("fail_on: None", "`None` is none of none, watch, at-risk; did you mean none?"),
        ("deals: {amount_is: acv}", "`acv` is none of arr, mrr, tcv, one_off; did you mean tcv?"),
        ("definitions: {magic_number: off}", "`off` is none of arr, gaap"),
        ("definitions: {rule_of_40_margin: ebit}", "`ebit` is none of ebitda, fcf; did you mean ebitda?"),
        (
            "definitions: {quick_ratio_reactivation: yes}",
            "`yes` is none of include, exclude",
        ),
        ("assumptions: {spend_is_complete: 1}", "`1` is not true or false; write true or false"),
        ("assumptions: {spend_is_complete: 'yes'}", "`yes` is not true or false; write true or false"),
        ("currency: NO", "`NO` is no currency code, and false to YAML; did you mean NOK?"),
        ("currency: on", "`on` is no currency code, and true to YAML; write its three letters, such as USD"),
        ("currency: off", "`off` is no currency code, and false to YAML; write its three letters, such as USD"),
        ("currency: euro", "`euro` is no currency code; did you mean EUR?"),
        ("currency: $", "`$` is no currency code; write its three letters, such as USD"),
        ("currency: 123", "`123` is no currency code; write its three letters, such as USD"),
        ("fx: {NO: 0.1}", "`NO` is no currency code, and false to YAML; did you mean NOK?"),
        ("fx: {1: 0.1}", "`1` is no currency code; write its three letters, such as USD"),
        ("as_of: 2026-09-15", "2026-09-15 is no month end; write 2026-09-30 or 2026-08-31"),
        ("as_of: 2026-02-30", "there is no day 2026-02-30; the month ends on 2026-02-28"),
        ("as_of: 2026-09-00", "there is no day 2026-09-00; the month ends on 2026-09-30"),
        ("as_of: 2026-13", "`2026-13` has no month 13; months are 01 to 12"),
        ("as_of: 2026-9-30", "`2026-9-30` is no date; write it like 2026-09-30 or 2026-09"),
        ("as_of: 30.09.2026", "`30.09.2026` is no date; write it like 2026-09-30 or 2026-09"),
        ("as_of: 2026-09-30 12:00:00", "`2026-09-30 12:00:00` is no date; write it like 2026-09-30 or 2026-09"),
        ("as_of: 0001-01-15", "`0001-01-15` is no date; write it like 2026-09-30 or 2026-09"),
        ("as_of: [2026-09]", "a list where a month end such as 2026-09-30 belongs"),
        ("as_of: \uff12026-09", "`\uff12026-09` is no date; write it like 2026-09-30 or 2026-09"),
    ],
)  # fmt: skip
def test_refused(said: Said, line: str, message: str) -> None:
    (problem,) = said(f"{line}\n")
    assert problem.split(": ", maxsplit=2)[2] == message


@pytest.mark.parametrize(
    ("written", "company"),
    [
        ("Acme", "Acme"),
        ('"NO"', "NO"),
        ("1984", "1984"),
        ("0123", "0123"),
        ("1e3", "1e3"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("' Acme '", "Acme"),
        ("''", ""),
        ("Müller & Söhne [日本]", "Müller & Söhne [日本]"),
        ("AT&T", "AT&T"),
        ("No. 1", "No. 1"),
    ],
)
def test_a_text_is_what_is_written(config: Read, written: str, company: str) -> None:
    assert config(f"company: {written}\n").company == company


@pytest.mark.parametrize("written", ["true", "yes", "On", "TRUE"])
def test_whatever_yaml_takes_for_true_is(config: Read, written: str) -> None:
    read = config(f"assumptions:\n  spend_is_complete: {written}\n")
    assert read.assumptions().spend_is_complete is True


def test_whatever_yaml_takes_for_false_is(config: Read) -> None:
    read = config("assumptions:\n  spend_is_complete: off\n")
    assert read.assumptions().spend_is_complete is False


@pytest.mark.parametrize("written", ["EUR", "eur", "'EUR'"])
def test_a_currency_is_in_capitals(config: Read, written: str) -> None:
    assert config(f"currency: {written}\n").currency == "EUR"


@pytest.mark.parametrize("written", ["2024-02-29", "2024-02", "'2024-02'"])
def test_a_month_end_is_a_day_or_its_month(config: Read, written: str) -> None:
    assert config(f"as_of: {written}\n").as_of == dt.date(2024, 2, 29)


@pytest.mark.parametrize("written", ["none", "watch", "at-risk"])
def test_fail_on(config: Read, written: str) -> None:
    assert config(f"fail_on: {written}\n").fail_on == written
