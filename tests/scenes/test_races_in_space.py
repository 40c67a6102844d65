"""Every race that ships, on its surface: heads in each frame, by each camera; land in each shot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from optanim.films.reading import frames, timeline
from optanim.look.cast import cast
from optanim.look.theme import DARK
from optanim.race_file import load
from tests.conftest import ROOT
from tests.scenes import space
from tests.scenes.inspect import Inspector, Seen
from tests.stage.film.races import film

RACES = [path.stem for path in sorted((ROOT / "races").glob("*.toml"))]


@pytest.mark.slow
@pytest.mark.parametrize("name", RACES)
def test_heads_and_land_of_a_race_on_its_surface(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = load(ROOT / "races" / f"{name}.toml")
    race = request.race()
    monkeypatch.chdir(tmp_path)
    shown = replace(request.presentation, view="surface", seconds=30.0, theme="dark")
    made = film(race, shown, tmp_path, (1920, 1080), 2, (Inspector,), {"seen": Seen()})
    path = Path(made.renderer.file_writer.movie_file_path)
    land = made.seen.land
    assert land.keys() == {"race.surface", "race.race"}
    assert all(min(shares) >= 0.6 for shares in land.values()), land
    theme = cast(DARK, {n: t.optimizer for n, t in race.trajectories.items()}, shown.colors)
    seen = space.heads(
        timeline(path), made.seen.plates, lambda wanted: frames(path, wanted),
        {n: t.params for n, t in race.trajectories.items()},
        {n: theme.racer(n) for n in race.trajectories}, race.problem.loss.on_grid,
    )  # fmt: skip
    assert sum(map(len, seen.values())) > 30 and all(len(set(steps)) > 1 for steps in seen.values())
