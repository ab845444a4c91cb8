"""`config.example.yaml` holds every key, with its default where it is a comment."""

from __future__ import annotations

import re
import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from cro_cli import benchmarks
from cro_cli.cli.setup import sample
from cro_cli.config import Config, load
from cro_cli.config.schema import SECTIONS
from cro_cli.definitions import SWITCHES, Switch
from cro_cli.metrics import METRICS

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
# A comment is a setting when no space follows the #.
SETTING = re.compile(r"^( *)#(?=[a-z])", flags=re.MULTILINE)


def load_path(path: Path | None) -> Config:
    return load(
        path,
        metrics={metric.key: metric.better for metric in METRICS},
        units={metric.key: metric.unit for metric in METRICS},
        bands=benchmarks.bands,
        profiles=benchmarks.PROFILES,
    )


@pytest.fixture
def uncommented(tmp_path: Path) -> Path:
    """The example with every setting that is a comment made a line."""
    path = tmp_path / "config.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(SETTING.sub(r"\1", text), encoding="utf-8")
    return path


def test_it_is_what_init_writes_for_the_sample_company() -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == sample.config("sample_data")


def test_it_is_made_for_the_sample_data() -> None:
    config = load_path(EXAMPLE)
    assert config.company == "Lumenloop"
    assert config.currency == "USD"
    assert config.fx == {"EUR": Fraction(108, 100)}
    assert config.data_paths() == (str(EXAMPLE.with_name("sample_data")),)


def test_all_it_says_itself_is_what_the_sample_data_need() -> None:
    assert load_path(EXAMPLE).said == {"company", "data", "currency", "fx", "fx.EUR"}


def test_what_is_a_comment_is_the_default(uncommented: Path) -> None:
    example, everything = load_path(EXAMPLE), load_path(uncommented)
    default = load_path(None)
    assert everything._replace(path=None, bands={}, settled=default.settled) == (
        default._replace(company=example.company, data=example.data, bands={})
    )
    facts = everything.assumptions()._replace(said=frozenset())
    assert facts == default.assumptions()._replace(fx=example.fx)


def definition(switch: Switch) -> str:
    """Return the lines of a switch: what it settles, what it may say, and its default."""
    said = f"{switch.meaning.removesuffix('.')}: {switch.values}."
    comment = textwrap.wrap(said, 100, initial_indent="  # ", subsequent_indent="  # ")
    return "\n".join([*comment, f"  #{switch.name}: {switch.usual}\n"])


def test_every_switch_stands_in_it_with_what_it_may_say() -> None:
    lines = "".join(map(definition, SWITCHES))
    assert f"\ndefinitions:\n{lines}\n" in EXAMPLE.read_text(encoding="utf-8")


def test_the_band_in_it_is_the_one_of_the_profile(uncommented: Path) -> None:
    everything, default = load_path(uncommented), load_path(None)
    assert everything.said >= {"benchmarks.nrr.healthy", "benchmarks.nrr.watch"}
    assert set(everything.bands) == set(default.bands)
    ours, theirs = everything.bands["nrr"], default.bands["nrr"]
    assert ours.watch is not None
    assert theirs.watch is not None
    assert (ours.healthy.at, ours.watch.at) == (theirs.healthy.at, theirs.watch.at)


def test_it_holds_every_key(uncommented: Path) -> None:
    text = uncommented.read_text(encoding="utf-8")
    section: list[str] = []
    found = set()
    for indent, key in re.findall(r"^( *)(\w+):", text, flags=re.MULTILINE):
        section[len(indent) // 2 :] = [key]
        found.add(tuple(section))
    known = {(*home, key) for home, keys in SECTIONS.items() for key in keys.__annotations__}
    assert found - known == {("fx", "EUR"), ("benchmarks", "profile"), ("benchmarks", "nrr")}
    assert known - found == set()
