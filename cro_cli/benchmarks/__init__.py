"""Benchmarks: the bands that readings are judged by, each edge with its source, and the judging.

Adding a stage or a segment is one YAML file beside this one and its name in `profile`.
"""

from __future__ import annotations

from cro_cli.benchmarks.inference import infer
from cro_cli.benchmarks.judge import judge, remarks
from cro_cli.benchmarks.profile import PROFILES, SEGMENTS, STAGES, bands, shipped
from cro_cli.benchmarks.segments import segment_of

__all__ = [
    "PROFILES",
    "SEGMENTS",
    "STAGES",
    "bands",
    "infer",
    "judge",
    "remarks",
    "segment_of",
    "shipped",
]
