"""A flight over the loss of a regression: through its valley, over its rim, up to its map."""

from manim import FadeIn, FadeOut

from optanim.runs.problem import article
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.surface_view import SurfaceView


class SurfaceFlyover(SpaceScene):
    """The article's loss as a landscape: its valley, its bends, its level lines, its map."""

    def construct(self) -> None:
        """The valley, the data, the land, its bends, its level lines, its map."""
        self.view = SurfaceView(self.canvas, self.sheet, article(), "GD")
        self.valley()
        self.data()
        self.uplift()
        self.bends()
        self.levels()
        self.map()

    def valley(self) -> None:
        """Cold, low over the floor, with a question."""
        view = self.view
        self.open_with("surface")
        self.act("lowest")
        self.take_off(view.shots.valley(seconds=8.0))
        self.play(FadeIn(view.relief), run_time=0.5)
        self.wait(3.0)
        self.tell("lowest")
        self.listen()
        self.arrive()

    def data(self) -> None:
        """Points, a line, and its loss."""
        view = self.view
        self.act("data")
        self.tell("data", FadeIn(view.data, view.line), **view.counts)
        self.tell("loss", FadeIn(view.residuals, view.formulas))

    def uplift(self) -> None:
        """Every line is a point of a plane; its loss lifts it."""
        view, relief = self.view, self.view.relief
        self.act("surface", view.formulas)
        above, low = view.shots.above, view.shots.valley(8.0).at(0.0)
        self.stand(above)
        relief.rise(0.0).set(marked=0.0)
        self.tell("surface", FadeIn(relief))
        self.listen()
        self.play(FadeOut(view.formulas), run_time=0.4)
        self.fly(view.shots.route([above, low], seconds=6.0), relief.animate.rise(1.0))
        self.fly(view.shots.valley(seconds=6.0))

    def bends(self) -> None:
        """Over the rim, past two cuts of the same length through the lowest place."""
        view, relief = self.view, self.view.relief
        self.act("flight", relief)
        self.take_off(view.shots.rim(seconds=12.0, start=self.here))
        self.tell("bends", relief.animate.set(cut=1.0), **view.bends)
        self.follow(*view.pins)
        self.play(FadeIn(*view.pins), run_time=0.5)
        self.listen()
        self.arrive()

    def levels(self) -> None:
        """From the minimum the level lines rise like water."""
        relief = self.view.relief
        self.act("levels", relief)
        self.tell("levels", relief.animate.set(cut=0.0, lit=0.0, marked=1.0))
        self.play(relief.animate.set(lit=float(len(relief.levels))), run_time=5.0)

    def map(self) -> None:
        """Up on a crane, until the land is the map."""
        view, relief = self.view, self.view.relief
        self.act("map", relief)
        self.tell("from above")
        self.fly(view.shots.crane(self.here, seconds=6.0), relief.animate.rise(0.0))
        self.play(FadeIn(view.map, view.scales), run_time=0.6)
        self.play(FadeOut(relief), run_time=0.4)
