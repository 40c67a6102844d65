"""When names come and settings leave in a race on its surface."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.frames.regrouping import Regrouping
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.stage.surface.relief import Relief
from tests.stage.film.races import film, race


class Watching:
    """Notes what is shown after every play: the act, the land, how far names have regrouped."""

    def play(self, *args: object, **kwargs: object) -> None:
        super().play(*args, **kwargs)  # type: ignore[misc]
        act, shown = self.timeline.sections[-1]["name"], self.mobjects
        land = any(isinstance(one, Relief) for one in shown)
        shares = [one.share for one in shown if isinstance(one, Regrouping)]
        self.seen.append((act, land, shares))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bool, list[float]]]:
    folder: Path = tmp_path_factory.mktemp("films")
    shown: list[tuple[str, bool, list[float]]] = []
    racers = make("Adam", lr=0.1), make("GD", lr=1e-3)
    settled = Presentation(view="surface", seconds=18.0)
    film(race("beale", 20, *racers), settled, folder, extra=(Watching,), attributes={"seen": shown})
    return shown


def test_settings_are_told_before_the_steps_and_gone_while_they_are_taken(seen) -> None:
    told = [shares for act, _, shares in seen if act == "race.surface" and shares]
    raced = [shares for act, _, shares in seen if act == "race.race"]
    assert told and np.ravel(told).max() == 0.0
    assert len(raced) > 2 and all(shares == [1.0] for shares in raced)


def test_a_film_that_begins_on_the_surface_begins_on_its_land(seen) -> None:
    assert seen[0][:2] == ("race.surface", True)
