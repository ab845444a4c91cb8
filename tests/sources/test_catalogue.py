"""Formats are data: what recognising reads of them, and what YAML cannot spoil."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from cro_cli.errors import InputError
from cro_cli.sources import catalogue, recognition
from cro_cli.sources.catalogue import Head
from cro_cli.sources.recognition import Recognised, Unknown
from cro_cli.sources.signature import Signature


@pytest.fixture
def formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an empty folder that holds the formats for now."""
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for known in (catalogue.known_before, catalogue.heads, catalogue.parsed):
        known.cache_clear()
    catalogue.form.cache_clear()


def test_recognising_reads_the_first_documents_only(formats: Path) -> None:
    for name, header in (("one", "A"), ("two", "B")):
        text = f"format: {name}\ntitle: {name}\nmust: [{header}, C]\n---\n{{ no: yaml at all"
        (formats / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = recognition.recognise(b"c,b\n1,2\n", "x.csv")
    assert isinstance(found, Recognised)
    assert found.signature.name == "two"


def test_equal_formats_are_an_error_that_names_both(formats: Path) -> None:
    for name in ("one", "two"):
        text = f"format: {name}\ntitle: {name.title()}\nmust: [A, B]\n---\n"
        (formats / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        recognition.recognise(b"a,b\n1,2\n", "x.csv")
    assert caught.value.problems == (
        "x.csv: One and Two match equally well; leave only the columns of one of them",
    )


@pytest.mark.parametrize("head", catalogue.heads(), ids=lambda head: head.name)
def test_no_header_of_a_format_is_passed_over_before_it_is_parsed(head: Head) -> None:
    of = next(one for one in catalogue.signatures() if one.name == head.name)
    literal = [item for item in of.must if not any(one.startswith("/") for one in item)]
    for header in (one for item in of.must for one in item if not one.startswith("/")):
        assert catalogue.words_of([header]) <= head.words, header
    # Whatever meets the items that are no patterns, it has the words that are looked for.
    met = [catalogue.words_of(chosen) for chosen in product(*literal)]
    assert min(map(len, met), default=0) >= head.fewest
    assert all(head.needed <= words for words in met)


def test_a_file_is_compared_with_formats_that_share_its_words_only(formats: Path) -> None:
    bad = "format: bad\nmust: [X, { no: yaml\n---\n"
    good = "format: good\nmust: [A, 'Cost, net']\n---\n"
    wide = "format: wide\nmust: ['/b.*/', C]\n---\n"
    for name, text in (("bad", bad), ("good", good), ("wide", wide)):
        (formats / f"{name}.yaml").write_text(text, encoding="utf-8")
    for header, name in (('"cost, net",a', "good"), ("b1,c", "wide")):
        found = recognition.recognise(f"{header}\n1,2\n".encode(), "x.csv")
        assert isinstance(found, Recognised)
        assert found.signature.name == name


def test_words_that_yaml_takes_for_something_else_are_headers_and_values(formats: Path) -> None:
    text = (
        "format: traps\ntitle: Traps\nmust: [No, On, 1]\nnever: [null]\n---\n"
        "table: fx\nblank: [0, no]\ndrop:\n- {name: off, column: On, is: [off, 1.0], blank: true}\n"
        "columns:\n  currency: No\n  rate: 1\n  date: {constant: 2026-01-31}\n"
    )
    (formats / "traps.yaml").write_text(text, encoding="utf-8")
    found = recognition.recognise(b"no,on,1\nEUR,x,1.1\n", "x.csv")
    assert isinstance(found, Recognised)
    form = catalogue.form(found.signature)
    assert [rule.origins for rule in form.columns] == [(("No",),), (("1",),), ()]
    assert form.columns[2].constant == "2026-01-31"
    assert form.blank == ("0", "no")
    assert [form.drop[0].covers(cell) for cell in ("OFF", "1.0", " ", "x")] == [True] * 3 + [False]
    assert isinstance(recognition.recognise(b"no,on,1,null\nEUR,x,1,2\n", "x.csv"), Unknown)


def test_of_rows_that_nothing_matches_the_one_with_most_known_words_is_the_header() -> None:
    text = b"Report,of,January\nDeal Name,Amount,Close Date\nAcme,1,2026-01-01\n"
    found = recognition.recognise(text, "x.csv")
    assert isinstance(found, Unknown)
    assert found.near.startswith("; nearest are HubSpot deals (lacks Deal Stage or dealstage)")


@pytest.mark.parametrize("of", catalogue.signatures(), ids=lambda of: of.name)
def test_every_format_says_what_it_is_and_how_to_come_by_it(of: Signature) -> None:
    form = catalogue.form(of)
    for said in (form.system, form.file, form.export):
        assert said, "the second document needs system, file and export"
        assert said == said.strip()
    assert len(form.export) <= 100, "one line, such as: Dashboard > Customers > Export"
