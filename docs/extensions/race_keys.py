"""What a race file may hold, read from the model that checks it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from optanim.race_file.model import RaceModel, RacerModel

RACES = Path(__file__).parents[2] / "races"
WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
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


def described(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """A JSON schema in words, as in "number, above 0" or "dark or light"."""
    if "$ref" in schema:
        return "a table `[[racers]]`"
    if "anyOf" in schema:  # or null: TOML has no null, a key is left out instead
        kinds = [kind for kind in schema["anyOf"] if kind.get("type") != "null"]
        return " or ".join(described(kind, definitions) for kind in kinds)
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return _array(schema, definitions)
    return ", ".join([WORDS[schema["type"]], *_limits(schema), *_text_limits(schema)])


def _table(schema: Mapping[str, Any]) -> str:
    rows = ["| key | what it takes | left out |", "|---|---|---|"]
    for key, each in schema["properties"].items():
        taken = described(each, schema.get("$defs", {}))
        if told := each.get("description"):
            taken = f"{told} {taken[0].upper()}{taken[1:]}."
        absent = _default(each, required=key in schema["required"])
        rows.append(f"| `{key}` | {taken} | {absent} |")
    return "\n".join(rows)


def _array(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(described(each, definitions) for each in schema["prefixItems"]) + "]"
    low, high = schema.get("minItems", 0), schema.get("maxItems")
    return f"{low} to {high} of: {described(schema['items'], definitions)}"


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if {"minimum", "maximum"} <= schema.keys():
        yield f"{_number(schema['minimum'])} to {_number(schema['maximum'])}"
        return
    for key, text in LIMITS.items():
        if key in schema:
            yield text.format(_number(schema[key]))


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{value:g}".replace("e-0", "e-").replace("e+0", "e")


def _text_limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "pattern" in schema:
        yield f"as in the pattern `{schema['pattern'].strip('^$')}`"
    if "maxLength" in schema:
        yield f"at most {schema['maxLength']} letters"


def _default(schema: Mapping[str, Any], required: bool) -> str:
    if required:
        return "must be given"
    value = schema.get("default")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, float):
        return f"`{_number(value)}`"
    return "" if value is None else f"`{value}`"


def _race(path: Path) -> str:
    text = path.read_text("utf-8")
    told = text.partition("\n")[0].lstrip("# ")
    racers = ", ".join(r.get("label", r["optimizer"]) for r in tomllib.loads(text)["racers"])
    return f"`races/{path.name}`\n: {told}\n  Racers: {racers}.\n\n"
