"""Rules written out: as a list, as JSON, as the TOML that they stand in."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from parchk.errors import UsageError
from parchk.ruleset.schema import Rule

if TYPE_CHECKING:
    from parchk.ruleset import Ruleset
    from parchk.ruleset.schema import AnyRule


def as_table(ruleset: Ruleset) -> bytes:
    """One line a rule: file, id, name, in aligned columns."""
    lines = [("FILE", "RULE", "NAME"), *((file, rule.id, rule.name) for file, rule in ruleset)]
    widths = [max(len(line[column]) for line in lines) for column in (0, 1)]
    return "".join(f"{file:{widths[0]}}  {rule:{widths[1]}}  {name}\n" for file, rule, name in lines).encode()


def as_json(ruleset: Ruleset) -> bytes:
    """All rules with everything that their files say, as one JSON array."""
    rules = [{"file": file, **rule.model_dump(exclude_unset=True, mode="json")} for file, rule in ruleset]
    return json.dumps(rules, ensure_ascii=False, indent=2).encode() + b"\n"


def as_toml(ruleset: Ruleset, name: str) -> bytes:
    """Every rule of this id (``id`` or ``file/id``) as TOML that can be copied into a rule file."""
    file, _, rule_id = name.rpartition("/")
    found = [(f, rule) for f, rule in ruleset if rule.id == rule_id and file.removesuffix(".toml") in {"", f}]
    if not found:
        near = difflib.get_close_matches(rule_id, [rule.id for _, rule in ruleset], n=1)
        hint = f"did you mean {near[0]!r}?" if near else "`parchk rules list` names those in force"
        raise UsageError(f"there is no rule {name!r}; {hint}")
    return "\n".join(_rule(ruleset, file, rule) for file, rule in found).encode()


def _rule(ruleset: Ruleset, file: str, rule: AnyRule) -> str:
    lines = [f"# {file}.toml"]
    if isinstance(rule, Rule):
        lines.append(f"# in full: {ruleset.source(file, rule.id)}")
    lines.append("[[rule]]")
    lines += [f"{key} = {_value(value)}" for key, value in rule.model_dump(exclude_unset=True, mode="json").items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() if "\\" in value and "'" not in value and value.isprintable():
            return f"'{value}'"  # patterns, as they are written by hand
        case str() if "\n" in value and "'''" not in value and not value.endswith("'"):
            return f"'''\n{value}'''"
        case list() if len(value) > 1 or any(isinstance(item, dict) for item in value):
            return "[\n" + "".join(f"    {_value(item)},\n" for item in value) + "]"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return "{" + ", ".join(f"{_value(key)} = {_value(item)}" for key, item in value.items()) + "}"
        case _:
            # A JSON string is a TOML basic string, apart from DEL, which JSON leaves as it is.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
