"""Films and races that ship are found in the repository and in an installed package."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from optanim.base import shipped
from optanim.base.errors import OptanimError
from optanim.race_file import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an installation puts on the path: the built wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    zipfile.ZipFile(wheel).extractall(folder / "site-packages")
    return folder / "site-packages"


def test_the_wheel_has_what_the_repository_has(installed: Path) -> None:
    places = {"scenes": "optanim/_scenes", "races": "optanim/_races", "optanim": "optanim"}
    for there, here in places.items():
        files = [path for path in (ROOT / there).rglob("*") if path.is_file()]
        kept = [path for path in files if "__pycache__" not in path.parts]
        assert kept
        for path in kept:
            copy = installed / here / path.relative_to(ROOT / there)
            assert copy.read_bytes() == path.read_bytes()
    folders = {path.name for path in installed.iterdir()}
    assert {name.partition("-")[0] for name in folders} == {"optanim"}


def test_an_installed_package_finds_its_films_and_races(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    films, races = set(shipped.scenes()), set(shipped.races())
    monkeypatch.setattr(shipped, "PACKAGE", installed / "optanim")
    assert set(shipped.scenes()) == films and set(shipped.races()) == races
    assert shipped.scene("compare") == installed / "optanim" / "_scenes" / "compare.py"
    assert shipped.race("outliers") == installed / "optanim" / "_races" / "outliers.toml"
    assert load("outliers").problem.has_data  # its points, which lie beside it


def test_the_repository_is_what_it_runs_from() -> None:
    assert shipped.folder("scenes") == ROOT / "scenes"
    assert list(shipped.scenes()) == sorted(path.stem for path in (ROOT / "scenes").glob("*.py"))
    assert list(shipped.races()) == sorted(path.stem for path in (ROOT / "races").glob("*.toml"))


def test_a_path_is_taken_as_it_is_and_goes_before_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shipped.race("saddle.toml") == Path("saddle.toml")
    assert shipped.race("folder/saddle") == Path("folder/saddle")
    assert shipped.race("saddle") == ROOT / "races" / "saddle.toml"
    Path("saddle").touch()
    assert shipped.race("saddle") == Path("saddle")


def test_unknown_names_list_those_there_are() -> None:
    with pytest.raises(OptanimError, match=r"unknown film 'compar'.*'compare'.*saddle, surface"):
        shipped.scene("compar")
    with pytest.raises(OptanimError, match=r"unknown race 'sadle'.*'saddle'"):
        shipped.race("sadle")


def test_a_wheel_can_be_built_from_the_source_archive(tmp_path: Path) -> None:
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"pyproject.toml", "scenes/compare.py", "races/outliers.csv"} <= names
    assert not any(name.startswith("media") for name in names)
