"""Amounts, exact to the micro: from text to whole numbers, never by way of a float."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cro_cli.messages import files as messages
from cro_cli.sources.dates import AmbiguousError
from cro_cli.sources.wholes import every, signs, span

_CURRENCY = r"(?:[A-Za-z]{3}|[A-Za-z]{0,3}\p{Sc})"
_AMOUNT = (
    rf"^(?P<open>\()? ?(?P<before>[+-])? ?(?P<left>{_CURRENCY})? ?(?P<inner>[+-]|\()?"
    rf"(?P<digits>[0-9][0-9.,' ]*|[.,][0-9]+) ?(?P<right>{_CURRENCY})? ?"
    r"(?P<after>-)?(?P<close>\))? ?(?P<percent>%)?$"
)
_GROUPED = (
    r"^([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:'[0-9]{3})+"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})?(?:\.([0-9]*))?$"
)
_UNDECIDED = (r"^[1-9][0-9]{0,2}[.,][0-9]{3}$", r"^[1-9][0-9]{0,2}\.[0-9]{3}$")
_GROUPED_ONCE = r"^[1-9][0-9]{0,2},[0-9]{3}$"
# What is set for the eye: a true minus, a curly apostrophe.
_TYPESET = {"\u2212": "-", "\u2019": "'"}
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "₫": "VND",
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "R$": "BRL",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "MX$": "MXN",
}
# Signs of several currencies.
_SHARED = {
    "$": [
        "USD",
        "CAD",
        "AUD",
        "NZD",
        "SGD",
        "HKD",
        "TWD",
        "BRL",
        "MXN",
        "ARS",
        "CLP",
        "COP",
        "UYU",
    ],
    "¥": ["JPY", "CNY"],
}
_SPACES = "[\u00a0\u2007\u2009\u202f]"
_MOST_BYTES = 200  # that an amount is written with
_LONGEST = 18  # digits that surely fit Int64


def quick_amount(text: pl.Expr, *, places: int, sure: bool) -> pl.Expr:
    """Read plain numbers with at most so many decimals; whole numbers of the last place.

    Unless it is `sure` that points are decimal points, `1.234` is left to the careful reading.
    """
    return _micros(pl.when(every(text, _plain(places, sure=sure))).then(text), places)


def bare(text: pl.Series, *, places: int) -> pl.Series | None:
    """Read amounts that surely have decimal points, and nothing but digits and minus beside them.

    None where anything else stands in a cell, one is no number, or has to be rounded. It takes half
    of the time of `quick_amount`, and reads 007 and .5 too, as the careful way does.
    """
    least, most = span(signs(text)) or (0, 0)
    if least < ord("-") or most > ord("9"):  # Polars knows exponents, and overlooks space
        return None
    # Polars rounds what has too many decimals, and halves to the even neighbour: with one place
    # more than allowed, that place tells.
    numbers = text.cast(pl.Decimal(38, places + 1), strict=False).to_physical()
    tenths = numbers.cast(pl.Int64, strict=False)
    values = tenths // 10
    is_whole = values.null_count() == text.null_count() and (values * 10 == tenths).all()
    return values if is_whole else None


def grouped_amount(text: pl.Expr, *, places: int, sure: bool) -> pl.Expr:
    """Read a column of `1,234.56`: where each comma has its point, nothing is left to decide."""
    grouped = rf"-?[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+\.[0-9]{{1,{max(places, 1)}}}"
    pattern = f"{grouped}|{_plain(places, sure=sure)}"
    without = text.str.replace_all(",", "", literal=True)
    return _micros(pl.when(every(text, pattern)).then(without), places)


def _plain(places: int, *, sure: bool) -> str:
    whole = "(?:-?[1-9][0-9]*|0)"
    if not places:
        return whole
    if sure:
        return rf"{whole}(?:\.[0-9]{{1,{places}}})?"
    decimals = rf"\.(?:[0-9]{{1,2}}|[0-9]{{4,{places}}})"
    return rf"{whole}(?:{decimals})?|(?:-?[1-9][0-9]{{3,}}|0)\.[0-9]{{3}}"


def _micros(text: pl.Expr, places: int) -> pl.Expr:
    number = text.cast(pl.Decimal(38, places), strict=False)
    return number.to_physical().cast(pl.Int64, strict=False)


def decimal_sign(
    columns: Sequence[pl.Series],
    delimiter: str,
    *,
    usual: str = "",
    sure: Sequence[pl.Series] = (),
) -> str:
    """Return the decimal sign that the amounts of a file prove, all columns together.

    In a file split by commas `1,234` has its thousands apart; `1.234` stays open there as anywhere,
    unless it is `sure` that a column has decimals, as rates have. The `usual` sign of a vendor
    stands where nothing tells, and against amounts with the other one that are not all.

    Raises:
        AmbiguousError: when both signs occur, or an amount could have either and nothing tells.
    """
    groups = ((columns, False), (sure, True))
    numbers = pl.concat(
        _parts(column).select("digits", sure=pl.lit(is_sure))
        for group, is_sure in groups
        for column in group
    )
    doubtful = numbers.filter(~pl.col("sure"))
    point, comma = numbers.select(_first(_proof(r"\.", ",")), _first(_proof(",", r"\."))).row(0)
    undecided = doubtful.select(_first(_UNDECIDED[delimiter == ","])).item()
    if point and comma:
        if usual:
            return usual
        raise AmbiguousError(messages.TWO_DECIMAL_SIGNS, point=point, comma=comma)
    if point or comma:
        return "," if comma else "."
    if undecided and not usual:
        raise AmbiguousError(messages.NO_DECIMAL_SIGN, amount=undecided)
    return usual or "."


def sign_proof(columns: Sequence[pl.Series], sign: str) -> str:
    """Return the first amount that can be read with one decimal sign only; empty without any."""
    own, other = (",", r"\.") if sign == "," else (r"\.", ",")
    digits = pl.concat(_parts(column).get_column("digits") for column in columns)
    found = digits.to_frame("digits").select(_first(_proof(own, other))).item()
    return found or ""


def whole_or_not(column: pl.Series) -> str:
    """Return the first amount such as 1,234, which a decimal comma may divide; or nothing."""
    return _parts(column).select(_first(_GROUPED_ONCE)).item() or ""


def _first(pattern: str) -> pl.Expr:
    digits = pl.col("digits").str.strip_chars()
    return digits.filter(digits.str.contains(pattern)).first().alias(pattern)


def _proof(own: str, other: str) -> str:
    """Return a pattern for the numbers that can be read with one decimal sign only."""
    return (
        # What is no number, such as 1.0.0, proves nothing.
        f"{other}.*{own}|{other}[0-9]{{2,3}}{other}[0-9]{{3}}"
        f"|^[^,.]*{own}(?:[0-9]{{0,2}}|[0-9]{{4,}})$|^0*{own}|^[0-9]{{4,}}{own}"
    )


def read_amounts(text: pl.Series, *, decimal: str, places: int, mark: str) -> pl.Series:
    """Read a column of amounts however they are written; null where a cell is none.

    Decimals beyond `places` are rounded once, half away from zero. `mark` says what may
    stand beside the digits: a `currency`, a per cent sign that is `ignored` or makes the number a
    `hundredth`, or `nothing`.
    """
    digits = pl.col("digits").str.strip_chars()
    if decimal == ",":
        digits = digits.str.replace_many({",": ".", ".": ","})
    grouped = digits.str.extract_groups(_GROUPED).struct
    frame = _parts(text).with_columns(
        whole=grouped.field("1").fill_null("").str.replace_all(r"[^0-9]", ""),
        rest=grouped.field("2").fill_null(""),
        fits=digits.str.contains(_GROUPED),
    )
    if mark == "hundredth":
        frame = _as_shares(frame)
    return frame.select(_signed(_size(places), mark)).to_series()


def _as_shares(frame: pl.DataFrame) -> pl.DataFrame:
    """Move the point of per cents two places to the left, as text, so that nothing is rounded."""
    marked = pl.col("percent").is_not_null()
    whole = pl.col("whole").str.pad_start(3, "0")
    cut = whole.str.len_chars() - 2
    return frame.with_columns(
        whole=pl.when(marked).then(whole.str.slice(0, cut)).otherwise("whole"),
        rest=pl.when(marked).then(whole.str.tail(2) + pl.col("rest")).otherwise("rest"),
    )


def _size(places: int) -> pl.Expr:
    rest = pl.col("rest")
    kept = rest.str.head(places).str.pad_end(places, "0")
    digits = (pl.col("whole") + kept).str.strip_chars_start("0").str.pad_start(1, "0")
    short = pl.when(digits.str.len_bytes() <= _LONGEST).then(digits).cast(pl.Int64)
    up = rest.str.slice(places, 1).is_in(["5", "6", "7", "8", "9"]).cast(pl.Int64)
    return short + up


def _signed(size: pl.Expr, mark: str) -> pl.Expr:
    signs = [pl.col(name) for name in ("open", "before", "inner", "after")]
    marks = pl.sum_horizontal(sign.is_not_null() for sign in signs)
    in_brackets = pl.any_horizontal((sign == "(").fill_null(value=False) for sign in signs)
    minus = pl.any_horizontal(
        in_brackets, *((sign == "-").fill_null(value=False) for sign in signs)
    )
    sound = (
        pl.col("fits")
        & (in_brackets == pl.col("close").is_not_null())
        & (marks <= 1)
        & (pl.col("left").is_null() | pl.col("right").is_null())
    )
    if mark in {"currency", "nothing"}:
        sound &= pl.col("percent").is_null()
    if mark != "currency":
        sound &= pl.col("left").is_null() & pl.col("right").is_null()
    return pl.when(sound).then(pl.when(minus).then(-size).otherwise(size))


def written_currencies(text: pl.Series) -> pl.Series:
    """Return the currency that each amount carries beside its digits, where that is one only."""
    known = _marks(text).replace(_SYMBOLS)
    return known.set(~known.str.contains(r"^[A-Z]{3}$").fill_null(value=False), None)


def disputed(text: pl.Series, codes: pl.Series) -> pl.Series:
    """Tell which amounts carry another currency than the codes beside them say."""
    other = (written_currencies(text) != codes).fill_null(value=False)
    marks = _marks(text)
    for sign, users in _SHARED.items():
        other |= ((marks == sign) & ~codes.is_in(users)).fill_null(value=False)
    return other


def open_mark(text: pl.Series) -> str | None:
    """Return a sign beside the digits that several currencies use, if there is one."""
    marks = _marks(text).replace(_SYMBOLS).drop_nulls()
    others = marks.filter(~marks.str.contains(r"^[A-Z]{3}$"))
    return None if others.is_empty() else str(others.item(0))


def _marks(text: pl.Series) -> pl.Series:
    return _parts(text).select(pl.coalesce("left", "right").str.to_uppercase()).to_series()


def _parts(text: pl.Series) -> pl.DataFrame:
    """Take amounts apart: brackets, signs, currencies and digits; all null where none is."""
    # A search through megabytes of digits would take minutes.
    short = pl.when(pl.lit(text).str.len_bytes() <= _MOST_BYTES).then(pl.lit(text))
    plain = short.str.replace_all(_SPACES, " ").str.replace_many(_TYPESET)
    return pl.select(plain.str.extract_groups(_AMOUNT)).to_series().struct.unnest()
