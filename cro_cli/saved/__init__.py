"""Reports that were saved as JSON, read back as values: whole or refused, whoever wrote the file.

All comes back but charts, which show what stands in tables and metrics too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cro_cli.errors import InputError
from cro_cli.messages import saved as messages
from cro_cli.model import Report
from cro_cli.named_tuple import NamedTuple
from cro_cli.saved import content, decoding
from cro_cli.saved.member import Member

if TYPE_CHECKING:
    from cro_cli.messages import Problem

SCHEMA = "cro.report"
VERSION = 1
DIFF = "diff"


class Saved(NamedTuple):
    """A report from a file; `left_out` metrics of it were not saved, as with `--only`."""

    file: str
    report: Report
    left_out: int = 0


def read(path: str) -> Saved:
    """Return the report that `cro report -O json` wrote into a file; InputError when it did not."""
    top = Member(path, "", decoding.load(path))
    _recognise(top)
    found = content.report(top)
    keys = Counter(one.key for one in found.readings)
    for key, times in keys.items():
        if times > 1:
            raise _refused(messages.TWICE.problem(path, metric=key))
    counted = sum(one.whole() for _, one in top.get("verdict").members())
    return Saved(path, found, max(counted - len(found.readings), 0))


def _recognise(top: Member) -> None:
    """Raise an InputError unless this is a report, of a version that is known."""
    schema = top.value.get("schema") if isinstance(top.value, dict) else None
    if schema != SCHEMA:
        said = f"`{schema[:40]}`" if isinstance(schema, str) else "missing"
        raise _refused(messages.FOREIGN.problem(top.file, found=said))
    version = top.get("format_version").text()
    if version.partition(".")[0] != str(VERSION):
        raise _refused(messages.OTHER_VERSION.problem(top.file, found=version[:20], known=VERSION))
    name = top.get("report").get("name").text()
    if name == DIFF:
        raise _refused(messages.A_DIFF.problem(top.file))


def _refused(problem: Problem) -> InputError:
    return InputError([problem])
