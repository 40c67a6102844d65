"""Verified trajectories on disk."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from optanim.errors import OptanimError
from optanim.loss import MeanSquaredError
from optanim.optimizer import make
from optanim.problem import Problem
from optanim.run import FORMAT, Run, Schedule
from optanim.trajectory import Trajectory
from optanim.verify import Verified, verify

FOLDER = Path("media/trajectories")
_MAIN = ("params", "losses", "gradients", "lrs", "x", "y", "start")
_log = logging.getLogger(__name__)


def save(verified: Verified, path: str | Path) -> None:
    """Write an .npz file, whole or not at all. Raises OptanimError where that is not possible.

    Besides ``params`` (T+1, 2) as (intercept, slope), ``losses``, ``gradients``, ``lrs``, one
    array a state name and the data ``x``, ``y``, it holds ``provenance``, a JSON text.
    """
    trajectory = verified.trajectory
    run, problem = trajectory.run, trajectory.run.problem
    provenance = {
        "format": FORMAT,
        "fingerprint": run.fingerprint,
        "torch": trajectory.torch_version,
        "dtype": "float64",
        "problem": problem.name,
        "loss": problem.loss.name,
        "axes": problem.axes,
        "standardized": problem.standardized,
        "label": run.optimizer.label,
        "optimizer": run.optimizer.torch_class,
        "keywords": dict(run.optimizer.keywords),
        "schedule": run.schedule and [run.schedule.name, dict(run.schedule.keywords)],
        "steps": run.steps,
        "state": list(trajectory.state),
        "varying": list(trajectory.varying),
    }
    arrays = {
        "params": trajectory.params,
        "losses": trajectory.losses,
        "gradients": trajectory.gradients,
        "lrs": trajectory.lrs,
        "x": problem.x,
        "y": problem.y,
        "start": run.start,
        **trajectory.state,
        **{f"varying_{name}": values for name, values in trajectory.varying.items()},
        "provenance": np.array(json.dumps(provenance)),
    }
    write_whole(Path(path), lambda file: np.savez_compressed(file, **arrays))


def load(path: str | Path) -> Verified:
    """Read an archive and verify it again.

    Raises OptanimError for a file that cannot be read, is no archive of this program, or whose
    content is not what its fingerprint says; NotVerified where a check fails.
    """
    path = Path(path)
    try:
        trajectory, fingerprint = _read(path)
    except FileNotFoundError:
        raise OptanimError(f"{path}: no such file") from None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise OptanimError(f"{path}: damaged, or no archive of optanim: {error}") from None
    if trajectory.run.fingerprint != fingerprint:
        raise OptanimError(f"{path}: its content is not what its fingerprint says")
    return verify(trajectory)


def fetch(run: Run, folder: str | Path = FOLDER) -> Verified:
    """The verified trajectory of ``run``: from the archive, or traced, verified and archived.

    A file that is refused is said so in the log, and recomputed.
    """
    path = Path(folder) / f"{run.fingerprint[:24]}.npz"
    if path.exists():
        try:
            verified = load(path)
            if verified.trajectory.run.fingerprint == run.fingerprint:
                return _relabelled(verified, run)
            _log.warning("%s: another run's archive; tracing it again", path)
        except OptanimError as error:
            _log.warning("%s; tracing it again", error)
    from optanim.trace import trace

    verified = verify(trace(run))
    save(verified, path)
    return verified


def write_whole(path: Path, write: object) -> None:
    """Let ``write(file)`` fill a draft beside ``path`` and put it in place only when complete."""
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            write(file)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except OSError as error:
        raise OptanimError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)


def _read(path: Path) -> tuple[Trajectory, str]:
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    about = json.loads(str(arrays.pop("provenance")))
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']}, this version reads {FORMAT}")
    params, losses, gradients, lrs, x, y, start = (arrays.pop(name) for name in _MAIN)
    standardized = about["standardized"] and tuple(about["standardized"])
    problem = Problem(
        about["problem"], MeanSquaredError(x, y), start, tuple(about["axes"]), standardized
    )
    keywords = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in about["keywords"].items()
    }
    schedule = about["schedule"] and Schedule(*about["schedule"])
    optimizer = make(about["optimizer"], label=about["label"], **keywords)
    run = Run(problem, optimizer, schedule or None, start, about["steps"])
    trajectory = Trajectory(
        run=run,
        params=params,
        losses=losses,
        gradients=gradients,
        lrs=lrs,
        state={name: arrays[name] for name in about["state"]},
        varying={name: arrays[f"varying_{name}"] for name in about["varying"]},
        torch_version=about["torch"],
    )
    return trajectory, about["fingerprint"]


def _relabelled(verified: Verified, run: Run) -> Verified:
    """The same proof for the request itself: its labels may differ from the archived ones."""
    old = verified.trajectory
    fields = ("params", "losses", "gradients", "lrs", "state", "torch_version", "varying")
    trajectory = Trajectory(run=run, **{name: getattr(old, name) for name in fields})
    return Verified(trajectory, verified.checks, verified.replayed)
