"""What optimizers may need, and which classes of a large package need it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docs.written.markdown import table
from optanim.optimizers.needs import KEYS

CLASSES = Path(__file__).parent / "pytorch_optimizer.toml"


def needs() -> str:
    """A table of the keys that say what an optimizer needs."""
    return table(("key", "what it is"), ((f"`{key}`", about) for key, about in KEYS.items()))


def pytorch_optimizer() -> str:
    """The classes that need something, and those that cannot race."""
    classes = tomllib.loads(CLASSES.read_text("utf-8"))
    given = table(
        ("needs something", "its keys"),
        ((f"`{name}`", _keys(keys)) for name, keys in classes["given"].items()),
    )
    refused = table(
        ("cannot race", "because"),
        ((f"`{name}`", why) for name, (why, _) in classes["refused"].items()),
    )
    return f"Of its classes these need something:\n\n{given}\n\nand these cannot race:\n\n{refused}"


def _keys(keys: Mapping[str, Any]) -> str:
    return ", ".join(f"`{key} = {json.dumps(value)}`" for key, value in keys.items())
