"""A page for each package of optanim, with all that is public in its modules."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from docs.written.docstrings import docstring

ROOT = Path(__file__).parents[2]


def pages() -> dict[str, str]:
    """By file's name: the page of each package in Markdown, and the index of them."""
    names = packages()
    tree = "\n".join(names)
    index = (
        "# The packages\n\n"
        "In the order in which data flows: each imports only from those before it.\n\n"
        f"```{{toctree}}\n:maxdepth: 1\n\n{tree}\n```\n"
    )
    return {"index.md": index, **{f"{name}.md": page(name) for name in names}}


def packages() -> list[str]:
    """The packages, from the foundations up, as the contracts of import have them."""
    order = list(_layers("optanim"))
    stage = [f"stage.{name}" for name in _layers("optanim.stage")]
    place = order.index("stage")
    return [*order[:place], *stage, *order[place + 1 :]]


def page(package: str) -> str:
    """What the package says of itself, then every module of it with its public names."""
    path = ROOT.joinpath("optanim", *package.split("."))
    if not path.is_dir():
        return f"# {package}\n\n{_documented(f'optanim.{package}')}"
    parts = (
        f"## {module.removeprefix('optanim.')}\n\n{_documented(module)}"
        for module in modules(path, f"optanim.{package}")
    )
    return "\n\n".join([f"# {package}", docstring(path / "__init__.py"), *parts])


def modules(folder: Path, name: str) -> list[str]:
    """The dotted names of the modules in a package's ``folder``, those of its folders included."""
    found = pkgutil.walk_packages([str(folder)], f"{name}.")
    return [module.name for module in found if not module.ispkg]


def _layers(container: str) -> Iterator[str]:
    """The layers of the import contract of ``container``, from the lowest up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for contract in project["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract["containers"] == [container]:
            for layer in reversed(contract["layers"]):
                yield from (name.strip() for name in layer.split("|") if "__" not in name)
            return
    raise LookupError(f"pyproject.toml has no import contract of layers for {container}")


def _documented(module: str) -> str:
    return f"```{{eval-rst}}\n.. automodule:: {module}\n```\n"
