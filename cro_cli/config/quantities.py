"""Reading scalars that are numbers: exactly, from their digits, never through a float.

YAML 1.1 reads `0123` as 83, `12:30` as 750 and `1e3` as a text; each is refused with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from cro_cli import months
from cro_cli.config.words import as_switch, cited, scalar
from cro_cli.messages import Problem
from cro_cli.messages import config as messages
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from yaml.nodes import ScalarNode

_LONGEST = 40
_MOST_DAYS = 36_500
_NUMBER = r"([+-]?(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]*)?|\.[0-9]+))( ?%)?"
_LEADING_ZERO = r"([+-]?)0+_?([0-9][0-9_]*)(\.[0-9]*)?( ?%)?"
_THOUSANDS = r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+([^0-9,].*)?"


class Number(NamedTuple):
    """A number, and whether it was written as a per cent."""

    value: Fraction
    percent: bool


# What is said of a trap, and what it says to write.
Explained = tuple[Problem, str]
Wrong = Callable[[Number], Problem | None]
"""Says what is wrong with a number for its key, if anything is."""


def number(value: object) -> Number:
    """Read a number or a per cent."""
    return _number(scalar(value, "a number"), lambda _: None)


def ratio(value: object) -> Fraction:
    """Read a share, from 0 to 1 or from 0% to 100%."""
    node = scalar(value, "a share such as 78% or 0.78")

    def wrong(found: Number) -> Problem | None:
        if 0 <= found.value <= 1:
            return None
        if found.value < 0 or found.percent or found.value > 100:  # noqa: PLR2004 - per cent
            return messages.NO_SHARE.problem(cited=cited(node.value))
        words = {"value": decimal(found.value), "part": decimal(found.value / 100)}
        return messages.MORE_THAN_ALL.problem(cited=cited(node.value), **words)

    return _number(node, wrong).value


def rate(value: object) -> Fraction:
    """Read an exchange rate."""
    return _positive(value, "a rate above 0 such as 1.08")


def years(value: object) -> Fraction:
    """Read a number of years."""
    return _positive(value, "a number of years above 0 such as 3")


def month_number(value: object) -> int:
    """Read the number of a calendar month."""
    node = scalar(value, "a month number from 1 to 12")
    problem = messages.NO_MONTH_NUMBER.problem(cited=cited(node.value))
    return _whole(node, 1, months.YEAR, problem)


def whole_number(least: int, most: int) -> Callable[[object], str]:
    """Return a reader of whole numbers in a range; it hands on the digits."""

    def read(value: object) -> str:
        node = scalar(value, f"a whole number from {least} to {most}")
        problem = messages.NO_WHOLE.problem(cited=cited(node.value), least=least, most=most)
        return str(_whole(node, least, most, problem))

    return read


def days(value: object) -> int:
    """Read a number of days."""
    node = scalar(value, "a number of days such as 7")
    problem = messages.NO_DAYS.problem(cited=cited(node.value), most=_MOST_DAYS)
    return _whole(node, 1, _MOST_DAYS, problem)


def decimal(value: Fraction) -> str:
    """Return a fraction whose decimals end, in plain digits.

    >>> decimal(Fraction(-9, 8)), decimal(Fraction(1000))
    ('-1.125', '1000')
    """
    places = 0
    while (value * 10**places).denominator != 1 and places < _LONGEST:
        places += 1
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _positive(value: object, wanted: str) -> Fraction:
    node = scalar(value, wanted)
    problem = messages.NOT_POSITIVE.problem(wanted=wanted, cited=cited(node.value))

    def wrong(found: Number) -> Problem | None:
        return problem if found.percent or found.value <= 0 else None

    return _number(node, wrong).value


def _whole(node: ScalarNode, least: int, most: int, problem: Problem) -> int:
    def wrong(found: Number) -> Problem | None:
        is_whole = not found.percent and found.value.denominator == 1
        return None if is_whole and least <= found.value <= most else problem

    return int(_number(node, wrong).value)


def _number(node: ScalarNode, wrong: Wrong) -> Number:
    """Return a number that is right for its key.

    One that YAML would take for another is refused with what to write, unless that would be wrong,
    too.
    """
    raw = str(node.value)
    match = re.fullmatch(_NUMBER, raw)
    if match is None or len(raw) > _LONGEST or re.fullmatch(_LEADING_ZERO, raw):
        said, meant = _why_not(node, raw)
        raise ValueError((meant and wrong(meant)) or said)
    found = _read(match)
    if problem := wrong(found):
        raise ValueError(problem)
    return found


def _read(match: re.Match[str]) -> Number:
    percent = match[2] is not None
    value = Fraction(match[1].replace("_", "").removesuffix("."))
    return Number(value / 100 if percent else value, percent)


def _why_not(node: ScalarNode, raw: str) -> tuple[Problem, Number | None]:
    """Return why a text is no number, and the one that is to be written, where that is clear."""
    if len(raw) > _LONGEST:
        return messages.TOO_LONG.problem(cited=cited(raw)), None
    if switch := as_switch(node):
        return messages.SWITCH_NO_NUMBER.problem(raw=raw, switch=switch), None
    for pattern, explain in _TRAPS:
        if match := re.fullmatch(pattern, raw):
            said, better = explain(match)
            meant = re.fullmatch(_NUMBER, better)
            return said, meant and _read(meant)
    return messages.NO_NUMBER.problem(cited=cited(raw)), None


def _octal(match: re.Match[str]) -> Explained:
    sign, digits, rest, percent = (group or "" for group in match.groups())
    better = f"{sign}{digits}{rest}{percent}"
    return messages.OCTAL.problem(raw=match[0], better=better), better


def _exponent(match: re.Match[str]) -> Explained:
    better = decimal(Fraction(match[0]))
    return messages.EXPONENT.problem(raw=match[0], better=better), better


def _base_60(match: re.Match[str]) -> Explained:
    return messages.BASE_60.problem(raw=match[0]), ""


def _other_base(match: re.Match[str]) -> Explained:
    better = str(int(match[0], 0))
    return messages.OTHER_BASE.problem(raw=match[0], better=better), better


def _commas(match: re.Match[str]) -> Explained:
    """Refuse commas: the same one parts thousands here and decimals there."""
    raw = match[0]
    readings = [raw.replace(",", "")] if re.fullmatch(_THOUSANDS, raw) else []
    if raw.count(",") == 1 and "." not in raw:
        readings.append(raw.replace(",", "."))
    better = " or ".join(readings) or "a point for decimals"
    return messages.COMMA.problem(raw=raw, better=better), better


# Compiled only when a number is refused.
_TRAPS: tuple[tuple[str, Callable[[re.Match[str]], Explained]], ...] = (
    (_LEADING_ZERO, _octal),
    (r"[+-]?[0-9]*\.?[0-9]+[eE][+-]?1?[0-9]", _exponent),
    (r"[+-]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?", _base_60),
    (r"[+-]?0([xX][0-9a-fA-F]+|[bB][01]+|[oO][0-7]+)", _other_base),
    (r"[+-]?[0-9]+(,[0-9]+)+(\.[0-9]*)?( ?%)?", _commas),
)
