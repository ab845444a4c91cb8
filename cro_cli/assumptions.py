"""What the config settles about the data; facts are functions of tables and of this alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from cro_cli.definitions import DEFAULTS
from cro_cli.named_tuple import NamedTuple


class Assumptions(NamedTuple):
    """What is taken for granted where the data do not say.

    Stage, type and category names are compared without regard to case. `new_share` is the share of
    a cost category that is spent on winning new customers. `definitions` has every switch (see
    `definitions`). `said` names the settings that the user
    made, so that a report can say which were taken for granted.
    """

    currency: str = "USD"
    fx: Mapping[str, Fraction] = MappingProxyType({})
    fiscal_year_start: int = 1
    gross_margin: Fraction | None = None
    spend_is_complete: bool = False
    new_share: Mapping[str, Fraction] = MappingProxyType({})
    amount_is: str = "arr"
    contract_years: Fraction | None = None
    new_types: tuple[str, ...] = ()
    expansion_types: tuple[str, ...] = ()
    renewal_types: tuple[str, ...] = ()
    won_stages: tuple[str, ...] = ()
    lost_stages: tuple[str, ...] = ()
    qualified_stages: tuple[str, ...] = ()
    stage_order: tuple[str, ...] = ()
    definitions: Mapping[str, str] = DEFAULTS
    ledger_from: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    one_off_words: tuple[str, ...] = ()
    involuntary_reasons: tuple[str, ...] = ()
    complete_from: dt.date | None = None
    exclude_bad_rows: bool = False
    said: frozenset[str] = frozenset()

    def defined(self, switch: str) -> str:
        """Return what a switch under `definitions:` says."""
        return self.definitions.get(switch, DEFAULTS[switch])

    def number(self, switch: str) -> int:
        """Return what a switch that is a number says."""
        return int(self.defined(switch))
