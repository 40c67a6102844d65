"""`optanim list`."""

from __future__ import annotations

import ast
from pathlib import Path

import click
from rich.table import Table

from optanim.cli.console import stdout
from optanim.optimizer import LEARNING_RATE, TABLE


@click.command("list")
def command() -> None:
    """Problems, optimizers with their defaults, and scenes."""
    problems = _table("Problems", "name", "what it is")
    problems.add_row("article", "y = -2 + 2 x + noise, 1000 points; the default")
    problems.add_row("--data FILE.csv", "your own points, columns x and y")
    optimizers = _table("Optimizers", "name", "torch.optim class and defaults")
    for name, entry in TABLE.items():
        settings = {**entry.defaults, "lr": LEARNING_RATE, **entry.extra}
        shown = ", ".join(f"{key}={_written(value)}" for key, value in settings.items())
        optimizers.add_row(name, f"{entry.torch_class}({shown})")
    optimizers.add_row("any class of torch.optim", "with torch's defaults, its lr included")
    scenes = _table("Scenes", "file", "what it shows")
    for path in sorted(Path("scenes").glob("*.py")):
        title = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        scenes.add_row(str(path), title.partition("\n")[0])
    for table in (problems, optimizers, scenes):
        stdout().print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _written(value: object) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value).lower()
