"""Benchmarks: the bands that readings are judged by, each edge with its source, and the judging.

Adding a profile is one YAML file beside this one and its name in `PROFILES`.
"""

from __future__ import annotations

from cro_cli.benchmarks.judge import judge, remarks
from cro_cli.benchmarks.profile import PROFILES, bands

__all__ = ["PROFILES", "bands", "judge", "remarks"]
