"""Verified trajectories on disk."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.files import check_writable, whole
from optanim.base.window import Window
from optanim.losses import Loss, remade
from optanim.optimizers.optimizer import make
from optanim.proof.verification import Verified, verify
from optanim.runs.data import MOST_ROWS
from optanim.runs.problem import Problem, from_csv
from optanim.runs.run import FORMAT, Batches, Run, Schedule
from optanim.runs.trajectory import Trajectory

FOLDER = Path("media/trajectories")
VARYING = "varying_"
"""Before the name of what a schedule varies; the optimizer's state has names like it."""
_log = logging.getLogger(__name__)


def save(verified: Verified, path: str | Path, force: bool = False) -> None:
    """Write an .npz file, whole or not at all. Raises OptanimError where that is not possible.

    An archive that is there already is replaced, any other file only by ``force``.

    Besides ``params`` (T+1, 2) as (intercept, slope), ``losses``, ``gradients``, ``lrs``, one
    array a state name and the data ``x``, ``y``, it holds ``provenance``, a JSON text. Of more
    rows than `MOST_ROWS` the file's name and SHA-256 stand in for the data.
    """
    check_writable(path, ".npz", force=force)
    trajectory = verified.trajectory
    problem, provenance = trajectory.problem, _provenance(trajectory)
    data = dict(problem.loss.arrays)
    if problem.source is not None and problem.loss.rows > MOST_ROWS:
        data = {key: array for key, array in data.items() if len(array) <= MOST_ROWS}
        provenance["sha256"] = _sha256(problem.source)
    arrays: dict[str, Any] = {
        **data,
        "params": trajectory.params,
        "losses": trajectory.losses,
        "gradients": trajectory.gradients,
        "lrs": trajectory.lrs,
        "start": trajectory.run.start,
        **trajectory.state,
        **{f"{VARYING}{name}": values for name, values in trajectory.varying.items()},
        **({} if trajectory.beyond is None else {"beyond": trajectory.beyond}),
        "provenance": np.array(json.dumps(provenance)),
    }
    with whole(path) as draft, draft.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load(path: str | Path, loss: Loss | None = None) -> Verified:
    """Read an archive and verify it again, on ``loss`` where that is the one at hand already.

    Raises OptanimError for a file that cannot be read, is no archive of this program, or whose
    content is not what its fingerprint says; NotVerified where a check fails.
    """
    return verify(read(path, loss))


def read(path: str | Path, loss: Loss | None = None) -> Trajectory:
    """Read an archive without verifying it; only for looking at what is wrong with one.

    Raises OptanimError as `load` does.
    """
    path = Path(path)
    try:
        trajectory, fingerprint = _read(path, loss)
    except FileNotFoundError:
        raise OptanimError(f"{path}: no such file") from None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise OptanimError(f"{path}: damaged, or no archive of optanim: {error}") from None
    if trajectory.run.fingerprint != fingerprint:
        raise OptanimError(f"{path}: its content is not what its fingerprint says")
    return trajectory


def fetch(run: Run, folder: str | Path = FOLDER) -> Verified:
    """The verified trajectory of ``run``: from the archive, or traced, verified and archived.

    A file that is refused is said so in the log, and recomputed.
    """
    path = Path(folder) / f"{run.fingerprint[:24]}.npz"
    if path.exists():
        try:
            verified = load(path, run.problem.loss)
            if verified.trajectory.run.fingerprint == run.fingerprint:
                return _relabelled(verified, run)
            _log.warning("%s: another run's archive; tracing it again", path)
        except OptanimError as error:
            _log.warning("%s; tracing it again", error)
    from optanim.runs.tracing import trace

    verified = verify(trace(run))
    save(verified, path, force=True)
    return verified


def _provenance(trajectory: Trajectory) -> dict[str, Any]:
    """What determines the trajectory, but for its arrays, as JSON takes it; see `_read`."""
    run, problem = trajectory.run, trajectory.problem
    return {
        "format": FORMAT,
        "fingerprint": run.fingerprint,
        "torch": trajectory.torch_version,
        "dtype": "float64",
        "problem": problem.name,
        "loss": problem.loss.key,
        "settings": dict(problem.loss.settings),
        "axes": problem.axes,
        "window": problem.window and [problem.window.intercept, problem.window.slope],
        "standardized": problem.standardized,
        "source": problem.source,
        "label": run.optimizer.label,
        "optimizer": run.optimizer.torch_class,
        "keywords": dict(run.optimizer.keywords),
        "schedule": run.schedule and [run.schedule.name, dict(run.schedule.keywords)],
        "steps": run.steps,
        "batches": run.batches and [run.batches.size, run.batches.seed],
        "state": list(trajectory.state),
        "varying": list(trajectory.varying),
    }


def _read(path: Path, at_hand: Loss | None) -> tuple[Trajectory, str]:
    """The trajectory, and the fingerprint that the file claims for it."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    about = json.loads(str(arrays.pop("provenance")))
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']}, this version reads {FORMAT}")
    trajectory = Trajectory(
        run=_run(arrays, about, at_hand),
        params=arrays["params"],
        losses=arrays["losses"],
        gradients=arrays["gradients"],
        lrs=arrays["lrs"],
        state={name: arrays[name] for name in about["state"]},
        varying={name: arrays[f"{VARYING}{name}"] for name in about["varying"]},
        torch_version=about["torch"],
        beyond=arrays.get("beyond"),
    )
    return trajectory, about["fingerprint"]


def _run(arrays: Mapping[str, np.ndarray], about: Mapping[str, Any], at_hand: Loss | None) -> Run:
    problem = Problem(
        name=about["problem"],
        loss=_loss(arrays, about, at_hand),
        start=arrays["start"],
        axes=tuple(about["axes"]),
        standardized=_tuples(about["standardized"]),
        source=about["source"],
        window=Window(*map(tuple, about["window"])) if about["window"] else None,
    )
    keywords = {key: _tuples(value) for key, value in about["keywords"].items()}
    return Run(
        problem,
        optimizer=make(about["optimizer"], label=about["label"], **keywords),
        schedule=Schedule(*about["schedule"]) if about["schedule"] else None,
        start=arrays["start"],
        steps=about["steps"],
        batches=Batches(*about["batches"]) if about["batches"] else None,
    )


def _loss(arrays: Mapping[str, np.ndarray], about: Mapping[str, Any], at_hand: Loss | None) -> Loss:
    """The loss of the archived data, of the file that the archive points to, or the one at hand.

    The one at hand is only taken where key, settings and data are those of the archive.
    """
    if "sha256" in about and _sha256(about["source"]) != about["sha256"]:
        raise ValueError(f"{about['source']} has changed since")
    settings = {key: _tuples(value) for key, value in about["settings"].items()}
    if at_hand is not None and (at_hand.key, dict(at_hand.settings)) == (about["loss"], settings):
        stored = [key for key in at_hand.arrays if key in arrays]
        if all(np.array_equal(arrays[key], at_hand.arrays[key]) for key in stored):
            return at_hand
    if "sha256" in about and "moments" not in arrays:
        standardize = about["standardized"] is not None
        return from_csv(about["source"], standardize, about["loss"], **settings).loss
    return remade(about["loss"], settings, arrays)


def _tuples(value: Any) -> Any:
    """JSON's lists as tuples again."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _sha256(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ValueError(f"its data, {path}, cannot be read: {error.strerror}") from None


def _relabelled(verified: Verified, run: Run) -> Verified:
    """The same proof for the request itself: its labels may differ from the archived ones."""
    return replace(verified, trajectory=replace(verified.trajectory, run=run))
