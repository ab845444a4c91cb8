"""What a metric is: measures over facts, and how they become one number.

Nothing here needs Polars, so that help and completion know every metric without importing it.
Named tuples, as a dozen dataclasses take six times as long to be made, at every start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from cro_cli.model import Better, Part, Reason, Status, Unit
from cro_cli.named_tuple import NamedTuple


class UpTo:
    """A stock: all rows up to the month."""


class Within(NamedTuple):
    """A flow: rows of the last `months` (None: the report's period), shifted back by `lag`."""

    months: int | None
    lag: int = 0


class ClosedQuarter(NamedTuple):
    """Rows of the last complete fiscal quarter, or of one `back` quarters before it."""

    back: int = 0


class TargetQuarter:
    """Rows of the fiscal quarter that contains the day after the as-of date."""


class AsOf:
    """Rows that describe the as-of day itself, of a snapshot fact."""


When = UpTo | Within | ClosedQuarter | TargetQuarter | AsOf
_WORD = re.compile(r"\w+")
TTM = Within(months=12)
PERIOD = Within(months=None)


class Measure(NamedTuple):
    """One aggregate over the rows of a fact that count at a date.

    `aggregate` is SQL over the fact's columns, without division, `where` the condition on its
    rows; `per` first sums the column `inner` by that column and names the sum `value`; a maximum
    that `is_named` says whose it is. The result is divided by `divide` once, after all sums.
    `needs` are things the fact may be unable to know.
    An additive measure is a plain sum or count, so that months and segments add up.
    """

    label: str
    fact: str
    aggregate: str
    when: When
    unit: Unit
    where: str = ""
    divide: int = 1
    per: str = ""
    inner: str = ""
    is_named: bool = False
    needs: tuple[str, ...] = ()

    @property
    def is_additive(self) -> bool:
        """Tell whether months and segments of the measure add up."""
        return not self.per and self.aggregate.startswith(("sum(", "count(*)"))

    @property
    def words(self) -> frozenset[str]:
        """The words of the measure, the columns that it reads among them."""
        return frozenset(_WORD.findall(f"{self.aggregate} {self.where} {self.per} {self.inner}"))

    @property
    def sql(self) -> str:
        """The aggregate with its condition, as it is evaluated and as it reads aloud."""
        return f"{self.aggregate} FILTER (WHERE {self.where})" if self.where else self.aggregate


class Trailing(NamedTuple):
    """The values of a measure at the last `months` month ends, oldest first."""

    measure: Measure
    months: int


class Outcome(NamedTuple):
    """What a derivation says beyond a number.

    `status` settles the status without a band (a quota that is met), `reason` goes with a missing
    value; without `judge_upper` the upper side of a range is not judged. `parts` are shown beside
    the inputs.
    """

    value: Fraction | None
    status: Status | None = None
    reason: Reason | None = None
    judge_upper: bool = True
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


class MissingInputError(LookupError):
    """A derivation asks for an input that is undefined; the engine hands its reason on."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class Values:
    """What a derivation is computed from: values and series by name.

    `used` are the names it asked for; `unsure` those that are undefined though the inputs should
    tell, which nothing may take the place of.
    """

    def __init__(
        self,
        values: Mapping[str, Fraction],
        series: Mapping[str, tuple[Fraction, ...]],
        unsure: frozenset[str] = frozenset(),
    ) -> None:
        self._values = values
        self._series = series
        self._unsure = unsure
        self.used: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a trailing measure of a name."""
        return name in self._series

    def __getitem__(self, name: str) -> Fraction:
        """Return a value; MissingInputError when it is undefined."""
        self.used.add(name)
        if name not in self._values:
            raise MissingInputError(name)
        return self._values[name]

    def get(self, name: str) -> Fraction | None:
        """Return a value, or None where no file or setting supplies it, so that another may."""
        self.used.add(name)
        if name in self._unsure:
            raise MissingInputError(name)
        return self._values.get(name)

    def is_any(self, name: str) -> bool:
        """Tell whether a value is there and not 0; one that is not asked for is no part."""
        return bool(self._values.get(name))

    def series(self, name: str) -> tuple[Fraction, ...]:
        """Return the values of a trailing measure, oldest first."""
        self.used.add(name)
        return self._series[name]


# What a metric is computed from; a string is the key of another metric.
Source = Measure | Trailing | str


class Total(NamedTuple):
    """The metric is one measure."""

    measure: Measure


class Ratio(NamedTuple):
    """The metric is one measure over another; `zero` says why there is none when `bottom` is 0."""

    top: Measure
    bottom: Measure
    zero: Reason


class Derived(NamedTuple):
    """The metric is computed, in exact fractions, from measures, trailing measures and metrics.

    An undefined input makes the result undefined for the same reason, unless it is `optional` and
    either not asked for, or a measure that no file or setting supplies, or a metric; those `aside`
    are no parts either unless they are asked for. A `window` stands for that of the metric, and its
    first input for the `span`.
    """

    formula: str
    inputs: Mapping[str, Source]
    compute: Callable[[Values], Fraction | Outcome | Reason]
    optional: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    window: str = ""


How = Total | Ratio | Derived


def inputs(how: How) -> Mapping[str, Source]:
    """Return what a metric is computed from, by name."""
    if isinstance(how, Total):
        return {"total": how.measure}
    if isinstance(how, Ratio):
        return {"top": how.top, "bottom": how.bottom}
    return how.inputs


def formula(how: How) -> str:
    """Return how a metric is computed, in words."""
    if isinstance(how, Total):
        return how.measure.label
    if isinstance(how, Ratio):
        return f"{how.top.label} ÷ {how.bottom.label}"
    return how.formula


class Spread(StrEnum):
    """By what a value of few cases is uncertain, where it is no share of them."""

    UNTOLD = "untold"
    COUNT = "count"  # it is divided by the count of the cases
    SUMS = "sums"  # it is a sum over the cases divided by another one
    PART = "part"  # the same, where the first is a part of the other
    MEDIAN = "median"
    PRODUCT = "product"  # of numbers that each have an interval of their own


class Metric(NamedTuple):
    """One metric, declared once.

    `span` is the window it speaks of where its first measure does not tell; `{window}` in a reason
    stands for the days of it. `variants` are other
    definitions by the value of the switch named `switch`. Below `min_n` of the
    count `sample` a value is at most on watch; a metric that `is_share` is a share of these cases.
    `spread` says how far others can be relied on; of a derived one the inputs above and below the
    line are named by `fraction`, of a product those that it hangs on. `untold` says why a value has
    no interval.
    """

    key: str
    title: str
    unit: Unit
    better: Better
    how: How
    window: str
    meaning: str
    definition: str
    span: When | None = None
    switch: str = ""
    variants: Mapping[str, How] = MappingProxyType({})
    sample: Measure | None = None
    min_n: int = 0
    is_share: bool = False
    spread: Spread = Spread.UNTOLD
    fraction: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    untold: str = ""

    def how_by(self, definitions: Mapping[str, str]) -> How:
        """Return how the metric is computed under the definitions in force."""
        return self.variants.get(definitions.get(self.switch, ""), self.how)

    def window_by(self, definitions: Mapping[str, str]) -> str:
        """Return the months that the metric speaks of under the definitions in force."""
        how = self.how_by(definitions)
        return (how.window if isinstance(how, Derived) else "") or self.window
