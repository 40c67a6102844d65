"""Files are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.base.files import check_writable, whole
from optanim.base.marks import is_ours


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
    with pytest.raises(OptanimError, match="a is no folder"):
        check_writable(tmp_path / "a" / "b.mp4", ".mp4")


def test_a_pipe_is_not_waited_for_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    for force in (False, True):
        with pytest.raises(OptanimError, match=r"a\.csv: cannot be written: it is no file"):
            check_writable(pipe, ".csv", force=force)
    assert pipe.is_fifo()


def test_a_timeline_of_an_earlier_version_is_replaced_and_other_json_is_not(tmp_path: Path) -> None:
    file = tmp_path / "film.json"
    for text, ours in [
        ('{"fps": 15, "frames": 1, "captions": [], "fingerprints": {}, "steps": [0]}', True),
        ('{"fps": 15, "captions": []}', False),
        ('["fps", "captions", "fingerprints", "steps"]', False),
        ("[" * 100_000, False),
    ]:
        file.write_text(text)
        assert is_ours(file) is ours


def test_asking_beforehand_writes_nothing(tmp_path: Path) -> None:
    check_writable(tmp_path / "new" / "a.mp4", ".mp4")
    with pytest.raises(OptanimError, match=r"a\.gif: must end in \.mp4"):
        check_writable(tmp_path / "a.gif", ".mp4")
    assert not list(tmp_path.iterdir())
