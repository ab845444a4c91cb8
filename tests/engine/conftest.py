from __future__ import annotations

import pytest

from tests.facts.canonical import Given, collected


@pytest.fixture
def given() -> Given:
    """Build the facts of a run from rows: `given(mrr=[…], months=("2026-08", "2026-09"))`."""
    return collected
