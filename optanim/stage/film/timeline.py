"""What a film shows when: the step of every frame, sections, events and narration."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from optanim.base.files import whole
from optanim.base.marks import MARK, mark
from optanim.films.subtitles import for_srt
from optanim.runs.outcome import TOLERANCE
from optanim.runs.trajectory import Trajectory


@dataclass
class Sentence:
    """A line of narration: its text, its start and length in seconds, and its sound, if any."""

    text: str
    start: float
    seconds: float
    sound: Path | None = None

    @property
    def subcaption(self) -> str:
        """The text for players, which take what stands in brackets for a command."""
        return for_srt(self.text)


@dataclass(eq=False)
class Timeline:
    """Collected while a film is made, written beside it as JSON.

    ``title`` is the first that is on screen, ``cast`` the colours and outlines of those
    racers that have their own, by name. ``steps`` has one entry a frame: the step that the
    film's clock shows, None without a clock; ``camera`` likewise in space: phi, theta, focal
    distance, and the centre's three coordinates. ``tolerance`` is how near to a minimum counts as
    there.
    """

    fps: float
    size: tuple[int, int]
    title: str = ""
    tolerance: float = TOLERANCE
    steps: list[float | None] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    narration: list[Sentence] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    cast: dict[str, dict[str, Any]] = field(default_factory=dict)
    camera: list[list[float] | None] = field(default_factory=list)
    fingerprints: dict[str, str] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        """How many frames there are so far."""
        return len(self.steps)

    @property
    def seconds(self) -> float:
        """How long the film is so far."""
        return self.frames / self.fps

    @property
    def closed_sections(self) -> list[dict[str, Any]]:
        """Name, title, start and end of every section, the last ending with the film."""
        ends = [section["start"] for section in self.sections[1:]] + [self.seconds]
        return [section | {"end": end} for section, end in zip(self.sections, ends, strict=True)]

    def extend(self, steps: Iterable[float | None]) -> None:
        """Add one frame for each of ``steps``."""
        self.steps += steps

    def begin_section(self, name: str, title: str) -> None:
        """A section starts now, and the one before it ends."""
        self.sections.append({"name": name, "title": title, "start": self.seconds})

    def say(self, text: str, start: float, seconds: float, sound: Path | None = None) -> None:
        """A line of narration begins at ``start``, after all those before it."""
        self.narration.append(Sentence(text, start, seconds, sound))

    def mark(self, name: str, step: int, sentence: str) -> None:
        """An event is told now."""
        self.events.append({"name": name, "step": step, "sentence": sentence, "time": self.seconds})

    def ask(self, question: str, seconds: float) -> None:
        """For so many ``seconds`` from now the audience guesses what the answer may be."""
        guess = {"start": self.seconds, "end": self.seconds + seconds}
        self.questions.append({"question": question, **guess})

    def open_view(
        self, racer: str, place: Mapping[str, Any], run: Trajectory | None = None
    ) -> None:
        """From now on ``racer`` is on the map or the surface that ``place`` describes.

        ``run`` is what it shows there, where it is a run.
        """
        known = {"run": run.run.fingerprint} if run else {}
        self.views.append({"racer": racer, **known, **place, "from": self.frames})

    def follow(self, poses: Iterable[Sequence[float]]) -> None:
        """Add where the camera is in the latest frames: phi, theta, focal distance, centre."""
        rounded = [[round(float(number), 8) for number in pose] for pose in poses]
        self.camera += [None] * (self.frames - len(rounded) - len(self.camera))
        self.camera += rounded

    def introduce(self, racer: str, color: str, outline: np.ndarray) -> None:
        """From now on ``racer`` is seen as a head of that colour and ``outline`` (n, 2)."""
        self.cast[racer] = {"color": color, "outline": np.round(outline, 4).tolist()}

    def close_views(self) -> None:
        """The maps on screen are maps no longer: they move or leave."""
        for view in self.views:
            view.setdefault("to", self.frames)

    @property
    def content(self) -> dict[str, Any]:
        """Everything, as it is written."""
        return {
            MARK: version(MARK),
            "fps": self.fps,
            "size": self.size,
            "title": self.title,
            "tolerance": self.tolerance,
            "frames": self.frames,
            "sections": self.closed_sections,
            "events": self.events,
            "questions": self.questions,
            "captions": [
                {"start": line.start, "end": line.start + line.seconds, "text": line.text}
                for line in self.narration
            ],
            "views": self.views,
            "cast": self.cast,
            "camera": self.camera,
            "fingerprints": self.fingerprints,
            "steps": [step if step is None else round(step, 6) for step in self.steps],
        }

    def write(self, path: Path) -> None:
        """Write everything as JSON to ``path``, whole or not at all."""
        self.close_views()
        with whole(path) as draft:
            draft.write_text(json.dumps(self.content, ensure_ascii=False), encoding="utf-8")
            mark(draft)
