"""What is said of the whole: what is unknown now, taken for granted, or not in both reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cro_cli import wording
from cro_cli.comparison.pair import Pair
from cro_cli.model import Note, Report, Status


def blocks(old: Report, new: Report, pairs: Sequence[Pair], left_out: int) -> Iterator[Note]:
    """Yield the notes that have something to say."""
    yield from _note("Unknown now", _unknown(pairs))
    for title, before, now in _sides(old, new):
        yield from _note(f"{title}: new", (line for line in now if line not in before))
        yield from _note(f"{title}: no longer", (line for line in before if line not in now))
    yield from _note("Not compared", _missing(old, new, left_out))


def _note(title: str, lines: Iterable[str]) -> Iterator[Note]:
    found = tuple(dict.fromkeys(lines))
    if found:
        yield Note(title=title, lines=found)


def _unknown(pairs: Sequence[Pair]) -> Iterator[str]:
    for pair in pairs:
        reason = pair.new.reason
        if pair.is_crossed and pair.new.status is Status.UNKNOWN and reason is not None:
            yield f"{pair.new.title}: {wording.because(reason)}"


def _sides(old: Report, new: Report) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the notes of both reports under each title, and the notes of their metrics."""
    before, now = _by_title(old), _by_title(new)
    for title in dict.fromkeys((*before, *now)):
        yield title, before.get(title, []), now.get(title, [])
    yield "Of single metrics", list(_of_metrics(old)), list(_of_metrics(new))


def _by_title(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for block in report.blocks:
        if isinstance(block, Note):
            found.setdefault(block.title, []).extend(block.lines)
    return found


def _of_metrics(report: Report) -> Iterator[str]:
    for one in report.readings:
        yield from (f"{one.title}: {line}" for line in (*one.assumptions, *one.notes))


def _missing(old: Report, new: Report, left_out: int) -> Iterator[str]:
    before = {one.key: one.title for one in old.readings}
    now = {one.key: one.title for one in new.readings}
    gone = [title for key, title in before.items() if key not in now]
    added = [title for key, title in now.items() if key not in before]
    if gone:
        yield f"only in the old report: {', '.join(gone)}"
    if added:
        yield f"only in the new report: {', '.join(added)}"
    if left_out:
        metrics = "1 metric was" if left_out == 1 else f"{left_out} metrics were"
        yield f"{metrics} not saved with a report (`--only`)"
