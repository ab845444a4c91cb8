"""What a derived metric comes to, or which of its inputs it lacks; and inputs as parts of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cro_cli.measuring import Value
from cro_cli.metric import Derived, Measure, MissingInputError, Outcome, Trailing, Values
from cro_cli.model import Part, Reason


def derive(how: Derived, values: Values, reasons: Mapping[str, Reason]) -> Outcome:
    """Compute a derivation, or hand on the reason of the input that it lacks."""
    for name, reason in reasons.items():
        if name not in how.optional:
            return Outcome(value=None, reason=reason)
    try:
        computed = how.compute(values)
    except MissingInputError as missing:
        return Outcome(value=None, reason=reasons[missing.name])
    if isinstance(computed, Outcome):
        return computed
    if isinstance(computed, Reason):
        return Outcome(value=None, reason=computed)
    return Outcome(value=computed)


def unsure(how: Derived, reasons: Mapping[str, Reason]) -> frozenset[str]:
    """Return the inputs that nothing may take the place of, undefined as they are.

    A metric beside the number may lack anything, a measure in it only what no file supplies.
    """
    return frozenset(
        name
        for name, reason in reasons.items()
        if not isinstance(how.inputs[name], str) and not reason.code.startswith("missing_")
    )


def part_of(key: str, measure: Measure, value: Value) -> Part:
    """Return a measure as the part of a metric, by the name of whose it is."""
    return Part(
        key=key,
        label=f"{measure.label}, {value.whose}" if value.whose else measure.label,
        unit=measure.unit,
        value=value.value,
        reason=value.reason,
        rows=value.rows,
    )


def mean_of(name: str, trailing: Trailing, values: tuple[Value, ...]) -> Part:
    """Return the mean of a measure at some month ends as a part; unknown where one of them is."""
    numbers = [value.value for value in values if value.value is not None]
    reason = next((value.reason for value in values if value.reason is not None), None)
    known = reason is None and bool(numbers)
    return Part(
        key=name,
        label=f"{trailing.measure.label}, mean of {trailing.months} months",
        unit=trailing.measure.unit,
        value=sum(numbers, Fraction(0)) / len(numbers) if known else None,
        reason=reason,
    )
