"""Amounts are read exactly, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cro_cli.sources import Loaded, amounts
from cro_cli.sources.dates import AmbiguousError


def read(*texts: str, decimal: str = ".", places: int = 6, mark: str = "currency") -> list[object]:
    column = pl.Series(texts, dtype=pl.String)
    return amounts.read_amounts(column, decimal=decimal, places=places, mark=mark).to_list()


def quick(*texts: str, places: int = 6, sure: bool = True) -> list[object]:
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    value = amounts.quick_amount(pl.col("a"), places=places, sure=sure)
    return frame.select(value).to_series().to_list()


def bare(*texts: str, places: int = 6) -> list[object] | None:
    values = amounts.bare(pl.Series("a", texts, dtype=pl.String), places=places)
    return None if values is None else values.to_list()


def grouped(*texts: str, sure: bool = False) -> list[object]:
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    value = amounts.grouped_amount(pl.col("a"), places=6, sure=sure)
    return frame.select(value).to_series().to_list()


READABLE = {
    "33.00": 33_000_000,
    "0": 0,
    "0.000001": 1,
    "007": 7_000_000,
    ".5": 500_000,
    "+5": 5_000_000,
    "-5": -5_000_000,
    "\u22125": -5_000_000,
    "5-": -5_000_000,
    "(1,234.50)": -1_234_500_000,
    "($1,234.50)": -1_234_500_000,
    "$1,234,567": 1_234_567_000_000,
    "-0.00": 0,
    "(0)": 0,
    "$(5.00)": -5_000_000,
    "€ (1,234.5)": -1_234_500_000,
    "-$5": -5_000_000,
    "$-5": -5_000_000,
    "USD 450,000.00": 450_000_000_000,
    "450,000 USD": 450_000_000_000,
    "CA$7": 7_000_000,
    "1 234 567.5": 1_234_567_500_000,
    "1\u202f234.5": 1_234_500_000,
    "1\u00a0234.5": 1_234_500_000,
    "1'234.50": 1_234_500_000,
    "12,34,567": 1_234_567_000_000,
    # beyond six decimals: rounded once, half away from zero
    "1.0000005": 1_000_001,
    "-1.0000005": -1_000_001,
    "1.00000049999": 1_000_000,
    "999999999999.999999": 999_999_999_999_999_999,
}


@pytest.mark.parametrize(("text", "micros"), READABLE.items())
def test_amount_is_read_to_the_micro(text: str, micros: int) -> None:
    assert read(text) == [micros]


UNREADABLE = [
    "nan",
    "inf",
    "1e3",
    "1e309",
    "45k",
    "1.2M",
    "65%",
    "n/a",
    "-",
    "--",
    "",
    ".",
    "1.2.3",
    "1,23",
    "1,2345",
    "12,34",
    "1,,234",
    "(5",
    "5)",
    "-(5)",
    "$(5",
    "$-(5)",
    "($(5))",
    "(-5)",
    "+-5",
    "--5",
    "-5-",
    "$5€",
    "$",
    "٣",
    "१२",
    "0x1F",
    "1_000",
    "< 10%",
    "5 5",
    "9999999999999999",
    "=1+1",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_amount_is_not_read(text: str) -> None:
    assert read(text) == [None]
    assert quick(text) == [None]


def test_quick_reading_agrees_with_the_careful_one() -> None:
    texts = ("33.00", "0", "-12.5", "158400", "0.000001", "0.0", "12345678901.123456")
    assert quick(*texts) == read(*texts)
    assert None not in quick(*texts)


def test_three_places_after_a_point_are_left_to_the_file_to_decide() -> None:
    assert quick("1.234", "33.00", sure=False) == [None, None]
    assert quick("1.234", "33.00", sure=True) == [1_234_000, 33_000_000]
    plain = ("1234.567", "0.125", "33.5", "1.2345", "7", "-1234.567")
    assert quick(*plain, sure=False) == read(*plain)


def test_thousands_with_decimals_are_read_in_one_go() -> None:
    texts = ("1,234.56", "-1,234,567.1", "5", "0.5")
    assert grouped(*texts) == read(*texts)
    assert grouped("1,234.56", "1,234") == [None, None]
    assert grouped("1,234.56", "1.234") == [None, None]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**11), max_value=10**11))
@settings(deadline=None)
def test_any_decimal_is_rounded_half_away_from_zero_once(value: Decimal) -> None:
    text = f"{value:f}"
    with localcontext() as context:
        context.prec = 60
        micros = int((value * 10**6).quantize(Decimal(1), ROUND_HALF_UP))
    assert read(text) == [micros]


@given(
    st.lists(
        st.from_regex(r"-?[0-9]{0,14}(\.[0459]{0,5}[0-9]{0,9})?", fullmatch=True)
        | st.text("0123456789.-/", min_size=1, max_size=45),
        min_size=1,
        max_size=2,
    ),
    st.sampled_from([0, 4, 6, 12]),
)
@settings(deadline=None)
@example(["1.00000005", "1.00000004", "-1.000000050"], 6)
@example(["0.0000004999999999999999999999999999999999999999999", "-0.0000005"], 6)
@example(["1.5", "-1.5", "2.4999", "-.5"], 0)
@example(["-007.10", "5.", "-", ".", "1.2.3", "--1", "1-2", "1/2"], 4)
@example(["1" * 45, "999999999999.9999995"], 6)
def test_bare_amounts_are_read_as_the_careful_way_does(texts: list[str], places: int) -> None:
    careful = read(*texts, places=places, mark="nothing")
    for quickly, carefully in zip(bare(*texts, places=places) or (), careful, strict=False):
        # The careful way has no more than 18 digits.
        assert quickly == carefully or abs(int(str(quickly))) >= 10**18


def test_bare_amounts_are_read() -> None:
    texts = ["33.00", "0", "-1234.5", "1.234", "922337203685.477580", "1.50000000000000"]
    assert bare(*texts) == [
        33_000_000, 0, -1_234_500_000, 1_234_000, 922_337_203_685_477_580, 1_500_000
    ]  # fmt: skip
    assert bare("3300", "1", places=4) == [33_000_000, 10_000]
    values = amounts.bare(pl.Series([None, "1.5", None]), places=6)
    assert values is not None
    assert values.to_list() == [None, 1_500_000, None]


@pytest.mark.parametrize(
    "odd",
    [
        *("+5", "1,5", " 5", "5 ", "1e3", "1E3", "1e-3", "5\t", "5\r", "$5", "5€", "x"),
        *("-", ".", "1.2.3", "5-", "--5", "1/2", ""),
        *("1.0000001", "1.00000006", "-0.0000005", "922337203685.4775808"),
    ],
)
def test_amounts_that_are_not_bare_are_left_to_a_closer_look(odd: str) -> None:
    assert bare("1.5", odd, "2") is None
    assert bare(odd) is None


@pytest.mark.parametrize(
    ("texts", "delimiter", "sign"),
    [
        (["1.234,56", "1.234"], ",", ","),
        (["12,5", "1.234"], ",", ","),
        (["1.234.567", "1,5"], ";", ","),
        (["1 234,5"], ";", ","),
        (["0,123"], ";", ","),
        (["1,234.56", "1,234"], "\t", "."),
        (["1,234,567"], ";", "."),
        (["33.00"], ";", "."),
        (["1234.567"], ";", "."),
        (["0.125"], ";", "."),
        (["1,234", "5"], ",", "."),
        (["33.00", "1.234"], ",", "."),
        (["5", "17"], ";", "."),
        (["€1.234,00", "(5,50)"], ";", ","),
        (["1.0.0", "1000"], ",", "."),  # what is no number proves nothing
        (["12,34,567", "1.5"], ";", "."),
    ],
)
def test_decimal_sign_is_what_the_file_proves(texts: list[str], delimiter: str, sign: str) -> None:
    assert amounts.decimal_sign([pl.Series(texts)], delimiter) == sign


def test_all_columns_have_a_say_about_the_sign() -> None:
    assert amounts.decimal_sign([pl.Series(["1.234"]), pl.Series(["5,5"])], ";") == ","


@pytest.mark.parametrize(
    ("texts", "delimiter", "words"),
    [
        (["1.234"], ";", "1.234 can be read with a decimal point or a decimal comma"),
        (["€1.234"], ",", "1.234 can be read with"),
        (["1,234", "1.234"], ",", "1.234 can be read with"),
        (["1,234"], "\t", "1,234 can be read with"),
        (["1,234.5", "1.234,5"], ",", "(1,234.5, 1.234,5)"),
        (["5.25", "5,25"], ";", "(5.25, 5,25)"),
    ],
)
def test_sign_that_nothing_proves_is_refused(texts: list[str], delimiter: str, words: str) -> None:
    with pytest.raises(AmbiguousError) as caught:
        amounts.decimal_sign([pl.Series(texts)], delimiter)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "usual", "sign"),
    [
        (["1.234"], ".", "."),
        (["1.234"], ",", ","),
        (["1.234", "1,5"], ".", ","),
        (["1,5", "1.5"], ".", "."),
        (["17"], ",", ","),
    ],
)
def test_the_usual_sign_stands_where_the_file_does_not_prove_the_other(
    texts: list[str], usual: str, sign: str
) -> None:
    assert amounts.decimal_sign([pl.Series(texts)], ";", usual=usual) == sign


def test_an_export_of_points_that_was_saved_with_commas_is_read(
    load: Callable[..., Loaded],
) -> None:
    header = "id;Customer ID;Plan;Interval;Amount;Status;Current Period End (UTC);Created (UTC)\n"
    rows = "s1;c1;p;month;1.234,50;active;;2026-01-01\ns2;c2;p;month;99;active;;2026-01-01\n"
    table = load(a=header + rows).tables["subscriptions"]
    assert table.get_column("amount").to_list() == [1_234_500_000, 99_000_000]


def test_decimal_comma_is_read_as_such() -> None:
    assert read("1.234,56", "1 234,5", "12", "-0,5", "1.234", decimal=",") == [
        1_234_560_000,
        1_234_500_000,
        12_000_000,
        -500_000,
        1_234_000_000,
    ]
    assert read("1,234.56", decimal=",") == [None]
    assert read("1\u2019234.5", "\u22121") == [1_234_500_000, -1_000_000]


def test_per_cent_is_a_hundredth_ignored_or_refused() -> None:
    assert read("65%", "0.65", "12.3456789%", mark="hundredth") == [650_000, 650_000, 123_457]
    assert read("5%", "-5%", mark="hundredth") == [50_000, -50_000]
    assert read("65%", places=4, mark="ignored") == [650_000]
    assert read("65%", mark="currency") == [None]


def test_numbers_have_no_currency() -> None:
    assert read("$5", "5 EUR", "5 pcs", mark="nothing") == [None, None, None]
    assert read("5%", mark="nothing") == [None]
    assert read("$65%", "65 EUR%", mark="hundredth") == [None, None]


def test_cents_and_micros_are_read_lower_down_and_not_divided() -> None:
    assert quick("3300", places=4) == [33_000_000]
    assert quick("33000000", places=0) == [33_000_000]
    assert quick("33000000", "1.5", places=0) == [None, None]  # left to the careful reading
    assert read("1,250,000", places=0) == [1_250_000]
    assert read("1.5", places=0) == [2]


def test_currency_beside_the_digits() -> None:
    column = pl.Series(["USD 5", "5 eur", "€5", "£5", "$5", "5", None, "US$5"])
    codes = amounts.written_currencies(column).to_list()
    assert codes == ["USD", "EUR", "EUR", "GBP", None, None, None, "USD"]
    assert amounts.open_mark(column) == "$"
    assert amounts.open_mark(pl.Series(["€5", "5"])) is None


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("$5", ("USD", "CAD", "MXN", None), ("EUR", "JPY")),
        ("R$5", ("BRL",), ("USD",)),
        ("5 €", ("EUR",), ("USD",)),
        ("¥5", ("JPY", "CNY"), ("USD",)),
        ("₩5", ("KRW",), ("JPY",)),
        ("USD 5", ("USD",), ("CAD",)),
        ("5 kr", ("SEK", "DKK"), ()),
    ],
)
def test_a_sign_of_another_currency_is_disputed(
    text: str, own: tuple[str | None, ...], others: tuple[str, ...]
) -> None:
    codes = pl.Series([*own, *others], dtype=pl.String)
    found = amounts.disputed(pl.Series([text] * len(codes)), codes)
    assert found.to_list() == [False] * len(own) + [True] * len(others)


def test_a_million_digits_are_no_amount() -> None:
    assert read("9" * 1_000_000, "5") == [None, 5_000_000]
