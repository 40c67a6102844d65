"""A small race, rendered in a process of its own, for tests that disturb it."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from manim.constants import QUALITIES

from optanim.__main__ import main

SMALL = {"flag": "l", "pixel_width": 320, "pixel_height": 180, "frame_rate": 10}
CONTEXT = get_context("forkserver")  # it loads torch and Manim once, and forks for each render
CONTEXT.set_forkserver_preload([__name__])


def start(folder: Path, film: str = "a.mp4", rate: str = "0.01") -> BaseProcess:
    """The process that renders ``film`` in ``folder``, by the command that users have.

    What it says on standard error is in the file ``said-PID`` beside the folder.
    """
    process = CONTEXT.Process(target=_make, args=(folder, film, rate))
    process.start()
    return process


def said(folder: Path, process: BaseProcess) -> str:
    """What ``process``, started in ``folder``, said on standard error; it is waited for."""
    process.join()
    return (folder.parent / f"said-{process.pid}").read_text("utf-8")


def _make(folder: Path, film: str, rate: str) -> None:
    """Two racers on Himmelblau's function, GD at ``rate``."""
    # Signals as in a terminal: who runs the tests in the background has them ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.chdir(folder)
    QUALITIES["low_quality"] = SMALL
    options = "race --problem himmelblau --start 0.3,-5 --steps 20 --seconds 20 --view map -q l"
    racers = ["--optimizer", f"GD:lr={rate}", "--optimizer", "Adam:lr=0.3"]
    sys.argv = ["optanim", *options.split(), *racers, "-o", film]
    errors = folder.parent / f"said-{os.getpid()}"
    quiet = redirect_stdout(io.StringIO())
    with errors.open("w", encoding="utf-8") as file, redirect_stderr(file), quiet:
        main()
