"""A page's slider: one hyperparameter, and for each of its values a proven run of every racer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError, unknown
from optanim.base.immutable import Immutable
from optanim.base.notation import parse_call, written
from optanim.optimizers.bounds import SHARE, USUAL, check_keywords
from optanim.optimizers.optimizer import Optimizer
from optanim.page import room
from optanim.proof import archive
from optanim.proof.verification import Verified
from optanim.studies.racing import Race
from optanim.studies.tuning import RATES

NONE = "none"
"""Asked for, this is a page without a slider."""
FEWEST = 5
"""A slider has so many values at least, where they are not named."""
FARTHEST = 100.0
"""So many times as large or small as those of the race the usual learning rates are at most."""
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""The usual values of a keyword that is a share: of betas, of the first."""
MOST = 60
"""Values, at most."""
USUALLY = "lr"
"""The keyword of a slider, where none is named."""


@dataclass(frozen=True, eq=False)
class Slider(Immutable):
    """What becomes of a race at each of the ``values`` of ``keyword``, ascending.

    ``runs`` has for each value the proven runs by racer's name: of those who have the keyword, and
    whose optimizer takes the value.
    """

    keyword: str
    values: tuple[Any, ...]
    runs: tuple[Mapping[str, Verified], ...]

    @property
    def count(self) -> int:
        """How many runs there are."""
        return sum(len(each) for each in self.runs)


def asked_slider(
    race: Race, asked: str | None, progress: Callable[[float], None] = lambda share: None
) -> Slider | None:
    """The slider that is ``asked`` for, as `slider` takes it; None where that is `NONE`.

    Where nothing is asked for it is one of learning rates, if the racers have any, and the page
    has room for it.
    """
    if asked == NONE:
        return None
    if asked is None and not _is_usual(race):
        return None
    return slider(race, USUALLY if asked is None else asked, progress)


def _is_usual(race: Race) -> bool:
    having = [run for run in race.trajectories.values() if USUALLY in run.optimizer.settings]
    return bool(having) and room.left(race.trajectories) >= FEWEST * room.size(having, short=True)


def slider(
    race: Race, asked: str = USUALLY, progress: Callable[[float], None] = lambda share: None
) -> Slider:
    """Run ``race`` for each value of a hyperparameter, every run by torch, and proven.

    ``asked`` is its keyword, ``"momentum"``, or the keyword with its values, as in
    ``"lr=0.01,0.1,1"`` or ``"betas=0.9/0.99,0.5/0.9"``. Without values it is those that the racers
    have, and usual ones around them, as many as a page has room for. ``progress`` is called with
    the share that is done. Raises OptanimError for a keyword that no racer has, and for values out
    of its bounds, or more than the page has room for.
    """
    everybody = {name: run.optimizer for name, run in race.trajectories.items()}
    keyword, values, own = _checked(everybody, asked)
    racers = {name: race.trajectories[name] for name in own}
    most = room.left(race.trajectories) // room.size(racers.values(), short=True)
    if most < (len(values) or FEWEST):
        raise OptanimError(
            f"slider {keyword}: the page has room for {most} values of runs as long as these; "
            f"{len(values) or FEWEST} are too many"
        )
    values = values or _usual(keyword, [*own.values()], most)
    runs = []
    for done, value in enumerate(values, start=1):
        runs.append(MappingProxyType(dict(_runs(racers, keyword, value))))
        progress(done / len(values))
    return Slider(keyword, values, tuple(runs))


def check_slider(racers: Mapping[str, Optimizer], asked: str | None) -> None:
    """Raise OptanimError where ``asked`` is no slider of ``racers``: to know before they are raced.

    Only whether the page has room for it shows once they have been.
    """
    if asked is None or asked == NONE:
        return
    keyword, values, own = _checked(racers, asked)
    if not values:
        _usual(keyword, [*own.values()], FEWEST)


def _checked(
    racers: Mapping[str, Optimizer], asked: str
) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    """Keyword, ascending values, none where none are named, and what each who has it was given."""
    keyword, values = _asked(asked)
    own = {
        name: each.settings[keyword] for name, each in racers.items() if keyword in each.settings
    }
    if not own:
        known = {key for each in racers.values() for key in each.settings}
        raise unknown("hyperparameter of a racer", keyword, known)
    values = _ascending(keyword, values, next(iter(own.values())))
    for name in own:
        _check(racers[name], keyword, values)
    return keyword, values, own


def _asked(text: str) -> tuple[str, tuple[Any, ...]]:
    """The keyword and its values; none where none are named."""
    keyword, equals, rest = str(text).partition("=")
    keyword = keyword.strip()
    if not keyword.isidentifier() or (equals and not rest.strip()):
        raise OptanimError(f"slider {text!r} is not written KEY or KEY=VALUE,VALUE,…")
    values = [parse_call(f"x:{keyword}={part}")[1][keyword] for part in rest.split(",") if part]
    if len(values) > MOST:
        raise OptanimError(f"slider {keyword}: {len(values)} values; at most {MOST}")
    return keyword, tuple(dict.fromkeys(values))


def _ascending(keyword: str, values: Sequence[Any], own: Any) -> tuple[Any, ...]:
    """``values`` in order; OptanimError for one that is no number, or no tuple as ``own`` is."""
    for value in values:
        parts = value if isinstance(own, tuple) and isinstance(value, tuple) else (value,)
        numbers = [isinstance(part, int | float) and not isinstance(part, bool) for part in parts]
        if not all(numbers) or isinstance(value, tuple) != isinstance(own, tuple):
            raise OptanimError(
                f"slider {keyword}: {written(value)!r} is no value of it, as {written(own)} is"
            )
    return tuple(sorted(values))


def _usual(keyword: str, own: Sequence[Any], most: int) -> tuple[Any, ...]:
    """The racers' own values, and as many of the usual ones as make ``most`` together."""
    if keyword == "lr":
        low, high = min(own) / FARTHEST, max(own) * FARTHEST
        usual: list[Any] = [rate for rate in RATES if low <= rate <= high]
    elif keyword == "betas":
        usual = [(share, *own[0][1:]) for share in SHARES]
    elif USUAL.get(keyword) is SHARE:
        usual = [*SHARES]
    else:
        raise OptanimError(
            f"slider {keyword}: name its values, as in {keyword}={written(own[0])},…"
        )
    kept = set(own)
    others = [value for value in usual if value not in kept]
    count = min(max(most - len(kept), 0), len(others), MOST)
    places = np.linspace(0, len(others) - 1, count).round().astype(int).tolist()
    return tuple(sorted(kept | {others[place] for place in places}))


def _check(optimizer: Optimizer, keyword: str, values: Sequence[Any]) -> None:
    if optimizer.entry is None:
        return
    for value in values:
        check_keywords(optimizer.label, _with(optimizer, keyword, value).keywords, optimizer.entry)


def _with(optimizer: Optimizer, keyword: str, value: Any) -> Optimizer:
    keywords = {**optimizer.keywords, keyword: value}
    return replace(optimizer, keywords=MappingProxyType(keywords))


def _runs(racers: Mapping[str, Any], keyword: str, value: Any) -> Iterator[tuple[str, Verified]]:
    """The proven runs at ``value``; somebody else's optimizer may refuse it."""
    for name, run in racers.items():
        changed = replace(run.run, optimizer=_with(run.optimizer, keyword, value))
        try:
            yield name, archive.fetch(changed)
        except OptanimError:
            if run.optimizer.entry is not None:
                raise
