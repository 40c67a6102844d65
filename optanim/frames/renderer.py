"""Manim's Cairo renderer, handing over frames instead of copies of pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer

from optanim.frames.camera import SpaceCamera
from optanim.frames.encoder import FrameWriter
from optanim.frames.share import Share
from optanim.frames.yuv import to_frame


class FastRenderer(CairoRenderer):
    """Converts each frame once, straight into the encoder's format.

    Only where the output is H.264 video of even size; everything else (still, GIF, WebM,
    transparent, PNG sequence) goes Manim's own way.

    Where there is a ``share``, only its plays are drawn, and no film is made of them here. Of plays
    that are skipped nothing is drawn at all.
    """

    share: Share | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"file_writer_class": FrameWriter, **kwargs})

    @property
    def direct(self) -> bool:
        """Whether frames go to the encoder directly."""
        writer = self.file_writer
        encoder = writer.video_encoder
        return (
            writer.output_spec.is_video
            and encoder is not None
            and encoder.pixel_format == "yuv420p"
            and encoder.container_format == "mp4"
            and encoder.width % 2 == encoder.height % 2 == 0
        )

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Draw what is played, if it is to be drawn here."""
        if isinstance(self.camera, SpaceCamera):
            self.camera.reset_rotation_matrix()  # as for a frame: Manim's cache key has it
        super().play(scene, *args, **kwargs)
        if self.share is not None:
            self.share.played(scene.duration, scene.is_current_animation_frozen_frame())

    def update_skipping_status(self) -> None:
        """Skip what Manim would, and what is drawn elsewhere."""
        super().update_skipping_status()
        if self.share is not None and not self.share.has_next:
            self.skip_animations = True

    def update_frame(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Draw the frame, unless the play is skipped and nobody will see it."""
        if not self.skip_animations:
            super().update_frame(scene, *args, **kwargs)

    def scene_finished(self, scene: Scene) -> None:
        """Finish the output; a still is drawn now."""
        self.skip_animations = False
        super().scene_finished(scene)

    def render(
        self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None
    ) -> None:
        """Draw the frame at ``time`` and hand it over."""
        self.update_frame(scene, moving_mobjects)
        self.add_frame(self._handed_over())

    def freeze_current_frame(self, duration: float) -> None:
        """Hand over the frame for ``duration`` seconds, converted once."""
        frames = int(duration / (1 / self.camera.frame_rate))
        self.add_frame(self._handed_over(), num_frames=frames)

    def _handed_over(self) -> Any:
        if self.direct and not self.skip_animations:
            return to_frame(self.camera.pixel_array)
        return self.get_frame()
