"""Reports in groups: a row with a name alone heads the rows below it, a row with its total ends it.

Such a report leaves the first cell of its header and of its rows empty; what stands there is the
name of a group, a total, or a footer. Totals are told by their amounts, so that a customer who is
called Total heads a group like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cro_cli.errors import InputError
from cro_cli.messages import Message
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources.format import Groups

Record = tuple[int, list[str]]

_ALL = "total"
_BETWEEN = ":"
_SHOWN = 5


class Ungrouped(NamedTuple):
    """The rows of a report, each with the name of its group in the first cell.

    `dropped` counts the rows that are none, by rule.
    """

    records: tuple[Record, ...]
    dropped: Counter[str]


def ungroup(records: Iterable[Record], rule: Groups, above: Sequence[str], file: str) -> Ungrouped:
    """Take the rows that head, end or follow groups out of a report.

    Raises:
        InputError: when the names of groups matter and the report is not known to be in such
            groups, when a row stands in none, or when a row is neither data nor part of a group.
    """
    if rule.title and not any(rule.title.casefold() in line.casefold() for line in above):
        raise InputError([messages.NO_GROUP_TITLE.problem(file, title=rule.title)])
    walk = _Walk(rule, list(records))
    kept = tuple(walk.rows())
    if walk.problems:
        more = len(walk.problems) - _SHOWN
        rest = [messages.MORE_GROUP_ROWS.problem(file, count=more)] * (more > 0)
        shown = [message.problem(file, row=row) for message, row in walk.problems[:_SHOWN]]
        raise InputError([*shown, *rest])
    return Ungrouped(records=kept, dropped=walk.dropped)


class _Walk:
    """One way through the rows of a report, group by group; a group may hold others."""

    def __init__(self, rule: Groups, records: list[Record]) -> None:
        self.dropped: Counter[str] = Counter()
        self.problems: list[tuple[Message, int]] = []
        self._rule = rule
        self._records = records
        self._open: list[str] = []
        self._ends = Counter(self._ended(cells[0].strip()) for _, cells in records if cells)

    def rows(self) -> Iterable[Record]:
        for number, cells in self._records:
            first = cells[0].strip() if cells else ""
            alone = not any(cell.strip() for cell in cells[1:])
            if first and not self._is_part(first, alone=alone):
                self.problems.append((messages.NO_GROUP_ROW, number))
            elif not first:
                yield number, cells if alone else self._named(number, cells)

    def _is_part(self, first: str, *, alone: bool) -> bool:
        """Take a row that says something in its first cell for what it is; False where unclear."""
        ended = self._ended(first)
        if ended in self._open or (ended == _ALL and not alone):
            self._end(ended)
        elif not alone and first.startswith(self._rule.asides):
            self.dropped["totals"] += 1
        elif alone and first.startswith(self._rule.footers):
            self.dropped["footer"] += 1
        elif alone:
            self._begin(first)
        else:
            return False
        return True

    def _ended(self, first: str) -> str:
        """Return the name of the group whose total a row begins with; empty for other rows."""
        if first.casefold() == _ALL:
            return _ALL
        for start in self._rule.totals:
            if first.startswith(start):
                return first.removeprefix(start).removesuffix(self._rule.whole).strip()
        return ""

    def _begin(self, name: str) -> None:
        self.dropped[self._rule.name] += 1
        # A group whose total does not come does not hold the next one.
        while self._open and not self._ends[self._open[-1]]:
            self._open.pop()
        self._open.append(name)

    def _end(self, name: str) -> None:
        self.dropped["totals"] += 1
        self._ends[name] -= 1
        self._open = self._open[: self._open.index(name)] if name in self._open else []

    def _named(self, number: int, cells: list[str]) -> list[str]:
        if not self._rule.title:
            return cells
        if not self._open:
            self.problems.append((messages.OUTSIDE_GROUPS, number))
        return [_BETWEEN.join(self._open), *cells[1:]]
