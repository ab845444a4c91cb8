"""What `1,234` is in a file that is split by commas: said where nothing else in it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Habits
from cro_cli.sources import Loaded

HEADER = "id,customer,amount,quantity,interval,started_on"
RATES = 'currency,rate,date\nEUR,"1,085",2026-09-30\n'


def notes(loaded: Loaded) -> list[tuple[str, str, str]]:
    return [(one.id, one.column, one.text) for one in loaded.findings]


@pytest.mark.parametrize(
    ("amount", "quantity", "column", "said"),
    [
        ('"1,234"', "1", "amount", "1,234 is read as 1234, since commas part the cells"),
        ('"$5,678 "', "", "amount", "5,678 is read as 5678, since commas part the cells"),
        ("7", '"1,234"', "quantity", "1,234 is read as 1234, since commas part the cells"),
    ],
)
def test_thousands_that_may_be_decimals_are_said(
    load: Callable[..., Loaded], amount: str, quantity: str, column: str, said: str
) -> None:
    loaded = load(a=f"{HEADER}\n1,a,{amount},{quantity},month,2026-01-01\n")
    noted = [one for one in notes(loaded) if one[0] == "W332"]
    assert [one[1] for one in noted] == [column]
    assert said in noted[0][2]


@pytest.mark.parametrize(
    ("amount", "other"),
    [
        ('"1,234"', '"1,234.50"'),
        ('"1,234"', "7.25"),
        ('"1,234"', '"1,234,567"'),
        ("1234", "7"),
        ('"12,34,567"', "7"),
    ],
)
def test_thousands_that_another_amount_proves_are_not_worth_a_word(
    load: Callable[..., Loaded], amount: str, other: str
) -> None:
    rows = f"1,a,{amount},1,month,2026-01-01\n2,b,{other},1,month,2026-01-01\n"
    assert notes(load(a=f"{HEADER}\n{rows}")) == []


def test_another_column_proves_it_too(load: Callable[..., Loaded]) -> None:
    loaded = load(a=f'{HEADER}\n1,a,9.50,"1,234",month,2026-01-01\n')
    assert notes(loaded) == []
    assert loaded.tables["subscriptions"].get_column("quantity").to_list() == [1_234_000_000]


@pytest.mark.parametrize(("decimals", "micros"), [("point", 1_234_000_000), ("comma", 1_234_000)])
def test_the_config_settles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decimals: str, micros: int
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mrr.csv").write_text('customer,month,amount\na,2026-09,"1,234"\n', encoding="utf-8")
    loaded = sources.load(["mrr.csv"], habits=Habits(decimals=decimals))
    assert loaded.tables["mrr"].get_column("amount").to_list() == [micros]
    assert notes(loaded) == []


def test_a_rate_is_as_likely_one_with_decimals(
    load: Callable[..., Loaded], refused: Callable[..., tuple[str, ...]]
) -> None:
    (problem,) = refused(fx=RATES)
    assert problem.startswith("fx.csv: column 'rate': amounts such as 1,085 can be read with")
    proven = load(fx=f'{RATES}JPY,"0,0067",2026-09-30\n').tables["fx"]
    assert proven.get_column("rate").to_list() == [1_085_000_000_000, 6_700_000_000]
