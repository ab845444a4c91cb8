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
    found, own = [process], _command(process)
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in thread.read_text().split()]
        except OSError:
            continue  # it ended meanwhile
        # Until it runs a command of its own, a child has the very memory of its parent.
        begun = (child for child in children if _command(child) != own)
        found += [one for child in begun for one in _family(child)]
    return found


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _pages(process: int) -> tuple[int, int] | None:
    """Return how many pages of a process are in memory, and how many of them others share."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text().split()
    except (OSError, ValueError):
        return None
    return int(resident), int(shared)
