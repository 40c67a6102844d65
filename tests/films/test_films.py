"""Finished films: frames, stills, notes and GIFs, on small films whose frames tell their number."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from optanim.base.errors import OptanimError
from optanim.films.gifs import gif
from optanim.films.notes import Chapter, annotate
from optanim.films.reading import (
    frame_at,
    frame_of_step,
    frames,
    opened,
    probe,
    still,
)

COUNT, FPS = 30, 10


def grey(number: int) -> int:
    """The grey that frame ``number`` is filled with."""
    return 16 + 7 * number


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Thirty frames at ten a second, each of one grey."""
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(COUNT):
            picture = np.full((48, 64, 3), grey(number), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def packets(path: Path) -> list[bytes]:
    with opened(path) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_probe_tells_what_is_there(clip: Path) -> None:
    info = probe(clip)
    assert (info.width, info.height, info.fps, info.frames) == (64, 48, FPS, COUNT)
    assert info.seconds == pytest.approx(3.0) and info.codec == "h264"


def test_frames_are_the_ones_asked_for(clip: Path) -> None:
    for number, picture in frames(clip, [17, 0, 29]):
        assert abs(picture.mean() - grey(number)) < 3
    with pytest.raises(OptanimError, match="no frame 30; the last is 29"):
        list(frames(clip, [30]))


def test_stills_by_time(clip: Path, tmp_path: Path) -> None:
    still(clip, tmp_path / "s.png", frame_at(clip, 1.25))
    assert abs(np.asarray(Image.open(tmp_path / "s.png")).mean() - grey(12)) < 3
    assert frame_at(clip, 1.2) == 12
    with pytest.raises(OptanimError, match=r"3 s is not within its 0 to 3 s"):
        frame_at(clip, 3.0)


def test_stills_by_step_take_the_last_showing(clip: Path) -> None:
    with pytest.raises(OptanimError, match=r"clip.json: no such file"):
        frame_of_step(clip, 1)
    steps = [None, 0, 0, 0.5, 1, 1, 0.5, 0, 1, 2, 3.7, 6]
    clip.with_suffix(".json").write_text(json.dumps({"steps": steps}))
    shown = [frame_of_step(clip, step) for step in (0, 1, 2, 4)]
    assert shown == [(7, 0.0), (8, 1.0), (9, 2.0), (10, 3.7)]
    for step, instead in [
        (7, "it shows steps 0 to 6"),
        (-1, "it shows steps 0 to 6"),
        (3, "it falls between two frames, next to it are 2 and 6"),
    ]:
        with pytest.raises(OptanimError, match=f"step {step} is never shown; {instead}"):
            frame_of_step(clip, step)
    for text in ("{", "[" * 100_000, '["steps"]', '{"steps": 3}'):
        clip.with_suffix(".json").write_text(text)
        with pytest.raises(OptanimError, match=r"clip\.json: .* timeline"):
            frame_of_step(clip, 1)
    with pytest.raises(OptanimError, match=r"none\.mp4: no such file"):
        frame_of_step(clip.with_name("none.mp4"), 1)


def test_notes_and_chapters_are_added_and_the_pictures_untouched(clip: Path) -> None:
    before = packets(clip)
    annotate(clip, {"title": "Grey", "run GD": "abc"}, [Chapter("One", 0, 1), Chapter("Two", 1, 3)])
    assert packets(clip) == before
    notes = probe(clip).notes
    assert notes["title"] == "Grey" and notes["run GD"] == "abc"
    with opened(clip) as container:
        chapters = container.chapters()
    assert [c["metadata"]["title"] for c in chapters] == ["One", "Two"]
    assert [c["start"] * c["time_base"] for c in chapters] == [0, 1]
    content = clip.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_notes_hold_any_name(clip: Path) -> None:
    """Names that differ in capitals alone are one to FFmpeg."""
    names = ["run Adam", "run adam", "run ADAM", "run a=b; #c\\", "run x\u0301 שלום 🚀", "run  x "]
    annotate(clip, {"title": "half a \ud83d", **{name: name * 9 for name in names}}, [])
    notes = probe(clip).notes
    kept = [notes[name] for name in ("run Adam", "run adam (2)", "run ADAM (3)", *names[3:])]
    assert kept == [name * 9 for name in names]
    assert notes["title"] == "half a ?"


def test_a_gif_loops_and_lasts_as_asked(clip: Path, tmp_path: Path) -> None:
    gif(clip, tmp_path / "g.gif", width=32, fps=5, start=1.0, end=2.0)
    with Image.open(tmp_path / "g.gif") as picture:
        assert picture.size == (32, 24) and picture.info["loop"] == 0
        assert picture.n_frames == 5
        for number in range(picture.n_frames):
            picture.seek(number)
            shown = np.asarray(picture.convert("L")).mean()
            assert abs(shown - grey(10 + 2 * number)) < 8
    assert seconds(tmp_path / "g.gif") == pytest.approx(1.0)


def seconds(path: Path) -> float:
    with Image.open(path) as picture:
        shown = ImageSequence.Iterator(picture)
        return sum(frame.info["duration"] for frame in shown) / 1000


@pytest.mark.parametrize(("fps", "lasting"), [(0.4, 5.0), (1.5, 10 / 3), (7.5, 22 / 7.5)])
def test_a_gif_of_any_rate_is_as_fast_as_the_film(
    clip: Path, tmp_path: Path, fps: float, lasting: float
) -> None:
    """Its last frame stays for as long as the others."""
    gif(clip, tmp_path / "g.gif", width=32, fps=fps)
    assert seconds(tmp_path / "g.gif") == pytest.approx(lasting, abs=0.02)


@pytest.mark.parametrize("width", [33, 47, 50, 64])
def test_a_gif_has_any_width_asked_for(clip: Path, tmp_path: Path, width: int) -> None:
    gif(clip, tmp_path / "g.gif", width=width, fps=2)
    with Image.open(tmp_path / "g.gif") as picture:
        assert picture.size == (width, round(48 * width / 64)) and picture.n_frames == 6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"width": 9999}, "width 9999 must be 16 to 64"),
        ({"width": 32, "fps": 60}, "fps 60 must be above 0 and at most 10"),
        ({"width": 32, "fps": 5, "start": 2, "end": 1}, "2 to 1 s is no part of its 0 to 3 s"),
        ({"width": 32, "fps": 5, "start": 1.02, "end": 1.05}, "no frame of the film begins from"),
    ],
)
def test_impossible_gifs_are_refused(clip, tmp_path, options, message) -> None:
    with pytest.raises(OptanimError, match=message):
        gif(clip, tmp_path / "g.gif", **options)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clip.mp4"]


def test_what_is_no_film_is_said_to_be_none(tmp_path: Path) -> None:
    text = tmp_path / "a.mp4"
    text.write_text("not a film")
    with pytest.raises(OptanimError, match=r"a.mp4: not a film"):
        probe(text)
    with pytest.raises(OptanimError, match=r"b.mp4: no such file"):
        probe(tmp_path / "b.mp4")
