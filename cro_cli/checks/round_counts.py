"""Files with just as many rows as an export is often limited to."""

from __future__ import annotations

from cro_cli.checks.check import Check, Found
from cro_cli.checks.data import Data
from cro_cli.messages.checks import ROUND_COUNT
from cro_cli.model import Severity, finding

_SHEETS = (65_535, 1_048_575)  # what a sheet of old and of new Excel holds below its header
LIMITS = frozenset(
    (
        *(1_000, 2_000, 5_000, 10_000, 20_000, 25_000, 50_000),
        *(100_000, 200_000, 250_000, 500_000, 1_000_000),
        *_SHEETS,
    )
)


def _find(data: Data) -> Found:
    found = tuple(
        finding(ROUND_COUNT, Severity.WARNING, file=given.file, table=given.table, count=count)
        for given in data.loaded.inputs
        # A footer may stand below the last row of an export that was cut off.
        for count in sorted(LIMITS & {given.rows, given.kept})[:1]
    )
    return Found(rows=len(found), findings=found)


CHECKS = (
    Check(
        key="round_count",
        title="Exports that may have stopped at a limit",
        needs=(),
        find=_find,
    ),
)
