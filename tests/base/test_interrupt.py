"""Somebody asks to end while what is raised gets lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from optanim.base import interrupt
from optanim.cli import main

NUMBERS = [getattr(signal, name) for name in interrupt.SIGNALS if hasattr(signal, name)]


@pytest.fixture(autouse=True)
def as_in_a_terminal() -> Iterator[None]:
    """Whoever runs the tests may ignore signals; afterwards all is as it was."""
    before = {number: signal.getsignal(number) for number in NUMBERS}
    for number in NUMBERS:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Dying:
    """An object in whose last moment a signal comes: Python drops what it raises there."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self.number)
        sum(range(1000))  # Python looks for signals between its instructions


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("number", NUMBERS)
def test_what_was_asked_for_where_nothing_can_be_raised_is_heeded_later(number: int) -> None:
    interrupt.listen()
    interrupt.heed()
    assert interrupt.asked() is None
    Dying(number)
    assert interrupt.asked() == number
    with pytest.raises(KeyboardInterrupt) as raised:
        interrupt.heed()
    assert raised.value.args == (number,)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_must_not_be_left_half_done_is_done_first(number: int) -> None:
    interrupt.listen()
    done = []

    def work() -> None:
        os.kill(os.getpid(), number)
        sum(range(1000))
        done.append(number)

    with pytest.raises(KeyboardInterrupt) as raised, interrupt.later():
        work()
    assert done == [number] and raised.value.args == (number,)
    with pytest.raises(KeyboardInterrupt):  # and from now on at once, again
        work()
    assert done == [number]


def test_a_fault_meanwhile_is_told_as_what_it_is() -> None:
    interrupt.listen()
    with pytest.raises(ValueError, match="wrong"), interrupt.later():
        raise ValueError("wrong")
    with interrupt.later():
        pass


def test_signals_that_are_ignored_stay_ignored() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    interrupt.listen()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
    os.kill(os.getpid(), signal.SIGTERM)
    assert interrupt.asked() is None


def test_an_error_that_a_library_makes_of_it_is_told_as_what_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @click.command()
    def working() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            sum(range(1000))
        except KeyboardInterrupt as error:
            raise RuntimeError("Failed to open a file") from error

    monkeypatch.setattr(main, "get_command", lambda ctx, name: working)
    interrupt.listen()
    ended = CliRunner().invoke(main, ["list"])
    assert (ended.exit_code, ended.stderr) == (130, "Error: interrupted\n")
