"""A config that is sound: its values, its defaults, what it settles for the facts."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli.assumptions import Assumptions
from cro_cli.config import Config
from cro_cli.definitions import DEFAULTS

Loader = Callable[[Path | None], Config]
Read = Callable[[str], Config]

EVERYTHING = """\
company: Acme
data: [exports, /srv/crm, ../quotas.csv]
currency: EUR
as_of: 2026-09
period: quarter
fiscal_year_start: 2
bad_rows: exclude
require: [nrr, grr]
fail_on: at-risk
freshness: {mrr: 40, deals: 7}
fx: {usd: 0.93, GBP: 1.15}
assumptions:
  gross_margin: 78%
  spend_is_complete: true
  new_share: {cs: 20%, Sales: 0.9}
deals:
  amount_is: tcv
  contract_years: 2.5
  types: {new: [New Business], expansion: [Upsell, Add-on], renewal: [Renewal]}
  stages: {order: [Demo, Quote, Won, Lost], qualified: [Quote], won: [Won], lost: [Lost]}
definitions:
  magic_number: gaap
  rule_of_40_margin: fcf
  quick_ratio_reactivation: exclude
benchmarks:
  profile: early
  nrr: {healthy: 105%}
"""


def test_every_key(config: Read) -> None:
    read = config(EVERYTHING)
    assert read.path == Path("config.yaml")
    assert read.company == "Acme"
    assert read.data == ("exports", "/srv/crm", "../quotas.csv")
    assert read.currency == "EUR"
    assert read.as_of == dt.date(2026, 9, 30)
    assert read.period == "quarter"
    assert read.fiscal_year_start == 2
    assert read.bad_rows == "exclude"
    assert read.require == ("nrr", "grr")
    assert read.fail_on == "at-risk"
    assert read.freshness == {"mrr": 40, "deals": 7}
    assert read.fx == {"USD": Fraction(93, 100), "GBP": Fraction(115, 100)}
    assert read.profile == "early"
    assert read.bands["nrr"].healthy.at == Fraction(105, 100)
    assert read.definitions == {
        **DEFAULTS,
        "magic_number": "gaap",
        "rule_of_40_margin": "fcf",
        "quick_ratio_reactivation": "exclude",
    }


def test_what_it_settles_for_the_facts(config: Read) -> None:
    read = config(EVERYTHING)
    assert read.assumptions() == Assumptions(
        currency="EUR",
        fx={"USD": Fraction(93, 100), "GBP": Fraction(115, 100)},
        fiscal_year_start=2,
        gross_margin=Fraction(78, 100),
        spend_is_complete=True,
        new_share={"cs": Fraction(2, 10), "Sales": Fraction(9, 10)},
        amount_is="tcv",
        contract_years=Fraction(5, 2),
        new_types=("New Business",),
        expansion_types=("Upsell", "Add-on"),
        renewal_types=("Renewal",),
        won_stages=("Won",),
        lost_stages=("Lost",),
        qualified_stages=("Quote",),
        stage_order=("Demo", "Quote", "Won", "Lost"),
        definitions=read.definitions,
        exclude_bad_rows=True,
        said=read.said,
    )


def test_defaults(load_path: Loader) -> None:
    default = load_path(None)
    assert default.path is None
    assert default.data_paths() == ()
    assert (default.company, default.as_of, default.period) == ("", None, "month")
    assert (default.bad_rows, default.require, default.fail_on) == ("refuse", (), None)
    assert default.profile == "growth"
    assert set(default.bands) == {"nrr", "cac_payback", "expansion_share", "pipeline_coverage"}
    assert default.assumptions() == Assumptions()
    assert default.definitions == DEFAULTS


def test_said_names_what_the_user_gave_and_the_sections_it_is_in(config: Read) -> None:
    text = (
        "company: Acme\nas_of:\ndeals:\n  stages:\n    won: [Won]\n    lost: ~\n"
        "fx: {EUR: 1.08}\nrequire: []\ndefinitions:\n  magic_number:\n"
    )
    assert config(text).said == {
        "company",
        "deals",
        "deals.stages",
        "deals.stages.won",
        "fx",
        "fx.EUR",
        "require",
    }


def test_what_is_left_empty_keeps_its_default(config: Read, load_path: Loader) -> None:
    text = (
        "company:\ndata:\ncurrency: ~\nas_of: null\nrequire:\nfx:\nassumptions:\n"
        "deals:\n  types:\n  stages:\n    won:\nbenchmarks:\n  profile:\n"
    )
    assert config(text)._replace(path=None) == load_path(None)


def test_data_lie_beside_the_file(
    tmp_path: Path, load_path: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    file = tmp_path / "reports" / "config.yaml"
    file.write_text("data: [exports, /srv/crm, ../quotas.csv]\n", encoding="utf-8")
    assert load_path(file).data_paths() == (
        f"{tmp_path}/reports/exports",
        "/srv/crm",
        f"{tmp_path}/reports/../quotas.csv",
    )
    monkeypatch.chdir(tmp_path)
    assert load_path(Path("reports/config.yaml")).data_paths()[0] == "reports/exports"
    monkeypatch.chdir(tmp_path / "reports")
    assert load_path(Path("config.yaml")).data_paths()[0] == "exports"


def test_an_address_in_place_of_data_is_said_as_it_was_written(
    tmp_path: Path, load_path: Loader
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("data: https://example.com/a.csv\n", encoding="utf-8")
    assert load_path(file).data_paths() == ("https://example.com/a.csv",)


@pytest.mark.parametrize("written", ["exports", "[exports]", "\n  - exports"])
def test_one_path_needs_no_list(config: Read, written: str) -> None:
    assert config(f"data: {written}\n").data == ("exports",)


def test_rows_excluded_on_the_command_line_reach_the_facts(load_path: Loader) -> None:
    default = load_path(None)
    assert not default.assumptions().exclude_bad_rows
    assert default._replace(bad_rows="exclude").assumptions().exclude_bad_rows


def test_a_config_cannot_be_changed(config: Read) -> None:
    read = config("fx: {EUR: 1.08}\nassumptions: {new_share: {cs: 0}}\n")
    with pytest.raises(AttributeError):
        read.company = "Acme"  # type: ignore[misc]
    for mapping in (read.bands, read.fx, read.definitions, read.assumptions().new_share):
        with pytest.raises(TypeError):
            mapping["EUR"] = None  # type: ignore[index]


def test_without_a_file_neither_yaml_nor_pydantic_is_imported() -> None:
    code = (
        "import sys; from cro_cli.config import load;"
        "load(None, metrics={}, bands=lambda _: {}, profiles=('growth',));"
        "sys.exit(bool({'yaml', 'pydantic', 'polars'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
