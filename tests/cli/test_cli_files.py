"""Where the command writes, what it leaves alone, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import optanim.runs.tracing
from optanim.cli import main
from tests.conftest import ROOT

RACE = '[[racers]]\noptimizer = "GD"\nlabel = "größer ∇"\n'
POINTS = "x,y\n1,2\n2,3.5\n3,5.1\n4,7\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text(POINTS)
    (tmp_path / "mine.toml").write_text('data = "points.csv"\n' + RACE, "utf-8")
    for name in ("a.json", "b.srt", "c.mp4", "d.npz", "e.csv"):
        (tmp_path / name).write_text("somebody's")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("arguments", "file", "part"),
    [
        ("trace --data points.csv --optimizer GD -o points.csv --force", "points.csv", "is read"),
        ("trace --data points.csv --optimizer GD -o ./points.csv", "points.csv", "is read"),
        (
            "trace --optimizer GD -o points.csv",
            "points.csv",
            "not a trajectory as optanim",
        ),
        ("trace --optimizer GD -o d.npz", "d.npz", "nothing shows that it is"),
        ("trace --optimizer GD -o e.csv", "e.csv", "--force"),
        ("race mine.toml --dry-run --save mine.toml --force", "mine.toml", "is read"),
        (
            "race --optimizer GD --dry-run --save mine.toml",
            "mine.toml",
            "nothing shows that it is",
        ),
        ("race mine.toml -o a.mp4", "a.json", "nothing shows that it is"),
        ("race mine.toml -o b.mp4", "b.srt", "nothing shows that it is"),
        ("film saddle -o c.mp4", "c.mp4", "nothing shows that it is"),
        ("gif c.mp4 -o c.mp4", "c.mp4", "not a film"),
        ("still c.mp4 --at 0 -o c.mp4", "c.mp4", "must end in .png"),
    ],
)
def test_what_somebody_has_is_kept(
    arguments: str, file: str, part: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))
    before = content(folder)
    result = run(*arguments.split())
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ") and file in line and part in line
    assert content(folder) == before


def test_what_optanim_wrote_is_replaced_and_the_rest_by_force(folder: Path) -> None:
    for name in ("new.csv", "new.npz", "new.toml"):
        save = ["race", "mine.toml", "--dry-run", "--save"]
        trace = ["trace", "--optimizer", "GD", "--steps", 3, "-o"]
        command = save if name.endswith(".toml") else trace
        for _ in range(2):
            result = run(*command, name)
            assert result.exit_code == 0, result.output
    assert run("trace", "--optimizer", "GD", "-o", "e.csv", "--force").exit_code == 0
    assert (folder / "e.csv").read_text().startswith("step,")
    assert run("trace", "--optimizer", "GD", "-o", "e.csv").exit_code == 0
    text = (folder / "new.toml").read_text("utf-8")
    (folder / "new.toml").write_text(text.replace("GD", "Adam"), "utf-8")
    assert run("race", "mine.toml", "--dry-run", "--save", "new.toml").exit_code == 2


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "optanim", *arguments], capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_any_terminal_can_print_what_there_is(encoding: str, folder: Path) -> None:
    done = command("race", "mine.toml", "--dry-run", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "größer ?".encode(encoding, "replace") in done.stdout


def test_a_dry_run_loads_no_manim(folder: Path) -> None:
    code = (
        "import sys\nfrom optanim.cli import main\n"
        "try: main(['race', 'mine.toml', '--dry-run'])\nexcept SystemExit: pass\n"
        "assert 'torch' in sys.modules and 'manim' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def test_ctrl_c_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(optanim.runs.tracing, "trace", interrupted)
    result = run("trace", "--optimizer", "GD", "-o", "new.csv")
    assert (result.exit_code, result.stderr) == (130, "Error: interrupted\n")
    assert not (folder / "new.csv").exists()
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(("output", "status"), [("/dev/full", 2), ("/dev/null", 0)])
def test_output_that_goes_nowhere(output: str, status: int) -> None:
    if not Path(output).exists():
        pytest.skip(f"no {output} here")
    shell = f"{sys.executable} -m optanim list > {output}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["/bin/sh", "-c", shell], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == status and "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (status == 2)
