"""What a config must get right beyond the shape of its values: names that exist, and agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yaml.nodes import ScalarNode

from cro_cli.config.nearest import no_metric
from cro_cli.config.schema import ConfigKeys
from cro_cli.config.tree import Complaint, Path, Plain
from cro_cli.messages import config as messages
from cro_cli.model import Better

_TYPES = tuple(("deals", "types", key) for key in ("new", "expansion", "renewal"))
_STAGES = tuple(("deals", "stages", key) for key in ("order", "qualified", "won", "lost"))
_OUTCOMES = _STAGES[2:]
# Lists and mappings in which a name may stand once, whatever its case.
_SETS = (("require",), ("ledger", "from"), ("fx",), ("assumptions", "new_share"), *_TYPES, *_STAGES)


def inconsistencies(
    keys: ConfigKeys, plain: Plain, said: frozenset[str], metrics: Mapping[str, Better]
) -> Iterator[Complaint]:
    """Yield everything that does not agree, but for the bands.

    `plain` holds what has the right shape; `said` are all keys with a value, be it a bad one.
    """
    for place, key in enumerate(keys.get("require", ())):
        if key not in metrics:
            yield Complaint(("require", place), no_metric(key, metrics))
    yield from _rate_of_itself(keys)
    yield from _years(keys, said)
    for path in _SETS:
        yield from _twice(plain, path)
    yield from _in_both(plain, _TYPES)
    yield from _in_both(plain, _OUTCOMES)


def _rate_of_itself(keys: ConfigKeys) -> Iterator[Complaint]:
    code = keys.get("currency", "")
    if keys.get("fx", {}).get(code, 1) != 1:
        yield Complaint(("fx", code), messages.OWN_RATE.problem(code=code))


def _years(keys: ConfigKeys, said: frozenset[str]) -> Iterator[Complaint]:
    is_total = keys.get("deals", {}).get("amount_is") == "tcv"
    if is_total and "deals.contract_years" not in said:
        yield Complaint(("deals", "amount_is"), messages.NO_YEARS.problem())


def _twice(plain: Plain, path: tuple[str, ...]) -> Iterator[Complaint]:
    """Yield names that stand in one list, or keys in one mapping, a second time."""
    before: dict[str, str] = {}
    for step, name in _names(plain, path):
        folded = name.casefold()
        if folded in before:
            message = messages.THERE_ALREADY.problem(name=name, before=before[folded])
            yield Complaint((*path, step), message, at_key=isinstance(step, str))
        before[folded] = name


def _in_both(plain: Plain, lists: tuple[tuple[str, ...], ...]) -> Iterator[Complaint]:
    """Yield names in a list that an earlier one, which excludes it, has as well."""
    taken: dict[str, str] = {}
    for path in lists:
        for step, name in _names(plain, path):
            other = taken.setdefault(name.casefold(), path[-1])
            if other != path[-1]:
                yield Complaint((*path, step), messages.ONE_OF_BOTH.problem(name=name, other=other))


def _names(plain: Plain, path: Path) -> list[tuple[str | int, str]]:
    """Return the names in a list, or the keys of a mapping, each with its last step."""
    for step in path:
        plain = plain.get(str(step), ()) if isinstance(plain, dict) else ()
    if isinstance(plain, dict):
        return [(key, str(key)) for key in plain]
    items = plain if isinstance(plain, tuple) else ()
    return [(at, item.value) for at, item in enumerate(items) if isinstance(item, ScalarNode)]
