"""What the command line asks of a report."""

from __future__ import annotations

import datetime as dt

from cro_cli.named_tuple import NamedTuple

DIMENSIONS = ("segment", "region", "source", "owner", "plan", "currency")

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")


class Request(NamedTuple):
    """Options that change what a report computes; None leaves it to the config.

    `metrics` are the keys asked for, all when empty, `metric` the one to explain; `by` is a
    dimension to break down by, `months` how many of them a report over time shows. `charts` says
    that there is room for pictures, `full` that there is room for every number. `movements` names
    one whose customers are listed, with `rows` all that stand behind a number.
    """

    as_of: dt.date | None = None
    period: str | None = None
    metric: str = ""
    metrics: tuple[str, ...] = ()
    by: str = ""
    months: int = 0
    charts: bool = False
    full: bool = False
    movements: str = ""
    rows: bool = False
