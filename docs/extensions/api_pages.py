"""A page for each package of optanim, written anew before every build from what is there."""

from __future__ import annotations

import ast
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import optanim
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]


def pages() -> dict[str, str]:
    """By package, from the foundations up: its page in Markdown."""
    return {name: page(name) for name in packages()}


def packages() -> list[str]:
    """The packages in the order in which data flows, which is that of the import contracts."""
    order = list(_layers("optanim"))
    stage = [f"stage.{name}" for name in _layers("optanim.stage")]
    place = order.index("stage")
    return [*order[:place], *stage, *order[place + 1 :]]


def page(package: str) -> str:
    """What the package says of itself, then every module of it with its public names."""
    path = ROOT.joinpath("optanim", *package.split("."))
    if not path.is_dir():
        return f"# {package}\n\n{_documented(f'optanim.{package}')}"
    parts = [f"# {package}\n\n{docstring(path / '__init__.py')}\n"]
    for module in modules(path, f"optanim.{package}"):
        parts.append(f"## {module.removeprefix('optanim.')}\n\n{_documented(module)}")
    return "\n".join(parts)


def modules(folder: Path, name: str) -> list[str]:
    """The dotted names of the modules in a package's ``folder``, those of its folders included."""
    found = pkgutil.walk_packages([str(folder)], f"{name}.")
    return [module.name for module in found if not module.ispkg]


def docstring(path: Path) -> str:
    """The docstring of the file at ``path``, which is not imported; empty where there is none."""
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages to api/ when a build begins."""
    app.connect("builder-inited", _write)
    return {"version": "1", "parallel_read_safe": True}


def _write(app: Sphinx) -> None:
    """Write the pages that changed, and remove those of packages that are gone."""
    folder = Path(app.srcdir) / "api"
    folder.mkdir(exist_ok=True)
    texts = {f"{name}.md": text for name, text in pages().items()}
    texts["index.md"] = _index(list(texts))
    for old in folder.glob("*.md"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def _index(names: list[str]) -> str:
    tree = "\n".join(name.removesuffix(".md") for name in names)
    return (
        "# The packages\n\n"
        "In the order in which data flows: each imports only from those before it.\n\n"
        f"```{{toctree}}\n:maxdepth: 1\n\n{tree}\n```\n"
    )


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
