"""`optanim list`."""

from __future__ import annotations

import ast
import inspect

import click
from rich.table import Table
from rich.text import Text

from optanim.base import shipped
from optanim.cli.console import stdout
from optanim.losses import OF_DATA, SURFACES
from optanim.losses.entry import Entry
from optanim.optimizers.optimizer import LEARNING_RATE, TABLE


@click.command("list")
def command() -> None:
    """Problems, losses, optimizers with their defaults, films and races that ship."""
    problems = _table("Problems", "name", "what it is")
    problems.add_row("ols", "y = -2 + 2 x + noise, the article's 1000 points; the default")
    problems.add_row("ols with --data FILE", "your own points, columns x and y, or --x and --y")
    for name, entry in SURFACES.items():
        problems.add_row(name, _what(entry))
    problems.add_row("package.module:name", "your own function of two torch tensors")
    losses = _table("Losses of data", "name", "what it is")
    for name, entry in OF_DATA.items():
        losses.add_row(name, _what(entry))
    optimizers = _table("Optimizers", "name", "torch.optim class and defaults")
    for name, known in TABLE.items():
        settings = {**known.defaults, "lr": LEARNING_RATE, **known.keywords}
        shown = ", ".join(f"{key}={_written(value)}" for key, value in settings.items())
        optimizers.add_row(name, f"{known.torch_class}({shown})")
    optimizers.add_row("any other of torch.optim", "with torch's defaults, its lr included")
    optimizers.add_row("package.module:Class", "any other, or a function that makes one")
    films = _table("Films, for optanim film", "name", "what it shows")
    for name, path in shipped.scenes().items():
        title = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        films.add_row(name, title.partition("\n")[0])
    races = _table("Races, for optanim race", "name", "what it is")
    for name, path in shipped.races().items():
        races.add_row(name, path.read_text("utf-8").partition("\n")[0].lstrip("# "))
    for table in (problems, losses, optimizers, films, races):
        stdout().print(table)
    click.echo(f"Scene files: {shipped.folder('scenes')}\nRace files: {shipped.folder('races')}")


def _what(entry: Entry) -> Text:
    """The first line of the loss's docstring and its settings with their bounds."""
    told = (inspect.getdoc(entry.kind) or "").partition("\n")[0]
    for key, setting in entry.settings.items():
        told += f" {key}: {setting.default:g}, from {setting.low:g} to {setting.high:g}."
    return Text(told)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _written(value: object) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value).lower()
