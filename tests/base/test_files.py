"""Files are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.base.files import WORKPLACE, check_writable, first, whole


def test_a_file_takes_its_place_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.txt"
    with whole(path) as draft:
        draft.write_text("half")
        assert not path.exists() and draft.suffix == ".txt"
    assert path.read_text() == "half" and path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")

    def failing() -> None:
        with whole(path) as draft:
            draft.write_text("after")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert path.read_text() == "before" and list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match="it is a folder"), whole(tmp_path):
        pass
    with pytest.raises(OptanimError, match="it is a folder"):
        check_writable(tmp_path, ".mp4")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    below = tmp_path / "a" / "b.mp4"
    with pytest.raises(OptanimError, match=r"a/b\.mp4: cannot be written"), whole(below):
        pass
    hidden = tmp_path / f"{WORKPLACE}x"
    hidden.write_text("")
    with pytest.raises(OptanimError) as refused, whole(hidden / "b.mp4"):
        pass
    assert WORKPLACE not in str(refused.value)
    with pytest.raises(OptanimError, match="a is no folder"):
        check_writable(tmp_path / "a" / "b.mp4", ".mp4")


def test_a_pipe_is_not_waited_for_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    for force in (False, True):
        with pytest.raises(OptanimError, match=r"a\.csv: cannot be written: it is no file"):
            check_writable(pipe, ".csv", force=force)
    assert pipe.is_fifo()


def test_asking_beforehand_writes_nothing(tmp_path: Path) -> None:
    check_writable(tmp_path / "new" / "a.mp4", ".mp4")
    with pytest.raises(OptanimError, match=r"a\.gif: must end in \.mp4"):
        check_writable(tmp_path / "a.gif", ".mp4")
    assert not list(tmp_path.iterdir())


def test_what_is_read_is_never_written_over_under_any_name(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("x,y\n")
    (tmp_path / "link.csv").symlink_to(data)
    (tmp_path / "hard.csv").hardlink_to(data)
    check_writable(data, ".csv", force=True)
    for name in ("data.csv", "../" + tmp_path.name + "/data.csv", "link.csv", "hard.csv"):
        with pytest.raises(OptanimError, match="is read here, and must not be written over"):
            check_writable(tmp_path / name, ".csv", inputs=[data], force=True)
    check_writable(data, ".csv", inputs=[tmp_path / "none.csv", "-"], force=True)


@pytest.mark.parametrize(
    ("suffix", "reason"),
    [(".csv", "it is not a trajectory as optanim"), (".gif", "nothing .* or of an earlier ver")],
)
def test_what_others_made_is_replaced_by_force_only(
    suffix: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / f"mine{suffix}"
    path.write_text("x,y\n1,2\n")
    with pytest.raises(OptanimError, match=rf"mine\{suffix}: is there already, and {reason}"):
        check_writable(path, suffix)
    check_writable(path, suffix, force=True)


def test_what_is_written_beside_a_draft_comes_along(tmp_path: Path) -> None:
    with whole(tmp_path / "a.mp4") as draft:
        draft.write_text("film")
        draft.with_suffix(".srt").write_text("words")
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "a.srt"}


def test_drafts_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    dead = tmp_path / f"{WORKPLACE}dead"
    dead.mkdir()
    (dead / "a.txt").write_text("half")
    with whole(tmp_path / "a.txt") as first:
        first.write_text("first")
        with whole(tmp_path / "b.txt") as second:
            second.write_text("second")
    assert (tmp_path / "a.txt").read_text() == "first"
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "b.txt"}


def test_the_first_of_two_that_write_the_same_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with first(path) as one, first(path) as other:
        one.write_text("one")
        other.write_text("other")
    assert path.read_text() == "other"  # whose block ended first
    with first(path) as third:
        third.write_text("third")
    assert path.read_text() == "other" and [*path.parent.iterdir()] == [path]
