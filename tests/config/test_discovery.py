from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli.config import discover


@pytest.fixture
def everywhere(tmp_path: Path) -> Path:
    """A folder with a config in each place that is looked at."""
    for place in ("here", "xdg/cro", "home/.config/cro"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "config.yaml").touch()
    return tmp_path


def environ(folder: Path) -> dict[str, str]:
    return {
        "CRO_CONFIG": "named.yaml",
        "XDG_CONFIG_HOME": str(folder / "xdg"),
        "HOME": str(folder / "home"),
    }


def test_each_place_comes_before_the_next(everywhere: Path) -> None:
    here = everywhere / "here"
    known = environ(everywhere)
    assert discover("mine.yaml", known, here) == here / "mine.yaml"
    assert discover(None, known, here) == here / "named.yaml"
    known["CRO_CONFIG"] = ""
    assert discover(None, known, here) == here / "config.yaml"
    (here / "config.yaml").unlink()
    assert discover(None, known, here) == everywhere / "xdg/cro/config.yaml"
    known["XDG_CONFIG_HOME"] = ""
    assert discover(None, known, here) == everywhere / "home/.config/cro/config.yaml"
    (everywhere / "home/.config/cro/config.yaml").unlink()
    assert discover(None, known, here) is None
    assert discover(None, {}, here) is None


def test_a_relative_xdg_folder_is_void(everywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(everywhere)
    known = {"XDG_CONFIG_HOME": "xdg", "HOME": str(everywhere / "home")}
    assert discover(None, known, Path()) == everywhere / "home/.config/cro/config.yaml"


def test_an_absolute_name_stays_as_it_is(everywhere: Path) -> None:
    assert discover("/etc/cro.yaml", {}, everywhere) == Path("/etc/cro.yaml")


def test_paths_stay_relative_to_be_short_in_messages(
    everywhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(everywhere / "here")
    assert discover(None, {}, Path()) == Path("config.yaml")
    assert discover("a/b.yaml", {}, Path()) == Path("a/b.yaml")


def test_a_folder_of_that_name_is_no_config(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").mkdir()
    assert discover(None, {}, tmp_path) is None


def test_a_broken_link_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").symlink_to("gone.yaml")
    assert discover(None, {}, tmp_path) == tmp_path / "config.yaml"


def test_a_name_too_long_for_the_system_is_no_config(tmp_path: Path) -> None:
    assert discover(None, {"XDG_CONFIG_HOME": "/" + "x" * 5000}, tmp_path) is None
