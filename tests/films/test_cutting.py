"""Parts of films: the frames asked for as they were, and what is heard meanwhile."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.films.cutting import check_sections, cut
from optanim.films.reading import probe
from optanim.films.telling import telling
from tests.films.small_films import RATE, film, heard, onsets, packets, seen, told

PARTS = (12, 1, 17)


def lengths(path: Path) -> dict[str, float]:
    """How long each track lasts, in seconds, as the file says."""
    with av.open(str(path)) as container:
        return {s.type: float(s.duration * s.time_base) for s in container.streams}


@pytest.mark.parametrize(
    ("start", "end", "numbers"),
    [
        (0, 1.2, range(12)),
        (1.2, 1.3, range(12, 13)),
        (1.3, None, range(13, 30)),
        (1.2, 3.0, range(12, 30)),
        (0, None, range(30)),
        (1.3, 1.8, range(13, 18)),  # ends where no key frame follows
    ],
)
def test_a_part_has_its_frames_and_no_other(
    tmp_path: Path, start: float, end: float | None, numbers: range
) -> None:
    whole, part = film(tmp_path / "whole.mp4", PARTS), tmp_path / "part.mp4"
    counts: list[int] = []
    cut(whole, part, start, end, progress=counts.append)
    assert seen(part) == list(numbers)
    assert set(packets(part)) <= set(packets(whole)), "they were encoded anew"
    assert counts == list(range(1, len(numbers) + 1))
    assert lengths(part) == {"video": pytest.approx(len(numbers) / 10)}


def test_frames_from_far_within_a_film(tmp_path: Path) -> None:
    whole, part = film(tmp_path / "whole.mp4", [70, 63, 1, 1, 9]), tmp_path / "part.mp4"
    cut(whole, part, 13.3, 13.5)
    assert seen(part) == [133 % 32, 134 % 32]
    cut(whole, part, 7.0)
    assert seen(part) == [number % 32 for number in range(70, 144)]


def test_frames_keep_their_numbers_where_parts_begin_a_little_early(tmp_path: Path) -> None:
    """Manim lays parts one behind the other by lengths in milliseconds."""
    whole, early, part = film(tmp_path / "a.mp4", PARTS), tmp_path / "b.mp4", tmp_path / "c.mp4"
    with av.open(str(whole)) as source, av.open(str(early), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                shift = 40 * sum(packet.pts * packet.time_base >= begin for begin in (1.2, 1.3))
                packet.pts, packet.dts, packet.stream = packet.pts - shift, None, stream
                target.mux(packet)
    assert probe(early).fps > 10
    cut(early, part, 1.2)
    assert seen(part) == [*range(12, 30)]
    cut(early, part, 1.3, 3.0)
    assert seen(part) == [*range(13, 30)] and probe(part).fps == 10


def test_sound_is_cut_where_pictures_are(tmp_path: Path) -> None:
    """From 1.2 to 3 s of a film that sounds at these times."""
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=[0.0, 0.9, 1.3, 1.95, 2.8])
    part = tmp_path / "part.mp4"
    cut(whole, part, 1.2, 3.0)
    assert onsets(part) == pytest.approx([0.1, 0.75, 1.6], abs=1e-3)
    assert lengths(part)["video"] == 1.8 and lengths(part)["audio"] == pytest.approx(1.8, abs=1e-4)
    cut(whole, part, 0.0, 1.2)
    assert onsets(part) == pytest.approx([0.0, 0.9], abs=3e-3), "the film's first sound is whole"


def test_sound_from_far_within_a_film(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", [40, 13, 30], bursts=[3.9, 4.4, 5.6], layout="stereo")
    part = tmp_path / "part.mp4"
    cut(whole, part, 4.0, 5.3)
    assert onsets(part) == pytest.approx([0.0, 0.4], abs=3e-3), "the first is on its way"
    with av.open(str(part)) as container:
        assert container.streams.audio[0].layout.name == "stereo"


@pytest.mark.parametrize(("there", "bursts"), [(1.5, [0.1, 1.25]), (9.0, [0.1, 1.25, 2.9])])
def test_sound_is_as_long_as_the_pictures_however_long_it_was(
    tmp_path: Path, there: float, bursts: list[float]
) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=bursts, seconds_of_sound=there)
    part = tmp_path / "part.mp4"
    cut(whole, part, 1.2)
    assert lengths(part)["audio"] == pytest.approx(1.8, abs=1e-4)
    assert onsets(part) == pytest.approx([b - 1.2 for b in bursts if b > 1.2], abs=1e-3)


def test_sound_that_begins_late_is_heard_late(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=[0.0, 1.6], late=0.7)
    part = tmp_path / "part.mp4"
    cut(whole, part, 0, 1.2)
    assert onsets(part) == pytest.approx([0.7], abs=2e-3)
    cut(whole, part, 1.2)
    assert onsets(part) == pytest.approx([1.1], abs=2e-3)


def test_sound_of_another_rate(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=[0.3, 1.3, 2.8], rate=22_050)
    part = tmp_path / "part.mp4"
    cut(whole, part, 1.2)
    assert onsets(part) == pytest.approx([0.1, 1.6], abs=2e-3)


def test_nothing_clicks_where_a_part_begins_and_ends(tmp_path: Path) -> None:
    """Through both ends goes a tone, which comes and goes within 5 ms."""
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=np.arange(0, 3, 0.15).tolist())
    part = tmp_path / "part.mp4"
    cut(whole, part, 1.2, 1.8)
    samples = np.abs(heard(part)[: round(0.6 * RATE)])
    assert samples[:24].max() < 0.1 and samples[-24:].max() < 0.1
    assert samples[480:960].max() > 0.4 and samples[-960:-480].max() > 0.4


def test_a_part_is_for_browsers_and_says_what_it_is(tmp_path: Path) -> None:
    whole, part = film(tmp_path / "whole.mp4", PARTS, title="Film", bursts=[]), tmp_path / "p.mp4"
    cut(whole, part, 0, 1.2)
    assert probe(part).notes["title"] == "Film"
    cut(whole, part, 0, 1.2, title="An <b>act</b>")
    assert probe(part).notes["title"] == "An <b>act</b>"
    assert probe(part).fps == 10
    content = part.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (0.6, 1.2, r"can begin at 0\.6 s without being encoded anew; nearest are 0 or 1\.2 s"),
        (2.0, 3.0, r"can begin at 2 s .*; nearest are 1\.3 s"),
        (1.3, 2.0, r"can end at 2 s .*; nearest are 1\.8 or 2\.2 s"),
        (1.2, 1.2, r"1\.2 to 1\.2 s is no part of its 0 to 3 s"),
        (-1, 1.2, r"-1 to 1\.2 s is no part of its 0 to 3 s"),
        (1.2, 3.1, r"1\.2 to 3\.1 s is no part of its 0 to 3 s"),
        (1.15, 1.18, r"no frame of it begins from 1\.15 to 1\.18 s"),
    ],
)
def test_impossible_parts_are_refused(
    tmp_path: Path, start: float, end: float, message: str
) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=[])
    with pytest.raises(OptanimError, match=message):
        cut(whole, tmp_path / "part.mp4", start, end)
    assert [path.name for path in tmp_path.iterdir()] == ["whole.mp4"]


@pytest.mark.parametrize("times", [(0, 13, 20, 31), (20, 30, 40, 50)])
def test_a_film_of_no_constant_rate_from_0_on_is_refused(
    tmp_path: Path, times: tuple[int, ...]
) -> None:
    path = tmp_path / "uneven.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=100)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for time in times:
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            frame.pts, frame.time_base = time, 1 / stream.codec_context.framerate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with pytest.raises(OptanimError, match=r"uneven\.mp4: its frames are not evenly spaced"):
        cut(path, tmp_path / "part.mp4", 0)


def test_no_part_begins_with_frames_that_need_those_before(tmp_path: Path) -> None:
    """A key frame is no start where a frame shown before it is decoded after it."""
    options = {"x264-params": "open-gop=1:keyint=6:min-keyint=1:scenecut=0:b-adapt=0:bframes=2"}
    whole = film(tmp_path / "whole.mp4", [24], options=options)
    with av.open(str(whole)) as container:
        keys = [p.pts * p.time_base for p in container.demux(video=0) if p.is_keyframe]
    assert len(keys) > 2
    for key in keys[1:]:
        with pytest.raises(OptanimError, match=r"can begin at .* nearest are 0 s"):
            cut(whole, tmp_path / "part.mp4", float(key))


def test_a_film_that_is_not_all_there_is_refused(tmp_path: Path) -> None:
    whole, broken = film(tmp_path / "whole.mp4", PARTS), tmp_path / "broken.mp4"
    cut(whole, broken, 0)  # its index is in front
    broken.write_bytes(broken.read_bytes()[:-900])
    with pytest.raises(OptanimError, match=r"broken\.mp4: the file ends before its last frame"):
        cut(broken, tmp_path / "part.mp4", 0)


def test_sections_are_parts(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS, bursts=[0.2, 1.4], title="Film")
    captions = [(0.1, 1.2, "until the end"), (1.25, 1.5, "then"), (2, 3, "last")]
    told(whole, [("race", 1.2), ("one/more", 1.3), ("end", 3.0)], captions)
    check_sections(whole)
    made = [tmp_path / f"{number}.mp4" for number in range(3)]
    counts: list[int] = []
    for path, section in zip(made, telling(whole).sections, strict=True):
        cut(whole, path, section.start, section.end, section.title, counts.append)
    assert [seen(path) for path in made] == [[*range(12)], [12], [*range(13, 30)]]
    assert [onsets(path) for path in made] == [
        pytest.approx([0.2], abs=1e-3), [], pytest.approx([0.1], abs=1e-3)
    ]  # fmt: skip
    assert probe(made[1]).notes["title"] == "One/More"
    assert counts == [*range(1, 13), 1, *range(1, 18)]


def test_no_sentence_goes_on_after_its_section(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS)
    told(whole, [("race", 1.2), ("end", 3.0)], [(0.1, 0.9, "over"), (1.0, 1.4, "Who wins?")])
    with pytest.raises(
        OptanimError,
        match=r"'Who wins\?' is said from 1 to 1\.4 s, across the end of section 'race' at 1\.2 s",
    ):
        check_sections(whole)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"whole\.json: no such file; sections and captions are looked up in it"),
        ("[]", r"whole\.json: is no timeline"),
        ('{"sections": [], "captions": []}', r"whole\.mp4: there are no sections in its timeline"),
        ('{"sections": [{"name": "a"}], "captions": []}', r"it needs sections with name, title"),
        ('{"sections": [], "captions": [{"start": 2, "end": 1, "text": ""}]}', "it needs sections"),
    ],
)
def test_a_film_without_a_timeline_has_no_sections(
    tmp_path: Path, content: str | None, message: str
) -> None:
    whole = film(tmp_path / "whole.mp4", PARTS)
    if content is not None:
        whole.with_suffix(".json").write_text(content)
    with pytest.raises(OptanimError, match=message):
        check_sections(whole)
