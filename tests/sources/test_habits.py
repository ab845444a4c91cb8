"""What the config says of files that do not tell it themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.config import Habits
from cro_cli.errors import InputError
from cro_cli.sources import Loaded

Load = Callable[..., Loaded]

DATES = "id,customer,amount,interval,started_on,ended_on\ns,c,1,month,{},{}\n"
AMOUNTS = "customer;month;amount\na;2026-09;{}\nb;2026-09;{}\n"
XERO = (
    "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,"
    "InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,"
    "Discount,LineAmount,AccountCode,TaxType,TaxAmount,Currency,Type,Sent,Status\n"
    "A,,INV-1,,{},{},5,0,5,0,,p,1,5,,5,200,Tax,0,USD,Sales invoice,Sent,Paid\n"
)


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.chdir(tmp_path)

    def run(text: str, **habits: str) -> Loaded:
        Path("a.csv").write_text(text)
        return sources.load(["a.csv"], habits=Habits(**habits))  # type: ignore[arg-type]

    return run


def days(loaded: Loaded, column: str) -> list[dt.date]:
    frame = next(frame for frame in loaded.tables.values() if column in frame.columns)
    return list(frame.get_column(column))


def test_dates_that_contradict_each_other_stay_refused(read: Load) -> None:
    text = DATES.format("13/1/2026", "") + "t,c,1,month,1/13/2026,\n"
    with pytest.raises(InputError, match="some dates have the day first"):
        read(text, dates="day_first")


def test_dates_that_are_all_written_alike_go_by_the_config_too(read: Load) -> None:
    text = XERO.format("01/02/2026", "03/02/2026")
    with pytest.raises(InputError, match="the dates do not tell"):
        read(text)
    assert days(read(text, dates="day_first"), "issued_on") == [dt.date(2026, 2, 1)]
    told = XERO.format("01/02/2026", "28/02/2026")
    assert days(read(told, dates="month_first"), "issued_on") == [dt.date(2026, 2, 1)]


@pytest.mark.parametrize(("sign", "amount"), [("comma", 1_234_000_000), ("point", 1_234_000)])
def test_sign_of_amounts_that_do_not_tell(read: Load, sign: str, amount: int) -> None:
    loaded = read(AMOUNTS.format("1.234", "5"), decimals=sign)
    assert loaded.tables["mrr"].get_column("amount").to_list() == [amount, 5_000_000]


def test_amounts_that_tell_need_no_config(read: Load) -> None:
    loaded = read(AMOUNTS.format("1.234", "5,25"), decimals="point")
    assert loaded.tables["mrr"].get_column("amount").to_list() == [1_234_000_000, 5_250_000]


def test_what_the_config_says_does_not_stand_above_a_vendor(read: Load) -> None:
    header = "id;Customer ID;Plan;Interval;Amount;Status;Current Period End (UTC);Created (UTC)\n"
    loaded = read(f"{header}s;c;p;month;1.234;active;;2026-01-01\n", decimals="comma")
    assert loaded.tables["subscriptions"].get_column("amount").to_list() == [1_234_000]
