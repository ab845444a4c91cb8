"""Keys: unknown ones and what was meant, values where keys belong, names that do not agree."""
# ruff: noqa: E501 - a message is read more easily in one line

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.config.nearest import no_metric
from cro_cli.definitions import DEFAULTS

Said = Callable[[str], list[str]]

TOP = (
    "company, data, currency, as_of, period, fiscal_year_start, bad_rows, dates, decimals, "
    "require, fail_on, freshness, fx, assumptions, ledger, deals, definitions, benchmarks, "
    "segments, formats"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The nearest key where it stands.
        ("compny: Acme", ["1:1: compny: unknown key; did you mean company?"]),
        ("fail-on: watch", ["1:1: fail-on: unknown key; did you mean fail_on?"]),
        ("FX: {}", ["1:1: FX: unknown key; did you mean fx?"]),
        ("As Of: 2026-09", ["1:1: As Of: unknown key; did you mean as_of?"]),
        ("deals: {stages: {wone: [a]}}", ["1:18: deals.stages.wone: unknown key; did you mean won?"]),
        ("benchmarks: {nrr: {healty: 1}}", ["1:20: benchmarks.nrr.healty: unknown key; did you mean healthy?"]),
        ("'[key]': red", [f"1:1: [key]: unknown key; known are {TOP}"]),
        ("fx: {'[key]': 1}", ["1:6: fx.[key]: `[key]` is no currency code; write its three letters, such as USD"]),
        ("colour: red", [f"1:1: colour: unknown key; known are {TOP}"]),
        ("definitions: {arr: 1}", [f"1:15: definitions.arr: unknown key; known are {', '.join(DEFAULTS)}"]),
        # A key that is known elsewhere.
        ("stages: {won: [a]}", ["1:1: stages: does not belong here; write it under deals"]),
        ("gross_margin: 78%", ["1:1: gross_margin: does not belong here; write it under assumptions"]),
        ("nrr: {healthy: 1}", ["1:1: nrr: does not belong here; write it under benchmarks"]),
        ("deals: {won: [a]}", ["1:9: deals.won: does not belong here; write it under deals.stages"]),
        ("deals: {currency: USD}", ["1:9: deals.currency: does not belong here; write it at the top"]),
        # Metrics.
        ("benchmarks: {nr: {healthy: 1}}", ["1:14: benchmarks.nr: no metric has this key; did you mean nrr?"]),
        ("benchmarks: {profil: growth}", ["1:14: benchmarks.profil: no metric has this key; did you mean profile?"]),
        ("benchmarks: {churn: 5}", ["1:14: benchmarks.churn: no metric has this key; write one of mrr, nrr, grr, arpa, cac_payback, expansion_share, pipeline_coverage, profile"]),
        ("require: [nrr, CAC payback]", ["1:16: require: no metric has this key; did you mean cac_payback?"]),
        ("benchmarks: {profile: grwth}", ["1:23: benchmarks.profile: no profile has this name; did you mean growth?"]),
        ("benchmarks: {profile: [growth], nrr: {watch: 2}}", ["1:23: benchmarks.profile: a list where a text belongs"]),
        # Values where keys belong, and the other way round.
        ("deals: arr", ["1:8: deals: keys belong here, not a value; write below it amount_is, contract_years, types, stages"]),
        ("assumptions: [a]", ["1:14: assumptions: keys belong here, not a value; write below it gross_margin, spend_is_complete, new_share"]),
        ("fx: 1.08", ["1:5: fx: keys belong here, not a value; write below it lines such as EUR: 1.08"]),
        ("assumptions: {new_share: 20%}", ["1:26: assumptions.new_share: keys belong here, not a value; write below it lines such as cs: 20%"]),
        ("benchmarks: growth", ["1:13: benchmarks: keys belong here, not a value; write below it profile: growth, or a metric"]),
        ("benchmarks: {nrr: 110%}", ["1:19: benchmarks.nrr: keys belong here, not a value; write below it healthy, watch"]),
        ("require: nrr, grr", ["1:10: require: a list belongs here; write [nrr, grr]"]),
        ("require: {nrr: 1}", ["1:10: require: a list belongs here; write it like [a, b]"]),
        ("data: {nrr: 1}", ["1:7: data: a list belongs here; write it like [a, b]"]),
        # Names that do not agree.
        ("require: [nrr, grr, nrr]", ["1:21: require: nrr is there already, as nrr; keep one"]),
        ("deals: {stages: {order: [A, B, a]}}", ["1:32: deals.stages.order: a is there already, as A; keep one"]),
        ("deals: {types: {new: [A], renewal: [B, a]}}", ["1:40: deals.types.renewal: a is one of new already; keep one"]),
        ("deals: {stages: {won: [Closed], lost: [closed]}}", ["1:40: deals.stages.lost: closed is one of won already; keep one"]),
        ("fx: {EUR: 1.08, eur: 1.09}", ["1:17: fx.eur: eur is there already, as EUR; keep one"]),
        ("assumptions: {new_share: {CS: 0, cs: 1}}", ["1:34: assumptions.new_share.cs: cs is there already, as CS; keep one"]),
        ("currency: EUR\nfx: {EUR: 1.08}", ["2:11: fx.EUR: EUR is the reporting currency; its rate can only be 1"]),
        ("deals: {amount_is: tcv}", ["1:20: deals.amount_is: a total contract value is spread over its years; give contract_years as well"]),
    ],
)  # fmt: skip
def test_keys(said: Said, text: str, expected: list[str]) -> None:
    assert said(f"{text}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "currency: EUR\nfx: {EUR: 1}\n",
        # Without `currency` the data decide which one is reported in.
        "fx: {USD: 0.93}\n",
        "deals: {stages: {order: [A, B], qualified: [B], won: [B], lost: [C]}}\n",
        "deals: {amount_is: tcv, contract_years: 3}\n",
        "data: [a, A]\n",
    ],
)
def test_what_agrees(config: Callable[[str], object], text: str) -> None:
    assert config(text)


def test_a_bad_value_hides_no_other(said: Said) -> None:
    text = "deals: {types: {new: ['', ''], renewal: [A, a]}, amount_is: x, stages: {won: ''}}\n"
    assert [problem.split(": ")[1] for problem in said(text)] == [
        "deals.types.new",
        "deals.types.new",
        "deals.types.renewal",
        "deals.amount_is",
        "deals.stages.won",
    ]


def test_a_bad_value_makes_no_second_problem(said: Said) -> None:
    (problem,) = said("deals: {amount_is: tcv, contract_years: three}\n")
    assert problem.startswith("1:41: deals.contract_years: `three` is no number; ")


def test_of_many_metrics_none_of_which_is_near_it_is_said_where_they_are() -> None:
    many = [f"metric_{number}" for number in range(20)]
    assert no_metric("zzz", many) == "no metric has this key; `cro metrics` lists them"
