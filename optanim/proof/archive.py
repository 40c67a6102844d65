"""Verified trajectories on disk."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from optanim.base import sealed
from optanim.base.as_json import as_json
from optanim.base.errors import OptanimError, check_kind, check_switch
from optanim.base.files import check_writable, path_of, whole
from optanim.base.text import quoted
from optanim.base.user_code import code_digest
from optanim.losses import Loss, OwnFunction, remade
from optanim.proof.provenance import Provenance
from optanim.proof.verification import Verified, verify
from optanim.runs.run import Run, check_run
from optanim.runs.trajectory import Trajectory

FOLDER = Path("media/trajectories")
STATE, VARYING = "state_", "varying_"
"""Before the names of the optimizer's state and of what a schedule varies, which may be any."""
_log = logging.getLogger(__name__)


def save(verified: Verified, path: str | Path, force: bool = False) -> None:
    """Write an .npz file, whole or not at all. Raises OptanimError where that is not possible.

    An archive that is there already is replaced, any other file only by ``force``.

    Besides ``params`` (T+1, 2) as (intercept, slope), ``losses``, ``gradients``, ``lrs``, one array
    ``state_NAME`` a state name and the data ``x``, ``y``, it holds ``provenance``, a JSON text, and
    a ``checksum`` over all of that. Of more rows than `optanim.runs.data.MOST_ROWS` it holds the
    moments and a sample.
    """
    check_kind("verified", verified, Verified, "what optanim.fetch or optanim.load gives")
    check_writable(path, ".npz", force=force)
    trajectory = verified.trajectory
    if not trajectory.run.is_repeatable:
        raise OptanimError(
            f"{path}: cannot be written: {trajectory.label} or the loss is code that lies in no "
            "file, or has a keyword that cannot be written down"
        )
    with whole(path) as draft:
        sealed.write(draft, _arrays(trajectory))


def load(path: str | Path, loss: Loss | None = None, *, trust: bool = False) -> Verified:
    """Read an archive and verify it again, on ``loss`` where that is the one at hand already.

    An archive may name a Python function as its loss. To verify it, that function must be run,
    which happens only with ``trust``. The class of its optimizer is never run. Raises OptanimError
    for a file that cannot be read, is no archive of this program, or whose content is not what its
    checksum and its fingerprint say, or where the code that it names has changed since;
    NotVerified where a check fails.
    """
    return verify(read(path, loss, trust=trust))


def read(path: str | Path, loss: Loss | None = None, *, trust: bool = False) -> Trajectory:
    """Read an archive without verifying it; only for looking at what is wrong with one.

    Raises OptanimError as `load` does.
    """
    path = path_of(path)
    check_kind("loss", loss, Loss | None, "a loss, as problem.loss")
    check_switch("trust", trust)
    try:
        return _read(path, loss, trust)
    except OptanimError as error:
        raise OptanimError(f"{path}: {_one_line(error)}") from None
    except OSError as error:
        raise OptanimError(f"{path}: cannot be read: {error.strerror or error}") from None
    except Exception as error:  # noqa: BLE001  # whatever becomes of bytes that are no archive
        reason = quoted(error, 200) or type(error).__name__
        reason = f"it lacks {reason}" if isinstance(error, KeyError) else reason
        raise OptanimError(f"{path}: damaged, or no archive of optanim: {reason}") from None


def fetch(run: Run, folder: str | Path = FOLDER) -> Verified:
    """The verified trajectory of ``run``: from the archive, or traced, verified and archived.

    A file that is refused is said so in the log, and recomputed; a folder that cannot be
    written to is said so once. A run that cannot be told from another by its
    fingerprint is neither looked for nor archived.
    """
    check_run(run)
    path = path_of(folder) / f"{run.fingerprint[:24]}.npz"
    if run.is_repeatable and os.access(path, os.R_OK):
        try:
            verified = load(path, run.problem.loss)
            if verified.trajectory.run.fingerprint == run.fingerprint:
                return _relabelled(verified, run)
            _log.warning("%s: another run's archive; tracing it again", path)
        except OptanimError as error:
            _log.warning("%s; tracing it again", error)
    from optanim.runs.tracing import trace

    verified = verify(trace(run))
    if run.is_repeatable:
        try:
            save(verified, path, force=True)
        except OptanimError as error:
            _not_kept(path.parent, str(error).rpartition(": ")[2])
    return verified


@cache
def _not_kept(folder: Path, reason: str) -> None:
    """Say once that nothing can be archived."""
    _log.warning("%s: trajectories cannot be kept there: %s", folder, reason)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _arrays(trajectory: Trajectory) -> dict[str, np.ndarray]:
    problem, about = trajectory.problem, Provenance.of(trajectory)
    points = trajectory.gradient_points
    return {
        **problem.loss.arrays,
        "params": trajectory.params,
        "losses": trajectory.losses,
        "gradients": trajectory.gradients,
        "lrs": trajectory.lrs,
        "start": trajectory.run.start,
        **{f"{STATE}{name}": values for name, values in trajectory.state.items()},
        **{f"{VARYING}{name}": values for name, values in trajectory.varying.items()},
        **({} if trajectory.beyond is None else {"beyond": trajectory.beyond}),
        **({} if points is None else {"gradient_points": points}),
        "provenance": np.array(as_json(about)),
    }


def _read(path: Path, at_hand: Loss | None, trust: bool) -> Trajectory:
    if not path.is_file():
        raise OptanimError("is no file" if path.exists() else "no such file")
    arrays = sealed.read(path)
    about = Provenance.read(str(arrays.pop("provenance")))
    _check_shapes(arrays)
    run = about.run_on(_loss(arrays, about, at_hand, trust), arrays["start"])
    if run.fingerprint != about.fingerprint:
        raise ValueError("its content is not what its fingerprint says")
    return Trajectory(
        run=run,
        params=arrays["params"],
        losses=arrays["losses"],
        gradients=arrays["gradients"],
        lrs=arrays["lrs"],
        state={name: arrays[f"{STATE}{name}"] for name in about.state},
        varying={name: arrays[f"{VARYING}{name}"] for name in about.varying},
        torch_version=about.torch,
        beyond=arrays.get("beyond"),
        gradient_points=arrays.get("gradient_points"),
    )


def _check_shapes(arrays: Mapping[str, np.ndarray]) -> None:
    """Raise ValueError where an array is not of the shape and type that `save` writes."""
    rows = len(arrays["params"])
    shapes: dict[str, tuple[int, ...]] = {
        "start": (2,),
        "params": (rows, 2),
        "losses": (rows,),
        "gradients": (rows, 2),
        "lrs": (rows - 1,),
        "beyond": (2,),
        "gradient_points": (rows, 2),
    }
    for name, array in arrays.items():
        shape = shapes.get(name, array.shape)
        shape = (rows, *shape[1:]) if name.startswith(STATE) else shape
        shape = (rows - 1, *shape[1:]) if name.startswith(VARYING) else shape
        if array.dtype != np.float64 or array.ndim == 0 or array.shape != shape:
            raise ValueError(f"its {name} is of {array.dtype}, shape {array.shape}")


def _loss(
    arrays: Mapping[str, np.ndarray], about: Provenance, at_hand: Loss | None, trust: bool
) -> Loss:
    """The loss of the archived data, or the one at hand.

    The one at hand is only taken where key, settings and data are those of the archive.
    """
    settings = about.loss_settings
    if at_hand is not None and (at_hand.key, dict(at_hand.settings)) == (about.loss, settings):
        stored = [key for key in at_hand.arrays if key in arrays]
        if all(np.array_equal(arrays[key], at_hand.arrays[key]) for key in stored):
            return at_hand
    if about.loss == OwnFunction.key:
        _check_code(settings, trust)
    return remade(about.loss, settings, arrays)


def _check_code(settings: Mapping[str, Any], trust: bool) -> None:
    """Before a loss of somebody's own is run: that it is the same, and that it may be."""
    place = settings["place"]
    if code_digest(place) != settings["sha256"]:
        raise OptanimError(f"the code of {place} has changed since, or is not there")
    if not trust:
        raise OptanimError(
            f"to verify it, the code of {place} must be run; read that, then say so by --trust, "
            "in Python by trust=True"
        )


def _relabelled(verified: Verified, run: Run) -> Verified:
    """The same proof for the request itself: its labels may differ from the archived ones."""
    return replace(verified, trajectory=replace(verified.trajectory, run=run))
