"""The config of a run: found, and read with the names that it may say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cro_cli.config import Config


def configured(option: str | None) -> Config:
    """Return the config that `--config` or the environment names, or that lies in the folder."""
    from cro_cli import benchmarks, config, sources
    from cro_cli.metrics import METRICS

    return config.load(
        config.discover(option, os.environ, Path()),
        metrics={metric.key: metric.better for metric in METRICS},
        units={metric.key: metric.unit for metric in METRICS},
        bands=benchmarks.bands,
        profiles=benchmarks.PROFILES,
        formats=sources.check_format,
    )
