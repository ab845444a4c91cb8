"""What YAML holds that a config may not, and YAML that is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.config import Config

Said = Callable[[str], list[str]]

OUT = "and not read here; write the value out, or put the text in quotes"
QUOTES = "put the text in quotes"
COLON = f"a colon that does not fit here; {QUOTES} if it belongs to it, else check the indentation"
MISSING = (
    "a value is missing here, or a bracket is one too many; write the value, or remove the bracket"
)
OPEN = "this bracket is never closed, or a comma is missing in it; write what is missing"
MISFIT = "does not fit the lines above; check the indentation, or a quote that closes too early"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Sound YAML that would bring more than is seen in its line.
        ("company: &a Acme\n", [f"1:10: `&a` is an anchor in YAML, {OUT}"]),
        (
            "company: &a x\ndata: &a x\n",
            [f"1:10: `&a` is an anchor in YAML, {OUT}", f"2:7: `&a` is an anchor in YAML, {OUT}"],
        ),
        ("data: &a [x]\n", [f"1:7: `&a` is an anchor in YAML, {OUT}"]),
        ("company: *a\n", [f"1:10: `*a` is an alias in YAML, {OUT}"]),
        ("require: [nrr, *a]\n", [f"1:16: `*a` is an alias in YAML, {OUT}"]),
        ("*a : 1\n", [f"1:1: `*a` is an alias in YAML, {OUT}"]),
        ("company: !Acme\n", [f"1:10: `!` at the beginning of a text is a tag in YAML, {OUT}"]),
        (
            "company: !!str 1\n",
            [f"1:10: `!` at the beginning of a text is a tag in YAML, {OUT}"],
        ),
        (
            "deals:\n  <<: {amount_is: mrr}\n",
            ["2:3: deals: `<<` merges in YAML, and is not read here; write the keys out"],
        ),
        ("? [a]\n: 1\n", ["1:3: a key must be plain text; write a word before the colon"]),
        (
            "fx:\n  EUR: 1\n  GBP: 1\n  EUR: 2\n",
            ["4:3: fx.EUR: is given twice, first on line 2; keep one"],
        ),
        (
            "company: a\n---\ncompany: b\n",
            ["2:1: a second document begins here; keep one, without `---`"],
        ),
        ("- nrr\n", ["1:1: no key stands here; write lines like `key: value`"]),
        ("Acme\n", ["1:1: no key stands here; write lines like `key: value`"]),
        # Broken YAML.
        (
            "company: Acme: Inc\n",
            [f"1:14: {COLON}"],
        ),
        (
            "company: Acme\ndata\nperiod: month\n",
            ["2:1: this line is no `key: value`; write it so"],
        ),
        ("company: @cme\n", [f"1:10: no text may begin with this character; {QUOTES}"]),
        ("company: `Acme`\n", [f"1:10: no text may begin with this character; {QUOTES}"]),
        (
            "company: *Acme*\n",
            [f"1:15: `*` or `&` at the beginning of a text is special in YAML; {QUOTES}"],
        ),
        (
            'data: "C:\\data"\n',
            ["1:11: a backslash in double quotes is special; use single quotes"],
        ),
        (
            "deals:\n  amount_is: arr\n period: month\n",
            [f"3:2: {MISFIT}"],
        ),
        (
            "company: 'Acme' Inc\n",
            [f"1:17: {MISFIT}"],
        ),
        (
            "company: 'Acme\nperiod: month\n",
            ["1:10: the quote that opens here is never closed; close it"],
        ),
        (
            "require: [nrr\nperiod: month\n",
            [f"1:10: {OPEN}"],
        ),
        (
            "require: ]\n",
            [f"1:10: {MISSING}"],
        ),
        (
            "deals:\n\tamount_is: arr\n  \ttypes: {}\n",
            [
                "2:1: a tab does not count as space in YAML; use spaces",
                "3:3: a tab does not count as space in YAML; use spaces",
            ],
        ),
        ("company:\tAcme\n", ["1:9: a tab does not count as space in YAML; use spaces"]),
        ("company: a\x07b\n", ["1:11: the character U+0007 is not allowed in YAML; remove it"]),
        ("a: 1\x85b: \x00\n", ["2:4: the character U+0000 is not allowed in YAML; remove it"]),
        ("%YAML 2.0\n---\n", ["1:1: this version of YAML is not read here; remove the line"]),
        ("[" * 60_000, ["1:21: nested too deeply; write it with fewer brackets"]),
        ("- " * 100, ["1:41: nested too deeply; write it with fewer brackets"]),
    ],
)
def test_yaml(said: Said, text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_what_was_refused_before_broken_yaml_is_said_too(said: Said) -> None:
    assert said("company: !Acme\nperiod: @\n") == [
        f"1:10: `!` at the beginning of a text is a tag in YAML, {OUT}",
        f"2:9: no text may begin with this character; {QUOTES}",
    ]


def test_dates_and_numbers_that_yaml_cannot_build_are_no_traceback(said: Said) -> None:
    assert said(f"as_of: 2026-13-01\nfiscal_year_start: {'9' * 5000}\n") == [
        "1:8: as_of: `2026-13-01` has no month 13; months are 01 to 12",
        f"2:20: fiscal_year_start: `{'9' * 40}…` is too long for a number; write fewer digits",
    ]


def test_lines_are_counted_as_yaml_does(said: Said) -> None:
    text = "company: a\r\n\r\x85\u2028\u2029period: day\n"
    assert said(text) == ["6:9: period: `day` is none of month, quarter, year"]


def test_texts_of_many_lines_are_read(config: Callable[[str], Config]) -> None:
    assert config("company: >-\n  Acme\n  Inc\n").company == "Acme Inc"
    assert config("company: Acme\n  Inc\n").company == "Acme Inc"
