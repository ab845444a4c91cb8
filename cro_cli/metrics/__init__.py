"""Every metric, in the order of the report; a group is a file of this folder, or two."""

from __future__ import annotations

from cro_cli.metric import Metric
from cro_cli.metrics import (
    acquisition,
    efficiency,
    funnel,
    pipeline,
    recurring,
    retention,
    risk,
    sales,
)

GROUPS: tuple[tuple[str, tuple[Metric, ...]], ...] = (
    (recurring.TITLE, recurring.METRICS),
    (retention.TITLE, retention.METRICS),
    (acquisition.TITLE, acquisition.METRICS),
    (efficiency.TITLE, efficiency.METRICS),
    (pipeline.TITLE, (*pipeline.METRICS, *sales.METRICS)),
    (funnel.TITLE, funnel.METRICS),
    (risk.TITLE, risk.METRICS),
)

METRICS: tuple[Metric, ...] = tuple(metric for _, metrics in GROUPS for metric in metrics)

BY_KEY = {metric.key: metric for metric in METRICS}

GROUP_OF = {metric.key: title for title, metrics in GROUPS for metric in metrics}
