"""The contested definitions: each switch, what it may say, and what holds when nobody says.

Page and section are those of the definitions that the project goes by (`definitions 4.1`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Switch(NamedTuple):
    """One switch under `definitions:` in the config.

    It says one of the words `choices`, the usual one first; or, without any, a whole number from
    `least` to `most`.
    """

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    default: str = ""
    least: int = 0
    most: int = 0

    @property
    def values(self) -> str:
        """What it may say, in words."""
        if self.choices:
            *most, last = self.choices
            return f"{', '.join(most)} or {last}"
        return f"{self.least} to {self.most}"

    @property
    def usual(self) -> str:
        """What holds when nobody says."""
        return self.default or self.choices[0]


SWITCHES = (
    Switch(
        name="magic_number",
        meaning="The magic number takes the change of ARR, or of revenue as the books have it.",
        choices=("arr", "gaap"),
    ),
    Switch(
        name="rule_of_40_margin",
        meaning="The margin in the Rule of 40.",
        choices=("ebitda", "fcf"),
    ),
    Switch(
        name="quick_ratio_reactivation",
        meaning="Whether customers who came back count in the quick ratio.",
        choices=("include", "exclude"),
    ),
)

DEFAULTS: Mapping[str, str] = MappingProxyType({one.name: one.usual for one in SWITCHES})


def differing(given: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each definition in force that is not the usual one."""
    for switch in SWITCHES:
        value = given.get(switch.name, switch.usual)
        if value != switch.usual:
            yield f"`definitions.{switch.name}` is {value}, where {switch.usual} is usual"
