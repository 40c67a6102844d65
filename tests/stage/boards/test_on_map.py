"""What stands on a map can be read there, whatever colour the map has."""

from __future__ import annotations

from optanim.landscape.height_scale import HeightScale, Shades
from optanim.look.theme import LIGHT
from optanim.optimizers.optimizer import make
from optanim.stage.boards import legend
from optanim.stage.boards.color_bar import ColorBar
from optanim.stage.draw.type import Type
from tests.stage.formats import canvas_of
from tests.stage.places import rectangle

PLACE = rectangle(-4.0, 0.0, 4.0, 0.65)


def test_names_and_labels_on_a_map_are_in_the_texts_colour() -> None:
    canvas = canvas_of("16:9", LIGHT)
    shape, name = legend.entry(canvas, "GD", "GD", PLACE, 0.0, on_map=True)
    assert shape.get_fill_color().to_hex() == LIGHT.racer("GD").upper()
    assert shape.get_stroke_width() > 0 and shape.get_stroke_color().to_hex() == LIGHT.rim
    line = legend.settings(canvas, make("GD"), color=LIGHT.text)
    bar = ColorBar(canvas, PLACE, Shades(HeightScale(), 0.0, 3600.0), on_map=True)
    texts = [part for part in bar.get_family() if isinstance(part, Type)]
    assert len(texts) > 3
    assert {text.get_fill_color().to_hex() for text in (name, line, *texts)} == {LIGHT.text}


def test_beside_a_map_they_keep_their_own() -> None:
    canvas = canvas_of("16:9", LIGHT)
    _, name = legend.entry(canvas, "GD", "GD", PLACE, 0.0)
    assert name.get_fill_color().to_hex() == LIGHT.racer("GD").upper()
