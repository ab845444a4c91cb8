"""How numbers read: every figure a person sees is rounded here, half to even, from the exact value.

A value is never rounded onto an edge that it does not reach: beside an edge of 110 % the ratio
1.0996 reads 109.96 %, not 110.0 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from cro_cli.model import Band, Better, Edge, Unit
from cro_cli.named_tuple import NamedTuple

PER_CENT = 100
WHOLE_FROM = 10_000  # cents are noise in an amount of this size
EXTRA = 12  # decimals added at most to tell a value from an edge
FEW = 6  # decimals of an edge that has no end

MONEYS = frozenset({Unit.MONEY, Unit.MONEY_PER_DAY})
SUFFIX = {
    Unit.MONEY: "",
    Unit.MONEY_PER_DAY: "/day",
    Unit.RATIO: "%",
    Unit.TIMES: "x",
    Unit.MONTHS: " mo",
    Unit.DAYS: " days",
    Unit.COUNT: "",
}
SAID_ONCE = frozenset({Unit.MONEY_PER_DAY, Unit.MONTHS, Unit.DAYS})
LETTERS = ((1_000_000, "M"), (1_000, "k"))


class Change(NamedTuple):
    """How a value moved against the one before, and whether that is `better` or `worse`."""

    text: str
    sense: str = ""


def figure(value: Fraction, unit: Unit, *, edges: Iterable[Fraction] = ()) -> str:
    """Return a value as people read it.

    >>> figure(Fraction(1042, 1000), Unit.RATIO), figure(Fraction(32, 10), Unit.TIMES)
    ('104.2%', '3.2x')
    >>> figure(Fraction("1234.5"), Unit.MONEY), figure(Fraction(-1234567), Unit.MONEY)
    ('1,234.50', '-1,234,567')
    >>> figure(Fraction(10996, 10000), Unit.RATIO, edges=[Fraction(110, 100)])
    '109.96%'
    """
    return _figure(value, unit, places=_places(value, unit), edges=edges)


def edge(value: Fraction, unit: Unit) -> str:
    """Return an edge of a band with no more decimals than it has.

    >>> edge(Fraction(110, 100), Unit.RATIO), edge(Fraction(3, 4), Unit.TIMES)
    ('110%', '0.75x')
    """
    return _edge_number(value, unit) + SUFFIX[unit]


def gap(by: Fraction, beside: Fraction, unit: Unit) -> str:
    """Return a difference, as precise as the value beside it, and never a zero that is none.

    >>> gap(Fraction(58, 1000), Fraction(1042, 1000), Unit.RATIO)
    '5.8 pp'
    >>> gap(Fraction(81, 100), Fraction(219, 100), Unit.TIMES)
    '0.8x'
    """
    text = _figure(by, unit, places=_places(beside, unit), edges=(Fraction(0),))
    return _in_points(text, unit)


def band(given: Band, unit: Unit) -> str:
    """Return a band in short: where healthy ends and, in brackets, where watch ends.

    A unit that is a word is said once, and whole thousands of money are written as such.

    >>> from cro_cli.model import Edge
    >>> marks = [Edge(at=Fraction(n), source="") for n in (18, 24)]
    >>> band(Band(better=Better.LOWER, healthy=marks[0], watch=marks[1]), Unit.MONTHS)
    '≤18 mo (≤24)'
    """
    if given.better is Better.LOWER:
        healthy = _between(None, given.healthy, unit)
        watch = _between(None, given.watch, unit)
    else:
        healthy = _between(given.healthy, given.healthy_to, unit)
        watch = _between(given.watch, given.watch_to, unit)
    again = "" if unit in SAID_ONCE else SUFFIX[unit]
    return healthy + SUFFIX[unit] + (f" ({watch}{again})" if watch else "")


def change(
    value: Fraction, before: Fraction, unit: Unit, better: Better, given: Band | None = None
) -> Change:
    """Return a signed change: per cent of an amount of money, else the difference.

    >>> change(Fraction(110), Fraction(100), Unit.MONEY, Better.HIGHER)
    Change(text='+10.0%', sense='better')
    >>> change(Fraction(3), Fraction(4), Unit.DAYS, Better.NEITHER)
    Change(text='-1 day', sense='')
    """
    text = _moved(value, before, unit)
    if not any(digit in text for digit in "123456789"):
        return Change(text="no change")
    signed = text if text.startswith("-") else f"+{text}"
    return Change(text=signed, sense=_sense(value, before, better, given))


def exact(value: Fraction) -> str:
    """Return a value exactly: as a decimal where it has an end, else as a fraction.

    >>> exact(Fraction(5, 4)), exact(Fraction(-1, 3)), exact(Fraction(7))
    ('1.25', '-1/3', '7')
    """
    places = _decimals(value)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return _number(value, places).replace(",", "")


def _moved(value: Fraction, before: Fraction, unit: Unit) -> str:
    if unit in MONEYS:
        is_growth = value > 0 and before > 0
        return figure(value / before - 1, Unit.RATIO) if is_growth else figure(value - before, unit)
    places = max(_places(value, unit), _places(before, unit))
    return _in_points(_figure(value - before, unit, places=places), unit)


def _sense(value: Fraction, before: Fraction, better: Better, given: Band | None) -> str:
    if better is Better.RANGE:
        good = _outside(before, given) - _outside(value, given)
    else:
        good = {Better.HIGHER: value - before, Better.LOWER: before - value}.get(better, Fraction())
    return ("worse", "", "better")[_sign(good) + 1]


def _figure(value: Fraction, unit: Unit, *, places: int, edges: Iterable[Fraction] = ()) -> str:
    """Return a rounded value with its unit, with more decimals where it would meet an edge."""
    shown, marks = value, [*edges]
    if unit is Unit.RATIO:
        shown, marks = value * PER_CENT, [edge * PER_CENT for edge in marks]
    for extra in range(EXTRA):
        rounded = _round(shown, places + extra)
        if all(_sign(rounded - mark) == _sign(shown - mark) for mark in marks):
            return _with_unit(rounded, places + extra, unit)
    return _with_unit(_round(shown, places + EXTRA), places + EXTRA, unit)


def _in_points(text: str, unit: Unit) -> str:
    return f"{text.removesuffix('%')} pp" if unit is Unit.RATIO else text


def _places(value: Fraction, unit: Unit) -> int:
    size = abs(value)
    if unit in MONEYS:
        return 0 if size >= WHOLE_FROM else 2
    if unit in {Unit.COUNT, Unit.DAYS}:
        return 0 if value.denominator == 1 else 1
    return 2 if unit is Unit.TIMES and size < 1 else 1


def _decimals(value: Fraction) -> int | None:
    """Return how many decimals a value has, None when they have no end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _round(value: Fraction, places: int) -> Fraction:
    size = 10**places
    units, rest = divmod(value.numerator * size, value.denominator)
    half = 2 * rest - value.denominator
    return Fraction(units + (half > 0 or (half == 0 and units % 2)), size)  # half to even


def _number(value: Fraction, places: int) -> str:
    """Return an already rounded number with its thousands set apart and an ASCII minus."""
    units = abs(value.numerator) * 10**places // value.denominator
    whole, part = divmod(units, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}" + (f".{part:0{places}d}" if places else "")


def _with_unit(rounded: Fraction, places: int, unit: Unit) -> str:
    single = unit is Unit.DAYS and abs(rounded) == 1
    return _number(rounded, places) + (" day" if single else SUFFIX[unit])


def _edge_number(value: Fraction, unit: Unit) -> str:
    shown = value * PER_CENT if unit is Unit.RATIO else value
    places = _decimals(shown)
    if places is None:
        places = FEW
    return _number(_round(shown, places), places)


def _between(low: Edge | None, high: Edge | None, unit: Unit) -> str:
    """Return the numbers that a side of a band lies between, nothing when it has none."""
    first, last = (_short(mark.at, unit) if mark else "" for mark in (low, high))
    if first and last:
        return f"{first}{' to ' if first.startswith('-') else '–'}{last}"
    return f"≥{first}" if first else f"≤{last}" if last else ""


def _short(value: Fraction, unit: Unit) -> str:
    """Return the number of an edge, whole thousands and millions of money abbreviated."""
    for size, letter in LETTERS if unit in MONEYS and value else ():
        if value % size == 0:
            return _number(value / size, 0) + letter
    return _edge_number(value, unit)


def _outside(value: Fraction, given: Band | None) -> Fraction:
    """Return how far a value lies outside the healthy part of a range."""
    if given is None:
        return Fraction()
    below = given.healthy.at - value
    above = value - given.healthy_to.at if given.healthy_to else Fraction()
    return max(below, above, Fraction())


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
