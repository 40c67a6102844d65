"""A film with its subtitles in it and beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.films.muxing import Progress, counted, mux, unheard
from optanim.films.notes import chapters_of, mp4, notes_of
from optanim.films.pictures import copied, pictures
from optanim.films.reading import opened
from optanim.films.soundtrack import original
from optanim.films.subtitles import (
    add_subtitles,
    check_language,
    subtitles,
    write_srt,
    write_vtt,
)
from optanim.films.telling import telling


def subtitle(
    path: str | Path, output: str | Path, language: str = "eng", progress: Progress = unheard
) -> None:
    """Write the film with a track of its captions, as the timeline beside it has them.

    Pictures and sound are as they are, notes and chapters too. Beside ``output``, which may be the
    film itself, are written the timeline, .srt and .vtt. ``language`` is the captions', as in
    `check_language`. Raises OptanimError for another, or a film without a timeline.
    """
    check_language(language)
    kept, captions, output = pictures(path), telling(path).captions, Path(output)
    with opened(path) as film, whole(output) as draft:
        with mp4(draft, notes_of(path), chapters_of(path)) as target:
            stream = target.add_stream_from_template(film.streams.video[0])
            shown = copied(path, kept, stream)
            heard = original(path, target)
            said = subtitles(add_subtitles(target, language), captions)
            mux(target, counted(shown, progress), heard, said)
        mark(draft)
        shutil.copyfile(Path(path).with_suffix(".json"), draft.with_suffix(".json"))
        write_srt(draft.with_suffix(".srt"), captions)
        write_vtt(draft.with_suffix(".vtt"), captions)
