"""How long it takes from subscriptions to NRR, GRR and 36 months of bridge by segment.

    pip install -e .[benchmark]
    python tests/benchmarks/ledger.py [customers] [runs]
    python tests/benchmarks/ledger.py lines [lines] [runs]

A company of a million customers (unless told otherwise) changes its subscriptions for three years,
which makes about four million rows; or fifty million lines are billed in these years. The ways take
turns, each run in a process of its own, with as many threads: a plain scan (Polars reads the
columns, typed as it guesses, and only counts what is empty), cro (strict reading included), DuckDB,
which reads the same columns as text, casts them strictly and says the same in SQL, and of versions
Polars alone, which says the same and proves nothing. Medians are compared, and that all say the
same.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

bare = import_module("tests.benchmarks.bare")
lines = import_module("tests.benchmarks.lines")
watched = import_module("tests.benchmarks.watched")

if TYPE_CHECKING:
    import polars as pl

CUSTOMERS, RUNS, MONTHS = 1_000_000, 3, 36
MOST = {"subscription_versions": (3.0, 1024), "invoice_lines": (3.5, 700)}  # times a scan, MiB
FIRST, LAST = dt.date(2023, 10, 1), dt.date(2026, 9, 30)
DAYS = (LAST - FIRST).days
ABOUT = ("id", "segment", "region")
VERSIONS = (
    "id",
    "customer",
    "version",
    "plan",
    "status",
    "quantity",
    "amount",
    "currency",
    "interval",
    "started_on",
    "ended_on",
)
MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
STEPS = """
versions AS (
  SELECT customer,
    CASE "interval" WHEN 'month' THEN 12 WHEN 'year' THEN 1 ELSE error('interval') END
      * CAST(quantity AS BIGINT) * CAST(amount AS DECIMAL(12, 2)) AS annual,
    CAST(started_on AS DATE) AS s, CAST(ended_on AS DATE) AS e
  FROM read_csv('{folder}/subscription_versions.csv', all_varchar = true, header = true)
  WHERE CASE WHEN currency = 'USD' THEN true ELSE error('currency') END
), spans AS (
  SELECT customer, annual, year(s) * 12 + month(s) - 1 AS since,
    year(e) * 12 + month(e) - 1 AS until FROM versions
), steps AS (
  SELECT customer, since AS m, annual AS d FROM spans WHERE until IS NULL OR until > since
  UNION ALL SELECT customer, until, -annual FROM spans WHERE until > since
)"""
SQL = """
WITH {steps}, changes AS (
  SELECT customer, m, sum(d) AS d FROM steps WHERE m <= {last} GROUP BY ALL HAVING sum(d) <> 0
), levels AS (
  SELECT *, sum(d) OVER w AS after, row_number() OVER w AS n FROM changes
  WINDOW w AS (PARTITION BY customer ORDER BY m)
), named AS (
  SELECT segment, levels.*, CASE WHEN after = d AND m = {opening} THEN 'opening'
    WHEN after = d AND n = 1 THEN 'new'
    WHEN after = d THEN 'reactivation' WHEN after = 0 THEN 'churn'
    WHEN d > 0 THEN 'expansion' ELSE 'contraction' END AS movement
  FROM levels JOIN (
    SELECT id, segment FROM read_csv('{folder}/customers.csv', all_varchar = true, header = true)
  ) ON id = customer
)"""
BRIDGE = "SELECT segment, m, movement, sum(d) FROM told GROUP BY ALL"
RETENTION = """SELECT segment, sum(now) FILTER (before > 0) / sum(before),
  sum(least(now, before)) FILTER (before > 0) / sum(before)
FROM (
  SELECT segment, customer, sum(d) FILTER (m <= {last} - 12) AS before, sum(d) AS now
  FROM told GROUP BY ALL
) GROUP BY GROUPING SETS ((), (segment))"""


def write(folder: Path, customers: int) -> int:
    """Write both files, always the same, in the order in which things began; return the rows."""
    import polars as pl

    def chance(seed: int, of: int) -> pl.Expr:
        return pl.col("customer").hash(seed) % of

    everybody = pl.select(customer=pl.int_range(customers, dtype=pl.UInt64))
    segment = pl.lit(pl.Series(["smb", "smb", "smb", "mid", "mid", "ent"]))
    region = pl.lit(pl.Series(["amer", "emea", "apac"]))
    everybody.select(
        id=_code("cus"), segment=segment.gather(chance(1, 6)), region=region.gather(chance(2, 3))
    ).write_csv(folder / "customers.csv")
    rows = (
        everybody.select(
            "customer", begin=chance(4, 800), version=pl.int_ranges(1, chance(3, 6) + 3)
        )
        .explode("version")
        .with_columns(luck=pl.struct("customer", "version").hash(5))
        .with_columns(length=pl.col("luck") % 180 + 20)
        .with_columns(stop=pl.col("begin") + pl.col("length").cum_sum().over("customer"))
        .with_columns(start=pl.col("stop") - pl.col("length"))
        .filter(pl.col("start") <= DAYS)
    )
    is_last = pl.col("version") == pl.col("version").max().over("customer")
    goes_on = is_last & ((chance(6, 3) > 0) | (pl.col("stop") > DAYS))
    pause = pl.when(pl.col("luck") // 1000 % 20 == 0).then(15).otherwise(0)
    plan = pl.lit(pl.Series(["starter", "team", "business"]))
    upgraded = (pl.col("luck") // 100_000 % 10 == 0).cast(pl.UInt64)
    written = rows.with_columns(
        end=pl.when(~goes_on).then(pl.col("stop") - pause), begun=pl.col("start")
    ).select(
        id=_code("sub"),
        customer=_code("cus"),
        version="version",
        plan=plan.gather((chance(7, 3) + upgraded) % 3),
        status=pl.when(goes_on).then(pl.lit("active")).otherwise(pl.lit("canceled")),
        quantity=pl.col("luck") // 7 % 40 + 1,
        amount=pl.format("{}.{}", chance(8, 90) + 9, chance(9, 100).cast(pl.String).str.zfill(2)),
        currency=pl.lit("USD"),
        interval=pl.when(chance(10, 4) == 0).then(pl.lit("year")).otherwise(pl.lit("month")),
        started_on=pl.lit(FIRST) + pl.duration(days="start"),
        ended_on=pl.lit(FIRST) + pl.duration(days="end"),
    )
    written.sort("started_on", "id").write_csv(folder / "subscription_versions.csv")
    return written.height


def _code(kind: str) -> pl.Expr:
    """Return an id of fourteen digits, as scattered as those that billing systems make up."""
    import polars as pl

    number = pl.col("customer") * 7_777_777_777_777 % 10**14
    return pl.format(f"{kind}_{{}}", number.cast(pl.String).str.zfill(14))


def plain(folder: Path) -> None:
    """Scan the columns, and keep nothing of them."""
    import polars as pl

    table = _table(folder)
    columns_of = {
        "customers": ABOUT,
        "subscription_versions": VERSIONS,
        "invoice_lines": lines.COLUMNS,
    }
    for name, columns in ((name, columns_of[name]) for name in ("customers", table)):
        scan = pl.scan_csv(folder / f"{name}.csv", try_parse_dates=True).select(columns)
        scan.select(pl.all().null_count()).collect()  # streams: no row is kept


def cro(folder: Path) -> dict[str, str]:
    """Return what cro says, by what it says it of."""
    from cro_cli import sources
    from cro_cli.bridge import steps
    from cro_cli.cli.configured import configured
    from cro_cli.evaluation import Evaluation
    from cro_cli.request import Request

    loaded = sources.load([str(folder)])
    os.environ["CRO_CONFIG"] = ""
    run = Evaluation(loaded, configured(None), Request(as_of=LAST, by="segment"))
    said = {}
    for segment, engine in (("", run.engine), *run.parts("segment")):
        for key in ("nrr", "grr"):
            said[f"{segment} {key}"] = (
                f"{float(engine.result(key, run.scope.month).value or 0):.9f}"
            )
        for step in steps(run, engine, MONTHS):
            for name in MOVEMENTS:
                said[f"{segment} {step.last} {name}"] = f"{float((step.moved[name] or 0) * 12):.2f}"
    return said


def duck(folder: Path) -> dict[str, str]:
    """Return what DuckDB says, by what it says it of."""
    database = import_module("duckdb").connect()
    database.execute(f"SET threads = {os.cpu_count()}")
    last = LAST.year * 12 + LAST.month - 1
    is_versions = _table(folder) == "subscription_versions"
    # What is billed in the first month was there before; who began to pay then is known.
    opening = 0 if is_versions else lines.FIRST.year * 12 + lines.FIRST.month - 1
    steps = (STEPS if is_versions else lines.STEPS).format(folder=folder)
    named = SQL.format(folder=folder, last=last, steps=steps, opening=opening)
    database.execute(f"CREATE TEMP TABLE told AS {named} SELECT * FROM named")  # noqa: S608
    said: dict[str, str] = {}
    for segment, nrr, grr in database.execute(RETENTION.format(last=last)).fetchall():
        said |= {f"{segment or ''} nrr": f"{nrr:.9f}", f"{segment or ''} grr": f"{grr:.9f}"}
    sums: dict[str, Any] = {}
    for segment, month, movement, amount in database.execute(BRIDGE).fetchall():
        if movement not in MOVEMENTS:
            continue  # what was there before is in no bridge
        for whose in ("", segment):
            key = f"{whose} {month // 12}-{month % 12 + 1:02} {movement}"
            sums[key] = sums.get(key, 0) + amount
    return said | {key: f"{amount:.2f}" for key, amount in sums.items()}


WAYS: dict[str, Callable[[Path], dict[str, str] | None]] = {
    "plain": plain,
    "cro": cro,
    "duckdb": duck,
    "bare": lambda folder: dict(bare.said(folder, LAST.year * 12 + LAST.month - 1)),
}
MODULES = {
    "plain": ("polars",),
    "cro": ("cro_cli.evaluation", "cro_cli.bridge", "cro_cli.sources.loading"),
    "duckdb": ("duckdb",),
    "bare": ("polars",),
}


def timed(way: str, folder: Path) -> None:
    """Print seconds, peak memory in MiB and what is said; importing is no part of the way."""
    for module in MODULES[way]:
        import_module(module)
    began = time.perf_counter()
    said = WAYS[way](folder)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, memory, said]))


def run(way: str, folder: Path) -> list[Any]:
    """Return what one way took and said, in a process of its own.

    These are seconds, those of all processors from the start on, MiB, and what was said.
    """
    command = [sys.executable, __file__, way, str(folder)]
    environ = {**os.environ, "POLARS_MAX_THREADS": str(os.cpu_count())}
    printed, busy, memory = watched.run(command, ROOT, environ)
    seconds, own, said = json.loads(printed)
    return [seconds, busy, max(own, memory), said]


def _table(folder: Path) -> str:
    return next(name for name in MOST if (folder / f"{name}.csv").exists())


def main(table: str, count: int, runs: int) -> None:
    """Print the median of each way, its ratio to a plain scan, and its memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own: the memory of those that follow is counted from this one's on.
        command = (sys.executable, __file__, "write", table, name, str(count))
        rows = int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        size = sum(one.stat().st_size for one in folder.iterdir()) / 1_000_000
        run("plain", folder)  # once unmeasured, so that the files are in memory
        ways = [way for way in WAYS if way != "bare" or table == "subscription_versions"]
        found: dict[str, list[Any]] = {way: [] for way in ways}
        for _ in range(runs):
            for way in ways:
                found[way].append(run(way, folder))
    what = table.replace("_", " ")
    print(f"{rows:,} {what}, {size:,.0f} MB; {os.cpu_count()} threads")
    scan = statistics.median(one[0] for one in found["plain"])
    for way, taken in found.items():
        wall, busy = (statistics.median(one[at] for one in taken) for at in (0, 1))
        peak = max(one[2] for one in taken)
        print(f"{way:7} {wall:6.2f} s  {wall / scan:5.2f}×  {busy:6.2f} s CPU  {peak:6,.0f} MiB")
    theirs = found["duckdb"][0][3]
    for way in (one for one in found if one not in {"plain", "duckdb"}):
        apart = [key for key, value in theirs.items() if found[way][0][3].get(key) != value]
        print(f"{way} and DuckDB differ in {len(apart)} of {len(theirs)} numbers {apart[:3] or ''}")
    ratio = statistics.median(one[0] for one in found["cro"]) / scan
    limit, memory = MOST[table]
    is_met = ratio <= limit and max(one[2] for one in found["cro"]) < memory
    print(f"limits {limit}× and {memory:,} MiB: {'met' if is_met else 'MISSED'}")
    print(f"medians of {runs} runs each, in turn")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WAYS:
        timed(sys.argv[1], Path(sys.argv[2]))
    elif sys.argv[1:2] == ["write"]:
        writer = lines.write if sys.argv[2] == "invoice_lines" else write
        print(writer(Path(sys.argv[3]), int(sys.argv[4])))
    else:
        is_lines = sys.argv[1:2] == ["lines"]
        given = [int(number) for number in sys.argv[2 if is_lines else 1 :]]
        usual = (lines.LINES if is_lines else CUSTOMERS, RUNS)
        main("invoice_lines" if is_lines else "subscription_versions", *given, *usual[len(given) :])
