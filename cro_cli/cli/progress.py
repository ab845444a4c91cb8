"""A bar on stderr for work that takes longer than a second, where somebody looks at a terminal.

It is drawn by a thread that sleeps at first, so that a short run neither waits for it nor imports
what it is drawn with; nothing is left of it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from cro_cli.cli import look, streams, threads
from cro_cli.cli.look import Screen

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

AFTER = 1.0  # seconds
EVERY = 0.1
READING, COMPUTING = "reading", "computing"
ROOMY = 40  # columns: from here on there is room for more than a bar


class Meter:
    """How far a run is: how many bytes of its files were read, and what it does now."""

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self.paths = paths
        self.read = 0
        self.stage = READING
        self._over = Event()
        self._thread: Thread | None = None

    def seen(self, count: int) -> None:
        """Take note of bytes that were read; what all is read is computed with."""
        self.read += count

    def compute(self) -> None:
        """Take note that all is read."""
        self.stage = COMPUTING

    def show(self, *, color: bool) -> None:
        """Draw the bar as soon as it has taken long enough."""
        self._thread = Thread(target=self._draw, args=[color], daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Wipe the bar away."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _draw(self, color: bool) -> None:  # noqa: FBT001 - an argument of a thread
        # A terminal that is gone takes the bar with it, and nothing else.
        with contextlib.suppress(Exception):
            if not self._over.wait(AFTER):
                with _bar(color=color) as bar:
                    self._follow(bar)

    def _follow(self, bar: Progress) -> None:
        began = monotonic() - AFTER
        stage, task = self.stage, self._task(bar)
        while True:
            if stage != self.stage:  # a task of its own, as none can lose its total
                bar.remove_task(task)
                stage, task = self.stage, self._task(bar)
            bar.console.width = _width()
            bar.update(task, completed=self.read, took=f"{monotonic() - began:.0f} s")
            bar.refresh()
            if self._over.wait(EVERY):
                return

    def _task(self, bar: Progress) -> TaskID:
        """Return a task; how much there is to compute nobody knows."""
        total = threads.size(self.paths) if self.stage == READING else None
        return bar.add_task(self.stage, total=total, took="")


_NOW: ContextVar[Meter | None] = ContextVar("_NOW", default=None)


def begin(paths: Sequence[str], *, quiet: bool, color: str) -> Meter:
    """Return what is told how far the run is; `color` is the option as it was typed."""
    meter = Meter(paths)
    columns = look.terminal(streams.STDERR)
    if columns is not None and not quiet and os.environ.get("TERM") != "dumb" and _is_in_front():
        screen = Screen(columns=columns, encoding=streams.encoding())
        _NOW.set(meter)
        meter.show(color=look.color(color, os.environ, screen))
    return meter


def end() -> None:
    """Wipe away the bar of this run, if there is one."""
    meter = _NOW.get()
    if meter is not None:
        meter.end()
        _NOW.set(None)


def _is_in_front() -> bool:
    """Tell whether the terminal is ours now, not that of who put us in the background."""
    try:
        return os.tcgetpgrp(streams.STDERR) == os.getpgrp()
    except OSError:  # a terminal, but not the one that we were started from
        return True


def _width() -> int:
    # The last column stays free: some terminals would begin a new line.
    return max((look.terminal(streams.STDERR) or look.IN_A_PIPE) - 1, 1)


def _bar(*, color: bool) -> Progress:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    width = _width()
    further: list[Any] = (
        [TaskProgressColumn(), TextColumn("{task.fields[took]}")] if width >= ROOMY else []
    )
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        *further,
        console=_console(width, color=color),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        expand=True,
    )


def _console(width: int, *, color: bool) -> Console:
    from rich.console import Console

    class Shown(Console):
        """A console that never hides the cursor: who is killed cannot bring it back."""

        def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002, FBT001, FBT002 - Rich's
            return False

    return Shown(
        file=sys.__stderr__,
        width=width,
        height=2,
        color_system="standard" if color else None,
        no_color=not color,
        force_terminal=True,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        emoji=False,
    )
