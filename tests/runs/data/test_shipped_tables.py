"""Tables that other packages ship, raced as they are: no line of them was changed."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import sklearn.datasets

import optanim

MATPLOTLIB = Path(mpl.get_data_path()) / "sample_data"
SKLEARN = Path(sklearn.datasets.__file__).parent / "data"


def columns_of(path: Path, skip: int, separator: str | None, places: Sequence[int]) -> np.ndarray:
    """The columns (n, 2) by hand: dates as days since 1990, rows without a value left out."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [line.split(separator) for line in text.decode().splitlines()[skip:]]
    return np.array([[_number(row[i]) for i in places] for row in rows if row[places[1]]])


def _number(text: str) -> float:
    if len(text) == 10 and text[4] == "-":
        return float((date.fromisoformat(text) - date(1990, 1, 1)).days)
    return float(text)


@pytest.mark.parametrize(
    ("path", "x", "y", "skip", "separator", "places"),
    [
        # a comment, dates, and months before a share was sold
        (MATPLOTLIB / "Stocks.csv", "Date", "AMZN", 2, ",", (0, 5)),
        # a name with a full stop and a star; dates that leave out the century stand beside
        (MATPLOTLIB / "msft.csv", "Open", "Adj. Close*", 1, ",", (1, 6)),
        # no names, and blanks before and between
        (MATPLOTLIB / "data_x_x2_x3.csv", "1", "3", 0, None, (0, 2)),
        # compressed, no names, blanks between
        (SKLEARN / "diabetes_data_raw.csv.gz", "3", "4", 0, None, (2, 3)),
        # blanks between names as well
        (SKLEARN / "linnerud_exercise.csv", "Chins", "Situps", 1, None, (0, 1)),
    ],
)
def test_a_table_as_it_ships_is_raced(
    path: Path,
    x: str,
    y: str,
    skip: int,
    separator: str | None,
    places: Sequence[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    race = optanim.race(
        data=path, x=x, y=y, standardize=True, optimizers=["GD:lr=0.2", "Adam:lr=0.1"], steps=80
    ).race
    u, v = columns_of(path, skip, separator, places).T
    slope, intercept = np.polyfit((u - u.mean()) / u.std(), v, 1)
    assert race.problem.loss.rows == len(u)
    assert np.allclose(race.problem.minimizer, [intercept, slope], rtol=1e-9)
    # Standardised, gradient descent contracts every direction by 1 - 2 lr a step.
    start, end = race.trajectories["GD"].params[[0, -1]]
    assert np.allclose(end - race.problem.minimizer, 0.6**80 * (start - race.problem.minimizer))
