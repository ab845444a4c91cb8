"""Formats of the user's own: what they may say, that they come before ours, what is refused."""
# ruff: noqa: E501 - a message is read more easily in one line

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cro_cli import config, sources
from cro_cli.config import Habits, OwnFormat
from cro_cli.errors import ConfigError, InputError
from cro_cli.sources import catalogue
from cro_cli.sources.cells import _ID_READERS, _LOWER
from cro_cli.sources.composed import _COMPOSED
from cro_cli.sources.minor_units import _UNITS
from cro_cli.sources.readers import (
    BESIDE,
    BY_STATUS,
    FIRST_FILLED,
    IN_HEADER,
    PARTS,
    READERS,
    UNITS,
)
from cro_cli.tables import TABLES, Kind

FOLDER = catalogue.FOLDER
Formats = Callable[[str], tuple[OwnFormat, ...]]


def read(path: Path) -> tuple[OwnFormat, ...]:
    found = config.load(
        path,
        metrics={},
        bands=lambda _: {},
        profiles=("growth",),
        formats=sources.check_format,
    )
    return found.formats


@pytest.fixture
def formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Formats:
    """Write a config and return its formats."""
    monkeypatch.chdir(tmp_path)

    def load(text: str) -> tuple[OwnFormat, ...]:
        path = Path("config.yaml")
        path.write_text(text, encoding="utf-8")
        return read(path)

    return load


@pytest.fixture
def said(formats: Formats) -> Callable[[str], list[str]]:
    """Return what is wrong with a config, without places and carets."""

    def said(text: str) -> list[str]:
        with pytest.raises(ConfigError) as error:
            formats(text)
        firsts = [one.splitlines()[0] for one in error.value.problems]
        assert all(one.startswith("config.yaml:1:") for one in firsts)
        return [one.split(": ", maxsplit=1)[1] for one in firsts]

    return said


ACME = """\
formats:
- format: acme
  title: Acme billing
  must: [Invoice Ref, Client]
  table: invoices
  drop:
  - {name: drafts, column: State, is: Entwurf}
  columns:
    id: Invoice Ref
    customer: Client
    issued_on: Date
    status: {from: State, map: {Offen: open, Bezahlt: paid}}
    currency: {constant: EUR}
    total: {from: Cents, unit: cents}
"""
EXPORT = (
    "Invoice Ref,Client,Date,State,Cents\n1,A,2026-01-31,Offen,12345\n2,A,2026-02-28,Entwurf,1\n"
)


def test_a_format_in_the_config_reads_its_export(formats: Formats) -> None:
    Path("x.csv").write_text(EXPORT, encoding="utf-8")
    loaded = sources.load(["x.csv"], habits=Habits(formats(ACME)))
    (record,) = loaded.inputs
    assert (record.format, record.table, record.kept, record.dropped) == (
        ("acme", "invoices", 1, {"drafts": 1})
    )
    (row,) = loaded.tables["invoices"].rows(named=True)
    assert (row["id"], row["customer"], row["status"], row["currency"], row["total"]) == (
        ("1", "A", "open", "EUR", 123_450_000)
    )


def test_the_words_for_terms_are_none_of_a_date(formats: Formats) -> None:
    own = formats("""
formats:
- format: lines
  must: [Item, Day]
  table: invoice_lines
  columns:
    amount: Net
    period_end_on: {read: end_of_term, first: Day, term: Item, map: {Pro: year, '*': month}}
""")
    Path("x.csv").write_text(
        "Item,Day,Net\nPro,2026-01-31,1\nBasic,2026-01-31,1\n", encoding="utf-8"
    )
    rows = sources.load(["x.csv"], habits=Habits(own)).tables["invoice_lines"].rows(named=True)
    assert [str(row["period_end_on"]) for row in rows] == ["2027-01-31", "2026-02-28"]


def test_words_become_intervals_of_several_months(formats: Formats) -> None:
    text = """
formats:
- format: terms
  must: [Term, Since]
  table: subscriptions
  columns:
    id: Ref
    customer: Client
    amount: Net
    started_on: Since
    interval: {from: Term, map: {Q: quarterly, M: month}}
"""
    Path("x.csv").write_text(
        "Ref,Client,Net,Term,Since\n1,A,30,Q,2026-01-01\n2,A,5,M,2026-01-01\n", encoding="utf-8"
    )
    table = sources.load(["x.csv"], habits=Habits(formats(text))).tables["subscriptions"]
    assert table.select("interval", "interval_count").rows() == [("month", 3e6), ("month", None)]


def test_a_file_of_ours_can_be_named_as_it_is(formats: Formats, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for name in ("stripe_mrr", "google_ads"):
        shutil.copy(FOLDER / f"{name}.yaml", tmp_path / "own" / f"{name}.yml")
    (tmp_path / "own" / "notes.txt").write_text("not a format", encoding="utf-8")
    shutil.copy(FOLDER / "meta_ads.yaml", tmp_path)
    found = formats("formats: [own, meta_ads.yaml]\n")
    names = [(one.document["format"], one.place) for one in found]
    assert names == [
        ("google_ads", "own/google_ads.yml:3"),
        ("stripe_mrr", "own/stripe_mrr.yml:2"),
        ("meta_ads", "meta_ads.yaml:3"),
    ]


def test_one_path_needs_no_list(formats: Formats) -> None:
    shutil.copy(FOLDER / "meta_ads.yaml", ".")
    assert len(formats("formats: meta_ads.yaml\n")) == 1
    assert formats("formats:\n") == formats("formats: []\n") == ()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_ours_are_held_to_the_same(path: Path, formats: Formats) -> None:
    found = formats(f"formats: {path}\n")
    own = catalogue.known(Habits(found))
    (ours,) = (one for one in catalogue.signatures() if one.name == path.stem)
    assert own.signatures[0]._replace(place="") == ours
    assert own.form(own.signatures[0]) == catalogue.form(ours)
    # A format that has the name of one of ours stands in its place.
    assert [one.name for one in own.signatures].count(path.stem) == 1


def test_every_reader_is_known() -> None:
    assert set(READERS) == {*_ID_READERS, *_COMPOSED, IN_HEADER, BESIDE, FIRST_FILLED}
    assert {*PARTS, BY_STATUS} == set(_COMPOSED)
    assert set(UNITS) == {"major", "ratio", *_LOWER}
    assert set(UNITS) >= set(_UNITS)


def test_the_users_own_come_before_ours(formats: Formats) -> None:
    text = "currency,rate,date\nEUR,1.1,2026-01-31\n"
    Path("fx.csv").write_text(text, encoding="utf-8")
    own = formats("""
formats:
- {format: mine, must: [currency, rate], table: fx, columns: {currency: currency, rate: rate}}
""")
    assert [one.format for one in sources.load(["fx.csv"]).inputs] == ["fx"]
    assert [one.format for one in sources.load(["fx.csv"], habits=Habits(own)).inputs] == ["mine"]


def test_two_that_match_equally_well_are_an_error_that_names_both(
    formats: Formats,
) -> None:
    Path("x.csv").write_text("A,B,C\n1,2,3\n", encoding="utf-8")
    own = formats("""
formats:
- {format: one, must: [A, B], table: fx, columns: {currency: A, rate: B}}
- {format: two, title: The other, must: [A, C], table: fx, columns: {currency: A, rate: B}}
""")
    with pytest.raises(InputError) as caught:
        sources.load(["x.csv"], habits=Habits(own))
    assert caught.value.problems == (
        "x.csv: one (config.yaml:3) and The other (config.yaml:4) match equally well; give one of them a column more under `must`, or one of the other under `never`",
    )


def test_a_format_of_the_users_own_can_be_the_nearest(formats: Formats) -> None:
    Path("x.csv").write_text("Invoice Ref,Klient\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        sources.load(["x.csv"], habits=Habits(formats(ACME)))
    assert "nearest are Acme billing (config.yaml:2) (lacks Client)" in caught.value.problems[0]


def test_a_missing_rate_is_placed_in_a_file_of_the_users_own(
    formats: Formats,
) -> None:
    Path("x.csv").write_text("A,B\nEUR,1.1\nUSD,1\n", encoding="utf-8")
    own = formats("formats: [{format: one, must: [A], table: fx, columns: {currency: A, rate: B}}]")
    placed = sources.place(["x.csv"], "currency", "USD", habits=Habits(own))
    assert placed == "x.csv: row 3, column 'A'"


MONEY_UNITS = " or ".join(key for key, kinds in UNITS.items() if Kind.MONEY in kinds)
MONEY_READERS = " or ".join(key for key, kinds in READERS.items() if Kind.MONEY in kinds)
TABLE_NAMES = ", ".join(table.name for table in TABLES)
GOOD = "format: a, must: [A], table: fx, columns: {currency: A, rate: B}"
INVOICE = "format: a, must: [A], table: invoices, columns: {id: A, customer: C"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Keys.
        ("{format: a}", ["formats: `must` is missing; write it", "formats: `table` is missing; write it", "formats: `columns` is missing; write it"]),
        (f"{{{GOOD}, dorp: []}}", ["formats.dorp: unknown key; did you mean drop?"]),
        ("[[a]]", ["formats: keys belong here; write below it format, title, must, any, never, last, system, file, export, guess, table, decimals, dates, blank, drop, columns, once, spread, mark, latest, assumes, part, beside, instead, melt, groups, also"]),
        (f"[{{{GOOD}}}, {{{GOOD}}}]", ["formats.format: a is there already, at config.yaml:1; keep one"]),
        # Headers.
        ("{format: a, must: [], table: fx, columns: {currency: A}}", ["formats.must: an empty list; write what belongs in it, or remove it"]),
        ("{format: a, must: [no], table: fx, columns: {currency: A}}", ['formats.must: `no` is false to YAML; write "no" in quotes']),
        ("{format: a, must: [/a, /b(/, '/C/', '/\\D/'], table: fx, columns: {currency: A}}", [
            "formats.must: a pattern of headers stands between slashes; write it like /cost( .*)?/",
            "formats.must: this is no regular expression: missing ), unterminated subpattern at position 1; correct it",
            "formats.must: headers are compared in small letters; write the pattern in them",
        ]),
        # Tables and their columns.
        ("{format: a, must: [A], table: fxs, columns: {currency: A}}", ["formats.table: `fxs` is none of " + TABLE_NAMES + "; did you mean fx?"]),
        ("{format: a, must: [A], table: fx, columns: [A]}", ["formats.columns: keys belong here; write below it lines such as id: Invoice Ref"]),
        ("{format: a, must: [A], table: fx, columns: {curency: A}}", ["formats.columns.curency: fx has no such column; did you mean currency?", "formats.columns: `currency` is missing, the ISO code; no row can be told from another without it"]),
        (f"{{{GOOD}, melt: '\\d'}}", ["formats.melt: fx has no month and amount to put months into; remove it"]),
        (f"{{{INVOICE}, tax: {{unit: cents}}}}}}", ["formats.columns.tax: says not where it comes from; write `from` with a header"]),
        (f"{{{INVOICE}, tax: {{from: T, unit: cent}}}}}}", ["formats.columns.tax.unit: there is no such unit; did you mean cents?"]),
        (f"{{{INVOICE}, tax: {{from: T, unit: percent}}}}}}", ["formats.columns.tax.unit: percent is no unit for a column of money, as tax is; write " + MONEY_UNITS]),
        (f"{{{INVOICE}, tax: {{from: T, read: crm}}}}}}", ["formats.columns.tax.read: there is no such reader; did you mean crm_id?"]),
        (f"{{{INVOICE}, tax: {{from: T, read: crm_id}}}}}}", ["formats.columns.tax.read: crm_id is no reader for a column of money, as tax is; write " + MONEY_READERS]),
        (f"{{{INVOICE}, tax: {{from: T, form: T}}}}}}", ["formats.columns.tax.form: unknown key; did you mean from?"]),
        (f"{{{INVOICE}, tax: {{from: T, map: {{a: b}}}}}}}}", ["formats.columns.tax.map: only the words of a text can be renamed; remove it"]),
        (f"{{{INVOICE}, paid_on: {{read: end_of_term, first: F, term: T, map: {{P: 2 yeer, Q: 2 years, R: once, S: 2 once}}}}}}}}", ["formats.columns.paid_on.map.P: paid_on never says so; did you mean year?", "formats.columns.paid_on.map.S: paid_on never says so; did you mean once?"]),
        (f"{{{INVOICE}, paid_on: {{read: end_of_term, first: F, term: T, map: [year]}}}}}}", ["formats.columns.paid_on.map: words belong here; write them like `Deal won: won`"]),
        (f"{{{INVOICE}, tax: {{constant: '1,5'}}}}}}", ["formats.columns.tax.constant: this is no plain amount; write it like 1234.56"]),
        (f"{{{INVOICE}, paid_on: {{constant: 2026-01-31}}}}}}", ["formats.columns.paid_on.constant: only a text or an amount can be the same in every row; write `from`"]),
        (f"{{{INVOICE}, currency: {{constant: eur}}}}}}", ["formats.columns.currency.constant: this is no currency code; write three capital letters, such as USD"]),
        (f"{{{INVOICE}, status: {{constant: pad}}}}}}", ["formats.columns.status.constant: status never says so; did you mean paid?"]),
        (f"{{{INVOICE}, type: {{constant: credit, from: A}}}}}}", ["formats.columns.type.constant: a constant stands alone; remove it, or the rest"]),
        (f"{{{INVOICE}, status: {{from: S, map: {{Offen: opn}}}}}}}}", ["formats.columns.status.map.Offen: status never says so; did you mean open?"]),
        (f"{{{INVOICE}, status: {{from: S, map: [a]}}}}}}", ["formats.columns.status.map: words belong here; write them like `Deal won: won`"]),
        (f"{{{INVOICE}, currency: {{from: '/tax .*/', read: in_header}}}}}}", ["formats.columns.currency.from: /tax .*/ does not tell the value in it; put brackets around that part"]),
        ("{format: a, must: [A], table: deal_stages, spread: {headers: ['/d (.*)/'], name: stag, value: at}, columns: {deal: A}}", ["formats.spread.name: deal_stages has no such column; did you mean stage?", "formats.columns: `stage` is missing, the stage from then on; no row can be told from another without it"]),
        # Rows.
        (f"{{{GOOD}, drop: [{{name: total, blank: false}}]}}", ["formats.drop.blank: `false` is none of true"]),
        (f"{{{GOOD}, drop: [{{name: total, column: A}}]}}", ["formats.drop: nothing tells these rows; write one of is, starts, blank, not, not_starts, after, running, lone"]),
        (f"{{{GOOD}, decimals: ','}}", ["formats.decimals: `,` is none of ."]),
        # Paths.
        ("[a.yaml]", ["formats: there is no file or folder a.yaml; check the path"]),
        (".", ["formats: . holds no .yaml file; name the folder that does"]),
        ("config.yaml/a", ["formats: config.yaml/a cannot be read: Not a directory; see that it is there, and that you may read it"]),
        ("~/a", ["formats: `~` is not resolved here; write the whole path"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    said: Callable[[str], list[str]], text: str, expected: list[str], tmp_path: Path
) -> None:
    if text == ".":
        text = "own"
        (tmp_path / "own").mkdir()
        expected = ["formats: own holds no .yaml file; name the folder that does"]
    assert sorted(said(f"formats: {text}\n")) == sorted(expected)


def test_what_is_wrong_with_a_file_is_said_with_its_own_place(
    formats: Formats, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text("format: a\n---\ntabel: fx\n", encoding="utf-8")
    (tmp_path / "own" / "b.yaml").write_text("", encoding="utf-8")
    (tmp_path / "own" / "c.yaml").write_text("a: [\n", encoding="utf-8")
    (tmp_path / "own" / "d.yaml").write_bytes(b"\xff")
    (tmp_path / "own" / "e.yaml").write_text("- a\n---\nb: c\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        formats("formats: own\ncompny: x\n")
    problems = [one.splitlines()[0] for one in caught.value.problems]
    assert problems[0] == "config.yaml:2:1: compny: unknown key; did you mean company?"
    assert [one for one in problems if "` is missing" not in one] == [
        problems[0],
        "own/d.yaml:1:1: the byte 0xFF is no UTF-8 text; save the file as UTF-8",
        "own/a.yaml:3:1: tabel: unknown key; did you mean table?",
        "own/c.yaml:2:1: a value is missing here, or a bracket is one too many; write the value, or remove the bracket",
        "own/e.yaml:1:1: no key stands here; write lines like `key: value`",
    ]
    assert "own/b.yaml:1:1: `format` is missing; write it" in problems


def test_a_value_can_be_repeated_in_a_file_but_not_in_a_config(
    formats: Formats, said: Callable[[str], list[str]]
) -> None:
    text = "format: a\nmust: &must [A, B]\nany: *must\ntable: fx\ncolumns: {currency: A, rate: B}\n"
    Path("a.yaml").write_text(text, encoding="utf-8")
    (own,) = formats("formats: a.yaml\n")
    assert own.document["any"] == ["A", "B"]
    refused = [one for one in said("formats: {must: &x [A], any: *x}\n") if "in YAML" in one]
    assert len(refused) == 2


def test_repeating_a_value_cannot_grow_without_bounds(formats: Formats) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    Path("a.yaml").write_text("\n".join(lines), encoding="utf-8")
    Path("b.yaml").write_text("a: &a [x]\nb: [" + "*a, " * 101 + "]\n", encoding="utf-8")
    for name, count in (("a", 78), ("b", 1)):
        with pytest.raises(ConfigError) as caught:
            formats(f"formats: {name}.yaml\n")
        refused = [one for one in caught.value.problems if "is an alias in YAML" in one]
        assert len(refused) == count


HEADERS = st.sampled_from(["A", "b", "Total", "/b.*/", "/(a)/", "/(/", "", "2026-01", "id", "no"])
WORDS = st.one_of(HEADERS, st.sampled_from(["cents", "crm_id", "month_of", "open", "EUR", "true"]))
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([
            *("from", "read", "unit", "constant", "map", "name", "column", "is", "starts"),
            *("blank", "start", "won", "status", "id", "currency", "rate", "month", "amount"),
        ]),
        inner,
        max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip
RULES = st.dictionaries(
    st.sampled_from(["currency", "rate", "date", "month", "amount", "customer", "category"]),
    WORDS | VALUES,
    max_size=4,
)
FORMATS = st.fixed_dictionaries(
    {
        "format": st.just("own"),
        "must": st.lists(HEADERS | st.lists(HEADERS, max_size=2), max_size=3),
        "table": st.sampled_from(["fx", "mrr", "spend"]),
        "columns": RULES,
    },
    optional={"drop": VALUES, "never": HEADERS, "melt": HEADERS, "blank": VALUES, "any": VALUES},
)


@settings(max_examples=150, deadline=None)
@given(FORMATS)
def test_whatever_a_format_says_it_reads_files_or_is_refused(document: dict[str, object]) -> None:
    with TemporaryDirectory() as folder:
        path, export = Path(folder, "config.yaml"), Path(folder, "x.csv")
        path.write_text(yaml.safe_dump({"formats": [document]}), encoding="utf-8")
        export.write_text("A,b,Total,2026-01,id\nEUR,1.5,2026-01-31,7,x\n", encoding="utf-8")
        try:
            sources.load([str(export)], habits=Habits(read(path)))
        except (ConfigError, InputError) as error:
            assert error.problems  # noqa: PT017 - either way is fine, but for silence


def test_a_config_with_formats_is_read_without_polars() -> None:
    # The number of Polars' threads is settled by the files, which the config names.
    code = "import sys; from cro_cli import sources; list(sources.check_format({}));"
    code += "assert not [name for name in sys.modules if name.startswith('polars')]"
    subprocess.run([sys.executable, "-c", code], check=True)
