"""The recipes of docs/howto as they stand there: which files to write, which commands to run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from optanim.cli import main as optanim

FOLDER = Path(__file__).parents[2] / "docs" / "howto"
PLACED = re.compile(
    r"^`(?P<path>[\w./-]+)`(?:, below `(?P<below>[^`]+)`)?:\n\n```\w+\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
"""A file of a recipe: its path, the line below which the text goes if it is there, its text."""
COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SMALL = ["-r", "320,180", "--fps", "5", "--progress_bar", "none"]
"""What a test renders with in place of -ql."""


def text(name: str) -> str:
    """The recipe ``name``."""
    return (FOLDER / f"{name}.md").read_text("utf-8")


def lay(name: str, folder: Path) -> None:
    """Write the recipe's files, in a copy of the repository in ``folder``."""
    for part in PLACED.finditer(text(name)):
        path, below = folder / part["path"], part["below"]
        written = part["text"]
        if below:
            before, line, after = path.read_text("utf-8").partition(f"{below}\n")
            assert line, f"{path}: no line {below!r}"
            written = before + line + written + after
        else:
            assert not path.exists(), f"{path}: is there already"
            path.parent.mkdir(exist_ok=True)
        path.write_text(written, "utf-8")


def commands(name: str, program: str) -> list[str]:
    """The recipe's commands that run ``program``."""
    lines = "\n".join(COMMANDS.findall(text(name))).splitlines()
    return [line for line in lines if program in line.split()]


def said(command: str) -> str:
    """What a ``command`` of optanim or manim says, run here; films are small. It must succeed."""
    from manim import tempconfig
    from manim.__main__ import main as manim

    words = shlex.split(command)
    settings = dict(word.split("=", 1) for word in words if re.match("[A-Z_]+=", word))
    program, *rest = words[len(settings) :]
    arguments = [each for word in rest for each in (SMALL if word == "-ql" else [word])]
    called = {"optanim": optanim, "manim": manim}[program]
    with tempconfig({}):  # else what one command asks of Manim would hold for the next
        done = CliRunner().invoke(called, arguments, env=settings)
    assert done.exit_code == 0, f"{command}: {done.output}{done.exception!r}"
    return done.output
