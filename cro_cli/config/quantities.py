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


def number(value: object) -> Number:
    """Read a number or a per cent."""
    return _number(scalar(value, "a number"))


def ratio(value: object) -> Fraction:
    """Read a share, from 0 to 1 or from 0% to 100%."""
    node = scalar(value, "a share such as 78% or 0.78")
    found = _number(node)
    if 0 <= found.value <= 1:
        return found.value
    if found.value < 0 or found.percent or found.value > 100:  # noqa: PLR2004 - per cent
        raise ValueError(messages.NO_SHARE.problem(cited=cited(node.value)))
    words = {"value": node.value, "part": decimal(found.value / 100)}
    raise ValueError(messages.MORE_THAN_ALL.problem(cited=cited(node.value), **words))


def rate(value: object) -> Fraction:
    """Read an exchange rate."""
    return _positive(value, "a rate above 0 such as 1.08")


def years(value: object) -> Fraction:
    """Read a number of years."""
    return _positive(value, "a number of years above 0 such as 3")


def month_number(value: object) -> int:
    """Read the number of a calendar month."""
    node = scalar(value, "a month number from 1 to 12")
    found = _number(node)
    month = found.value
    if found.percent or month.denominator != 1 or not 1 <= month <= months.YEAR:
        raise ValueError(messages.NO_MONTH_NUMBER.problem(cited=cited(node.value)))
    return int(month)


def whole_number(least: int, most: int) -> Callable[[object], str]:
    """Return a reader of whole numbers in a range; it hands on the digits."""

    def read(value: object) -> str:
        node = scalar(value, f"a whole number from {least} to {most}")
        found = _number(node)
        if found.percent or found.value.denominator != 1 or not least <= found.value <= most:
            raise ValueError(f"{cited(node.value)} does not fit; write {least} to {most}")
        return str(int(found.value))

    return read


def days(value: object) -> int:
    """Read a number of days."""
    node = scalar(value, "a number of days such as 7")
    found = _number(node)
    if found.percent or found.value.denominator != 1 or not 1 <= found.value <= _MOST_DAYS:
        raise ValueError(messages.NO_DAYS.problem(cited=cited(node.value), most=_MOST_DAYS))
    return int(found.value)


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
    found = _number(node)
    if found.percent or found.value <= 0:
        raise ValueError(messages.NOT_POSITIVE.problem(wanted=wanted, cited=cited(node.value)))
    return found.value


def _number(node: ScalarNode) -> Number:
    raw = str(node.value)
    match = re.fullmatch(_NUMBER, raw)
    if match is None or len(raw) > _LONGEST or re.fullmatch(_LEADING_ZERO, raw):
        raise ValueError(_why_not(node, raw))
    percent = match[2] is not None
    value = Fraction(match[1].replace("_", "").removesuffix("."))
    return Number(value / 100 if percent else value, percent)


def _why_not(node: ScalarNode, raw: str) -> Problem:
    """Return why a text is no number and what to write."""
    if len(raw) > _LONGEST:
        return messages.TOO_LONG.problem(cited=cited(raw))
    if switch := as_switch(node):
        return messages.SWITCH_NO_NUMBER.problem(raw=raw, switch=switch)
    for pattern, explain in _TRAPS:
        if match := re.fullmatch(pattern, raw):
            return explain(match)
    return messages.NO_NUMBER.problem(cited=cited(raw))


def _octal(match: re.Match[str]) -> Problem:
    sign, digits, rest, percent = (group or "" for group in match.groups())
    return messages.OCTAL.problem(raw=match[0], better=f"{sign}{digits}{rest}{percent}")


def _exponent(match: re.Match[str]) -> Problem:
    return messages.EXPONENT.problem(raw=match[0], better=decimal(Fraction(match[0])))


def _base_60(match: re.Match[str]) -> Problem:
    return messages.BASE_60.problem(raw=match[0])


def _other_base(match: re.Match[str]) -> Problem:
    return messages.OTHER_BASE.problem(raw=match[0], better=int(match[0], 0))


def _commas(match: re.Match[str]) -> Problem:
    """Refuse commas: the same one parts thousands here and decimals there."""
    raw = match[0]
    readings = [raw.replace(",", "")] if re.fullmatch(_THOUSANDS, raw) else []
    if raw.count(",") == 1 and "." not in raw:
        readings.append(raw.replace(",", "."))
    better = " or ".join(readings) or "a point for decimals"
    return messages.COMMA.problem(raw=raw, better=better)


# Compiled only when a number is refused.
_TRAPS: tuple[tuple[str, Callable[[re.Match[str]], Problem]], ...] = (
    (_LEADING_ZERO, _octal),
    (r"[+-]?[0-9]*\.?[0-9]+[eE][+-]?1?[0-9]", _exponent),
    (r"[+-]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?", _base_60),
    (r"[+-]?0([xX][0-9a-fA-F]+|[bB][01]+|[oO][0-7]+)", _other_base),
    (r"[+-]?[0-9]+(,[0-9]+)+(\.[0-9]*)?( ?%)?", _commas),
)
