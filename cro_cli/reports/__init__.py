"""Every report: a name, what it says, and the function that builds it from loaded tables."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cro_cli.config import Config
    from cro_cli.model import Report
    from cro_cli.request import Request
    from cro_cli.sources.loaded import Loaded


class ReportSpec(NamedTuple):
    """One report; its module is imported when it is built, so that help needs no Polars.

    `options` are those it has beside the ones of every report, `without` those it has not; what
    `takes_keys` may be told its metrics before the paths.
    """

    name: str
    title: str
    help: str
    module: str
    examples: tuple[str, ...]
    options: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    takes_keys: bool = False

    def build(self, loaded: Loaded, config: Config, request: Request) -> Report:
        """Return the report; InputError when the inputs do not allow one."""
        built: Report = import_module(self.module).build(loaded, config, request)
        return built


REPORTS: tuple[ReportSpec, ...] = (
    ReportSpec(
        name="report",
        title="Revenue report",
        help="Judge every revenue metric: healthy, on watch or at risk.",
        module="cro_cli.reports.scorecard",
        examples=(
            "cro report exports/",
            "cro report exports/ --only at-risk,watch --period quarter",
            "cro report exports/ -m nrr -m cac_payback -O json",
        ),
        options=("by",),
    ),
    ReportSpec(
        name="mrr",
        title="MRR bridge",
        help="Show how MRR came about: new, expanded, contracted, churned, period by period.",
        module="cro_cli.reports.mrr",
        examples=(
            "cro mrr exports/",
            "cro mrr exports/ --period quarter --months 8 --by segment",
            "cro mrr exports/ --movements churn --rows",
        ),
        options=("by", "months", "movements", "rows"),
        without=("metrics", "only", "fail_on"),
    ),
    ReportSpec(
        name="cohorts",
        title="Cohorts",
        help="Show what is left of the customers of each month, quarter or year.",
        module="cro_cli.reports.cohorts",
        examples=(
            "cro cohorts exports/",
            "cro cohorts exports/ --period quarter --months 8",
            "cro cohorts exports/ --by segment -O markdown",
        ),
        options=("by", "months"),
        without=("metrics",),
    ),
    ReportSpec(
        name="trend",
        title="Trend",
        help="Show metrics month by month, each month judged by itself.",
        module="cro_cli.reports.trend",
        examples=(
            "cro trend exports/",
            "cro trend nrr grr exports/ --months 24",
            "cro trend mrr exports/ --by segment -O csv",
        ),
        options=("by", "months"),
        without=("only", "fail_on"),
        takes_keys=True,
    ),
    ReportSpec(
        name="explain",
        title="Explanation",
        help="Explain a number: its formula, its band, its parts, what drives it, every row.",
        module="cro_cli.reports.explain",
        examples=(
            "cro explain nrr exports/",
            "cro explain cac_payback exports/ --as-of 2026-06 --by segment",
            "cro explain grr exports/ --rows -O csv",
        ),
        options=("metric", "by", "rows"),
        without=("metrics", "only", "fail_on"),
    ),
)
