"""Short clips for the site's gallery, from finished films: `make films`, then `make clips`.

Each begins where the film's still in the README is taken and is written to media/clips, which the
repository does not keep: `make docs` takes along what is there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import VideoReformatter

from optanim.base.files import whole
from optanim.films.reading import opened, probe, timeline
from tools.readme_pictures import STILLS

VIDEOS, TARGET = Path("media/videos"), Path("media/clips")
SECONDS, WIDTH, FPS = 8.0, 640, 20
ENCODING = {"crf": "30", "preset": "veryslow"}


def main() -> None:
    """Write a clip of every film that is there; name those that are missing."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for scene in sorted(Path("scenes").glob("*.py")):
        film, name = finished(scene.stem), scene.stem
        if film is None:
            print(f"{name}: no film in {VIDEOS}; run `make films`", file=sys.stderr)
        else:
            clip(film, TARGET / f"{name}.mp4", beginning(film, name))
            size = (TARGET / f"{name}.mp4").stat().st_size
            print(f"{TARGET / name}.mp4: {size / 1000:.0f} kB")


def finished(name: str) -> Path | None:
    """The film called ``name`` at the best quality that there is, None where there is none."""
    films = [
        film for film in VIDEOS.glob(f"{name}/*p*/*.mp4") if film.with_suffix(".json").exists()
    ]
    return max(films, key=lambda film: probe(film).height, default=None)


def beginning(film: Path, name: str) -> float:
    """The second at which the clip begins: the still's, or the film's first where it has none."""
    _, section, share = STILLS.get(name, (name, "", 0.0))
    for part in timeline(film)["sections"]:
        if part["name"] == section:
            start = part["start"] + share * (part["end"] - part["start"])
            return max(min(start, probe(film).seconds - SECONDS), 0.0)
    return 0.0


def clip(film: Path, target: Path, start: float) -> None:
    """Write ``SECONDS`` of the ``film`` from ``start`` as a small MP4 without sound."""
    info = probe(film)
    size = WIDTH, round(info.height * WIDTH / info.width / 2) * 2
    begins = {"movflags": "faststart"}  # players on the web begin before all of it has come
    with whole(target) as draft, av.open(str(draft), "w", format="mp4", options=begins) as output:
        stream = output.add_stream("libx264", rate=FPS, options=ENCODING)
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        scaler = VideoReformatter()
        for count, frame in enumerate(sampled(film, start)):
            small = scaler.reformat(frame, *size, "yuv420p", interpolation="LANCZOS")
            small.pts, small.time_base = count, Fraction(1, FPS)
            output.mux(stream.encode(small))
        output.mux(stream.encode())


def sampled(film: Path, start: float) -> Iterator[av.VideoFrame]:
    """The frames of the clip that begins at ``start``, `FPS` of them a second."""
    taken = 0
    with opened(film) as source:
        for frame in source.decode(video=0):
            if frame.time >= start + SECONDS:
                return
            if frame.time >= start + taken / FPS - 1e-6:
                taken += 1
                yield frame


if __name__ == "__main__":
    main()
