"""What the program makes of a spoilt export, told by its own JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cro_cli import sources
from cro_cli.cli.app import answer
from cro_cli.errors import CroError
from cro_cli.model import Severity
from cro_cli.sources import Loaded
from tests.polluted.company import CONFIG, Export, exports

READ, REFUSED, WRONG = "read", "refused", "wrong"


@dataclass(frozen=True)
class Verdict:
    """What became of it, and what was said or is wrong."""

    outcome: str
    said: str = ""


class Company:
    """The clean exports in a folder, and what the program says of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "exports"
        self.folder.mkdir()
        self._config = folder / "config.yaml"
        self._config.write_text(CONFIG)
        for name, export in exports().items():
            (self.folder / name).write_bytes(export.data())
        self._alone: dict[str, Loaded] = {}
        self._clean, problems = self._report()
        assert problems == ()
        assert all(reading["value"] is not None for reading in self._clean.values())

    def judge(self, export: Export, data: bytes, *, further: bool = True) -> Verdict:
        """Tell what the program makes of the company with one export spoilt.

        Bad values end in exit code 3; with `further` the report shows that no other number came of
        them.
        """
        file = self.folder / export.name
        try:
            clean = self._load(export.name)
            file.write_bytes(data)
            try:
                found = sources.load([str(file)])
            except CroError as error:
                return Verdict(REFUSED, "\n".join(error.problems))
            bad = [one.text for one in found.findings if one.severity is Severity.ERROR]
            if bad and not further:
                return Verdict(REFUSED, "\n".join(bad))
            if not bad and _is_same(found, clean):
                return Verdict(READ)
            return self.judge_report()
        finally:
            file.write_bytes(export.data())

    def judge_report(self) -> Verdict:
        """Tell what the program makes of the folder as it stands."""
        try:
            readings, problems = self._report()
        except CroError as error:
            return Verdict(REFUSED, "\n".join(error.problems))
        other = [
            f"{key}: {reading['exact']} for {self._clean[key]['exact']}"
            for key, reading in readings.items()
            if not _agree(reading, self._clean[key])
        ]
        if other:
            return Verdict(WRONG, "; ".join(other))
        if problems:
            return Verdict(REFUSED, "\n".join(problems))
        lost = [
            reading["reason"]["text"] for reading in readings.values() if reading["value"] is None
        ]
        return Verdict(REFUSED, "\n".join(lost)) if lost else Verdict(READ)

    def _load(self, name: str) -> Loaded:
        if name not in self._alone:
            self._alone[name] = sources.load([str(self.folder / name)])
        return self._alone[name]

    def _report(self) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        done = answer(["report", str(self.folder), "-c", str(self._config), "-O", "json"])
        document = json.loads(done.document)
        assert (done.code == 3) == bool(done.problems)
        return {one["key"]: one for one in document["readings"]}, done.problems


def _agree(found: Mapping[str, Any], clean: Mapping[str, Any]) -> bool:
    """Tell whether a reading says nothing but what the clean one says; it may say less."""
    if found["value"] is not None and (found["exact"], found["status"]) != (
        clean["exact"],
        clean["status"],
    ):
        return False
    before = found["previous"]["exact"]
    parts = {part["key"]: part["exact"] for part in clean["parts"]}
    # Where a number is lost, the parts of what would stand in for it are listed too.
    return before in {None, clean["previous"]["exact"]} and all(
        part["exact"] in {None, parts.get(part["key"], part["exact"])} for part in found["parts"]
    )


def _is_same(found: Loaded, clean: Loaded) -> bool:
    """Tell whether two readings of one export end in the same rows."""
    if found.tables.keys() != clean.tables.keys() or found.supplied != clean.supplied:
        return False
    return all(
        frame.sort(frame.columns).equals(clean.tables[name].sort(frame.columns))
        for name, frame in found.tables.items()
    )
