"""What axes are called: the two parameters, and the columns of data."""

from __future__ import annotations

from optanim.look.words import Words
from optanim.runs.data import XY, Column
from optanim.runs.problem import Problem


def parameter_names(words: Words, problem: Problem) -> tuple[str, str]:
    """What the two parameters of ``problem`` are called in the language of ``words``."""
    known = zip(problem.loss.symbols, problem.axes, strict=True)
    first, second = (words.get(f"axis.{letter}", name) for letter, name in known)
    return first, second


def column_names(words: Words, problem: Problem) -> tuple[str, str]:
    """What x and y of the data of ``problem`` are called in the language of ``words``."""
    x, y = (_named(words, column) for column in problem.columns)
    return (words("axis.standardized", name=x) if problem.standardized else x), y


def _named(words: Words, column: Column) -> str:
    name = words(f"axis.{column.name}") if column in XY else column.name
    return words("axis.since", name=name, date=column.since) if column.since else name
