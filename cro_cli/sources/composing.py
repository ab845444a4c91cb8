"""What a reader that needs several columns is given."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.messages import Message
from cro_cli.named_tuple import NamedTuple
from cro_cli.sources.complaints import Complaints
from cro_cli.sources.format import ColumnRule
from cro_cli.sources.plan import Plan
from cro_cli.sources.said import Said


class Composing(NamedTuple):
    """A canonical column in the making: its rule, what was read so far, and what stands above."""

    plan: Plan
    rule: ColumnRule
    text: Said
    typed: pl.DataFrame
    above: Sequence[str]
    complaints: Complaints

    def has(self, part: str) -> bool:
        """Tell whether the file has a part of the rule."""
        return self.plan.has(f"{self.rule.name}.{part}")

    def part(self, part: str, dtype: pl.DataType) -> pl.Expr:
        """Return a part as it was read; null throughout where the file has none."""
        return pl.col(f"{self.rule.name}.{part}") if self.has(part) else pl.lit(None, dtype)

    def values(self, part: str) -> pl.Series:
        """Return the values of a part that is there."""
        return self.typed.get_column(f"{self.rule.name}.{part}")

    def complain(self, part: str, wrong: pl.Series, message: Message) -> None:
        """Note the cells of a part that were read but cannot be used, if the file has the part."""
        if not self.has(part):
            return
        target = f"{self.rule.name}.{part}"
        cell = next(cell for cell in self.plan.cells if cell.target == target)
        said = self.text.get_column(target).set(~wrong, None)
        unused = self.typed.with_columns(pl.lit(None).alias(target))
        self.complaints.unreadable(cell, said, unused, self.text, message)
