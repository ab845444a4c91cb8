"""A config for the exports in a folder: what was recognised, and what is still to be answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from cro_cli import sources
from cro_cli.cli.setup.questions import Open, ask
from cro_cli.config.template import Filling, Path, filled, quoted
from cro_cli.display import clean
from cro_cli.errors import InputError
from cro_cli.messages.remarks import IGNORED
from cro_cli.named_tuple import NamedTuple
from cro_cli.tables import BY_NAME, Kind
from cro_cli.validation_words import counted

if TYPE_CHECKING:
    import polars as pl

    from cro_cli.model import Input
    from cro_cli.sources import Examined

_ASKS = "? "
_MOST_NAMES = 30


class Drafted(NamedTuple):
    """A config, and how much of the folder it covers."""

    text: str
    recognised: int
    ignored: int
    refused: int
    questions: int


def draft(folder: str) -> Drafted:
    """Return a config for a folder of exports; InputError when there is none, or nothing in it."""
    examined = sources.examine([folder])
    if examined.refused:
        raise InputError([said for one in examined.refused for said in one.problems])
    left = ask(examined.loaded)
    ignored = [one for one in examined.loaded.findings if one.code == IGNORED]
    asked: list[tuple[Path, str]] = [
        *((("data",), _ASKS + said) for said in examined.problems),
        *((one.path, _ASKS + one.said) for one in left.questions),
    ]
    notes: dict[Path, list[str]] = {("data",): list(_recognised(examined, folder))}
    notes["data",] += [f"- {_within(folder, one.file)}: {one.text}" for one in ignored]
    for path, said in asked:
        notes.setdefault(path, []).append(said)
    cleaned = {path: [clean(line) for line in lines] for path, lines in notes.items()}
    filling = Filling(values=_values(folder, left), offers=_offers(examined), notes=cleaned)
    return Drafted(
        text=filled(filling),
        recognised=len(examined.loaded.inputs),
        ignored=len(ignored),
        refused=len(examined.problems),
        questions=len(asked),
    )


def _values(folder: str, left: Open) -> dict[Path, str]:
    values: dict[Path, str] = {("data",): quoted(folder)}
    if left.currency:
        values["currency",] = left.currency
    if left.unrated:
        values["fx",] = "".join(f"\n  #{code}: 1.00" for code in left.unrated)
    return values


def _within(folder: str, file: str) -> str:
    """Return the path of a file from a folder on: exports of several days have one name."""
    path = FilePath(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name


def _recognised(examined: Examined, folder: str) -> Iterator[str]:
    titles = {one.name: one.title for one in sources.known_formats()}
    for one in examined.loaded.inputs:
        name, rows = _within(folder, one.file), counted(one.kept, "row")
        yield f"- {name}: {titles[one.format]} → {_tables(one)}, {rows}{_newest(one)}"


def _newest(one: Input) -> str:
    if one.newest is None:
        return ""
    table = BY_NAME[one.table]
    is_monthly = table.column(table.events[0]).kind is Kind.MONTH
    return f", to {one.newest:%Y-%m}" if is_monthly else f", to {one.newest}"


def _tables(one: Input) -> str:
    return ", ".join((one.table, *one.also))


def _offers(examined: Examined) -> dict[Path, str]:
    """Return the names of stages that the CRM uses, for the user to put in order."""
    deals = examined.loaded.tables.get("deals")
    stages = [] if deals is None else _stages(deals)
    names = ", ".join(quoted(clean(name)) for name in stages[:_MOST_NAMES])
    return {("deals", "stages", "order"): f"[{names}]"} if names else {}


def _stages(deals: pl.DataFrame) -> list[str]:
    """Return the stages: lost ones last, else the least probable or the commonest first."""
    import polars as pl

    return (
        deals.drop_nulls("stage")
        .group_by("stage")
        .agg(
            is_lost=(pl.col("status").fill_null(pl.col("stage")).str.contains("(?i)lost")).all(),
            chance=pl.col("probability").mean(),
            rows=pl.len(),
        )
        .sort(
            "is_lost",
            "chance",
            "rows",
            "stage",
            descending=[False, False, True, False],
            nulls_last=True,
        )
        .get_column("stage")
        .to_list()
    )
