"""What a lecture is about: films that ship, and races from files."""

from __future__ import annotations

from collections.abc import Sequence

from optanim.base import shipped
from optanim.farm.subject import Subject, apart
from optanim.race_file import load

TEACHING = (
    "linked", "surface", "contour", "learning_rate", "conditioning", "momentum", "rmsprop", "adam",
    "compare", "compare_3d", "rosenbrock", "saddle",
)  # fmt: skip
"""The films in the order in which they are taught; others follow by name."""


def subjects(named: Sequence[str] = ()) -> tuple[Subject, ...]:
    """Those ``named``, films that ship before races, race files by their paths; or all films.

    Where two have one name, whatever its capitals, the second is called ``name-2``. Raises
    OptanimError for what is neither a film nor a race, and for a race file with mistakes.
    """
    films = shipped.scenes()
    if not named:
        known = [name for name in TEACHING if name in films]
        others = [name for name in films if name not in known]
        return tuple(Subject(name) for name in (*known, *others))
    for each in named:
        shipped.film_or_race(each)
    requests = ((each, None if each in films else load(each)) for each in named)
    return apart((request.name if request else each, request) for each, request in requests)
