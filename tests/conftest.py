"""How Hypothesis looks: without a clock, and the same cases every time where nobody watches."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.register_profile("steady-ci", parent=settings.get_profile("steady"), derandomize=True)
settings.load_profile("steady-ci" if os.environ.get("CI") else "steady")
