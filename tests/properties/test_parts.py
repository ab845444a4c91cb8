"""A table in parts says what it says as a whole: in memory, in a file, with findings or without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from cro_cli import grouping, kinds, sources
from cro_cli.bridge import steps
from cro_cli.config import Config
from cro_cli.errors import InputError
from cro_cli.evaluation import Evaluation
from cro_cli.ledger import numbered
from cro_cli.messages.numbers import OVERFLOW
from cro_cli.parts import table
from cro_cli.request import Request
from cro_cli.sources import catalogue, loading, quick
from cro_cli.sources.files import Size
from cro_cli.sources.loaded import Loaded, nobody
from tests.oracle import plain_companies
from tests.oracle.companies import RATES, Export
from tests.oracle.program import files_of, settings_of

WHOLE = Size(large=2**40)
NEAR = Size(large=1, piece=200, part=300)
FAR = NEAR._replace(near=0, most=0)
KEYS = ("mrr", "nrr", "grr", "logo_churn", "quick_ratio", "largest_customer")
SHAPES = (plain_companies.versions(), plain_companies.lines(), plain_companies.subscriptions())
LINE = "2025-{0:02}-01,2025-{0:02}-28,2025-{0:02}-01"


@contextmanager
def many() -> Iterator[None]:
    """Let a few rows be so many that they are told in the ways of large companies."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (grouping, kinds, numbered):
            patch.setattr(module, "MANY", 1)
        patch.setattr(quick, "_MANY", 1)
        yield


def loaded(folder: Path, size: Size, *, exclude: bool = False) -> Loaded:
    known = catalogue.known()
    paths = files_of(folder)
    return loading.load(paths, known, exclude_bad_rows=exclude, hashed=True, seen=nobody, size=size)


def said(folder: Path, size: Size, config: Config, *, exclude: bool) -> tuple[object, ...]:
    """Return what is said of a folder, of all and by segment, or why nothing is."""
    try:
        given = loaded(folder, size, exclude=exclude)
        run = Evaluation(given, config, Request(as_of=None, by="segment"))
        month = run.scope.month
        engines = [run.engine]
        if any("segment" in name for name in given.supplied):
            engines += [engine for _, engine in run.parts("segment")]
        at = (month - 7, month)
        results = [one.result(key, end) for one in engines for key in KEYS for end in at]
        bridges = [step for one in engines for step in steps(run, one, 9)]
    except InputError as refused:
        return refused.problems
    return results, bridges, run.collected.notes, given.findings, given.inputs


def assert_alike(folder: Path, config: Config, excluding: Sequence[bool] = (False,)) -> None:
    for exclude in excluding:
        whole = said(folder, WHOLE, config, exclude=exclude)
        with many():
            for size in (NEAR, FAR):
                assert said(folder, size, config, exclude=exclude) == whole


def written(folder: Path, name: str, *lines: str) -> None:
    (folder / f"{name}.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def versions(folder: Path, *more: str) -> None:
    """Write versions of eight customers who come, change, pause and go."""
    header = "id,customer,version,plan,status,quantity,amount,currency,interval,started_on,ended_on"
    rows = []
    for number in range(8):
        who, begun, gone = f"c{number}", f"2024-0{number + 1}-03", f"2025-0{number + 1}-28"
        rows += [
            f"s{number},{who},1,Pro,canceled,2,10.5{number},USD,month,{begun},2024-09-30",
            f"s{number},{who},2,Max,canceled,{number},20,USD,month,2024-09-30,{gone}",
            f"t{number},{who},1,Pro,active,1,99,USD,year,{gone},",
        ]
    written(folder, "subscription_versions", header, *rows, *more)
    about = [f"c{number},{'smb' if number % 3 else 'ent'},emea" for number in range(7)]
    written(folder, "customers", "id,segment,region", *about)


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("s1,c1,3,Pro,active,1,10,EUR,month,2025-06-01,",),  # another currency
        ("s1,c2,3,Pro,active,1,10,USD,month,2025-06-01,",),  # an id of two customers
        ("s1,c1,1,Pro,active,1,10,USD,month,2024-02-03,",),  # a key twice
        ("s1,c1,3,Pro,active,1,10,USD,month,2025-01-01,",),  # goes on into the next
        ("s9,c9,1,Pro,active,1,,USD,month,2025-01-01,",),  # without a price
        ("s9,c9,1,Pro,active,-1,10,USD,month,2025-01-01,",),  # of less than none
        ("s9,c9,1,Pro,active,1,10,USD,moon,2025-01-01,",),  # of no rhythm
        ("s9,,1,Pro,active,1,10,USD,month,2025-01-01,",),  # of nobody
        ("s9,c9,1,Pro,active,1,x,USD,month,2025-01-01,",),  # a bad cell
        ("s9,c9,1,Pro,active,1,10,USD,month,2031-01-01,",),  # a slip
        (
            "s9,c9,1,Pro,canceled,1,10,USD,month,2025-01-01,2025-01-20",
            "s9,c9,2,Pro,active,1,10,USD,month,2025-02-10,",
        ),  # gone and back at once
        ("s9,c9,1,Pro,active,9000000000,9000000000,USD,month,2025-01-01,",),  # beyond all sums
        ("Total,,,,,,300,,,,",),
    ],
)
def test_what_speaks_against_a_row_is_said_as_of_the_whole(tmp_path: Path, more: str) -> None:
    versions(tmp_path, *more)
    assert_alike(tmp_path, settings_of(tmp_path, RATES), excluding=(False, True))


@pytest.mark.parametrize(
    "last", ["Total,,,,,300,,,", "Total,s99,c9,1,active,300,USD,month,2025-05-01", ""]
)
def test_a_total_among_few_texts_is_found(tmp_path: Path, last: str) -> None:
    header = "plan,id,customer,version,status,amount,currency,interval,started_on"
    own = "active,10,USD,month,2025-0"
    rows = [
        f"{'Pro' if one % 2 else 'Max'},s{one},c{one},1,{own}{one % 4 + 1}-03" for one in range(30)
    ]
    written(tmp_path, "subscription_versions", header, *rows, last)
    assert_alike(tmp_path, settings_of(tmp_path, RATES))


@settings(max_examples=6)
@given(
    st.sampled_from(SHAPES).flatmap(lambda shape: shape),
    st.none() | plain_companies.customers(),
    plain_companies.definitions(),
)
def test_every_shape_says_the_same_in_parts(
    export: Export, customers: Export | None, definitions: Mapping[str, str]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for one in (export, customers):
            if one is not None:
                note(one.write(folder).read_text(encoding="utf-8"))
        assert_alike(folder, settings_of(folder, RATES, definitions))


def test_customers_known_to_have_paid_before_are_in_one_part_alone(tmp_path: Path) -> None:
    header = "id,customer,version,amount,currency,interval,started_on,since_on"
    rows = [f"s{one},c{one},1,10,USD,month,2025-0{one + 1}-03," for one in range(8)]
    rows.append("s9,c9,1,10,USD,month,2025-02-03,2024-05-01")
    written(tmp_path, "subscription_versions", header, *rows)
    assert_alike(tmp_path, settings_of(tmp_path, RATES))


def test_more_customers_than_are_spread_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_SLICE", 3)
    versions(tmp_path)
    assert_alike(tmp_path, settings_of(tmp_path, RATES))


def test_sums_of_parts_are_refused_where_the_whole_would_wrap(tmp_path: Path) -> None:
    large = "Pro,active,1,183000000000,USD,month,2025-01-01,"
    versions(tmp_path, *(f"s9{one},{one},1,{large}" for one in "xyz"))
    with many():
        given = loaded(tmp_path, NEAR)
        run = Evaluation(given, settings_of(tmp_path, RATES), Request(as_of=None))
        with pytest.raises(InputError) as refused:
            run.engine.result("mrr", run.scope.month)
    assert [one.code for one in refused.value.problems] == [OVERFLOW.code]


def lines(folder: Path, *more: str) -> None:
    """Write the lines of a year for eight customers, a month or a year at a time."""
    header = (
        "id,invoice,customer,subscription,plan,amount,currency,period_start_on,period_end_on,"
        "issued_on,description"
    )
    rows = []
    for month in range(1, 12):
        since, until = f"2025-{month:02}-01", f"2025-{month + 1:02}-01"
        rows += [
            f"l{month}{who},i,c{who},s{who},Pro,{who + 5}.50,USD,{since},{until},{since},"
            for who in range(8)
            if month != who + 3
        ]
    rows.append("l,i,c3,t3,Max,120,USD,2025-02-01,2026-02-01,2025-02-01,for a year")
    written(folder, "invoice_lines", header, *rows, *more)


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("m,i,c1,s1,Pro,9,EUR,2025-05-01,2025-06-01,2025-05-01,",),  # another currency
        ("m,i,c1,s1,Pro,9,USD,,,2025-05-01,",),  # without a period
        ("m,i,c1,s1,Pro,-9,USD,2025-05-01,2025-06-01,2025-05-01,",),  # takes away
        ("m,i,,s1,Pro,9,USD,2025-05-01,2025-06-01,2025-05-01,",),  # of nobody
        ("m,i,c1,,,9,USD,2025-05-01,2028-05-01,2025-05-01,",),  # for three years
        ("m,i,c1,s1,Pro,9,USD,2024-11-01,2024-12-01,2024-11-01,",),  # earlier than all others
    ],
)
def test_what_speaks_against_a_line_is_said_as_of_the_whole(tmp_path: Path, more: str) -> None:
    lines(tmp_path, *more)
    assert_alike(tmp_path, settings_of(tmp_path, RATES))


def test_lines_of_no_subscription_are_told_apart_by_their_plans(tmp_path: Path) -> None:
    header = "id,customer,subscription,plan,amount,currency,period_start_on,period_end_on,issued_on"
    rows = ["z,c0,s,Z,1,USD,2024-09-01,2024-10-01,2024-09-01"]
    for who in range(20):
        rows += [
            f"p{who},c{who},,P,{who + 5},USD,2025-01-15,2025-03-15,2025-01-15",
            f"q{who},c{who},,Q,{who + 9},USD,2025-02-10,2025-05-10,2025-02-10",
            f"r{who},c{who},s{who},R,{who + 2},USD,2025-06-01,2025-07-01,2025-06-01",
        ]
    written(tmp_path, "invoice_lines", header, *rows)
    config = settings_of(tmp_path, RATES, {"month_rule": "any_overlap"})
    assert_alike(tmp_path, config)


def test_a_part_of_which_no_line_counts_is_one_like_any(tmp_path: Path) -> None:
    header = (
        "id,customer,subscription,amount,currency,status,period_start_on,period_end_on,issued_on"
    )
    rows = [
        f"l{month}{who},c{who},s{who},10,USD,{'void' if who % 2 else ''},{LINE.format(month)}"
        for month in range(1, 10)
        for who in range(8)
    ]
    written(tmp_path, "invoice_lines", header, *rows)
    assert_alike(tmp_path, settings_of(tmp_path, RATES))


def test_lines_are_told_part_by_part_though_parts_begin_when_they_do(tmp_path: Path) -> None:
    lines(tmp_path, "m,i,c9,s9,Pro,9,USD,2024-11-01,2024-12-01,2024-11-01,first of all")
    config = settings_of(tmp_path, RATES)
    for size in (NEAR, FAR):
        given = loaded(tmp_path, size)
        table = given.parted["invoice_lines"]
        with many(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(table), "whole", None)  # nobody asks for it
            run = Evaluation(given, config, Request(as_of=None))
            assert run.engine.result("mrr", run.scope.month).value is not None


def test_parts_of_periods_come_to_the_same_part_by_part(tmp_path: Path) -> None:
    header = (
        "customer,subscription,plan,amount,currency,period_start_on,period_end_on,issued_on,"
        "proration"
    )
    rows = []
    for who in range(12):
        of = f"c{who},{f's{who}' if who % 3 else ''},{'Pro' if who % 2 else ''}"
        rows += [
            f"{of},40,USD,2025-03-20,2025-04-20,2025-03-20,",
            f"{of},{21.30 + who / 100:.2f},USD,2025-04-20,2025-05-06,2025-04-20,true",
            f"d{of},40,USD,2025-05-01,2025-06-01,2025-05-01,",
            f"d{of},-{19.55 + who / 10:.2f},USD,2025-05-16,2025-06-01,2025-05-16,true",
            f"d{of},60,USD,2025-06-01,2025-07-01,2025-06-30,",
        ]
    written(tmp_path, "invoice_lines", header, *rows)
    config = settings_of(tmp_path, RATES)
    found = []
    for size in (WHOLE, NEAR):
        given = loaded(tmp_path, size)
        with many(), pytest.MonkeyPatch.context() as patch:
            for one in given.parted.values():
                patch.setattr(type(one), "whole", None)  # nobody asks for it
            run = Evaluation(given, config, Request(as_of=None))
            at = range(run.scope.month - 2, run.scope.month + 1)
            found.append([run.engine.result("mrr", month).value for month in at])
    assert found[0] == found[1]
    assert found[0][-1] == 12 * 60  # of June


def test_a_sound_table_is_told_part_by_part(tmp_path: Path) -> None:
    versions(tmp_path)
    config = settings_of(tmp_path, RATES)
    for size in (NEAR, FAR):
        given = loaded(tmp_path, size)
        table = given.parted["subscription_versions"]
        assert table.count > 4
        with many(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(table), "whole", None)  # nobody asks for it
            run = Evaluation(given, config, Request(as_of=None, by="segment"))
            assert run.engine.result("nrr", run.scope.month).value is not None
            assert [name for name, _ in run.parts("segment")] == ["smb", "ent", "(none)"]


def test_small_files_are_read_beside_a_large_one(tmp_path: Path) -> None:
    versions(tmp_path, "s1,c1,3,Pro,active,1,10,USD,month,2025-01-01,")
    config = settings_of(tmp_path, RATES)
    sizes = [one.stat().st_size for one in tmp_path.glob("*.csv")]
    between = NEAR._replace(large=max(sizes))
    assert min(sizes) < between.large
    with many():
        assert said(tmp_path, between, config, exclude=False) == said(
            tmp_path, WHOLE, config, exclude=False
        )


def test_a_table_in_parts_is_whole_for_who_asks(tmp_path: Path) -> None:
    versions(tmp_path)
    whole = sources.load(files_of(tmp_path)).tables["subscription_versions"]
    for size in (NEAR, FAR):
        assert loaded(tmp_path, size).tables["subscription_versions"].equals(whole)


HEADER = "id,customer,version,plan,status,quantity,amount,currency,interval,started_on,ended_on"


@pytest.mark.parametrize(
    "more", [(), (HEADER,), ('"s10",c9,1,Pro,active,1,10,USD,month,2025-01-01,',)]
)
def test_what_ends_before_it_starts_is_named_though_in_parts(
    tmp_path: Path, more: Sequence[str]
) -> None:
    """Below the header and 24 rows stands what is there as well, in pieces of a few rows each."""
    turned = "s9,c9,{},Pro,canceled,1,10,USD,month,2025-03-02,2025-03-01"
    at_once = "s9,c9,4,Pro,canceled,1,10,USD,month,2025-03-02,2025-03-02"
    versions(tmp_path, *more, at_once, turned.format(1), turned.format(2))
    for size in (WHOLE, NEAR, FAR):
        given = loaded(tmp_path, size)
        assert size == WHOLE or "subscription_versions" in given.parted
        (found,) = (one for one in given.findings if one.id == "W333")
        assert Path(found.file or "").name == "subscription_versions.csv"
        assert found.row == 1 + 24 + len(more) + 2
        assert found.text.startswith("2 rows, this one the first, end before they start")
