"""Films that several tests look at, rendered once."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings
from manim import tempconfig

ROOT = Path(__file__).parent.parent
# The same cases every time; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=25)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

QUIET = {"progress_bar": "none", "verbosity": "ERROR"}


def load_scene(name: str) -> ModuleType:
    """The module scenes/<name>.py, loaded from its file as Manim does."""
    spec = importlib.util.spec_from_file_location(f"scene_{name}", ROOT / "scenes" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rendered(folder: Path, name: str, scene: str) -> Path:
    """A scene at 1080p, ten frames a second; its timeline lies beside it."""
    size = {"pixel_width": 1920, "pixel_height": 1080, "frame_rate": 10}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("OPTANIM_THEME", raising=False)
        with tempconfig({**size, **QUIET, "media_dir": folder, "disable_caching": True}):
            made = getattr(load_scene(name), scene)()
            made.render()
    return made.renderer.file_writer.movie_file_path


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The comparison film."""
    return rendered(tmp_path_factory.mktemp("film"), "compare", "Compare")


@pytest.fixture(scope="session")
def film_3d(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The race on the surface."""
    return rendered(tmp_path_factory.mktemp("film_3d"), "compare_3d", "Compare3D")


@pytest.fixture(scope="session")
def flyover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flight over the surface."""
    return rendered(tmp_path_factory.mktemp("flyover"), "surface", "SurfaceFlyover")
