"""Films and races that ship with optanim, and where their files are.

Scene files lie in `scenes/` and race files in `races/`, at the top of the repository. A wheel has
the same folders inside the package, as `optanim/_scenes` and `optanim/_races`: pyproject.toml maps
them there. Nothing else needs to know which of the two it runs from.
"""

from __future__ import annotations

from pathlib import Path

from optanim.base.errors import OptanimError, unknown

PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """The folder ``name``, "scenes" or "races": inside an installed package, else beside it."""
    inside = PACKAGE / f"_{name}"
    return inside if inside.is_dir() else PACKAGE.parent / name


def scenes() -> dict[str, Path]:
    """The scene files by the films' names, as in {"compare": Path("…/compare.py")}, sorted."""
    return {path.stem: path for path in sorted(folder("scenes").glob("*.py"))}


def races() -> dict[str, Path]:
    """The race files by name, as in {"saddle": Path("…/saddle.toml")}, sorted."""
    return {path.stem: path for path in sorted(folder("races").glob("*.toml"))}


def scene(name: str) -> Path:
    """The scene file of the film ``name``. Raises OptanimError with the films that there are."""
    films = scenes()
    if name not in films:
        raise unknown("film", name, films)
    return films[name]


def race(named: str | Path) -> Path:
    """The race file ``named`` by its path, or by its name if it ships: "saddle".

    A path is taken as it is, whether or not there is such a file; what is neither a path, with a
    folder or an ending, nor a name raises OptanimError with the names that there are.
    """
    path = Path(named)
    if path.suffix or path.parent != Path() or path.exists():
        return path
    files = races()
    if path.with_suffix(".toml").is_file():
        raise OptanimError(f"{path}: no race of this name ships. Did you mean '{path}.toml'?")
    if path.name not in files:
        raise unknown("race", path.name, files)
    return files[path.name]


def film_or_race(named: str) -> Path:
    """The scene file of the film ``named``, or else the race file: a film goes before a race.

    Raises OptanimError where it is neither, nor a path.
    """
    films = scenes()
    if named in films:
        return films[named]
    try:
        return race(named)
    except OptanimError:
        raise unknown("film or race", named, {**films, **races()}) from None
