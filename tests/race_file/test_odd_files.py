"""Whatever is done to a race file, it is a race or every mistake is said in a line of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.base.shipped import races
from optanim.cli.race import command as race_command
from optanim.cli.trace import command as trace_command
from optanim.losses import LOSSES, SETTINGS
from optanim.losses.entry import RESERVED, Entry, Setting
from optanim.race_file import load
from optanim.race_file.mistakes import Mistakes
from optanim.race_file.model import RaceModel, RacerModel
from optanim.race_file.presentation import Presentation

MANY = """
problem = "quadratic"
condition = 20
start = [-4, 1.5]
steps = 20
tolerance = 0.01
view = "surface"
window = [[-5, 5], [-4, 4]]
levels = [1, 10, 100]
transform = "log1p"
seconds = 30
theme = "light"

[[racers]]
optimizer = "SGD"
lr = 0.01
momentum = 0.5
nesterov = true
label = "mit Schwung <b>"
color = "#12AB34"
lr_scheduler = "StepLR:step_size=20,gamma=0.5"

[[racers]]
optimizer = "Adam"
betas = [0, 0.99]

[racers.lr_scheduler]
scheduler = "SequentialLR"
milestones = [5]
schedulers = ["LinearLR:total_iters=5", { scheduler = "MultiStepLR", milestones = [9] }]
"""
OTHER = """
loss = "huber"
delta = 0.5
batch_size = 10
seed = 3
steps = 5
fair = "same-lr"
lr = 0.1

[[racers]]
optimizer = "Adafactor"
eps = ["none", 0.001]

[[racers]]
optimizer = "LBFGS"
line_search_fn = "strong_wolfe"
"""
TEXTS = (MANY, OTHER, races()["himmelblau"].read_text("utf-8"))
ODD = (
    "1_000", "-0.0", "inf", "nan", "1e400", "9" * 5000, "9" * 400, "1979-05-27", "07:32:00",
    "true", "false", '""', r'"\u0000"', "[]", "[[]]", '[1, "a"]', "{ a = 1 }", "{}", '"none"', "0",
    "-1", "1", "0.5", "1e308", "1e-320", r'"a\nb"', '"狮子"', '"Adam:lr=0.1"', '"SGD"', '"Rprop"',
    '"math:sqrt"', '"no:such"', '"StepLR:step_size=3"', '"OneCycleLR:max_lr=1,total_steps=3"',
    '"../x.csv"', "[1, 2]", "[[0, 1], [0, 1]]", '"tuned"', "[[" * 3000, "[" * 90 + "]" * 90,
    "[0.9, 0.999]", "0x10", '"%s {}"', '["SGD"]', '{ scheduler = "StepLR", step_size = 3 }',
    "'''a\nb'''", "", "# nothing",
)  # fmt: skip
KEYS = (
    *RaceModel.model_fields, *RacerModel.model_fields, "momentum", "betas", "eps", "nesterov", "x",
    "foreach", "fused", "capturable", "amsgrad", "max_iter", "maximize", "differentiable", "params",
    "self", "history_size", "scheduler", '"a b"', '"ключ"', "optimizer.name",
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A race file to which one to three things were done."""
    lines = draw(st.sampled_from(TEXTS)).splitlines()
    for _ in range(draw(st.integers(1, 3))):
        here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        key, equals, value = lines[here].partition("=")
        match draw(st.sampled_from(["drop", "repeat", "swap", "value", "key", "add", "garble"])):
            case "drop" if len(lines) > 1:
                del lines[here]
            case "repeat":
                lines.insert(there, lines[here])
            case "swap":
                lines[here], lines[there] = lines[there], lines[here]
            case "value" if equals:
                lines[here] = f"{key}= {draw(st.sampled_from(ODD))}"
            case "key" if equals:
                lines[here] = f"{draw(st.sampled_from(KEYS))} ={value}"
            case "add":
                lines.insert(here, f"{draw(st.sampled_from(KEYS))} = {draw(st.sampled_from(ODD))}")
            case "garble":
                at, new = draw(st.integers(0, len(lines[here]))), draw(st.text(max_size=2))
                lines[here] = lines[here][:at] + new + lines[here][at + draw(st.integers(0, 2)) :]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + newline.join(lines)


def examine(text: str, folder: Path) -> None:
    """A race that is saved and loaded as the same race, or mistakes of one line each."""
    path, again = folder / "odd.toml", folder / "again.toml"
    path.write_text(text, "utf-8", newline="")
    try:
        asked = load(path)
    except Mistakes as error:
        for mistake in error.mistakes:
            assert "\n" not in str(mistake)  # one of two right ends
        return
    except OptanimError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    asked.save(again)
    loaded = load(again)
    assert {label: run.fingerprint for label, run in loaded.runs.items()} == {
        label: run.fingerprint for label, run in asked.runs.items()
    }
    for field in dataclasses.fields(Presentation):
        kept, meant = (getattr(each.presentation, field.name) for each in (loaded, asked))
        assert kept == meant, field.name


ONE_FOLDER = [HealthCheck.function_scoped_fixture]


@settings(max_examples=200, suppress_health_check=ONE_FOLDER)
@given(spoilt())
def test_a_spoilt_file_is_a_race_or_its_mistakes_are_said(tmp_path: Path, text: str) -> None:
    examine(text, tmp_path)


@pytest.mark.slow
@settings(max_examples=3000, suppress_health_check=ONE_FOLDER)
@given(spoilt())
def test_many_spoilt_files(tmp_path: Path, text: str) -> None:
    examine(text, tmp_path)


@pytest.mark.parametrize("text", TEXTS)
def test_what_they_were_made_of_are_races(text: str, tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    for start, newline in (("", "\n"), ("\ufeff", "\r\n")):
        path.write_text(start + text, "utf-8", newline=newline)
        assert load(path).runs
        examine(start + text, tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("steps = " + "9" * 5000, "is no TOML: .*digits"),
        ("levels = " + "[" * 100_000, "lists lie too deep within each other"),
        ("levels = " + "[" * 200 + "]" * 200, "levels .*more than 16 deep"),
        (r'data = "C:\Users\me.csv"', "is no TOML: .*a backslash is written twice"),
        ("steps = 3\nsteps = 4", "is no TOML: Cannot overwrite a value"),
        ("steps = 1979-05-27", "steps = 1979-05-27: must be .*, no date"),
        ("steps = true", "steps = true: must be a whole number"),
        ("lr = 1e400", "lr = Infinity"),
        ("tolerance = " + "9" * 400, "tolerance = 999.*too large a number, at most 1.8e"),
    ],
    ids=range(9),
)
def test_odd_values_are_said_in_one_line(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(f'{line}\n[[racers]]\noptimizer = "GD"\n')
    with pytest.raises(OptanimError, match=said) as caught:
        load(path)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_no_setting_of_a_loss_is_called_as_a_key_of_races_or_an_option() -> None:
    options = {option.name for each in (race_command, trace_command) for option in each.params}
    taken = {*RaceModel.model_fields, *RacerModel.model_fields, *options} - {*SETTINGS}
    assert taken <= {*RESERVED, "optimizers"}
    huber = LOSSES["huber"]
    for name in ("steps", "output", "two words", "Delta"):
        with pytest.raises(ValueError, match=f"huber: a setting cannot be called '{name}'"):
            Entry(huber.kind, huber.formula, {name: Setting(1.0, 0.0, 2.0, "no good")})
