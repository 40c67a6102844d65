"""Which films a lecture has."""

from __future__ import annotations

from pathlib import Path

import pytest

from optanim.base import shipped
from optanim.base.errors import OptanimError
from optanim.lecture.subjects import TEACHING, subjects


def names(*named: str) -> list[str]:
    return [subject.name for subject in subjects(named)]


def test_without_names_it_is_every_film_in_the_order_of_teaching() -> None:
    assert names() == [*TEACHING] and sorted(names()) == [*shipped.scenes()]


def test_a_film_that_is_laid_beside_the_others_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "aaa.py").touch()
    (tmp_path / "linked.py").touch()
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path)
    assert names() == ["linked", "aaa"]


def test_films_and_races_stand_in_the_order_asked_for() -> None:
    race = shipped.folder("races") / "saddle.toml"
    found = subjects(["himmelblau", "saddle", str(race), "saddle"])
    assert [one.name for one in found] == ["himmelblau", "saddle", "saddle-2", "saddle-3"]
    assert [one.request is None for one in found] == [False, True, False, True]
    assert race in found[2].inputs and found[1].inputs == (shipped.scene("saddle"),)


def test_no_two_have_one_name(tmp_path: Path) -> None:
    files = [tmp_path / "s.toml", tmp_path / "odd" / "S.toml", tmp_path / "s-2.toml"]
    (tmp_path / "odd").mkdir()
    for file in files:
        file.write_text('problem = "beale"\n[[racers]]\noptimizer = "GD"\nlr = 0.01\n')
    assert names(*map(str, files)) == ["s", "S-2", "s-2-2"]


@pytest.mark.parametrize("name", ["sadle", "gone.toml"])
def test_what_is_neither_is_refused(name: str) -> None:
    with pytest.raises(OptanimError, match=name):
        subjects(["contour", name])
