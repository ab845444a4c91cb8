"""How long Hypothesis looks: the same companies every time where nobody watches."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("local", max_examples=30, deadline=None)
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
