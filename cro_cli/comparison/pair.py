"""One metric in two reports."""

from __future__ import annotations

from collections.abc import Iterator

from cro_cli import figures
from cro_cli.figures import Change
from cro_cli.model import Better, Reading, Report, Status, Window
from cro_cli.named_tuple import NamedTuple

# From good to bad; a metric that is unknown or has no band stands nowhere.
_ORDER = (Status.HEALTHY, Status.WATCH, Status.AT_RISK)
MONTHS = 12


class Pair(NamedTuple):
    """The readings of one metric; `is_alike` tells whether they count the same thing."""

    old: Reading
    new: Reading
    is_alike: bool

    @property
    def key(self) -> str:
        """Return the key of the metric."""
        return self.new.key

    @property
    def is_changed(self) -> bool:
        """Tell whether the value is another, or cannot be compared."""
        if not self.is_alike:
            return self.old.value is not None or self.new.value is not None
        return self.old.value != self.new.value

    @property
    def is_crossed(self) -> bool:
        """Tell whether the status is another."""
        return self.old.status is not self.new.status

    @property
    def is_down(self) -> bool:
        """Tell whether the metric came to watch or at risk, from whatever was better or unsaid."""
        if self.new.status not in {Status.WATCH, Status.AT_RISK}:
            return False
        before = self.old.status
        return before not in _ORDER or _ORDER.index(before) < _ORDER.index(self.new.status)

    @property
    def change(self) -> Change:
        """Return how the value moved, and whether that is better or worse."""
        old, new = self.old.value, self.new.value
        if old is None or new is None:
            return Change("")
        if not self.is_alike:
            return Change("not comparable")
        if old == new:
            return Change("")
        unit, band = self.new.unit, self.new.band
        moved = figures.change(new, old, unit, self.new.better, band)
        if any(digit in moved.text for digit in "123456789"):
            return moved
        # Too little for the digits of a change: said as precisely as it takes, and in its sense.
        by = figures.gap(abs(new - old), new, unit)
        sense = ""
        if self.new.better in {Better.HIGHER, Better.LOWER}:
            sense = "better" if (new > old) is (self.new.better is Better.HIGHER) else "worse"
        return Change(f"{'+' if new > old else '-'}{by}", sense)


def pairs(old: Report, new: Report) -> Iterator[Pair]:
    """Yield the metrics that both reports hold, in the order of the new one."""
    before = {one.key: one for one in old.readings}
    same_money = old.currency == new.currency
    for one in new.readings:
        if one.key in before:
            yield Pair(before[one.key], one, _is_alike(before[one.key], one, same_money=same_money))


def _is_alike(old: Reading, new: Reading, *, same_money: bool) -> bool:
    same_kind = old.unit is new.unit and old.better is new.better
    in_money = new.unit in figures.MONEYS
    return same_kind and (same_money or not in_money) and _span(old.window) == _span(new.window)


def _span(window: Window) -> int | None:
    """Return over how many months a reading counts, None for a stock."""
    start, end = window.start, window.end
    if start is None:
        return None
    return (end.year - start.year) * MONTHS + end.month - start.month
