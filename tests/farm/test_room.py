"""Memory and disk are counted before anything is made."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from optanim.base.errors import OptanimError
from optanim.farm.room import check_room
from optanim.stage.film.rendering import format_of


class Memory(NamedTuple):
    available: float


class Disk(NamedTuple):
    free: float


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch):
    """Set what is free, in gigabytes."""

    def room(memory: float, disk: float) -> None:
        monkeypatch.setattr(psutil, "virtual_memory", lambda: Memory(memory * 1e9))
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(disk * 1e9))

    return room


def test_workers_that_memory_has_room_for(room, tmp_path: Path) -> None:
    room(6.5, 100)
    check_room(12, 2, format_of("h"), tmp_path)
    with pytest.raises(OptanimError, match=r"--workers 3: each takes 3.2 GB of memory, and 6.5 GB"):
        check_room(12, 3, format_of("h"), tmp_path)
    check_room(12, 3, format_of("l"), tmp_path)
    room(0.5, 100)
    check_room(12, 1, format_of("h"), tmp_path)


def test_a_disk_that_has_no_room(room, tmp_path: Path) -> None:
    room(100, 1)
    check_room(1, 1, format_of("h"), tmp_path)
    with pytest.raises(OptanimError, match=r"new: about .* GB are needed on the disk, 1.0 GB are"):
        check_room(12, 1, format_of("h"), tmp_path / "not" / "there" / "new")
    check_room(12, 1, format_of("h"), tmp_path, copies=2)
