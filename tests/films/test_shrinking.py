"""Films made smaller: the same frames, fewer lines, the sound as it was."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from optanim.base.errors import OptanimError
from optanim.films.reading import probe
from optanim.films.shrinking import smaller
from tests.films.small_films import film, onsets, packets, seen


def sound(path: Path) -> list[tuple[int | None, bytes]]:
    with av.open(str(path)) as container:
        return [(p.pts, bytes(p)) for p in container.demux(audio=0) if p.size]


@pytest.mark.parametrize(
    ("size", "height", "small"),
    [((128, 96), 48, (64, 48)), ((96, 128), 49, (36, 48)), ((110, 62), 30, (54, 30))],
)
def test_fewer_lines_and_every_frame(
    tmp_path: Path, size: tuple[int, int], height: int, small: tuple[int, int]
) -> None:
    large = film(tmp_path / "large.mp4", size=size, bursts=[0.5, 2.1], title="Film")
    counts: list[int] = []
    smaller(large, tmp_path / "small.mp4", height, counts.append)
    info = probe(tmp_path / "small.mp4")
    assert (info.width, info.height, info.fps) == (*small, 10)
    assert seen(tmp_path / "small.mp4") == [*range(30)] and counts[-1] == 30
    assert sound(tmp_path / "small.mp4") == sound(large)
    assert onsets(tmp_path / "small.mp4") == pytest.approx([0.5, 2.1], abs=1e-3)
    assert info.notes["title"] == "Film"
    content = (tmp_path / "small.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_nothing_is_made_larger(tmp_path: Path) -> None:
    """Nor encoded anew."""
    large = film(tmp_path / "large.mp4")
    smaller(large, tmp_path / "small.mp4", 720)
    assert packets(tmp_path / "small.mp4") == packets(large)
    assert seen(tmp_path / "small.mp4") == seen(large)


def test_colours_are_said_to_be_what_they_were(tmp_path: Path) -> None:
    said = {"colorprim": "bt709", "transfer": "bt709", "colormatrix": "bt709", "range": "tv"}
    options = {"x264-params": ":".join(f"{name}={value}" for name, value in said.items())}
    large = film(tmp_path / "large.mp4", options=options)
    smaller(large, tmp_path / "small.mp4", 24)
    with av.open(str(tmp_path / "small.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1


@pytest.mark.parametrize("height", [15, 0, -720, 30.5])
def test_impossible_heights_are_refused(tmp_path: Path, height: int) -> None:
    large = film(tmp_path / "large.mp4")
    with pytest.raises(OptanimError, match=f"height={height} must be a whole number from 16"):
        smaller(large, tmp_path / "small.mp4", height)
    assert not (tmp_path / "small.mp4").exists()
