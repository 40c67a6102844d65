"""A flight over the loss of a regression: through its valley, over its rim, up to its map."""

from manim import FadeIn, FadeOut, Mobject, linear
from manim.utils.rate_functions import ease_out_sine

from optanim.runs.problem import article
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.views.surface_view import SurfaceView


class SurfaceFlyover(SpaceScene):
    """The article's loss as a landscape: its valley, its bends, its level lines, its map."""

    def construct(self) -> None:
        """The valley, the data, the land, its bends, its level lines, its map, the land again."""
        self.view = SurfaceView(self.canvas, self.sheet, article())
        self.valley()
        self.data()
        self.plane()
        self.bends()
        self.levels()
        self.map()
        self.land_again()

    def valley(self) -> None:
        """Cold, low over the floor from the first frame on, with a question and who is to walk."""
        view = self.view
        self.open_with("surface")
        self.act("lowest")
        self.add(view.relief.set(marked=0.0))
        self.take_off(view.shots.valley(seconds=8.0))
        self.wait(1.2)
        self.ask("lowest")
        self.settle()

    def data(self) -> None:
        """Points, a line, and its loss."""
        view = self.view
        self.act("data")
        self.tell("data", FadeIn(view.data, view.line, view.model), **view.counts)
        self.tell("loss", FadeIn(view.residuals, view.loss))

    def plane(self) -> None:
        """Every line is a point of a plane; one walks to the best and paints it on its way."""
        view = self.view
        before, formulas = (view.data, view.line, view.residuals), (view.model, view.loss)
        self.act("surface", *before, *formulas)
        self.stand(view.shots.above)
        self.climb = view.past_walk(seconds=18.0, start=self.here)
        view.relief.rise(0.0).set(marked=1.0, traced=1.0)
        self.follow(view.stroll)
        self.play(FadeOut(*formulas), run_time=0.3)
        self.play(*view.shrink(), run_time=0.9)
        self.add(view.relief, view.cover)
        self.tell("surface", FadeIn(view.axes))
        arriving = FadeIn(view.stroll, view.map_key)
        self.play(*view.become_point(), arriving, FadeOut(*before), run_time=1.2)
        self.play(*view.paint(), run_time=3.4)
        self.play(view.cover.flooded(), run_time=1.2)
        self.remove(view.cover)

    def bends(self) -> None:
        """The plane rises; the point walks up a wall; past two cuts of the same length."""
        view, relief = self.view, self.view.relief
        self.act("flight", relief, view.stroll, view.map_key)
        self.take_off(self.climb)
        self.tell("flight", FadeOut(view.map_key), FadeIn(view.land_key))
        self.play(relief.animate.rise(1.0), run_time=7.0)
        self.tell("floor")
        self.wait(1.0)
        self.play(view.walk(2), run_time=4.2)
        self.listen()
        alone = relief.animate.set(traced=0.0, marked=0.0)
        self.tell("along", FadeOut(view.stroll, view.land_key), alone, **view.bends)
        self.follow(*view.pins)
        self.cut(1, view.pins[0])
        self.tell("across", **view.bends)
        self.cut(2, view.pins[1])
        self.listen()
        self.settle()

    def cut(self, number: int, name: Mobject) -> None:
        """The cut of that number grows over the land, then its ``name`` comes."""
        grown = self.view.relief.animate.set(cut=float(number))
        self.play(grown, run_time=1.8, rate_func=ease_out_sine)
        self.play(FadeIn(name), run_time=0.5)

    def levels(self) -> None:
        """From the minimum the level lines rise like water."""
        view, relief = self.view, self.view.relief
        self.act("levels", relief)
        self.take_off(view.shots.drift(seconds=9.0, start=self.here))
        self.play(relief.animate.set(lined=0.0, carved=0.0, marked=1.0), run_time=0.6)
        view.drain(self.here)
        self.add(view.level)
        self.follow(view.level)
        self.tell("levels")
        self.play(relief.animate.set(lit=relief.all_lit), run_time=6.6, rate_func=linear)
        self.tell("smallest")
        self.settle()

    def map(self) -> None:
        """Up on a crane, until the land is the map."""
        view, relief = self.view, self.view.relief
        self.act("map", relief)
        self.take_off(view.shots.crane(self.here, seconds=6.5))
        self.tell("from above")
        self.play(relief.animate.rise(0.0), run_time=6.0)
        self.arrive()
        self.follow(view.stroll)
        arriving = FadeIn(view.axes, view.stroll, view.map_key)
        self.tell("back", arriving, relief.animate.set(traced=1.0))
        self.play(view.walk(3), run_time=4.2)

    def land_again(self) -> None:
        """Down again, to the way on the land and the lowest point, which the film asked for."""
        view, relief = self.view, self.view.relief
        self.act("land", relief, view.stroll)
        self.take_off(view.shots.route([self.here, view.all_in_view], seconds=7.0))
        self.tell("land")
        self.play(relief.animate.rise(1.0), run_time=5.0)
        self.arrive()
        self.tell("best line")
