"""What a race file may hold, read from the model that checks it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docs.written.markdown import number, table
from optanim.race_file.model import RaceModel, RacerModel

RACES = Path(__file__).parents[2] / "races"
WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
LIMITS = {
    "minimum": "{} or more",
    "exclusiveMinimum": "above {}",
    "maximum": "{} or less",
    "exclusiveMaximum": "below {}",
}


def race_keys() -> str:
    """A table of the keys of a race, in the model's order."""
    return _table(RaceModel.model_json_schema())


def racer_keys() -> str:
    """A table of the keys that every racer may have."""
    return _table(RacerModel.model_json_schema())


def shipped_races() -> str:
    """The race files of the project, each with what it says of itself and its racers."""
    return "".join(_race(path) for path in sorted(RACES.glob("*.toml")))


def described(schema: Mapping[str, Any]) -> str:
    """A JSON schema in words, as in "number, above 0" or "dark or light"."""
    if "$ref" in schema:
        return "a table `[[racers]]`"
    if "anyOf" in schema:  # or null: TOML has no null, a key is left out instead
        kinds = [kind for kind in schema["anyOf"] if kind.get("type") != "null"]
        return " or ".join(described(kind) for kind in kinds)
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return _array(schema)
    return ", ".join([WORDS[schema["type"]], *_limits(schema), *_text_limits(schema)])


def _table(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    rows = [
        (f"`{key}`", *_row(each, key in required)) for key, each in schema["properties"].items()
    ]
    return table(("key", "what it is", "if left out"), rows)


def _row(key: Mapping[str, Any], required: bool) -> tuple[str, str]:
    """What a key is for, what it takes, and what holds where it is left out."""
    taken, told = described(key), key.get("description", "")
    return f"{told} *{taken}*".strip(), "must be given" if required else _default(key)


def _array(schema: Mapping[str, Any]) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(described(each) for each in schema["prefixItems"]) + "]"
    low, high = schema.get("minItems", 0), schema.get("maxItems")
    return f"{low} to {high} of: {described(schema['items'])}"


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if {"minimum", "maximum"} <= schema.keys():
        yield f"{number(schema['minimum'])} to {number(schema['maximum'])}"
        return
    for key, text in LIMITS.items():
        if key in schema:
            yield text.format(number(schema[key]))


def _text_limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "pattern" in schema:
        yield f"as in the pattern `{schema['pattern'].strip('^$')}`"
    if "maxLength" in schema:
        yield f"at most {schema['maxLength']} letters"


def _default(schema: Mapping[str, Any]) -> str:
    value = schema.get("default")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, float):
        return f"`{number(value)}`"
    return "" if value is None else f"`{value}`"


def _race(path: Path) -> str:
    text = path.read_text("utf-8")
    told = text.partition("\n")[0].lstrip("# ")
    racers = ", ".join(r.get("label", r["optimizer"]) for r in tomllib.loads(text)["racers"])
    return f"`races/{path.name}`\n: {told}\n  Racers: {racers}.\n\n"
