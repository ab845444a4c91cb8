"""`cro metrics` and `cro benchmarks`: what is known of metrics without any data."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cro_cli.benchmarks import SEGMENTS, STAGES, shipped
from cro_cli.cli.app import answer
from cro_cli.errors import UsageError
from cro_cli.metrics import METRICS
from cro_cli.model import Better
from cro_cli.render import FORMATS


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an empty folder the current one, with no config anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("CRO_CONFIG", "CRO_FORMAT", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def tables(*arguments: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the cells of the JSON tables by table, row and column; the schema describes it."""
    found = json.loads(answer([*arguments, "-O", "json"]).document)
    schema = json.loads(answer(["schema", "report"]).document)
    jsonschema.Draft202012Validator(schema).validate(found)
    assert found["report"]["as_of"] is None
    return {
        table["key"]: {
            row[0]["text"]: dict(
                zip((column["key"] for column in table["columns"]), row, strict=True)
            )
            for row in table["rows"]
        }
        for table in found["tables"]
    }


def test_the_catalogue_holds_every_metric_with_formula_and_columns() -> None:
    rows = {key: row for table in tables("metrics").values() for key, row in table.items()}
    assert list(rows) == [metric.key for metric in METRICS]
    for metric in METRICS:
        said = {column: cell["text"] for column, cell in rows[metric.key].items()}
        assert said["title"] == metric.title
        assert said["meaning"] == metric.meaning
        assert said["formula"]
        assert said["definition"] == metric.definition


@pytest.mark.parametrize(
    ("key", "tables_", "some"),
    [
        ("total_revenue", "financials", "financials.revenue"),
        ("sales_cycle", "deals", "deals.created_on"),
        ("rule_of_40", "financials", "financials.ebitda"),  # of a measure beside a metric
    ],
)
def test_a_metric_says_what_it_is_made_from(key: str, tables_: str, some: str) -> None:
    ((row,),) = (table.values() for table in tables("metrics", key).values())
    assert set(tables_.split(", ")) <= set(row["made_from"]["text"].split(", "))
    assert some in row["columns"]["text"].split(", ")


def test_the_formula_is_that_of_the_definitions_in_force(tmp_path: Path) -> None:
    def formula() -> str:
        return str(tables("metrics", "rule_of_40")["metrics_growth_and_efficiency"]["rule_of_40"])

    assert "EBITDA" in formula()
    (tmp_path / "config.yaml").write_text("definitions: {rule_of_40_margin: fcf}\n")
    assert "free cash flow" in formula()


def test_the_catalogue_shows_the_band_in_force(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("benchmarks: {profile: scale, nrr: {healthy: 120%}}\n")
    text = answer(["metrics"]).document
    assert "profile scale" in text
    assert "≥120% (≥100%)" in text
    assert "≥91% (≥85%)" in text  # the GRR of the profile


def test_benchmarks_show_every_band_of_every_stage_and_segment() -> None:
    found = tables("benchmarks")
    assert set(found) == {"stages", "segments", "edges"}
    for names, table in ((STAGES, "stages"), (SEGMENTS, "segments")):
        for name in names:
            with_band = {key for key, row in found[table].items() if row[name]["text"]}
            assert with_band == set(shipped(name))


def test_every_edge_says_where_it_comes_from() -> None:
    edges = tables("benchmarks")["edges"]
    healthy = edges["cac_payback growth healthy"]
    assert (healthy["at"]["value"], healthy["grade"]["text"]) == (18, "C")
    watch = edges["cac_payback growth watch"]
    assert (watch["at"]["value"], watch["grade"]["text"], watch["year"]["text"]) == (
        24,
        "A",
        "2025",
    )
    assert "getaleph.com" in watch["source"]["text"]
    assert "pipeline_coverage mid watch_to" not in edges
    for name in (*STAGES, *SEGMENTS):
        for key, band in shipped(name).items():
            cell = edges[f"{key} {name} healthy"]["at"]
            assert Fraction(cell["exact"]) == band.healthy.at


def test_small_edges_are_not_rounded_away() -> None:
    text = answer(["benchmarks", "lead_to_won"]).document
    assert "0.25%" in text
    assert "At: 0.3%" not in text


@pytest.mark.parametrize("profile", ["auto", "scale", "early-smb"])
def test_what_the_profile_says_is_said_once(tmp_path: Path, profile: str) -> None:
    (tmp_path / "config.yaml").write_text(f"benchmarks: {{profile: {profile}}}\n")
    shown = [f"nrr {name} {side}" for name in (*STAGES, *SEGMENTS) for side in ("healthy", "watch")]
    assert list(tables("benchmarks", "nrr")["edges"]) == shown


def test_of_a_band_of_the_config_every_edge_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("benchmarks: {profile: scale, grr: {watch: 50%}}\n")
    assert [one for one in tables("benchmarks", "nrr", "grr")["edges"] if "in_force" in one] == [
        "grr in_force healthy",
        "grr in_force watch",
    ]


def test_an_edge_of_the_config_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("benchmarks: {nrr: {healthy: 120%}, grr: null}\n")
    edges = tables("benchmarks", "nrr", "grr")["edges"]
    assert edges["nrr in_force healthy"]["source"]["text"] == "your config"
    assert edges["nrr in_force watch"]["at"]["value"] == 1
    assert not any(name.startswith("grr in_force") for name in edges)


def test_a_metric_that_is_not_judged_has_no_bands() -> None:
    neither = next(metric.key for metric in METRICS if metric.better is Better.NEITHER)
    assert tables("benchmarks", neither) == {}


@pytest.mark.parametrize("command", ["metrics", "benchmarks"])
@pytest.mark.parametrize("format_", [one.name for one in FORMATS if not one.sent])
def test_every_format_draws_a_catalogue(command: str, format_: str) -> None:
    document = answer([command, "nrr", "-O", format_]).document
    assert "nrr" in document
    assert "None" not in document


def test_csv_has_a_row_for_each_cell() -> None:
    rows = list(csv.DictReader(io.StringIO(answer(["metrics", "-O", "csv"]).document)))
    assert {row["row"] for row in rows} == {metric.key for metric in METRICS}
    (band,) = (row for row in rows if (row["row"], row["column"]) == ("nrr", "band"))
    assert band["shown"] == "≥110% (≥100%)"


@pytest.mark.parametrize("command", ["metrics", "benchmarks"])
def test_an_unknown_metric_is_told_the_nearest(command: str) -> None:
    with pytest.raises(UsageError, match="nrr"):
        answer([command, "nr"])
