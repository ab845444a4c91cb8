from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.sources import Loaded

Load = Callable[..., Loaded]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Write files by name into an empty folder and load them."""
    monkeypatch.chdir(tmp_path)

    def run(**contents: str) -> Loaded:
        for stem, content in contents.items():
            Path(f"{stem}.csv").write_text(content, encoding="utf-8")
        return sources.load([f"{stem}.csv" for stem in contents])

    return run
