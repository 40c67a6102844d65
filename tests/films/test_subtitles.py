"""Subtitles: whatever is in a text is shown as it is, in each format."""

from __future__ import annotations

import html
from pathlib import Path

import av
import pytest
import srt

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.films.output import SUBTITLED, check_film
from optanim.films.reading import probe
from optanim.films.subtitles import check_language, write_srt, write_vtt
from optanim.films.subtitling import subtitle
from optanim.films.telling import Caption
from tests.films.small_films import film, onsets, packets, seen, told

TEXTS = [
    "<b>x</b> is first", "<i>", "a <c.red>b, 1 < 2", "{\\an8}x {y}", "a --> b &amp; &lt;c>",
    "00:00:01.000 --> 00:00:02.000", "两行\nтекст", "NOTE this", "𝛽₁ → ∞", "1",
]  # fmt: skip
CAPTIONS = [Caption(i / 4, i / 4 + 0.2, text) for i, text in enumerate(TEXTS)]
TIMES = [pytest.approx((line.start, line.end), abs=1e-3) for line in CAPTIONS]


def commands(shown: bytes) -> str:
    """The text of an event of FFmpeg's, where braces hold what is no text but a command."""
    return shown.decode().split(",", 8)[-1]


def demuxed(path: Path) -> list[tuple[float, float, str]]:
    """Starts, ends and texts as FFmpeg reads them, before anything is made of the text."""
    with av.open(str(path)) as container:
        read = [packet for packet in container.demux(subtitles=0) if packet.size]
        return [
            (
                float(p.pts * p.time_base),
                float((p.pts + p.duration) * p.time_base),
                bytes(p).decode(),
            )
            for p in read
        ]


def test_srt(tmp_path: Path) -> None:
    write_srt(tmp_path / "a.srt", CAPTIONS)
    read = list(srt.parse((tmp_path / "a.srt").read_text("utf-8")))
    assert [line.content.replace("\u2060", "") for line in read] == TEXTS
    assert [(line.start.total_seconds(), line.end.total_seconds()) for line in read] == TIMES


@pytest.mark.parametrize("text", TEXTS)
def test_players_of_srt_take_nothing_for_a_command(tmp_path: Path, text: str) -> None:
    write_srt(tmp_path / "a.srt", [Caption(0, 2, text)])
    with av.open(str(tmp_path / "a.srt")) as container:
        shown = commands(next(container.decode(subtitles=0)).ass)
    assert shown.replace("\u2060", "").replace("\\N", "\n") == text


def test_vtt(tmp_path: Path) -> None:
    """Its text is as HTML's: what FFmpeg demuxes has references that HTML's rules take back."""
    write_vtt(tmp_path / "a.vtt", CAPTIONS)
    read = demuxed(tmp_path / "a.vtt")
    assert all("<" not in text and "-->" not in text for _, _, text in read)
    assert [html.unescape(text) for _, _, text in read] == TEXTS
    assert [(start, end) for start, end, _ in read] == TIMES
    assert (tmp_path / "a.vtt").read_text("utf-8").startswith("WEBVTT\n\n")


def test_an_empty_line_does_not_end_a_caption(tmp_path: Path) -> None:
    captions = [Caption(0, 1, "one\n\n \ntwo\r\nthree"), Caption(3661.5, 3662, "end")]
    write_vtt(tmp_path / "a.vtt", captions)
    assert [text for _, _, text in demuxed(tmp_path / "a.vtt")] == ["one\ntwo\nthree", "end"]
    write_srt(tmp_path / "a.srt", captions)
    read = srt.parse((tmp_path / "a.srt").read_text("utf-8"))
    assert [line.content for line in read] == ["one\ntwo\nthree", "end"]
    assert "\n01:01:01.500 --> 01:01:02.000\n" in (tmp_path / "a.vtt").read_text("utf-8")


def test_a_vtt_is_known_until_somebody_edits_it(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    write_vtt(path, CAPTIONS)
    assert is_ours(path)
    path.write_text(path.read_text("utf-8").replace("first", "last"), "utf-8")
    assert not is_ours(path)


def test_a_film_with_its_subtitles(tmp_path: Path) -> None:
    """In the film a caption is its length in two bytes and its text, and nothing takes it apart."""
    path, output = film(tmp_path / "a.mp4", bursts=[0.5], title="Film"), tmp_path / "b" / "b.mp4"
    told(path, [("all", 3.0)], [(line.start, line.end, line.text) for line in CAPTIONS])
    subtitle(path, output, "zho")
    with av.open(str(output)) as container:
        assert container.streams.subtitles[0].metadata["language"] == "zho"
        assert b"ftab" in container.streams.subtitles[0].codec_context.extradata
        read = [p for p in container.demux(subtitles=0) if p.size > 2]  # the others are pauses
        texts = [bytes(p)[2 : 2 + int.from_bytes(bytes(p)[:2], "big")].decode() for p in read]
        times = [
            (float(p.pts * p.time_base), float((p.pts + p.duration) * p.time_base)) for p in read
        ]
    assert texts == TEXTS and times == TIMES
    assert packets(output) == packets(path) and seen(output) == seen(path)
    assert onsets(output) == pytest.approx([0.5], abs=1e-3)
    assert probe(output).notes["title"] == "Film"
    assert sorted(made.name for made in output.parent.iterdir()) == [
        "b.json", "b.mp4", "b.srt", "b.vtt"
    ]  # fmt: skip
    assert [html.unescape(text) for _, _, text in demuxed(output.with_suffix(".vtt"))] == TEXTS


def test_a_film_can_get_its_subtitles_where_it_is(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    told(path, [("all", 3.0)], [(1.0, 2.5, "then"), (0, 2.0, "long")])
    subtitle(path, path)
    with av.open(str(path)) as container:
        read = [p for p in container.demux(subtitles=0) if p.size > 2]
        shown = [(p.pts, p.duration, bytes(p)[2:]) for p in read]
    assert shown == [(0, 1000, b"long"), (1000, 1500, b"then")], "the next one ends the first"
    assert seen(path) == [*range(30)]


def test_somebodys_subtitles_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nmine\n")
    with pytest.raises(OptanimError, match=r"a\.vtt: is there already"):
        check_film(tmp_path / "a.mp4", beside=SUBTITLED)
    check_film(tmp_path / "a.mp4")


@pytest.mark.parametrize("language", ["en", "EN", "english", "", "e1g"])
def test_languages_have_three_letters(language: str) -> None:
    check_language("deu")
    with pytest.raises(OptanimError, match=f"language '{language}' must be the three letters"):
        check_language(language)
