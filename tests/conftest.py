"""How the tests are run: without a clock, and the same cases every time where nobody watches."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
# They try many cases, or whole sessions, on ways that tests of their own go too: coverage finds
# nothing more there, and without it they take half the time.
UNTRACED = tuple(
    HERE / name
    for name in (
        "cli/test_every_width.py",
        "cli/test_hostile_names.py",
        "cli/test_same_bytes.py",
        "oracle",
        "polluted",
        "properties",
        "shell",
    )
)
TRACED = HERE / "properties" / "test_parts.py"  # nothing else goes its ways

settings.register_profile("steady", deadline=None)
settings.register_profile("steady-ci", parent=settings.get_profile("steady"), derandomize=True)
settings.load_profile("steady-ci" if os.environ.get("CI") else "steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of coverage what tries many cases."""
    for item in items:
        if item.path != TRACED and any(item.path.is_relative_to(path) for path in UNTRACED):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Look for no garbage among what was collected, which stays, and seldom among the rest.

    It took a tenth of the time, as in a run of the program, which does not look at all.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(autouse=True)
def _untraced(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out of coverage what such a test starts, too."""
    if request.node.get_closest_marker("no_cover"):
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
