"""From files to tables: what several files say twice counts once, what they dispute is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from cro_cli.messages import Problem
from cro_cli.messages import files as messages
from cro_cli.named_tuple import NamedTuple
from cro_cli.parts import together
from cro_cli.sources.rows import ROW
from cro_cli.sources.shaping import Shaped
from cro_cli.tables import Table

if TYPE_CHECKING:
    from cro_cli.parts.table import Parted

FILE = " file"
_SHOWN = 5
_MANY = 100_000
_KEYS_THAT_TELL = 2
_UPDATED = "updated_on"


class Combined(NamedTuple):
    """One table of all its files.

    `repeats` counts the rows of each file that were said before, `outdated` those that tell an
    earlier state of what another row tells, `relabelled` the things that have another label in a
    file than in what was read before.
    """

    rows: pl.DataFrame | Parted
    repeats: dict[int, int]
    outdated: Mapping[int, int] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()
    relabelled: Mapping[int, int] = MappingProxyType({})

    @property
    def frame(self) -> pl.DataFrame:
        """All rows."""
        return together(self.rows)


def combine(table: Table, names: Sequence[str], parts: Sequence[Shaped]) -> Combined:
    """Put the files of one table together.

    Rows that say the same are one row. Of rows with one key that say when they were updated the
    latest holds; others that say different things are a problem, but for their labels. Where keys
    are not unique, the sums of one file stand against those of the other.
    """
    only = parts[0].rows
    if len(parts) == 1 and not isinstance(only, pl.DataFrame):
        return Combined(rows=only, repeats={})  # where keys are not unique, none is in parts
    if len(parts) == 1 and (not table.unique or _tells_apart(table, parts[0].frame)):
        return Combined(rows=only, repeats={})
    frame = pl.concat(
        part.frame.with_columns(pl.lit(number, pl.Int32).alias(FILE))
        for number, part in enumerate(parts)
    )
    return _unique(table, frame, names, parts) if table.unique else _summed(table, frame, names)


def _tells_apart(table: Table, frame: pl.DataFrame) -> bool:
    first, *others = table.key
    # Hashes are counted many times as fast as texts, and where all differ, all rows do.
    if frame.height > _MANY and frame[list(table.key)].hash_rows().n_unique() == frame.height:
        return True
    # The first column of a key tells most rows apart, and is counted much faster than all of them.
    if frame.get_column(first).n_unique() == frame.height:
        return True
    return bool(others) and frame.n_unique(table.key) == frame.height


def _has_key(table: Table) -> pl.Expr:
    """Tell which rows can be told apart: people without a number cannot."""
    return pl.any_horizontal(pl.col(table.key[:_KEYS_THAT_TELL]).is_not_null())


def _unique(
    table: Table, frame: pl.DataFrame, names: Sequence[str], parts: Sequence[Shaped]
) -> Combined:
    key = list(table.key)
    double = _double(table, frame)
    if not double.any():
        return Combined(rows=frame, repeats={})
    newest = _newest(key, frame, double)
    outdated = _fewer(frame, newest)
    if outdated:
        frame, double = newest, _double(table, newest)
    others = [column.name for column in table.columns if column.name not in table.key]
    said = {name: _said(name, f"{table.name}.{name}", parts) for name in others}
    said |= {name: said[name].drop_nulls() for name in table.labels}
    groups = (
        frame.filter(double)
        .group_by(key, maintain_order=True)
        .agg(
            *((said[name].n_unique() > 1).alias(name) for name in others),
            pl.col(ROW, FILE),
        )
        .with_columns(
            pl.any_horizontal(*set(others) - {*table.labels}).alias(" disputed"),
            pl.any_horizontal(pl.lit(value=False), *table.labels).alias(" relabelled"),
        )
    )
    problems = _disputes(table, groups.filter(" disputed"), names)
    merged = (
        frame.filter(double)
        .group_by(key, maintain_order=True)
        .agg(*(said[name].first() for name in others), pl.col(ROW, FILE).first())
        .select(frame.columns)
    )
    whole = pl.concat([frame.filter(~double), merged]).sort(FILE, ROW)
    repeats = _fewer(frame, whole)
    relabelled = groups.filter(" relabelled").select(pl.col(FILE).list.last())
    return Combined(
        rows=whole,
        repeats=repeats,
        outdated=outdated,
        problems=problems,
        relabelled=dict(relabelled.group_by(FILE).len().sort(FILE).iter_rows()),
    )


def _double(table: Table, frame: pl.DataFrame) -> pl.Series:
    key = list(table.key)
    return frame.select(pl.struct(key).is_duplicated() & _has_key(table)).to_series()


def _newest(key: Sequence[str], frame: pl.DataFrame, double: pl.Series) -> pl.DataFrame:
    """Leave out rows with one key of which another was updated later, where all say when."""
    if _UPDATED not in frame.columns or not frame.get_column(_UPDATED).count():
        return frame
    rows = frame.filter(double)
    updated = pl.col(_UPDATED)
    all_say = updated.null_count().over(key) == 0
    kept = rows.filter(~all_say | (updated == updated.max().over(key)))
    if kept.height == rows.height:
        return frame
    return pl.concat([frame.filter(~double), kept]).sort(FILE, ROW)


def _said(name: str, field: str, parts: Sequence[Shaped]) -> pl.Expr:
    """Return what the files say that have the column at all: the others say nothing against it.

    What a file does not say but lets be derived, and may leave open, counts where no file says it.
    """
    having = [number for number, part in enumerate(parts) if field in part.supplied]
    saying = [number for number in having if field not in parts[number].derived]
    said = pl.col(name).filter(pl.col(FILE).is_in(saying or having))
    return said if saying else said.drop_nulls()


def _fewer(before: pl.DataFrame, after: pl.DataFrame) -> dict[int, int]:
    counts = dict(before.group_by(FILE).len().rows())
    for file, rows in after.group_by(FILE).len().rows():
        counts[file] -= rows
    return {file: rows for file, rows in sorted(counts.items()) if rows}


def _disputes(table: Table, groups: pl.DataFrame, names: Sequence[str]) -> tuple[Problem, ...]:
    known = {*table.key, *table.labels}
    others = [column.name for column in table.columns if column.name not in known]
    shown = [_dispute(table, group, others, names) for group in groups.head(_SHOWN).to_dicts()]
    more = groups.height - _SHOWN
    if more > 0:
        shown.append(messages.MORE_CONTRADICTIONS.problem(count=more, table=table.name))
    return tuple(shown)


def _dispute(
    table: Table, group: dict[str, object], others: Sequence[str], names: Sequence[str]
) -> Problem:
    places = list(zip(group[FILE], group[ROW], strict=True))  # type: ignore[call-overload]
    (first, row), (second, other) = places[0], places[1]
    differ = ", ".join(name for name in others if group[name])
    key = _shown_key(table, group)
    where = f"{names[first]}: row {row} and " + (
        f"row {other}" if first == second else f"{names[second]}: row {other}"
    )
    return messages.CONTRADICTION.problem("", place=where, key=key, columns=differ)


def _shown_key(table: Table, group: dict[str, object]) -> str:
    return ", ".join(f"{name} {group[name]}" for name in table.key if group[name] is not None)


def _summed(table: Table, frame: pl.DataFrame, names: Sequence[str]) -> Combined:
    """Let a key that several files have count in the first of them, if all say the same of it."""
    key = list(table.key)
    others = [column.name for column in table.columns if column.name not in table.key]
    numeric = [name for name in others if frame.schema[name].is_numeric()]
    worded = [name for name in others if name not in numeric]
    in_file = frame.group_by([*key, FILE], maintain_order=True).agg(
        pl.col(numeric).sum(), pl.col(worded).drop_nulls().unique().sort(), pl.col(ROW).first()
    )
    several = in_file.filter(pl.struct(key).is_duplicated() & _has_key(table))
    if several.is_empty():
        return Combined(rows=frame, repeats={})
    groups = several.group_by(key, maintain_order=True).agg(
        *((pl.col(name).n_unique() > 1).alias(name) for name in others), pl.col(ROW, FILE)
    )
    disputed = groups.filter(pl.any_horizontal(others))
    first = several.group_by(key, maintain_order=True).agg(pl.col(FILE).min().alias(" first"))
    marked = frame.join(
        first, on=key, how="left", nulls_equal=True, validate="m:1", maintain_order="left"
    )
    whole = marked.filter((pl.col(FILE) == pl.col(" first")).fill_null(value=True)).drop(" first")
    return Combined(
        rows=whole,
        repeats=_fewer(frame, whole),
        problems=_disputes(table, disputed, names),
    )
