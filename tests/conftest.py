"""What all tests share: how cases are chosen, and Manim without a word."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).parent.parent
QUIET = {"progress_bar": "none", "verbosity": "ERROR"}
"""Manim's settings for rendering in a test."""
# The same cases every time; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=25)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
