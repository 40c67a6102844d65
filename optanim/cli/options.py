"""Options that several commands share: what makes up a race, by the names of a race file's keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from optanim.base.errors import OptanimError
from optanim.base.notation import numbers_in
from optanim.look.frame import QUALITIES, check_size
from optanim.look.words import languages, named
from optanim.losses import OF_DATA, SETTINGS, SURFACES

Command = Callable[..., Any]
OPTIMIZER_FORM = "NAME[:key=value,...]"


def numbers(option: str, text: str, count: int, example: str) -> tuple[float, ...]:
    """The ``count`` numbers of an option, written with commas."""
    found = numbers_in(text)
    if found is None or len(found) != count:
        words = {2: "two", 4: "four"}[count]
        raise OptanimError(f"{option} {text!r} must be {words} numbers, as in {example}")
    return tuple(map(float, found))


def problem_options(command: Command) -> Command:
    """What is minimised, and from where."""
    losses, surfaces = ", ".join(OF_DATA), ", ".join(SURFACES)
    for option in reversed(
        [
            click.option("--problem", metavar="NAME", help=f"ols, {surfaces}, or module:function."),
            click.option("--data", type=click.Path(), help="A table; - reads standard input."),
            click.option("--x", metavar="COLUMN", help="Which column is x; default: x."),
            click.option("--y", metavar="COLUMN", help="Which column is y; default: y."),
            click.option("--strict", is_flag=True, help="Refuse rows that lack a value."),
            click.option("--standardize", is_flag=True, help="(x - mean) / deviation for x."),
            click.option("--loss", metavar="NAME", help=f"Of data: {losses}."),
            *(
                click.option(f"--{key.replace('_', '-')}", type=float, help=about)
                for key, about in SETTINGS.items()
            ),
            click.option("--start", metavar="A,B", help="The two parameters to start from."),
            click.option("--steps", type=int, help="Default: 100."),
            click.option(
                "--seed",
                type=int,
                help="Of the article's data, of batches, and of what optimizers draw.",
            ),
            click.option("--batch-size", type=int, help="Rows of the data a step; default: all."),
        ]
    ):
        command = option(command)
    return command


def shape_options(command: Command) -> Command:
    """The quality of a film, by Manim's letters, and its size."""
    for option in reversed(
        [
            click.option(
                "-q",
                "--quality",
                type=click.Choice(QUALITIES),
                default="h",
                show_default=True,
                help="480p15, 720p30, 1080p60, 2160p60.",
            ),
            click.option(
                "-r", "--resolution", metavar="W,H", help="In pixels; default: the quality's."
            ),
            click.option("--upright", is_flag=True, help="For phones: the same, turned."),
        ]
    ):
        command = option(command)
    return command


def voice_option(command: Command) -> Command:
    """Who speaks the narration."""
    return click.option(
        "--voice",
        metavar="NAME",
        help="piper:joe, piper:FILE.onnx, espeak, recorded:FOLDER or none; default: none.",
    )(command)


def crew_options(command: Command) -> Command:
    """Who renders, where there are several films or many cores."""
    for option in (
        click.option(
            "--dask", metavar="ADDRESS", help="Render on a Dask cluster: its scheduler's address."
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 64),
            help="Render so many films at a time; default: 1. Each takes about 3 GB of memory.",
        ),
    ):
        command = option(command)
    return command


def size(resolution: str | None) -> tuple[int, int] | None:
    """Width and height, whole and even, as H.264 wants them; None where they are not given."""
    if resolution is None:
        return None
    given = numbers("--resolution", resolution, 2, "1440,1080")
    return check_size(f"--resolution {resolution!r}", given)


def language_option(command: Command) -> Command:
    """The language of a film, one that has a folder of words; it must be known."""
    return click.option(
        "--language",
        metavar="NAME",
        callback=lambda context, option, name: name and named(name),
        help=f"Of all words: {', '.join(languages())}; default: OPTANIM_LANGUAGE, or en.",
    )(command)


def force_option(command: Command) -> Command:
    """Whether files that optanim did not write are replaced as well."""
    return click.option(
        "--force", is_flag=True, help="Replace a file even if optanim did not write it."
    )(command)


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a race file that were given as options."""
    kept = {
        key: value for key, value in options.items() if value is not None and value is not False
    }
    if "start" in kept:
        kept["start"] = numbers("--start", kept["start"], 2, "2,9")
    return kept


@contextmanager
def named_as_options(
    racer: str = "--optimizer number {}", only: Container[str] | None = None
) -> Iterator[None]:
    """Mistakes named by the options that they were made in, not by a file's keys.

    Where there is a file, ``only`` are the keys that options stand for.
    """
    from optanim.race_file.mistakes import Mistake, Mistakes

    try:
        yield
    except Mistakes as error:
        renamed = [
            Mistake(_option(found.key, racer), found.value, _said(found.reason, racer))
            if only is None or found.key in only
            else found
            for found in error.mistakes
        ]
        raise Mistakes(error.source if only is not None else "the command line", renamed) from None


def _said(reason: str, racer: str) -> str:
    """``reason`` as it is said of options: racers by their numbers, values as written there."""
    from optanim.race_file.racers import ABOVE

    reason = reason.replace(ABOVE, "it is an option of its own")
    reason = re.sub(r"two numbers, as in \[(.+), (.+)\]", r"two numbers, as in \1/\2", reason)
    return re.sub(r"\bracers\[(\d+)\]", lambda found: racer.format(found[1]), reason)


def _option(key: str, racer: str) -> str:
    head, _, rest = key.partition("]")
    if key == "racers[1].lr_scheduler" and racer == "--optimizer":  # that of `optanim trace`
        return "--scheduler"
    if head.startswith("racers["):
        return f"{racer.format(head.removeprefix('racers['))}{rest.replace('.', ', ')}"
    return "--optimizer" if key == "racers" else f"--{key.replace('_', '-')}"
