from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.errors import InputError
from cro_cli.sources import Loaded

Write = Callable[..., Loaded]
Problems = Callable[..., tuple[str, ...]]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files by name into an empty folder and load them as named files."""
    monkeypatch.chdir(tmp_path)

    def run(*, exclude_bad_rows: bool = False, **contents: str | bytes) -> Loaded:
        names = []
        for stem, content in contents.items():
            name = f"{stem}.csv"
            data = content.encode() if isinstance(content, str) else content
            Path(name).write_bytes(data)
            names.append(name)
        return sources.load(names, exclude_bad_rows=exclude_bad_rows)

    return run


@pytest.fixture
def refused(load: Write) -> Problems:
    """Write files and return the problems for which they are refused."""

    def run(**contents: str | bytes) -> tuple[str, ...]:
        with pytest.raises(InputError) as caught:
            load(**contents)
        return caught.value.problems

    return run
