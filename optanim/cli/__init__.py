"""The command line: one sub-command one file, loaded only when it is called."""

from __future__ import annotations

import errno
import io
import signal
import sys
from typing import Any, NoReturn

import click

from optanim.base import interrupt
from optanim.base.errors import OptanimError
from optanim.cli.strict import check_once, with_plain_numbers

COMMANDS = ("film", "race", "list", "trace", "check", "gif", "still", "script", "lecture", "page")


class _Lazy(click.Group):
    """Sub-commands import what they need when they are asked for, and errors take one line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; what a terminal has no letters for is printed as question marks."""
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
            elif stream is None:  # closed by whoever started us
                setattr(sys, name, io.StringIO())
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # the help, as its text is printed before any command is invoked
            click.echo(f"Error: standard output: {error.strerror or error}", err=True)
            sys.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]  # `list` is a module of this package

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        match cmd_name:
            case "film":
                from optanim.cli.film import command
            case "race":
                from optanim.cli.race import command
            case "list":
                from optanim.cli.list import command
            case "trace":
                from optanim.cli.trace import command
            case "check":
                from optanim.cli.check import command
            case "gif":
                from optanim.cli.gif import command
            case "still":
                from optanim.cli.still import command
            case "lecture":
                from optanim.cli.lecture import command
            case "page":
                from optanim.cli.page import command
            case "script":
                from optanim.cli.script import command
            case _:
                return None
        return with_plain_numbers(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            check_once(command, ctx, rest)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> object:
        from optanim.cli.console import warnings_in_one_line

        try:
            with warnings_in_one_line():
                return super().invoke(ctx)
        except OptanimError as error:
            raise _OneLine(str(error)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # `| head` has read enough: click knows what to do
                raise
            where = error.filename or "standard output"
            raise _OneLine(f"{where}: {error.strerror or error}") from None
        except KeyboardInterrupt as error:
            (number,) = error.args or (signal.SIGINT,)
            _interrupted(ctx, number)
        except Exception:
            if (asked := interrupt.asked()) is None:
                raise
            _interrupted(ctx, asked)


def _interrupted(ctx: click.Context, number: int) -> NoReturn:
    click.echo("Error: interrupted", err=True)
    ctx.exit(128 + number)  # as shells say of what a signal has ended


class _OneLine(click.ClickException):
    exit_code = 2


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="optanim")
def main() -> None:
    """Films of torch optimizers, every step verified before a frame is drawn."""
