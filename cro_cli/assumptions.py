"""What the config settles about the data; facts are functions of tables and of this alone."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from cro_cli.definitions import DEFAULTS


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
    exclude_bad_rows: bool = False
    said: frozenset[str] = frozenset()
