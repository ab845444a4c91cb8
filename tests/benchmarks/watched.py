"""What a process and those that it starts take together: memory at its most, and processor time."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20
_OFTEN = 0.01


def run(command: list[str], folder: Path, environ: dict[str, str]) -> tuple[str, float, float]:
    """Return what a command printed, its processor time in seconds and its memory in MiB.

    Pages that several processes share, such as their program, are counted once.
    """
    before = _busy()
    peak = 0.0
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environ
    ) as process:
        done = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not done.wait(_OFTEN):
                peak = max(peak, _memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        said, _ = process.communicate()
        done.set()
        watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return said, _busy() - before, peak


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(process: int) -> float:
    """Return how many MiB a process and those that it started have, as far as the system tells."""
    sizes = [size for one in _family(process) if (size := _pages(one)) is not None]
    own = sum(resident - shared for resident, shared in sizes)
    return (own + max((shared for _, shared in sizes), default=0)) * _PAGE


def _family(process: int) -> list[int]:
    found = [process]
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [one for child in thread.read_text().split() for one in _family(int(child))]
        except OSError:
            continue  # it ended meanwhile
    return found


def _pages(process: int) -> tuple[int, int] | None:
    """Return how many pages of a process are in memory, and how many of them others share."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text().split()
    except (OSError, ValueError):
        return None
    return int(resident), int(shared)
