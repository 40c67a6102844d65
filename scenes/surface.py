"""A flight over the loss of a regression: from the data to the surface, and down to its map."""

from manim import FadeIn, FadeOut

from optanim.runs.problem import article
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.surface_view import SurfaceView

TOP, LOW, ALONG, ACROSS = (0, -90), (52, -58), (68, -8), (44, 34)  # phi and theta in degrees


class SurfaceFlyover(SpaceScene):
    """The article's loss as a landscape: its height, its valley, its level lines, its map."""

    def construct(self) -> None:
        """Data, surface, flight, level lines, map."""
        self.view = SurfaceView(self.canvas, self.sheet, article(), "GD")
        self.data()
        self.surface()
        self.flight()
        self.levels()
        self.map()

    def data(self) -> None:
        """Points, a line, and its loss."""
        view = self.view
        self.act("data")
        self.open_with("surface")
        self.tell("data", FadeIn(view.data, view.line), **view.counts)
        self.tell("loss", FadeIn(view.residuals, view.formulas))

    def surface(self) -> None:
        """Every line is a point of a plane; its loss lifts it."""
        view, relief = self.view, self.view.relief
        self.act("surface", view.formulas)
        self.stand(view.above())
        relief.rise(0.0).set(lit=0.0, marked=0.0)
        self.tell("surface", FadeIn(relief, view.scales))
        self.raise_axes(view.axes)
        self.add(view.axes)
        stations = [view.above(), *view.path(TOP, LOW)[1:]]
        self.fly(view.route(stations, seconds=4.5), relief.animate.rise(1.0))

    def flight(self) -> None:
        """Past the steep and the flat direction."""
        view = self.view
        self.act("flight", view.formulas, view.scales, view.relief, view.axes)
        self.tell("bends", **view.bends)
        self.fly(view.route(view.path(LOW, ALONG, ACROSS), seconds=8.0))

    def levels(self) -> None:
        """The level lines one by one, then the minimum."""
        view, relief = self.view, self.view.relief
        self.act("levels", view.formulas, view.scales, relief, view.axes)
        self.tell("levels")
        self.play(relief.animate.set(lit=float(len(relief.levels))), run_time=3.5)
        self.play(relief.animate.set(marked=1.0), run_time=0.6)

    def map(self) -> None:
        """Up, until the surface is the map."""
        view, relief = self.view, self.view.relief
        self.act("map", view.formulas, view.scales, relief, view.axes)
        self.tell("from above")
        self.fly(view.route(view.path(ACROSS, TOP), seconds=5.0))
        landing = [view.pose(*TOP), view.above()]
        self.fly(view.route(landing, seconds=1.6), relief.animate.rise(0.0))
        self.play(FadeIn(view.map), run_time=0.6)
        self.play(FadeOut(relief, view.axes), run_time=0.2)
