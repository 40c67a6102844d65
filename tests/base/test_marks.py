"""What optanim wrote is known as such, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from optanim.base.marks import is_ours, signed
from optanim.films.reading import annotate, still


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A film of one grey second, which somebody made."""
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            picture = np.full((48, 64, 3), 99, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_a_film_by_its_note(clip: Path) -> None:
    assert not is_ours(clip)
    annotate(clip, {"title": "optanim"}, [])
    assert not is_ours(clip)
    annotate(clip, {"optanim": "0.1.0"}, [])
    assert is_ours(clip)


def test_a_picture_by_its_comment(clip: Path, tmp_path: Path) -> None:
    still(clip, tmp_path / "ours.png", 0)
    Image.new("RGB", (4, 4)).save(tmp_path / "theirs.png")
    assert is_ours(tmp_path / "ours.png") and not is_ours(tmp_path / "theirs.png")


def test_a_race_file_until_somebody_edits_it(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(signed("steps = 20\nlr = 0.1\n"), "utf-8")
    assert is_ours(path)
    path.write_text(path.read_text("utf-8").replace("20", "30"), "utf-8")
    assert not is_ours(path)


def test_subcaptions_until_somebody_edits_them(tmp_path: Path) -> None:
    path, beside = tmp_path / "a.srt", tmp_path / "a.json"
    written = (
        "1\n00:00:00,000 --> 00:00:02,888\n<\u2060b>Hello\n\n"
        "2\n00:01:03,200 --> 00:01:04,000\nBye\n\n"
    )
    path.write_text(written, "utf-8")
    assert not is_ours(path)
    first = {"text": "<b>Hello", "start": 0.0, "end": 2.8888889}
    captions = [first, {"text": "Bye", "start": 63.2, "end": 64.0}]
    timeline = {"fps": 15, "captions": captions, "fingerprints": {}, "steps": [0]}
    beside.write_text(json.dumps(timeline), "utf-8")
    assert is_ours(path) and is_ours(beside)
    for edited in [
        written.replace("Hello", "Hallo"),
        written.replace("Bye", "Bye, all"),
        written.replace("02,888", "02,500"),
        f"NOTE mine\n\n{written}",
        written.partition("2\n")[0],
    ]:
        path.write_text(edited, "utf-8")
        assert not is_ours(path)


def test_a_log_of_a_training_is_no_trajectory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"step,x,y,loss,gradient_x,gradient_y,lr,exp_avg_x\r\n0,1,2,3,4,5,6,7\r\n")
    assert is_ours(path)
    for header in ["step,loss,gradient_norm", "step,x,y,loss,gradient_x,gradient_y,lr,note"]:
        path.write_text(f"{header}\n0,1,2\n", newline="\n")
        assert not is_ours(path)


@pytest.mark.parametrize(
    "suffix", [".mp4", ".json", ".srt", ".png", ".gif", ".npz", ".csv", ".toml"]
)
@pytest.mark.parametrize(
    "content", [b"", b"optanim", b"\xff\x00\xfe", b"[1]", b"step,x,y\n1,2,3\n"]
)
def test_what_is_something_else_is_not_ours(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    assert not is_ours(path)
    assert not is_ours(tmp_path / f"missing{suffix}") and not is_ours(tmp_path / "a.txt")
