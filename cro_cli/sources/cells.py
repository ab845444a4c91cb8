"""How the cells of one column are read: the quick way that nearly always does, and the careful."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cro_cli.named_tuple import NamedTuple
from cro_cli.sources import amounts, dates, words
from cro_cli.sources.format import ColumnRule
from cro_cli.sources.readers import FIRST_FILLED
from cro_cli.sources.vocabulary import VOCABULARY
from cro_cli.tables import MICROS, Kind

AMOUNTS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT, Kind.RATE})

DTYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.MONEY: pl.Int64(),
    Kind.NUMBER: pl.Int64(),
    Kind.PERCENT: pl.Int64(),
    Kind.RATE: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.MOMENT: pl.Datetime("us"),
    Kind.MONTH: pl.Date(),
    Kind.FLAG: pl.Boolean(),
}

# Columns of any table that hold ids, which spreadsheets like to spoil.
IDS = frozenset(
    {
        "id",
        "customer",
        "subscription",
        "crm_id",
        "billing_id",
        "account_id",
        "deal",
        "employee",
        "parent",
        "invoice",
        "price",
        "version",
    }
)

CURRENCIES = frozenset({"currency", "base"})

# Amounts in these units are read so many places lower: nothing is divided. Smallest units of a
# currency are taken for hundredths at first.
_HUNDREDTHS = dict.fromkeys(("cents", "minor", "stripe_minor", "hundredths", "percent"), 2)
_LOWER = {**_HUNDREDTHS, "micros": 6}
_MICRO_PLACES = 6
_RATE_PLACES = 12

_ID_READERS = {
    "salesforce_id": words.salesforce_id,
    "crm_id": words.crm_id,
    "zoho_id": words.zoho_id,
    "first_id": words.first_id,
    "first_of_list": words.first_of_list,
}
_QUICK = {
    Kind.DATE: dates.quick_date,
    Kind.MONTH: dates.quick_month,
    Kind.MOMENT: dates.quick_moment,
    Kind.FLAG: words.quick_flag,
}
_QUICK_TEXT = {"id": words.quick_id, "currency": words.quick_currency}
_CAREFUL_DATES = {
    Kind.DATE: dates.read_dates,
    Kind.MONTH: dates.read_months,
    Kind.MOMENT: dates.read_moments,
}
_CAREFUL_TEXT = {"id": words.read_ids, "currency": words.read_currencies}


class Cell(NamedTuple):
    """One column of a file that is read as one thing.

    `target` names it in the typed frame, `table` and `column` are what it ends in, `places` are its
    columns in the raw frame (several are joined, or the first filled one counts), `label` is the
    header as written. `points` says that the vendor always writes decimal points, `order`
    in which order days and months.
    """

    target: str
    table: str
    column: str
    label: str
    places: tuple[str, ...]
    kind: Kind
    rule: ColumnRule
    points: bool
    order: str = ""

    @property
    def field(self) -> str:
        """The canonical column with its table."""
        return f"{self.table}.{self.column}"

    @property
    def is_date(self) -> bool:
        """Tell whether the order of day and month matters to the cell."""
        return self.kind in _CAREFUL_DATES

    @property
    def is_amount(self) -> bool:
        """Tell whether decimal signs matter to the cell."""
        return self.kind in AMOUNTS

    @property
    def is_money(self) -> bool:
        """Tell whether a currency belongs to the cell."""
        return self.kind is Kind.MONEY

    @property
    def is_sure(self) -> bool:
        """Tell whether 1.234 can only be meant with a decimal point."""
        return self.points or not self.is_money

    @property
    def is_plain_id(self) -> bool:
        """Tell whether the cell is an id, of which the format changes nothing."""
        changes = self.rule.words or self.rule.read in _ID_READERS
        return self.kind is Kind.TEXT and self.column in IDS and not changes

    @property
    def manner(self) -> tuple[object, ...]:
        """What cells that are read by the same expression have in common."""
        renames = tuple(self.rule.words.items())
        if self.kind is not Kind.TEXT:
            return (self.kind, self.rule.unit, renames)
        return (self.kind, self.rule.read, renames, self._meaning)

    @property
    def vocabulary(self) -> Mapping[str, str]:
        """The words that the column may say; empty when it may say anything."""
        return VOCABULARY.get(self.field, {}) if self.kind is Kind.TEXT else {}

    def text(self, frame: pl.DataFrame) -> pl.Series:
        """Return what the file says, under the name of what it becomes."""
        if len(self.places) == 1:
            return frame.get_column(self.places[0]).alias(self.target)
        parts = [words.filled(pl.col(place).str.strip_chars(), ()) for place in self.places]
        if self.rule.read == FIRST_FILLED:
            whole = pl.coalesce(parts)
        else:
            whole = pl.concat_str(parts, separator=" | ", ignore_nulls=True)
        return frame.select(whole.alias(self.target)).to_series()

    def quick(self, text: pl.Expr) -> pl.Expr:
        """Return the expression that reads plain columns and leaves all others null."""
        if self.is_amount:
            value = amounts.quick_amount(text, places=self._decimals, sure=self.is_sure)
            return self._bounded(value)
        if self.kind is not Kind.TEXT:
            return _QUICK[self.kind](self._renamed(text))
        text = self._renamed(text.str.strip_chars())
        if self.vocabulary:
            return words.quick_word(text, self.vocabulary)
        return _QUICK_TEXT[self._meaning](text) if self._meaning in _QUICK_TEXT else text

    def read_once(self, texts: pl.Series) -> pl.Series:
        """Return the quick reading of some texts, under the name of what it becomes."""
        own = texts.alias(self.target)
        return own.to_frame().select(self.quick(pl.col(self.target))).to_series()

    def alike(self, text: pl.Series) -> pl.Series | None:
        """Read a long column that is written alike throughout; None where it may not be."""
        if self.is_amount and self.is_sure:
            return self._shares(amounts.bare(text, places=self._decimals))
        if self.kind is Kind.DATE and not self.rule.words:
            return dates.alike(text)
        return None

    def grouped(self, text: pl.Expr) -> pl.Expr:
        """Return the expression that reads columns of amounts such as 1,234.56."""
        value = amounts.grouped_amount(text, places=self._decimals, sure=self.is_sure)
        return self._bounded(value)

    def careful(self, text: pl.Series, *, decimal: str) -> pl.Series:
        """Read a column in every known form; null where a cell is in none."""
        if self.is_amount:
            values = amounts.read_amounts(
                text, decimal=decimal, places=self._decimals, mark=self._mark
            )
            return pl.select(self._bounded(pl.lit(values))).to_series()
        text = self.said(text)
        if self.kind in _CAREFUL_DATES:
            return _CAREFUL_DATES[self.kind](text, self.order)
        if self.kind is Kind.FLAG:
            return words.read_flags(text)
        if self.vocabulary:
            return words.read_words(text, self.vocabulary)
        return _CAREFUL_TEXT[self._meaning](text) if self._meaning in _CAREFUL_TEXT else text

    def said(self, text: pl.Series) -> pl.Series:
        """Return a column in the words that the format renames its own to."""
        return pl.select(self._renamed(pl.lit(text))).to_series()

    @property
    def _meaning(self) -> str:
        """What else a text is: an id, a currency, or a word of a vocabulary."""
        if self.column in IDS:
            return "id"
        return self.field if self.vocabulary else "currency" * (self.column in CURRENCIES)

    @property
    def _decimals(self) -> int:
        most = _RATE_PLACES if self.kind is Kind.RATE else _MICRO_PLACES
        return most - _LOWER.get(self.rule.unit, 0)

    @property
    def _mark(self) -> str:
        """What may stand beside the digits."""
        if self.kind is Kind.PERCENT:
            return "ignored" if self.rule.unit == "percent" else "hundredth"
        return "currency" if self.is_money else "nothing"

    def _shares(self, values: pl.Series | None) -> pl.Series | None:
        if values is None or self.kind is not Kind.PERCENT:
            return values
        return pl.select(self._bounded(pl.lit(values))).to_series()

    def _bounded(self, value: pl.Expr) -> pl.Expr:
        """A share of more than the whole is no share: 65 was meant as 65%, or 0.65."""
        if self.kind is Kind.PERCENT:
            return pl.when(value.is_between(0, MICROS)).then(value)
        return value

    def _renamed(self, text: pl.Expr) -> pl.Expr:
        if self.rule.read in _ID_READERS:
            text = _ID_READERS[self.rule.read](text)
        return words.renamed(text, self.rule.words) if self.rule.words else text
