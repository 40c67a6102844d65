"""The command line: one sub-command one file, loaded only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from optanim.errors import OptanimError

COMMANDS = ("race", "list", "trace", "check", "gif", "still")


class _Lazy(click.Group):
    """Sub-commands import what they need when they are asked for, and errors take one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return import_module(f"optanim.cli.{cmd_name}").command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OptanimError as error:
            raise _OneLine(str(error)) from None


class _OneLine(click.ClickException):
    exit_code = 2


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="optanim")
def main() -> None:
    """Verified trajectories of torch optimizers, and tools for the films made of them."""
