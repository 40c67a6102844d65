"""The fast path to the encoder gives what Manim's own would, and pictures behave."""

from __future__ import annotations

import copy
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import FadeIn, Scene, Square, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from optanim.films.reading import frames, opened, probe
from optanim.frames.camera import StageCamera
from optanim.frames.encoder import SEGMENTS
from optanim.frames.picture import Picture
from optanim.frames.renderer import FastRenderer
from optanim.frames.yuv import to_frame
from tests.conftest import QUIET

SIZE = {"pixel_width": 160, "pixel_height": 90, "frame_rate": 10}


def reference(pixels: np.ndarray) -> list[np.ndarray]:
    """Luma and chroma by the equations of BT.709, limited range, in float64."""
    red, green, blue = np.moveaxis(pixels[..., :3] / 255.0, -1, 0)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    planes = [16 + 219 * luma]
    for color, scale in ((blue, 1.8556), (red, 1.5748)):
        chroma = 128 + 224 * (color - luma) / scale
        h, w = chroma.shape
        planes.append(chroma.reshape(h // 2, 2, w // 2, 2).mean(axis=(1, 3)))
    return planes


@given(seed=st.integers(0, 999), height=st.integers(1, 9), width=st.integers(1, 9))
def test_planes_follow_the_equations(seed: int, height: int, width: int) -> None:
    shape = (2 * height, 2 * width, 4)
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    frame = to_frame(pixels)
    for plane, expected in zip(frame.planes, reference(pixels), strict=True):
        got = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, : plane.width]
        assert np.abs(got - expected).max() <= 1.0


class Blink(Scene):
    """Moves, waits and fades, so that every way to a frame is taken."""

    def construct(self) -> None:
        square = Square(2.0, fill_opacity=1.0, color="#FF8000")
        self.play(FadeIn(square), run_time=0.5)
        self.wait(0.7)
        self.play(square.animate.shift((2.0, 0.0, 0.0)), run_time=0.4)


def render(folder: Path, scene: type[Scene], renderer: CairoRenderer, **config) -> Scene:
    with tempconfig({**SIZE, **QUIET, "media_dir": folder, "disable_caching": True, **config}):
        made = scene(renderer=renderer)
        made.render()
        return made


def fast() -> FastRenderer:
    return FastRenderer(camera_class=StageCamera)


def test_films_are_those_of_manims_own_renderer(tmp_path: Path) -> None:
    paths = []
    for name in ("own", "fast"):
        with tempconfig(SIZE):
            renderer = CairoRenderer() if name == "own" else fast()
        scene = render(tmp_path / name, Blink, renderer)
        paths.append(scene.renderer.file_writer.movie_file_path)
    counts = [probe(path).frames for path in paths]
    assert counts == [15, 15]  # 5, the 6 whole tenths below 0.7 s as Manim counts them, 4
    with opened(paths[1]) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_range) == (1, 1)
        assert (context.color_primaries, context.color_trc) == (1, 1)
    for own, quick in zip(luma(paths[0], 601), luma(paths[1], 709), strict=True):
        assert np.abs(own - quick).mean() < 2.0


def test_x264_gets_its_options_whoever_renders_and_the_users_own_go_before(tmp_path: Path) -> None:
    """x264 writes into its stream what it was told; presets are known by what they stand for."""
    for user, expected in (
        ({}, {b"crf=20.0", b"threads=1", b"subme=2", b"rc_lookahead=10"}),
        ({"crf": "31", "preset": "medium"}, {b"crf=31.0", b"threads=1", b"subme=7"}),
    ):
        with tempconfig(SIZE):
            renderer = fast()
        scene = render(tmp_path, Blink, renderer, video_encoder_options=user)
        film = scene.renderer.file_writer.movie_file_path.read_bytes()
        assert expected <= set(film[film.index(b"x264 - core") :].split(b"\0")[0].split())


def test_large_frames_are_encoded_one_segment_at_a_time(tmp_path: Path) -> None:
    for height, segments in ((1440, SEGMENTS), (1442, 1)):
        size = {"pixel_width": 2560, "pixel_height": height}
        with tempconfig({**SIZE, **QUIET, **size, "media_dir": tmp_path}):
            scene = Blink(renderer=fast())
        assert scene.renderer.file_writer.settings.max_inflight_encoders == segments


def luma(path: Path, standard: int) -> list[np.ndarray]:
    """Every frame's red, decoded by the standard that the film was written in."""
    kind = av.video.reformatter.Colorspace
    source = kind.ITU709 if standard == 709 else kind.ITU601
    with opened(path) as container:
        return [
            frame.reformat(format="rgb24", src_colorspace=source).to_ndarray()[..., 0].astype(float)
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize(
    ("config", "suffix"),
    [
        ({"format": "gif"}, ".gif"),
        ({"format": "webm"}, ".webm"),
        ({"transparent": True}, ".mov"),
        ({"save_last_frame": True}, ".png"),
        ({"pixel_width": 161}, ".png"),
    ],
)
def test_other_outputs_take_manims_own_way(config: dict, suffix: str, tmp_path: Path) -> None:
    if config.get("pixel_width"):
        config = {**config, "format": "png"}
    with tempconfig({**SIZE, **config}):
        renderer = fast()
    render(tmp_path, Blink, renderer, **config)
    assert any(path.suffix == suffix and path.stat().st_size for path in tmp_path.rglob("*"))


def drawn(*mobjects, background: str = "#000000") -> np.ndarray:
    with tempconfig(SIZE):
        camera = StageCamera(background_color=background)
        camera.capture_mobjects(mobjects)
        return camera.pixel_array.copy()


def checks() -> np.ndarray:
    """Four by two pixels, all different and opaque."""
    pixels = np.full((2, 4, 4), 255, np.uint8)
    pixels[..., 0] = np.array([[10, 60, 110, 160], [210, 250, 30, 90]])
    pixels[..., 1] = 255 - pixels[..., 0]
    pixels[..., 2] = 128
    return pixels


def test_a_picture_covers_exactly_its_rectangle() -> None:
    """20 pixels a picture's pixel: each of their middles has its colour, beyond is background."""
    unit = 8.0 / 90
    picture = Picture(checks(), height=40 * unit).shift((10 * unit, -5 * unit, 0.0))
    shown = drawn(picture)
    left, top = 80 + 10 - 40, 45 + 5 - 20
    for row in range(2):
        for column in range(4):
            y, x = top + 20 * row + 10, left + 20 * column + 10
            assert np.abs(shown[y, x].astype(int) - checks()[row, column]).max() <= 6
    assert shown[top - 1, left + 40, :3].max() == shown[top + 20, left - 1, :3].max() == 0
    assert shown[top, left, :3].max() > 0 and shown[top + 39, left + 79, :3].max() > 0


def test_pictures_fade_and_stack_in_order() -> None:
    white = np.full((4, 4, 4), 255, np.uint8)
    half = Picture(white, 4.0).set_opacity(0.5)
    assert abs(int(drawn(half)[45, 80, 0]) - 128) <= 2
    red = Square(2.0, fill_color="#FF0000", fill_opacity=1.0, stroke_width=0.0)
    over, under = drawn(Picture(white, 4.0), red), drawn(red, Picture(white, 4.0))
    assert tuple(over[45, 80, :3]) == (255, 0, 0) and tuple(under[45, 80, :3]) == (255, 255, 255)


def test_what_was_drawn_before_a_picture_stays_as_it_is() -> None:
    blue = Square(1.0, fill_color="#0000FF", fill_opacity=1.0, stroke_width=0.0)
    blue.shift((-5.0, 0.0, 0.0))
    shown = drawn(blue, Picture(np.full((4, 4, 4), 255, np.uint8), 2.0))
    x = 80 - round(5.0 * 90 / 8.0)
    assert tuple(shown[45, x, :3]) == (0, 0, 255)


def test_copies_share_pixels_and_odd_arrays_are_refused() -> None:
    picture = Picture(checks(), 1.0)
    assert copy.deepcopy(picture).rgba is picture.rgba
    with pytest.raises(ValueError, match=r"\(2, 2\) float64"):
        Picture(np.zeros((2, 2)), 1.0)


class Shown(Scene):
    """A picture whose first pixel is set from outside."""

    value = 0

    def construct(self) -> None:
        pixels = np.full((9, 16, 4), 255, np.uint8)
        pixels[:5] = self.value
        pixels[..., 3] = 255
        self.add(Picture(pixels, 8.0))
        self.wait(0.5)


def test_the_cache_notices_changed_pixels(tmp_path: Path) -> None:
    greys = []
    for value in (40, 40, 200):
        with tempconfig(SIZE):
            renderer = fast()
        scene = render(
            tmp_path, type("Shown", (Shown,), {"value": value}), renderer, disable_caching=False
        )
        ((_, picture),) = frames(scene.renderer.file_writer.movie_file_path, [2])
        greys.append(int(picture[10, 80, 0]))
    assert abs(greys[0] - 40) < 6 and greys[1] == greys[0] and abs(greys[2] - 200) < 6
