"""How long Hypothesis looks: the same companies every time where nobody watches."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("properties", max_examples=12, deadline=None)
settings.register_profile(
    "properties-ci", parent=settings.get_profile("properties"), derandomize=True
)
settings.load_profile("properties-ci" if os.environ.get("CI") else "properties")
