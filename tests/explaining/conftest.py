from __future__ import annotations

from pathlib import Path

import pytest

import cro_cli
from cro_cli import sources
from cro_cli.config import Config
from cro_cli.evaluation import Evaluation
from cro_cli.request import Request
from cro_cli.sources.loaded import Loaded

ROOT = Path(cro_cli.__file__).parents[1]


@pytest.fixture(scope="session")
def company() -> tuple[Loaded, Config]:
    """Return the sample company, and the config beside it."""
    from cro_cli.cli.configured import configured

    config = configured(str(ROOT / "config.example.yaml"))
    return sources.load([str(ROOT / "sample_data")], habits=config.habits), config


@pytest.fixture(scope="session")
def run(company: tuple[Loaded, Config]) -> Evaluation:
    """Return a run on the sample company."""
    return Evaluation(*company, Request())
