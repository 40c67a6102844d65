"""The pictures of README and docs, from finished films: `make films`, then `make pictures`.

Each is a frame of media/videos/<film>/1080p60, or of a race in media/races, found by the film's own
timeline: the share of a section's length at which it stands. A film that is not named here has its
picture from the middle.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from optanim.films.gifs import gif
from optanim.films.reading import frames, probe, timeline

VIDEOS, RACES, TARGET = Path("media/videos"), Path("media/races"), Path("media/readme")
WIDTH, QUALITY = 960, 84
STILLS = {  # picture: film, section, share of the section's length
    "compare": ("compare", "race.side by side", 0.78),
    "race": ("compare", "race.race", 0.8),
    "compare_3d": ("compare_3d", "race.race", 0.97),
    "surface": ("surface", "flight", 0.5),
    "contour": ("contour", "contour", 0.36),
    "directions": ("contour", "directions", 0.45),
    "momentum": ("momentum", "velocity", 0.6),
    "gammas": ("momentum", "gammas", 0.7),
    "rmsprop": ("rmsprop", "reshaping", 0.45),
    "long_run": ("rmsprop", "running on", 0.6),
    "adam": ("adam", "averages", 0.6),
    "turn": ("adam", "turn", 0.75),
    "linked": ("linked", "linked GD", 0.3),
    "learning_rate": ("learning_rate", "four rates", 0.7),
    "sweep": ("learning_rate", "sweep", 0.36),
    "conditioning": ("conditioning", "centred x", 0.6),
    "rosenbrock": ("rosenbrock", "setting_off", 0.27),
    "saddle": ("saddle", "nearer", 0.6),
    "himmelblau": ("himmelblau", "race.race", 0.9),
}
HERO = "compare_3d", "race.race", 0.17, 0.36


def main() -> None:
    """Write every picture whose film is there; name those whose film is missing."""
    middles = {path.stem: (path.stem, None, 0.5) for path in Path("scenes").glob("*.py")}
    for name, (source, section, share) in {**middles, **STILLS}.items():
        film = _film(source)
        if film is None:
            print(f"{source}: no film at 1080p60 in {VIDEOS}; run `make films`", file=sys.stderr)
            continue
        start, end = _span(film, section)
        index = round((start + share * (end - start)) * timeline(film)["fps"])
        ((_, pixels),) = frames(film, [index])
        picture = Image.fromarray(pixels).resize((WIDTH, WIDTH * 9 // 16), Image.Resampling.LANCZOS)
        picture.save(TARGET / f"{name}.jpg", quality=QUALITY, optimize=True)
    name, section, first, last = HERO
    if film := _film(name):
        start, end = _span(film, section)
        length = end - start
        gif(film, TARGET / f"{name}.gif", 400, 8, start + first * length, start + last * length)


def _film(name: str) -> Path | None:
    found = [*(VIDEOS / name / "1080p60").glob("*.mp4"), *RACES.glob(f"{name}.mp4")]
    return found[0] if found else None


def _span(film: Path, section: str | None) -> tuple[float, float]:
    """Where the section starts and ends, in seconds; the whole film without one."""
    if section is None:
        return 0.0, probe(film).seconds
    (part,) = (part for part in timeline(film)["sections"] if part["name"] == section)
    return part["start"], part["end"]


if __name__ == "__main__":
    main()
