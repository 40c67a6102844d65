"""The parts of films about one rule: what they draw, against geometry of the test's own."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from manim import DL, UR, Camera, FadeIn, Mobject, tempconfig

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.boards.formula_card import Rule
from optanim.stage.charts.power_chart import RING, PowerChart, PowerDots
from optanim.stage.charts.running_sum import RunningSum, SumArrows
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains, path_inside
from optanim.stage.draw.clock import Announce, Clock, Moment, Pace
from optanim.stage.draw.plates import around, half_size
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.map.arrows import RowArrow, clipped_arrow
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.fan_arrows import FanArrows, staggered
from optanim.stage.map.level_line import LevelLine, LevelName, RightAngle
from optanim.stage.map.ruler import Ruler
from optanim.stage.views.walk_view import WalkView
from optanim.studies.racing import Race
from tests.conftest import QUIET
from tests.references import article_minimizer
from tests.stage.places import rectangle

REGION = rectangle(-6.0, -3.0, 1.0, 3.0)
RULE = (
    "u arrow.l {{ gamma u : past }} + {{ g : gradient }}",
    "x - {{ eta {{ u : past }} : step }}",
)
COLORS = {"past": DARK.level, "gradient": DARK.gradient, "step": DARK.racer("GD")}


@cache
def stage() -> tuple[Canvas, Race, ContourMap]:
    """A canvas, gradient descent's race, and its map."""
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    race = Race.of(article(), [make("GD")], 30)
    return canvas, race, ContourMap(canvas, race.problem, race.window, REGION)


def hexes(mobject: Mobject) -> set[str]:
    return {part.get_fill_color().to_hex() for part in mobject.family_members_with_points()}


def test_lit_terms_have_their_colours_and_all_else_is_set_back() -> None:
    rule = Rule(stage()[0], RULE, COLORS, width=1350.0)
    above, below = rule.lines
    assert len(above["past"]) == 2 and len(below["past"]) == 1  # gamma and u, u
    rule.lit("gradient", "step")
    assert hexes(above["gradient"]) == {DARK.gradient} and hexes(above["past"]) == {DARK.muted}
    assert hexes(below["step"]) == {DARK.racer("GD")}
    rule.lit("step", "past")
    assert hexes(below["past"]) == hexes(above["past"]) == {DARK.level}
    assert hexes(below["step"]) == {DARK.racer("GD"), DARK.level}
    assert hexes(above["gradient"]) == {DARK.muted}
    assert hexes(rule.plain()) == {DARK.text}


def test_a_rule_fits_its_width_and_lights_on_cue() -> None:
    canvas = stage()[0]
    rule = Rule(canvas, RULE, COLORS, width=135.0).cue(2, gradient=0.0, step=0.5)
    assert rule.width == pytest.approx(1.0) and canvas.width_of(rule) == pytest.approx(135.0)
    rule.show_at(Moment(0.0, 0.3))
    assert hexes(rule) == {DARK.muted, DARK.gradient}
    rule.show_at(Moment(2.0, 0.0))
    assert DARK.racer("GD") in hexes(rule)
    with pytest.raises(ValueError, match="no term 'velocity'"):
        Rule(stage()[0], RULE, {"velocity": DARK.text}, width=1.0)


def test_an_arrow_runs_from_its_row_along_its_vector_and_is_then_gone() -> None:
    canvas, race, chart = stage()
    run = race.trajectories["GD"]
    steps = np.diff(run.params, axis=0)[:3]
    arrow = RowArrow(canvas, chart, run.params[:3], steps, DARK.gradient, (0.5, 1.0), "step")
    body, plate, text = arrow.submobjects
    for row, lead, grown in ((0, 1.0, 1.0), (1, 0.75, 0.5), (2.4, 1.0, 1.0)):
        arrow.show_at(Moment(row, lead))
        tail = chart.locate(run.params[int(row)])[:2]
        reach = grown * (chart.locate(run.params[int(row) + 1])[:2] - tail)
        along = (body.points[:, :2] - tail) @ reach / np.hypot(*reach)
        assert along.max() == pytest.approx(np.hypot(*reach)) and abs(along.min()) < 1e-9
    assert len(text.points) and len(plate.points)
    for moment in (Moment(0, 0.5), Moment(3, 1.0)):
        arrow.show_at(moment)
        assert not any(len(part.points) for part in arrow.submobjects)


def test_an_arrow_that_leaves_the_map_is_cut_off_at_its_edge() -> None:
    canvas, race, chart = stage()
    far = RowArrow(
        canvas, chart, race.trajectories["GD"].params[:1], np.array([[90.0, 3.0]]), DARK.text
    )
    far.show_at(Moment(0.0))
    (body,) = far.submobjects
    assert body.points[:, 0].max() == pytest.approx(REGION.right)


@pytest.mark.parametrize("power", range(0, 40, 3))
def test_the_arrow_of_who_diverges_never_covers_the_map(power: int) -> None:
    """However far off it begins, and however long it is: as wide as its shaft, within the map."""
    _, _, chart = stage()
    shaft, across = 7.0 * REGION.px, float(np.hypot(*REGION.size))
    for angle in np.linspace(0.0, 6.0, 13):
        way = np.array([np.cos(angle), np.sin(angle)]) * 10.0**power
        for tail in (REGION.center[:2] + way, REGION.center[:2] + 1e-3 * way, REGION.low):
            x, y = clipped_arrow(chart, tail, -1.7 * way, shaft)[::4, :2].T
            area = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
            assert area < 2.0 * shaft * across
            assert contains(REGION.inset(-15.0), np.stack([x, y], axis=-1)).all()


def test_the_level_line_has_one_loss_and_passes_through_the_point() -> None:
    canvas, race, chart = stage()
    run, loss = race.trajectories["GD"], race.problem.loss
    line = LevelLine(canvas, chart, run, 4, (0.0, 1.0))
    for row in range(4):
        line.show_at(Moment(row))
        corners = np.concatenate([line.points[::4], line.points[3::4]])[:, :2]
        low = np.array([chart.window.intercept[0], chart.window.slope[0]])
        params = (corners - [REGION.left, REGION.bottom]) / chart.unit + low
        slopes = np.hypot(*loss.gradient(params).T)
        off = (loss.value(params) - run.losses[row]) / slopes * chart.unit / canvas.px
        assert np.abs(off).max() < 0.5  # pixels at 1080
        here = chart.locate(run.params[row])[:2]
        assert np.abs(corners - here).sum(axis=1).min() < 1e-9
        line.show_at(Moment(row, 0.2))
        assert 0 < len(line.points) < 0.3 * 2 * len(corners)
    line.show_at(Moment(4.0))
    assert len(line.points) == 0


def test_a_level_line_ends_at_the_map_s_region() -> None:
    """Also where the map's colours go on, behind what is written there."""
    canvas, race, _ = stage()
    chart = ContourMap(canvas, race.problem, race.window, REGION.inset(250), ground=REGION)
    line = LevelLine(canvas, chart, race.trajectories["GD"], 1, (0.0, 1.0))
    assert any(not contains(chart.region, half).all() for half in line.halves[0])
    line.show_at(Moment(0.0))
    assert len(line.points) and contains(chart.region.inset(-1e-6), line.points).all()


def test_numbers_of_level_lines_keep_clear_of_ways_and_else_stay_where_they_are() -> None:
    canvas, race, _ = stage()
    place = canvas, race.problem, race.window, REGION
    plain = ContourMap(*place, labelled=True)
    here = [label.get_center()[:2] for label in plain.labels[1::2]]
    low = np.array([plain.window.intercept[0], plain.window.slope[0]])
    crossed = (here[1] - REGION.low) / plain.unit + low
    way = crossed + np.array([[0.0, -0.2], [0.0, 0.2]])
    moved = ContourMap(*place, labelled=True, clear_of=[way])
    there = [label.get_center()[:2] for label in moved.labels[1::2]]
    shifts = [float(np.hypot(*(a - b))) for a, b in zip(here, there, strict=True)]
    assert shifts[1] > 40.0 * canvas.px and max(shifts[:1] + shifts[2:]) == 0.0
    for label in moved.labels[1::2]:
        assert not path_inside(moved.locate(way)[:, :2], around(label, canvas.px))


def test_a_level_line_s_name_lies_on_it_away_from_the_point_once_it_is_there() -> None:
    canvas, race, chart = stage()
    run, loss = race.trajectories["GD"], race.problem.loss
    line = LevelLine(canvas, chart, run, 3, (0.0, 0.5))
    names = LevelName(canvas, chart, line, ["L = a", "L = b", "L = c"])
    low = np.array([chart.window.intercept[0], chart.window.slope[0]])
    for row, letter in enumerate("abc"):
        names.show_at(Moment(row, 0.4))
        assert not any(len(part.points) for part in names.submobjects)
        names.show_at(Moment(row, 0.5))
        board, text = (part for part in names.submobjects if len(part.points))
        assert text.words == f"L={letter}"
        middle = board.get_center()[:2]
        at = (middle - [REGION.left, REGION.bottom]) / chart.unit + low
        assert float(loss.value(at)) == pytest.approx(run.losses[row], rel=0.02)
        assert np.hypot(*(middle - chart.locate(run.params[row])[:2])) > 1.0
        assert contains(REGION, np.array([board.get_corner(c)[:2] for c in (DL, UR)])).all()


def test_the_right_angle_is_one() -> None:
    canvas, race, chart = stage()
    run = race.trajectories["GD"]
    mark = RightAngle(canvas, chart, run.params[:2], run.gradients[:2], (0.0, 1.0))
    mark.show_at(Moment(1.0))
    along, corner, up = mark.points[[0, 4, 7], :2] - chart.locate(run.params[1])[:2]
    assert up @ along == pytest.approx(0.0, abs=1e-12) and np.allclose(corner, along + up)
    gradient = run.gradients[1] / np.hypot(*run.gradients[1])
    assert up @ gradient == pytest.approx(np.hypot(*up))


def test_things_that_come_one_by_one() -> None:
    assert np.allclose(staggered(0.5, 4), [1, 1, 0, 0])
    assert np.allclose(staggered(0.625, 4), [1, 1, 0.5, 0])
    assert np.allclose(staggered(1.0, 3), 1.0) and staggered(1.0, 0).shape == (0,)


def test_a_fan_lies_tip_to_tail() -> None:
    canvas, race, chart = stage()
    ways = [race.trajectories["GD"].params[:2], race.trajectories["GD"].params[:4]]
    fan = FanArrows(canvas, chart, ways, (DARK.gradient, DARK.text), (0.0, 1.0))
    fan.show_at(Moment(1.0))
    corners = chart.locate(ways[1])[:, :2]
    newest_first = fan.submobjects[::-1]  # drawn last, over the older
    for part, start, end in zip(newest_first, corners[:-1], corners[1:], strict=True):
        tail = (part.points[0] + part.points[23])[:2] / 2  # its two corners at the tail
        assert np.allclose(tail, start) and np.allclose(part.points[12, :2], end)
    fan.show_at(Moment(0.0))
    assert [len(part.points) > 0 for part in newest_first] == [True, False, False]


@pytest.mark.parametrize("upright", [False, True])
def test_a_sum_s_bar_is_as_long_as_its_terms_together(upright: bool) -> None:
    """Along the lanes, which an upright frame has side by side: there positive terms lead up."""
    canvas, _, _ = stage()
    terms = [np.array([3.0]), np.array([-1.0, 2.5]), np.array([4.0, -6.0, 1.0])]
    frame = RunningSum(canvas, REGION, terms, "a sum", ("1", "2", "3", "Σ"), upright)
    arrows = SumArrows(
        canvas, frame, terms, (DARK.text, DARK.text), DARK.gradient,
        (0.0, 0.5), (0.5, 1.0),
    )  # fmt: skip
    along = int(upright)
    assert frame.locate(1.0) > frame.locate(0.0)
    for row, term in enumerate(terms):
        arrows.show_at(Moment(row))
        ends = sorted([frame.locate(0.0), frame.locate(term.sum())])
        bar = arrows.sum.points[:, along]
        assert np.allclose([bar.min(), bar.max()], ends)
        drawn = [part.points for part in arrows.arrows if len(part.points)]
        tips = [points[12, along] for points in drawn]
        assert np.allclose(tips, [frame.locate(value) for value in np.cumsum(term)])
        lanes = [points[12, 1 - along] for points in drawn]
        assert np.allclose(lanes, frame.lanes[: len(term)])
        inside = [REGION.left, REGION.right]
        assert inside[0] <= arrows.get_left()[0] and arrows.get_right()[0] <= inside[1]
    arrows.show_at(Moment(0.0, 0.5))
    assert len(arrows.sum.points) == 0


@pytest.mark.parametrize(("size", "length"), [(1.0, 1), (0.07, 0.05), (40.0, 20)])
def test_a_sum_says_on_which_scale_it_is(size: float, length: float) -> None:
    """The bar above it is as long as its number, on the scale of the terms, and fits."""
    canvas = stage()[0]
    terms = [size * np.array([1.0]), size * np.array([1.5, 1.5])]
    frame = RunningSum(canvas, REGION, terms, "a sum")
    line, text = frame.submobjects[2:4]
    number, unit = text.words.split("unit")
    assert unit == ("" if length == 1 else "s")
    assert float(number) == length and length <= 0.4 * 3 * size < 2.6 * length
    wide = line.points[:, 0].max() - line.points[:, 0].min()
    assert wide == pytest.approx(abs(frame.locate(length) - frame.locate(0.0)))
    assert REGION.left <= frame.get_left()[0] and frame.get_right()[0] <= REGION.right


@pytest.mark.parametrize("factor", [-0.63, 0.8])
def test_powers_are_rings_at_whole_steps_and_dots_fall_into_them(factor: float) -> None:
    canvas, _, _ = stage()
    chart = PowerChart(canvas, REGION, factor, 10, "words", "x", "y", named=True)
    values = factor ** np.arange(11.0)
    dots = PowerDots(canvas, chart, values, DARK.gradient)
    dots.show_at(Moment(3.0))
    middles = chart.locate(np.arange(11.0), values)
    rings = chart.powers[-1].points[:, :2].reshape(11, -1, 2)
    for middle, ring in zip(middles, rings, strict=True):
        assert np.allclose(np.hypot(*(ring[::4] - middle).T), RING * canvas.px)
    dotted = dots.dots.points[:, :2].reshape(4, -1, 2)
    assert np.allclose(dotted[:, ::4].mean(axis=1), middles[:4])


@pytest.mark.parametrize("factor", [-0.63, 0.8])
def test_between_whole_steps_there_is_only_how_large_the_powers_are(factor: float) -> None:
    """|f|^k, on both sides where f changes sides, never a swing; and none of it off the chart."""
    canvas, _, _ = stage()
    chart = PowerChart(canvas, REGION, factor, 10, "words", "x", "y", named=True)
    line = chart.powers[0].points[:, :2]
    (left, zero), (right, one) = chart.locate(np.array([0.0, 10.0]), np.array([0.0, 1.0]))
    k = 10 * (line[:, 0] - left) / (right - left)
    size = (line[:, 1] - zero) / (one - zero)
    assert np.allclose(np.abs(size), np.abs(factor) ** k, atol=2e-3)
    assert (size < 0).any() == (factor < 0)
    assert line[:, 1].min() >= chart.region.bottom - 1e-9


def test_a_ruler_measures_along_its_direction_only() -> None:
    canvas, race, chart = stage()
    origin, way = race.problem.minimizer, np.array([2.0, -0.1])
    along = way / np.hypot(*way)
    aside = np.array([-along[1], along[0]])
    for sign in (1.0, -1.0):
        ruler = Ruler(canvas, chart, origin, way, origin - 2.7 * along + sign * 4 * aside, "2.7")
        _, line, drop, board, text = ruler.submobjects
        ends = line.points[[0, 3], :2]
        assert np.allclose(ends, chart.locate(np.array([origin, origin - 2.7 * along]))[:, :2])
        assert np.allclose(drop.points[[0, -1], :2], chart.locate(
            origin - 2.7 * along + np.array([[0.0], [sign * 4]]) * aside)[:, :2])  # fmt: skip
        assert (text.get_center()[:2] - ends.mean(axis=0)) @ aside * sign < 0
        assert text.words == "2.7" and board.width > text.width


def test_arrows_of_several_scales_have_them_written_beside() -> None:
    canvas, race, chart = stage()
    run = race.trajectories["GD"]
    words = ["g / 50", "g / 20", "g / 50"]
    vectors = run.gradients[:3] / np.array([[5000.0], [20.0], [50.0]])
    arrow = RowArrow(canvas, chart, run.params[:3], vectors, DARK.gradient, label=words)
    for row, expected in enumerate(words):
        arrow.show_at(Moment(row))
        written = [part.words for part in arrow.submobjects
                   if isinstance(part, Type) and len(part.points)]  # fmt: skip
        assert written == [expected.replace(" ", "")]  # Type keeps no spaces


def test_the_label_of_an_arrow_hides_no_minimum() -> None:
    """Wherever it passes by, as long as it is long."""
    canvas, _, chart = stage()
    best, turns = article_minimizer(), np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
    ways = 8.0 * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    (mark,) = chart.minimum
    for aside in (-0.8, -0.4, 0.4, 0.8):
        tails = best - ways / 2 + aside * np.stack([-np.sin(turns), np.cos(turns)], axis=-1)
        arrow = RowArrow(canvas, chart, tails, ways, DARK.text, label="g / 50")
        _, board, _ = arrow.submobjects
        for row in range(len(tails)):
            arrow.show_at(Moment(row))
            apart = np.abs(board.get_center() - mark.get_center())[:2]
            assert (apart - half_size(board) - half_size(mark)).max() > -1e-9


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1440, 1080)])
def test_a_walk_s_parts_stay_within_the_body_and_apart(size: tuple[int, int]) -> None:
    with tempconfig({"pixel_width": size[0], "pixel_height": size[1]}):
        canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    sheet = Sheet.of(canvas)
    view = WalkView(canvas, sheet, stage()[1], RULE, COLORS)
    column = [view.rows["GD"], view.instrument]
    for place in (view.map.region, *column):
        assert sheet.body.left <= place.left + 1e-9 and place.right <= sheet.body.right + 1e-9
        assert sheet.body.bottom <= place.bottom + 1e-9 and place.top <= sheet.body.top + 1e-9
    assert view.rule.get_top()[1] <= column[0].bottom
    assert view.rule.get_bottom()[1] >= column[1].top and view.instrument.height > 0
    beside = view.map.region.right <= view.rule.get_left()[0]
    assert beside or view.map.region.bottom >= column[0].top


def test_a_lead_grows_in_parts_and_by_announcing() -> None:
    assert Moment(0.0, 0.25).part(0.5, 1.0) == 0.0 and Moment(0.0, 0.75).part(0.5, 1.0) == 0.5
    assert Pace.even(0, 2, rest=1.0, move=1.0, announce=0.0).at(0.0).lead == 1.0
    assert Pace.even(0, 2, rest=1.0, move=1.0, announce=1.0).at(0.5).lead == pytest.approx(0.5)
    clock = Clock(first=3)
    growing = Announce(clock, 0.6)
    growing.interpolate_mobject(1.0)
    assert clock.moment == Moment(3.0, 0.6)


class Keeping(FilmScene):
    """Two acts; of the first act's clock only one view stays."""

    def construct(self) -> None:
        canvas, chart = self.canvas, stage()[2]
        run = stage()[1].trajectories["GD"]
        views = [RowArrow(canvas, chart, run.params, run.gradients / 50, DARK.text) for _ in "ab"]
        self.certify(stage()[1])
        self.certify(Race.of(article(1), [make("GD")], 5))
        self.act("race.race")
        self.clock = Clock(*views)
        self.play(FadeIn(self.clock), run_time=0.2)
        self.act("race.result", views[0])
        self.wait(0.2)
        self.kept = [view in self.get_mobject_family_members() for view in views]


def test_an_act_keeps_a_view_of_a_clock_and_no_run_s_fingerprint_is_lost(tmp_path) -> None:
    small = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 10}
    with tempconfig({**small, **QUIET, "media_dir": tmp_path, "save_last_frame": True}):
        scene = Keeping()
        scene.render()
    assert scene.kept == [True, False]
    assert len(set(scene.timeline.fingerprints.values())) == 2
