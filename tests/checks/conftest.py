from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Config
from cro_cli.model import Finding
from cro_cli.reports import validation
from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Named = dict[str, list[str]]
Checks = Callable[..., Named]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Write files by name into an empty folder, and return what they are called."""
    monkeypatch.chdir(tmp_path)

    def run(**contents: str) -> list[str]:
        for stem, content in contents.items():
            Path(f"{stem}.csv").write_text(content, encoding="utf-8")
        return [f"{stem}.csv" for stem in contents]

    return run


@pytest.fixture
def load(written: Callable[..., list[str]]) -> Load:
    """Write files by name into an empty folder and load them."""
    return lambda **contents: sources.load(written(**contents))


@pytest.fixture
def found(written: Callable[..., list[str]]) -> Checks:
    """Write files and return, by the key of each check, the rows that it names."""

    def run(*, today: dt.date | None = None, **contents: str) -> Named:
        examined = sources.examine(written(**contents))
        assert examined.problems == ()
        built = validation.build(examined, Config(), today=today)
        return {
            made.key: [_place(one) for one in made.findings]
            for made in built.checks
            if made.findings
        }

    return run


def _place(one: Finding) -> str:
    return f"{one.file}:{one.row} {one.column}: {one.text}"
