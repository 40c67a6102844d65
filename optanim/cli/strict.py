"""What click takes and a reader may not mean: odd numbers, and options that are given twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from optanim.base.errors import OptanimError
from optanim.base.notation import number_in
from optanim.base.text import quoted


class Number(click.ParamType[float]):
    """A number as `optanim.base.notation` reads it: Python would take 1_000 for one, too."""

    def __init__(self, whole: bool) -> None:
        self.whole, self.name = whole, "integer" if whole else "float"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number that ``value`` is; what is none is refused in click's words."""
        number = number_in(value.strip()) if isinstance(value, str) else value
        if number is None or (self.whole and not isinstance(number, int)):
            kind = "whole number" if self.whole else "number"
            self.fail(f"{quoted(value)!r} is no {kind}", param, ctx)
        return number if self.whole else float(number)


def with_plain_numbers(command: click.Command) -> click.Command:
    """``command``, its options of click's FLOAT and INT being a `Number` from now on."""
    kinds = {click.FLOAT: Number(whole=False), click.INT: Number(whole=True)}
    for option in command.params:
        option.type = kinds.get(option.type, option.type)
    return command


def check_once(command: click.Command, ctx: click.Context, args: Sequence[str]) -> None:
    """Raise OptanimError where an option stands twice in ``args``: only one of them would count."""
    try:
        *_, given = command.make_parser(ctx).parse_args([*args])
    except click.UsageError:
        return  # the command itself says what is wrong
    for option in given:
        if isinstance(option, click.Option) and not option.multiple and given.count(option) > 1:
            raise OptanimError(f"{option.opts[-1]} is given twice")
