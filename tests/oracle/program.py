"""The program itself, from files to numbers: the other side of the comparison."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
from hypothesis import reject

from cro_cli import benchmarks, config, sources
from cro_cli.collect import Collected
from cro_cli.engine import Engine
from cro_cli.errors import InputError
from cro_cli.fact import FactData
from cro_cli.messages.numbers import SLIP
from cro_cli.metrics import METRICS
from cro_cli.model import Reading
from cro_cli.reports import REPORTS
from cro_cli.request import Request
from cro_cli.scope import Scope, settle
from tests.oracle.ledger import Movement
from tests.oracle.metrics import Value

PERIOD_NAMES = {1: "month", 3: "quarter", 12: "year"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Program:
    """One run over the files of a folder, at every month end from `first` to the newest."""

    engine: Engine
    collected: Collected
    first: int
    last: int

    def values(self, keys: Iterable[str]) -> dict[tuple[str, int], Value]:
        """Return metrics at every month end."""
        return {
            (key, month): self.engine.result(key, month).value
            for key in keys
            for month in range(self.first, self.last + 1)
        }

    def movements(self) -> Iterator[Movement]:
        """Yield the net changes of the ledger, by customer and month."""
        fact = self.collected.fact("mrr_changes")
        assert isinstance(fact, FactData), fact
        net = (
            fact.frame.group_by("customer", "month", "movement")
            .agg(pl.col("delta").sum())
            .filter(pl.col("movement") != "transfer")
            .sort("customer", "month")
        )
        for customer, month, kind, delta in net.rows():
            yield Movement(customer=customer, month=month, kind=kind, delta=delta)


def run(
    folder: Path,
    *,
    first: int,
    rates: Mapping[str, Decimal],
    period: int = 1,
    said: Mapping[str, str] | None = None,
) -> Program:
    """Load the files of a folder and make them ready to be asked."""
    settings = settings_of(folder, rates, said)
    loaded = sources.load(files_of(folder))
    scope = _settled(loaded, settings, PERIOD_NAMES[period])
    collected = Collected(
        loaded.tables,
        loaded.supplied,
        settings.assumptions()._replace(currency=scope.currency),
        scope.rates,
        tuple(range(min(first, scope.month), scope.month + 1)),
    )
    engine = Engine(collected, METRICS, period=period, findings=loaded.findings)
    return Program(engine=engine, collected=collected, first=first, last=scope.month)


def _settled(loaded: sources.Loaded, settings: config.Config, period: str) -> Scope:
    """Return what a run speaks of; a company that the program takes for a slip is none."""
    try:
        return settle(loaded, settings, as_of=None, period=period)
    except InputError as refused:
        if {problem.code for problem in refused.problems} == {SLIP.code}:
            reject()
        raise


def report(folder: Path, *, rates: Mapping[str, Decimal], request: Request) -> dict[str, Reading]:
    """Return the readings of `cro report` on the files of a folder, by key."""
    built = REPORTS[0].build(sources.load(files_of(folder)), settings_of(folder, rates), request)
    return {reading.key: reading for reading in built.readings}


def files_of(folder: Path) -> list[str]:
    return [str(path) for path in sorted(folder.glob("*.csv"))]


def settings_of(
    folder: Path, rates: Mapping[str, Decimal], said: Mapping[str, str] | None = None
) -> config.Config:
    """Write and read the config with rates and definitions; dollars are the reporting currency."""
    file = folder / "config.yaml"
    fx = "".join(f"  {code}: {rate}\n" for code, rate in rates.items() if code != "USD")
    switches = "".join(f"  {switch}: {value}\n" for switch, value in (said or {}).items())
    text = f"currency: USD\nfx:\n{fx}definitions:\n{switches}"
    file.write_text(text, encoding="utf-8")
    return config.load(
        file,
        metrics={m.key: m.better for m in METRICS},
        bands=benchmarks.bands,
        profiles=benchmarks.PROFILES,
    )
