"""A film that several make, each some of its plays, anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import srt

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.films.dubbing import dub
from optanim.films.stitching import stitch
from optanim.frames.encoder import FrameWriter
from optanim.frames.renderer import FastRenderer
from optanim.frames.share import Share
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.metadata import write_notes
from optanim.stage.film.rendering import quietly
from optanim.stage.film.timeline import Timeline


@dataclass(frozen=True, eq=False)
class Part:
    """What one of several who make a film made of it, and what all of them know.

    ``segments`` are its plays as MP4s, by their numbers, of ``plays`` that there are; ``sound`` is
    the narration of the whole film as WAV, None where nobody speaks, or another has it.
    """

    title: str
    timeline: Timeline
    subcaptions: str
    plays: int
    segments: Mapping[int, bytes]
    sound: bytes | None


def part(make: Callable[[], FilmScene], share: Share, settings: Mapping[str, Any]) -> Part:
    """The ``share`` of the film of the scene that ``make`` gives, under ``settings`` of Manim's."""
    with quietly(settings), TemporaryDirectory() as folder:
        scene = make()
        renderer, writer = scene.renderer, scene.renderer.file_writer
        assert isinstance(renderer, FastRenderer)
        assert isinstance(writer, FrameWriter)
        renderer.share, writer.assembles = share, False
        scene.film(Path(folder, "part.mp4"))
        sound = None
        if writer.includes_sound and share.number == 0:
            sound = writer.write_sound(Path(folder, "sound.wav")).read_bytes()
        segments = {
            number: Path(file).read_bytes()
            for number, file in enumerate(writer.partial_movie_files)
            if file is not None
        }
        return Part(
            scene.about,
            scene.timeline,
            srt.compose(writer.subcaptions),
            renderer.num_plays,
            segments,
            sound,
        )


def assemble(parts: Sequence[Part], output: Path) -> None:
    """Put the film together of all its ``parts``, at ``output``, with what goes beside it.

    It is frame for frame what one would have made alone. Raises OptanimError where the parts are
    not of one film.
    """
    first, segments = _checked(parts, output)
    sound = next((each.sound for each in parts if each.sound is not None), None)
    with TemporaryDirectory() as folder, whole(output) as draft:
        files = [Path(folder, f"{number}.mp4") for number in sorted(segments)]
        for number, file in enumerate(files):
            file.write_bytes(segments[number])
        stitch(files, draft)
        if sound is not None:
            heard = Path(folder, "sound.wav")
            heard.write_bytes(sound)
            dub(draft, heard)
        write_notes(first.title, first.timeline, draft)
        first.timeline.write(draft.with_suffix(".json"))
        draft.with_suffix(".srt").write_text(first.subcaptions, "utf-8")


def _checked(parts: Sequence[Part], output: Path) -> tuple[Part, dict[int, bytes]]:
    """The first of ``parts``, which all say the same as it, and the segments of all."""
    first = parts[0]
    told = first.timeline.content
    if any(each.timeline.content != told or each.plays != first.plays for each in parts):
        raise OptanimError(f"{output.name}: those who render it make different films of it")
    segments = {number: film for each in parts for number, film in each.segments.items()}
    if sorted(segments) != list(range(first.plays)):
        raise OptanimError(f"{output.name}: {len(segments)} of {first.plays} plays were rendered")
    return first, segments
