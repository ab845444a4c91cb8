"""Every trap on every export: the same numbers, or a message; never other numbers."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from tests.polluted import amounts, dates, disguises, encodings, shapes, values
from tests.polluted.company import exports
from tests.polluted.trap import TRAPS, Oracle, Trap
from tests.polluted.verdict import READ, REFUSED, Company

SOME = 6
AREAS = (encodings, shapes, amounts, dates, values, disguises)
ALLOWED = {
    Oracle.MUST_READ: {READ},
    Oracle.MAY_REFUSE: {READ, REFUSED},
    Oracle.MUST_REFUSE: {REFUSED},
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("company"))


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap(trap: Trap, company: Company, capfd: pytest.CaptureFixture[str]) -> None:
    found = {}
    applied = 0
    for export in exports().values():
        data = trap.data(export)
        if data is None or data == export.data():
            continue
        applied += 1
        # Reports take their time: each trap sees those of a few exports, all of them together many.
        further = crc32(f"{trap.name} {export.name}".encode()) % SOME == 0
        verdict = company.judge(export, data, further=further)
        if verdict.outcome not in ALLOWED[trap.oracle]:
            found[export.name] = f"{verdict.outcome}: {verdict.said}"
    assert applied
    assert capfd.readouterr() == ("", "")
    assert not found, f"{trap.oracle.value} wanted:\n" + "\n".join(
        f"{name}: {said[:600]}" for name, said in found.items()
    )


def test_traps_have_names_of_their_own() -> None:
    assert len({trap.name for trap in TRAPS}) == len(TRAPS)


def test_every_area_has_traps() -> None:
    homes = {trap.spoil.__module__ for trap in TRAPS}
    assert homes == {area.__name__ for area in AREAS}


def test_no_file_is_left_spoilt(company: Company) -> None:
    for name, export in exports().items():
        assert Path(company.folder / name).read_bytes() == export.data()
