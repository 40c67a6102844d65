"""A racer whose answer is not where its gradient is taken is shown at the answer."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import schedulefree
import torch

from optanim.films.reading import frames, timeline
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from tests.references import himmelblau
from tests.scenes.pixels import BOUND, between, miss, project
from tests.stage.film.races import film, race

LABEL, COLOR = "schedule-free", "#FFAA00"
STEPS, LR = 12, 0.02


def answers_and_points() -> tuple[np.ndarray, np.ndarray]:
    """x and y (STEPS + 1, 2) of a plain loop: after `eval`, and where the gradient is taken."""
    params = torch.nn.Parameter(torch.tensor([-0.5, -0.5], dtype=torch.float64))
    optimizer = schedulefree.SGDScheduleFree([params], lr=LR)
    answers, points = [], []
    for step in range(STEPS + 1):
        points.append(params.tolist())
        optimizer.eval()
        answers.append(params.tolist())
        optimizer.train()
        if step < STEPS:
            optimizer.zero_grad()
            himmelblau(params).backward()
            optimizer.step()
    return np.array(answers), np.array(points)


def test_its_head_is_at_the_answer_and_not_where_its_gradient_is_taken(tmp_path) -> None:
    answers, points = answers_and_points()
    racer = make("schedulefree:SGDScheduleFree", LABEL, lr=LR)
    shown = Presentation(view="map", seconds=20.0, colors=MappingProxyType({LABEL: COLOR}))
    scene = film(race("himmelblau", STEPS, racer), shown, tmp_path, (1920, 1080))
    told = timeline(scene.path)
    (view,) = [view for view in told["views"] if "pixels" in view]
    wanted = {}
    for frame in range(view["from"] + 4, view["to"]):
        step = told["steps"][frame]
        here, elsewhere = (project(view, between(path, step)) for path in (answers, points))
        if np.hypot(*(here - elsewhere)) > 5.0 * BOUND:
            wanted[frame] = here
    assert len(wanted) >= 5
    for frame, picture in frames(scene.path, wanted):
        assert miss(picture, COLOR, wanted[frame]) < BOUND, told["steps"][frame]
