"""Every report: a name, what it says, and the function that builds it from loaded tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.model import Report
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded


@dataclass(frozen=True, kw_only=True)
class ReportSpec:
    """One report."""

    name: str
    title: str
    help: str
    build: Callable[[Loaded, Config, Request], Report]


def _scorecard(loaded: Loaded, config: Config, request: Request) -> Report:
    # Imported here, so that help and completion know every report without Polars.
    from cro_cli.reports.scorecard import build

    return build(loaded, config, request)


REPORTS: tuple[ReportSpec, ...] = (
    ReportSpec(
        name="report",
        title="Revenue report",
        help="Judge every revenue metric: healthy, on watch or at risk.",
        build=_scorecard,
    ),
)
