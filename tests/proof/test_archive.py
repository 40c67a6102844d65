"""Archives give back what was proven, and nothing else."""

from __future__ import annotations

import io
import json
import logging
import resource
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import optanim.runs.tracing
from optanim.base import sealed
from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof import archive
from optanim.proof.provenance import Provenance
from optanim.proof.verification import verify
from optanim.runs.problem import article, from_data
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory

RUN = Run(article(points=60), make("Adam"), steps=20)


def saved(path: Path, run: Run = RUN) -> Path:
    archive.save(verify(trace(run)), path)
    return path


def rewritten(path: Path, **changes: np.ndarray) -> None:
    """Change arrays of the file as somebody would who knows of no seal."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    np.savez(path, **{**arrays, **changes})


def resealed(path: Path, **changes: np.ndarray | None) -> Path:
    """Change arrays, None takes one out, and seal the file again: what the checksum cannot find."""
    arrays = {**sealed.read(path), **changes}
    sealed.write(path, {name: array for name, array in arrays.items() if array is not None})
    return path


def restated(path: Path, **changes: object) -> Path:
    """Change what the archive says of itself, and seal it again."""
    about = json.loads(str(sealed.read(path)["provenance"]))
    return resealed(path, provenance=np.array(json.dumps({**about, **changes})))


def test_a_round_trip_loses_nothing(tmp_path: Path) -> None:
    schedule = Schedule.parse("OneCycleLR:max_lr=0.1,total_steps=21")
    run = Run(article(points=60), make("Momentum"), schedule, np.array([1.0, 2.0]), 20)
    before = trace(run)
    after = archive.load(saved(tmp_path / "a.npz", run)).trajectory
    assert after.run.fingerprint == run.fingerprint
    for name in ("params", "losses", "gradients", "lrs"):
        assert np.array_equal(getattr(after, name), getattr(before, name))
    assert np.array_equal(after.state["momentum_buffer"], before.state["momentum_buffer"])
    assert np.array_equal(after.varying["momentum"], before.varying["momentum"])


def test_the_file_is_plain_arrays_in_the_stated_shapes(tmp_path: Path) -> None:
    with np.load(saved(tmp_path / "a.npz"), allow_pickle=False) as file:
        shapes = {name: file[name].shape for name in file.files}
    assert shapes["params"] == shapes["gradients"] == shapes["state_exp_avg"] == (21, 2)
    assert shapes["losses"] == (21,) and shapes["lrs"] == (20,)
    assert shapes["x"] == shapes["y"] == (60,)


DAMAGES = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-200]),
    "bytes flipped": lambda path: path.write_bytes(
        path.read_bytes()[:900] + b"\x55" * 40 + path.read_bytes()[940:]
    ),
    "no archive": lambda path: path.write_text("step,loss\n"),
    "foreign": lambda path: np.savez(path, weights=np.zeros(3)),
    "a step edited": lambda path: rewritten(
        path, params=np.load(path)["params"] + np.array([0.0, 1e-9])
    ),
    "data edited": lambda path: rewritten(path, y=np.load(path)["y"] * 1.01),
    "rows missing": lambda path: rewritten(path, losses=np.load(path)["losses"][:-1]),
    "a step edited and sealed": lambda path: resealed(
        path, params=sealed.read(path)["params"] + np.array([0.0, 1e-9])
    ),
    "data edited and sealed": lambda path: resealed(path, y=sealed.read(path)["y"] * 1.01),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "nothing": lambda path: path.write_bytes(b""),
    "compressed badly": lambda path: path.write_bytes(
        path.read_bytes().replace(b"params.npy", b"params.npx", 1)
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_archives_are_refused_and_recomputed(name, tmp_path, caplog) -> None:
    verified = archive.fetch(RUN, tmp_path)
    (path,) = tmp_path.glob("*.npz")
    DAMAGES[name](path)
    with pytest.raises(OptanimError) as caught:
        archive.load(path)
    assert "\n" not in str(caught.value)
    with caplog.at_level(logging.WARNING):
        again = archive.fetch(RUN, tmp_path)
    assert "tracing it again" in caplog.text
    assert np.array_equal(again.trajectory.params, verified.trajectory.params)
    if path.is_file():
        archive.load(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("label", "Another"),
        ("problem", "another"),
        ("torch", "1.0"),
        ("file", "/another.csv"),
        ("axes", ["u", "v"]),
        ("window", [[0.0, 1.0], [0.0, 1.0]]),
    ],
)
def test_what_decides_no_step_is_under_the_seal_as_well(key, value, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.npz")
    about = json.loads(str(sealed.read(path)["provenance"]))
    rewritten(path, provenance=np.array(json.dumps({**about, key: value})))
    with pytest.raises(OptanimError, match="its checksum is not that of its content"):
        archive.load(path)


def member(shape: tuple[int, ...], kind: str = "<f8", content: bytes = b"") -> bytes:
    """An .npy file that declares more than it has."""
    file = io.BytesIO()
    about = {"descr": kind, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, about)
    return file.getvalue() + content


def packed(path: Path, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        file.writestr("params.npy", content)
    return path


def bomb(path: Path) -> Path:
    """Few bytes that say of themselves that they are more than anybody wants to unpack."""
    packed(path, bytes(10))
    declared, content = (2**31).to_bytes(4, "little"), path.read_bytes()
    path.write_bytes(content.replace((10).to_bytes(4, "little"), declared))
    return path


FORGERIES: dict[str, Callable[[Path], Path]] = {
    "bytes of another size": lambda path: packed(path, member((10**12, 2))),
    "a shape that overflows": lambda path: packed(path, member((2**62, 2**62))),
    "a negative shape": lambda path: packed(path, member((-3, 2))),
    "pickled objects": lambda path: packed(path, member((1,), "|O", b"\x80\x04N.")),
    "a header that does not end": lambda path: packed(
        path, b"\x93NUMPY\x01\x00\x76\x00" + b"(" * 118
    ),
    "another compression": lambda path: packed(path, member((0,)), zipfile.ZIP_LZMA),
    "a bomb": bomb,
    "keywords in a list": lambda path: restated(path, keywords=[1]),
    "a keyword that is none": lambda path: restated(path, keywords={"mass": 1}),
    "a rate in words": lambda path: restated(path, keywords={"lr": "a\nb"}),
    "no steps": lambda path: restated(path, steps=-1),
    "true for 1": lambda path: restated(path, steps=True),
    "more than is asked for": lambda path: restated(path, more=1),
    "another format": lambda path: restated(path, format=2),
    "an optimizer that is none": lambda path: restated(path, optimizer="__class__"),
    "a loss that is none": lambda path: restated(path, loss="__class__"),
    "a schedule that is none": lambda path: restated(path, schedule=["__class__", {}]),
    "a state that is none": lambda path: restated(path, state=["v"]),
    "no text": lambda path: resealed(path, provenance=np.array("{")),
    "deep text": lambda path: resealed(path, provenance=np.array("[" * 100_000)),
    "no provenance": lambda path: resealed(path, provenance=None),
    "no losses": lambda path: resealed(path, losses=None),
    "rows of three": lambda path: resealed(path, params=np.zeros((21, 3))),
    "whole numbers": lambda path: resealed(path, losses=np.zeros(21, dtype=int)),
    "no numbers": lambda path: resealed(path, losses=np.full(21, np.nan)),
    "rows of state missing": lambda path: resealed(path, state_step=np.zeros(3)),
}


def test_what_an_archive_lacks_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match="it lacks 'params'"):
        archive.load(resealed(saved(tmp_path / "a.npz"), params=None))
    np.savez(tmp_path / "old.npz", params=np.zeros((2, 2)), provenance="{}")
    with pytest.raises(OptanimError, match="no archive of optanim, or one of an earlier version"):
        archive.load(tmp_path / "old.npz")


@pytest.mark.parametrize("name", FORGERIES)
def test_whatever_passes_for_an_archive_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    path = FORGERIES[name](saved(tmp_path / "a.npz"))
    with pytest.raises(OptanimError) as caught:
        archive.load(path)
    assert "\n" not in str(caught.value)


ORIGINAL = verify(trace(Run(article(points=8), make("Momentum"), steps=3)))


def original(path: Path) -> bytes:
    archive.save(ORIGINAL, path, force=True)
    return path.read_bytes()


@st.composite
def edits(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """One to three edits of bytes: some replaced, some taken out, some put in, the rest cut off."""
    kind = st.sampled_from(["replace", "remove", "insert", "cut"])
    places = st.floats(0.0, 1.0, exclude_max=True)
    found = draw(st.lists(st.tuples(kind, places, st.binary(min_size=1, max_size=20)), max_size=3))

    def edited(content: bytes) -> bytes:
        for name, place, some in found:
            at = int(place * len(content))
            rest = {"replace": content[at + len(some) :], "remove": content[at + len(some) :]}
            put = b"" if name in ("remove", "cut") else some
            content = content[:at] + put + ({"cut": b""} | rest).get(name, content[at:])
        return content

    return edited


def read_or_refused(path: Path) -> Trajectory | None:
    """The trajectory of an archive, None where it is refused in one line; nothing else happens."""
    try:
        return archive.load(path).trajectory
    except OptanimError as error:
        said = str(error)
    assert said and "\n" not in said
    return None


def check_edited(edited: Callable[[bytes], bytes], path: Path) -> None:
    """The file of edited bytes is the same trajectory, or is refused."""
    path.write_bytes(edited(original(path)))
    if (after := read_or_refused(path)) is None:
        return
    assert after.run.fingerprint == ORIGINAL.trajectory.run.fingerprint
    assert after.label == "Momentum" and after.problem.name == "article"
    for name in ("params", "losses", "gradients", "lrs"):
        assert np.array_equal(getattr(after, name), getattr(ORIGINAL.trajectory, name))


@settings(max_examples=150)
@given(edited=edits())
def test_edited_bytes_are_the_same_trajectory_or_none(edited, tmp_path_factory) -> None:
    check_edited(edited, tmp_path_factory.getbasetemp() / "edited.npz")


@pytest.mark.slow
@settings(max_examples=1500)
@given(edited=edits())
def test_edited_bytes_ten_times_more(edited, tmp_path_factory) -> None:
    check_edited(edited, tmp_path_factory.getbasetemp() / "edited.npz")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = st.sampled_from(sorted(Provenance.model_fields))


def check_restated(key: str, value: object, path: Path) -> None:
    """An archive that says something else of itself, sealed again, is taken or refused."""
    original(path)
    read_or_refused(restated(path, **{key: value}))


@settings(max_examples=40)
@given(key=KEYS, value=ODD)
def test_whatever_an_archive_says_is_taken_or_refused(key, value, tmp_path_factory) -> None:
    check_restated(key, value, tmp_path_factory.getbasetemp() / "restated.npz")


@pytest.mark.slow
@settings(max_examples=400)
@given(key=KEYS, value=ODD)
def test_whatever_an_archive_says_ten_times_more(key, value, tmp_path_factory) -> None:
    check_restated(key, value, tmp_path_factory.getbasetemp() / "restated.npz")


def test_a_second_fetch_does_not_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = archive.fetch(RUN, tmp_path)
    monkeypatch.setattr(optanim.runs.tracing, "trace", None)
    second = archive.fetch(RUN, tmp_path)
    assert np.array_equal(first.trajectory.params, second.trajectory.params)
    with pytest.raises(TypeError):
        archive.fetch(Run(RUN.problem, make("Adam", lr=0.2), steps=20), tmp_path)


def test_every_part_of_the_request_is_in_the_fingerprint() -> None:
    others = [
        Run(article(seed=1, points=60), make("Adam"), steps=20),
        Run(RUN.problem, make("Adam", lr=0.2), steps=20),
        Run(RUN.problem, make("RMSprop"), steps=20),
        Run(RUN.problem, make("Adam"), Schedule.parse("ExponentialLR:gamma=0.9"), steps=20),
        Run(RUN.problem, make("Adam"), steps=21),
        Run(RUN.problem, make("Adam"), start=np.array([2.0, 9.5]), steps=20),
    ]
    assert len({run.fingerprint for run in [RUN, *others]}) == 7
    assert Run(article(points=60), make("Adam"), steps=20).fingerprint == RUN.fingerprint


def test_an_archive_of_data_needs_no_file_and_keeps_the_columns(tmp_path: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text("time (s),speed\n1,2\n2,3\n3,5\n4,4\n")
    problem = from_data(data, x="time (s)", y="speed")
    path = saved(tmp_path / "a.npz", Run(problem, make("GD", lr=0.01), steps=5))
    data.unlink()
    read = archive.load(path).trajectory.problem
    assert read.columns == problem.columns == (
        ("time (s)", None),
        ("speed", None),
    ) and read.source == str(data)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    verified = verify(trace(RUN))
    (tmp_path / "folder.npz").mkdir()
    blocker = tmp_path / "file"
    blocker.write_text("here first")
    for path in (tmp_path / "folder.npz", blocker / "a.npz"):
        with pytest.raises(OptanimError, match="cannot be written"):
            archive.save(verified, path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.npz"]


def test_a_folder_that_cannot_be_written_to_is_said_once(tmp_path, caplog) -> None:
    (tmp_path / "file").write_text("")
    runs = [RUN, Run(RUN.problem, make("RMSprop"), steps=20)]
    with caplog.at_level(logging.WARNING):
        fetched = [archive.fetch(run, tmp_path / "file" / "deeper") for run in runs]
    assert [each.trajectory.label for each in fetched] == ["Adam", "RMSprop"]
    (record,) = caplog.records
    assert "trajectories cannot be kept there" in record.getMessage()


def test_a_full_disk_costs_the_archive_alone(tmp_path: Path, caplog) -> None:
    """A limit on the size of files stands for it: writing beyond it fails in the same way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
        verified = archive.fetch(RUN, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert verified.trajectory.steps == 20 and not list(tmp_path.iterdir())
    assert "trajectories cannot be kept there: File too large" in caplog.text


def test_a_state_may_have_any_name(tmp_path: Path) -> None:
    state = {name: np.arange(21.0) for name in ("x", "params", "file", "provenance", "a/b", "")}
    made = replace(trace(Run(RUN.problem, make("Rprop"), steps=20)), state=state)
    archive.save(verify(made), tmp_path / "a.npz")
    after = archive.load(tmp_path / "a.npz").trajectory
    assert after.state.keys() == state.keys() and np.array_equal(after.params, made.params)


def test_numpys_numbers_are_plain_ones(tmp_path: Path) -> None:
    run = Run(RUN.problem, make("Adam", betas=tuple(np.array([0.8, 0.9]))), steps=20)
    archive.load(saved(tmp_path / "a.npz", run))
    plain = Run(RUN.problem, make("Adam", betas=(0.8, 0.9)), steps=20)
    assert plain.fingerprint == run.fingerprint


def test_what_was_made_by_another_torch_is_proven_and_not_taken(tmp_path, monkeypatch) -> None:
    run = Run(RUN.problem, make("Adam"), steps=20, versions="torch 1.0, numpy 2.0")
    assert run.fingerprint != RUN.fingerprint
    loaded = archive.load(saved(tmp_path / "a.npz", run)).trajectory.run
    assert loaded.fingerprint == run.fingerprint and loaded.versions == "torch 1.0, numpy 2.0"
