"""What the command line asks of a report."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class Request(NamedTuple):
    """Options that change what a report computes; None leaves it to the config.

    `metrics` are the keys asked for, all when empty.
    """

    as_of: dt.date | None = None
    period: str | None = None
    metrics: tuple[str, ...] = ()
