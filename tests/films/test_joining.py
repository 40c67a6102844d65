"""Films joined: every frame, every sound at its frame, chapters and subtitles of all."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.films.cutting import check_sections, cut
from optanim.films.joining import join
from optanim.films.notes import annotate
from optanim.films.output import SUBTITLED, check_film
from optanim.films.reading import opened, probe
from optanim.films.telling import telling
from tests.films.small_films import RATE, film, heard, onsets, packets, seen, told


def chapters(path: Path) -> list[tuple[str, float, float]]:
    with opened(path) as container:
        return [
            (
                c["metadata"]["title"],
                float(c["start"] * c["time_base"]),
                float(c["end"] * c["time_base"]),
            )
            for c in container.chapters()
        ]


def test_every_frame_and_every_sound(tmp_path: Path) -> None:
    """The second film has no sound, the third has less sound than pictures, and the first more."""
    one = film(tmp_path / "one.mp4", [12, 8], bursts=[0.0, 1.7], seconds_of_sound=2.6)
    two = film(tmp_path / "two.mp4", [3])
    three = film(tmp_path / "three.mp4", [1, 9], bursts=[0.0], seconds_of_sound=0.5)
    counts: list[int] = []
    join([one, two, three, one], tmp_path / "all.mp4", "All", progress=counts.append)
    assert seen(tmp_path / "all.mp4") == [*range(20), *range(3), *range(10), *range(20)]
    assert packets(tmp_path / "all.mp4") == [
        packet for path in (one, two, three, one) for packet in packets(path)
    ]
    assert onsets(tmp_path / "all.mp4") == pytest.approx([0, 1.7, 2.3, 3.3, 5.0], abs=3e-3)
    assert counts == list(range(1, 54))
    with av.open(str(tmp_path / "all.mp4")) as container:
        lasting = [s.duration * s.time_base for s in container.streams if s.type != "data"]
    assert lasting == [pytest.approx(5.3, abs=1e-4)] * 2
    content = (tmp_path / "all.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_sound_does_not_drift_over_twelve_films(tmp_path: Path) -> None:
    """A frame is no whole number of samples here, and a film no whole number of packets."""
    films = [
        film(
            tmp_path / f"{i}.mp4", [7], fps=29, bursts=[0.0], seconds_of_sound=0.1 + 0.05 * (i % 4)
        )
        for i in range(12)
    ]
    join(films, tmp_path / "all.mp4", "All")
    assert onsets(tmp_path / "all.mp4") == pytest.approx([7 * i / 29 for i in range(12)], abs=3e-3)
    assert seen(tmp_path / "all.mp4") == [*range(7)] * 12
    assert len(heard(tmp_path / "all.mp4")) == pytest.approx(12 * 7 / 29 * RATE, abs=1024)


def test_one_of_two_channels_makes_two(tmp_path: Path) -> None:
    one = film(tmp_path / "one.mp4", [5], bursts=[0.1])
    two = film(tmp_path / "two.mp4", [5], bursts=[0.1], layout="stereo")
    join([one, two], tmp_path / "all.mp4", "All")
    with av.open(str(tmp_path / "all.mp4")) as container:
        assert container.streams.audio[0].layout.name == "stereo"
    assert onsets(tmp_path / "all.mp4") == pytest.approx([0.1, 0.6], abs=1e-3)


def test_films_without_sound_are_joined_without(tmp_path: Path) -> None:
    films = [film(tmp_path / f"{i}.mp4", [5]) for i in range(2)]
    join(films, tmp_path / "all.mp4", "All")
    with av.open(str(tmp_path / "all.mp4")) as container:
        assert not container.streams.audio and not container.streams.subtitles
    assert chapters(tmp_path / "all.mp4") == [("0", 0, 0.5), ("1", 0.5, 1.0)]


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    """Two films with sections and captions, and one between them without."""
    one = film(tmp_path / "one.mp4", [12, 8], title="First & <b>best</b>")
    told(one, [("race", 1.2), ("end", 2.0)], [(0.1, 0.9, "a <b>"), (1.2, 2.3, "too long")])
    mute = film(tmp_path / "mute.mp4", [5])
    two = film(tmp_path / "two.mp4", [10], title="Second")
    told(two, [("all", 1.0)], [(0.25, 0.75, "又"), (1.0, 1.5, "after the film's end")])
    output = tmp_path / "lecture" / "all.mp4"
    join([one, mute, two], output, "All", "zho")
    return output


def test_chapters_and_subtitles_of_all(lecture: Path) -> None:
    assert probe(lecture).notes["title"] == "All"
    assert chapters(lecture) == [
        ("First & <b>best</b>: Race", 0, 1.2), ("First & <b>best</b>: End", 1.2, 2.0),
        ("mute", 2.0, 2.5), ("Second: All", 2.5, 3.5),
    ]  # fmt: skip
    with av.open(str(lecture)) as container:
        assert container.streams.subtitles[0].metadata["language"] == "zho"
        said = [
            (p.pts, p.duration, bytes(p)[2:].decode())
            for p in container.demux(subtitles=0)
            if p.size > 2
        ]
    assert said == [(100, 800, "a <b>"), (1200, 800, "too long"), (2750, 500, "又")]
    assert "00:00:02.750 --> 00:00:03.250\n又\n" in lecture.with_suffix(".vtt").read_text("utf-8")
    assert "00:00:02,750 --> 00:00:03,250\n又\n" in lecture.with_suffix(".srt").read_text("utf-8")


def test_chapters_are_called_as_is_asked_for(lecture: Path) -> None:
    films = [lecture.parent.parent / name for name in ("one.mp4", "mute.mp4", "two.mp4")]
    join(films, lecture.parent / "named.mp4", "All", chapter=lambda film, part: f"{part} ({film})")
    named = [title for title, _, _ in chapters(lecture.parent / "named.mp4")]
    assert named == [
        "Race (First & <b>best</b>)",
        "End (First & <b>best</b>)",
        "mute",
        "All (Second)",
    ]


def test_what_was_joined_is_known_and_can_be_cut(lecture: Path) -> None:
    check_film(lecture, beside=SUBTITLED)
    assert all(is_ours(lecture.with_suffix(suffix)) for suffix in (".mp4", *SUBTITLED))
    check_sections(lecture)
    sections = telling(lecture).sections
    assert [each.name for each in sections] == ["one-race", "one-end", "mute", "two-all"]
    cut(lecture, lecture.parent / "end.mp4", sections[1].start, sections[1].end)
    assert seen(lecture.parent / "end.mp4") == [*range(12, 20)]
    lecture.with_suffix(".srt").write_text("mine")
    with pytest.raises(OptanimError, match=r"all\.srt: is there already"):
        check_film(lecture, beside=SUBTITLED)


def test_notes_of_all(tmp_path: Path) -> None:
    films = [film(tmp_path / f"{name}.mp4", [5]) for name in "ab"]
    for path, run in zip(films, ("1", "2"), strict=True):
        annotate(path, {"title": f"Film {path.stem}", "torch": "2.13", "run GD": run}, [])
    join(films, tmp_path / "all.mp4", "All")
    notes = probe(tmp_path / "all.mp4").notes
    assert notes["torch"] == "2.13" and notes["title"] == "All"
    assert [name for name in notes if "title" in name] == ["title"]
    assert (notes["Film a: run GD"], notes["Film b: run GD"]) == ("1", "2")


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"size": (96, 48)}, r"one\.mp4 and .*two\.mp4 differ in size, 64x48 and 96x48"),
        ({"fps": 15}, r"one\.mp4 and .*two\.mp4 differ in frames a second, 10 and 15"),
        ({"options": {"profile": "baseline"}}, r"one\.mp4 and .*two\.mp4 were encoded with diff"),
    ],
)
def test_films_of_several_kinds_are_refused(tmp_path: Path, other: dict, message: str) -> None:
    one, two = film(tmp_path / "one.mp4", [5]), film(tmp_path / "two.mp4", [5], **other)
    with pytest.raises(OptanimError, match=message):
        join([one, two], tmp_path / "all.mp4", "All")
    assert not (tmp_path / "all.mp4").exists()


def test_what_cannot_be_joined(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match="no film is named"):
        join([], tmp_path / "all.mp4", "All")
    one = film(tmp_path / "one.mp4", [5])
    one.with_suffix(".json").write_text(json.dumps({"sections": 3, "captions": []}))
    with pytest.raises(OptanimError, match=r"one\.json: is no timeline"):
        join([one], tmp_path / "all.mp4", "All")
