"""What a run is judged by: a profile, chosen or inferred, and what the config says of segments."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from cro_cli import benchmarks, figures
from cro_cli.config.settled import DEFAULT_PROFILE
from cro_cli.engine import Engine, Result
from cro_cli.errors import InputError
from cro_cli.model import Band, Status, Unit
from cro_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cro_cli.config import Config


class Judged(NamedTuple):
    """The bands of a company or a part of it, by metric, and what is to be said of them."""

    profile: str
    bands: Mapping[str, Band]
    said: str = ""


class Judging:
    """The bands of a run whose engine tells ARR and deals at a month end; `whole` are all's."""

    def __init__(self, config: Config, engine: Engine, month: int) -> None:
        self._config = config
        self._engine = engine
        self._month = month
        self.whole = self._judged_by()

    def _judged_by(self) -> Judged:
        config = self._config
        if config.bands_of is None:
            return Judged(config.profile, config.bands)
        inferred = self._inferred()
        if inferred is None:
            said = f"profile {DEFAULT_PROFILE}, as without ARR none can be inferred (`benchmarks:`)"
            return Judged(DEFAULT_PROFILE, config.bands, said)
        profile, of = inferred
        said = f"profile {profile} inferred from {of}, taken as US dollars (`benchmarks:`)"
        return Judged(profile, config.bands_of(profile), said)

    def _inferred(self) -> tuple[str, str] | None:
        """Return the profile that ARR and deals tell, and these in words; None without ARR."""
        arr = self._engine.result("arr", self._month).value
        if arr is None:
            return None
        size = self._engine.result("average_deal_size", self._month).value
        known = [("ARR", arr), ("average deal size", size)]
        of = " and ".join(
            f"{name} {figures.figure(amount, Unit.MONEY)}"
            for name, amount in known
            if amount is not None
        )
        return benchmarks.infer(arr, size), of

    @property
    def is_unchosen(self) -> bool:
        """Whether nobody named a profile, nor asked for one to be inferred."""
        return "benchmarks.profile" not in self._config.said

    def unchosen(self) -> str:
        """Return what is to be said of the usual profile where nobody chose one."""
        profile = self.whole.profile
        usual = f"judged by profile {profile}, as the config names none (`benchmarks:`)"
        inferred = None
        with suppress(InputError):  # of a ledger that nothing else asks for
            inferred = self._inferred()
        if inferred is None or inferred[0] == profile:
            return usual
        return f"{usual}; by {inferred[1]}, taken as US dollars, it would be {inferred[0]}"

    def of_segment(self, name: str) -> Judged | None:
        """Return what a segment of the company is judged by, None when by nothing of its own.

        The stage is that of the whole company; edges of the config stand before its column.
        """
        segment, own = benchmarks.segment_of(name), self._config.segments.get(name)
        profile, bands, said = self.whole.profile, self.whole.bands, []
        if segment is not None:
            profile = f"{profile.partition('-')[0]}-{segment}"
            column = benchmarks.bands(profile)
            bands = {
                key: band if f"benchmarks.{key}" in self._config.said else column.get(key, band)
                for key, band in bands.items()
            }
            said.append(f"profile {profile}")
        if own is not None:
            bands = own(bands, profile)
            said.append("edges of the config")
        if not said:
            return None
        return Judged(profile, bands, f"segment {name} judged by {' and '.join(said)}")


def band_of(judged: Judged, key: str, result: Result) -> Band | None:
    """Return the band that a result is judged by, if it is."""
    return None if result.outcome.status is Status.NO_BAND else judged.bands.get(key)


def status(result: Result, band: Band | None, *, is_low: bool) -> Status:
    """Return how a result stands in its band; of too few rows it is never worse than watch."""
    if result.outcome.status is not None:
        return result.outcome.status
    if result.value is None:
        return Status.UNKNOWN
    if band is None:
        return Status.NO_BAND
    return benchmarks.judge(
        result.value, band, judge_upper=result.outcome.judge_upper, low_n=is_low
    )


def remarks(result: Result, band: Band | None) -> tuple[str, ...]:
    """Return what a band has to say of a result."""
    if result.value is None or band is None:
        return ()
    return benchmarks.remarks(result.value, band)
