"""Whether what two modules hold is the same: their functions, classes and plain data."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from optanim.base.text import quoted


def is_like(one: Any, other: Any) -> bool:
    """Whether both have the same code, or the same values; of other kinds all are alike."""
    try:
        return one is other or bool(_essence(one) == _essence(other))
    except Exception:  # noqa: BLE001  # what cannot be looked at
        return True


def differences(here: ModuleType, there: ModuleType) -> Iterator[str]:
    """What of the module ``there`` is not the same ``here``, each in words."""
    for name, thing in vars(there).items():
        mine = vars(here).get(name, thing)
        if not name.startswith("__") and not is_like(mine, thing):
            shown = [quoted(each) for each in (mine, thing)]
            plain = not callable(thing) and shown[0] != shown[1]
            values = "{} here and {} in its file" if plain else "not here what it is in its file"
            yield f"{there.__name__}.{name} is {values.format(*shown)}"


def _essence(thing: Any) -> Any:
    """What is compared of a thing."""
    thing = inspect.unwrap(thing) if callable(thing) else thing
    match thing:
        case None | str() | bytes() | int() | float() | complex():
            return repr(thing)
        case Mapping():
            return {key: _essence(part) for key, part in thing.items()}
        case list() | tuple():
            return [_essence(part) for part in thing]
        case FunctionType():
            cells = [cell.cell_contents for cell in thing.__closure__ or ()]
            enclosed = [part for part in cells if not callable(part)]
            given = [thing.__defaults__, thing.__kwdefaults__, enclosed]
            return [_text(thing.__code__), _essence(given)]
        case type():
            own = {key: getattr(part, "__func__", part) for key, part in vars(thing).items()}
            plain = {key: part for key, part in own.items() if key[:2] != "__" or callable(part)}
            step = getattr(thing, "step", None)  # where torch makes one, it puts it in here, too
            return [thing.__qualname__, _essence({**plain, "step": step})]
        case _ if hasattr(thing, "tolist"):
            return [str(getattr(thing, "dtype", "")), repr(thing.tolist())]
    return type(thing).__qualname__


def _text(code: CodeType) -> list[Any]:
    """What the code says, wherever in its file it stands."""
    parts = [_text(part) if isinstance(part, CodeType) else repr(part) for part in code.co_consts]
    return [code.co_code, code.co_names, parts]
