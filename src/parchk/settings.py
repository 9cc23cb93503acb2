"""The configuration of an office: ``parchk.toml``, or ``[tool.parchk]`` in ``pyproject.toml``.

The file is the first one found from the inputs' folder upwards. What the command line says beats it, and it beats the
defaults, which stand here or where the library itself has them. A key that is not known, or a value that does not fit,
is a :class:`~parchk.errors.UsageError` that names file and key.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self

from msgspec import Struct, field
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, model_validator

from parchk.errors import UsageError
from parchk.limits import DEFAULT, LARGEST_SIZE, LONGEST_SECONDS, MIB, MOST_PAGES, SECONDS
from parchk.pipeline import Options

if TYPE_CHECKING:
    from parchk.office import Profile

__all__ = ["Configuration", "Entry", "Settings", "find_settings"]

_OWN, _SHARED = "parchk.toml", "pyproject.toml"
# What a value must be, by pydantic's names for what it is not.
_KINDS = {
    "model_type": "a table",
    "dict_type": "a table",
    "list_type": "a list in square brackets",
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "a text in quotation marks",
    "is_instance_of": "a path in quotation marks",
}
_MAGIC = frozenset("*?[")


def _below_the_file(value: object, info: ValidationInfo) -> object:
    """A path as written in a file is relative to the file's folder."""
    return info.context / value if isinstance(value, str) and info.context else value


_Path = Annotated[Path, BeforeValidator(_below_the_file)]


class _Table(BaseModel):
    """A table of the file: its keys are written with ``-``, unknown ones refused, values not converted."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, defer_build=True, alias_generator=lambda name: name.replace("_", "-")
    )


class CheckSettings(_Table):
    """``[check]``: what ``parchk check`` reports."""

    fail_on: Literal["error", "warning", "note", "never"] = "error"
    select: Annotated[list[str], Field(min_length=1)] | None = None
    ignore: list[str] = []
    baseline: _Path | None = None
    min_working_days: int = Field(default=Options().min_working_days, ge=0, le=60)
    severity: dict[str, Literal["error", "warning", "note", "off"]] = {}


class BatchSettings(_Table):
    """``[batch]``: how ``parchk batch`` works."""

    jobs: int | None = Field(default=None, ge=1, le=1024)


class OfficeSettings(_Table):
    """``[office]``: whose tasks are marked as theirs (:class:`~parchk.office.Profile`)."""

    name: str | None = None
    kind: str | None = None
    level: Literal["central", "province", "district", "commune", "village"] | None = None
    superior: str | None = None
    aliases: list[str] = []
    predecessors: list[str] = []

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.model_fields_set and not (self.name or "").strip():
            raise ValueError('needs the name of the office, as documents write it: name = "UBND xã Tân Lập"')
        return self

    @property
    def profile(self) -> Profile | None:
        """What it says of the office; ``None`` where it names none."""
        from parchk.office import Profile  # noqa: PLC0415 - start-up

        if self.name is None:
            return None
        return Profile(self.name, self.kind, self.level, self.superior, tuple(self.aliases), tuple(self.predecessors))


class Settings(_Table):
    """Every key with its value in force; ``None`` is for the command to choose (language: locale; jobs: cores)."""

    rules: _Path | None = None
    calendar: _Path | None = None
    lang: Literal["vi", "en"] | None = None
    nlp: Literal["auto", "off", "always"] = Options().nlp
    max_size: int = Field(default=DEFAULT.size // MIB, ge=1, le=LARGEST_SIZE)
    max_pages: int = Field(default=DEFAULT.pages, ge=1, le=MOST_PAGES)
    max_seconds: float = Field(default=SECONDS, ge=1, le=LONGEST_SECONDS)
    # Defaults are right as they are: where there is no file, no validator need be built.
    check: CheckSettings = CheckSettings.model_construct()
    batch: BatchSettings = BatchSettings.model_construct()
    office: OfficeSettings = OfficeSettings.model_construct()


class Entry(NamedTuple):
    """One key: dotted, as written in the file; its value; whether the file gives it."""

    key: str
    value: Any
    is_from_file: bool


class Configuration(Struct, frozen=True):
    """Settings, and the file that they come from, if there is one."""

    settings: Settings = field(default_factory=Settings.model_construct)
    file: Path | None = None
    prefix: str = ""
    """What stands before the keys in the file: ``tool.parchk.`` or nothing."""

    def __iter__(self) -> Iterator[Entry]:
        """Every key there is, in order."""
        return _entries(self.settings, "")

    def overlaid(self, given: Mapping[str, object]) -> Settings:
        """The settings with what the command line gives, by dotted key; ``None`` is not given.

        >>> Configuration().overlaid({"nlp": "off", "check.fail-on": None}).nlp
        'off'
        """
        settings = self.settings
        for key, value in given.items():
            if value is not None:
                table, _, name = key.replace("-", "_").rpartition(".")
                if table:
                    inner: _Table = getattr(settings, table)
                    settings = settings.model_copy(update={table: inner.model_copy(update={name: value})})
                else:
                    settings = settings.model_copy(update={name: value})
        return settings

    def problem(self, key: str, sentence: str) -> UsageError:
        """What is wrong with the value of this key, to be raised: the sentence behind file and key."""
        return UsageError(f"{self.file}, key '{self.prefix}{key}': {sentence}")


def find_settings(paths: Iterable[str], config: Path | None = None) -> Configuration:
    """The configuration for these inputs: the file named, else the first one from their common folder upwards.

    ``paths`` are files, folders and patterns as given; ``-`` and no path at all stand for the current folder.
    """
    if config is not None:
        found = _read(config, must_be=True)
        return found or Configuration()
    folder = _common_folder(list(paths))
    for place in (folder, *folder.parents) if folder is not None else ():
        for name in (_OWN, _SHARED):
            if _is_file(place / name) and (found := _read(place / name)) is not None:
                return found
    return Configuration()


def _common_folder(paths: list[str]) -> Path | None:
    try:
        return Path(os.path.commonpath({_folder(path) for path in paths} or {Path.cwd()}))
    except (OSError, ValueError):  # folders on different drives; the current one is gone
        return None


def _folder(path: str) -> Path:
    """The folder of an input: itself, that of a file, or the one before the first part that is a pattern."""
    if path in ("-", ""):
        return Path.cwd()
    given = Path(path)
    try:
        if given.is_dir():
            return given.resolve()
        if _MAGIC & set(path) and not given.exists():
            plain = next(number for number, part in enumerate(given.parts) if _MAGIC & set(part))
            return Path(*given.parts[:plain]).resolve()
        return given.parent.resolve()
    except (OSError, ValueError):  # it cannot be read, as its reader will say
        return Path.cwd()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that one may not look into
        return False


def _read(path: Path, *, must_be: bool = False) -> Configuration | None:
    """Read a file; ``None`` when it is a ``pyproject.toml`` that is not about parchk."""
    import tomllib  # noqa: PLC0415 - start-up: most folders have no such file

    try:
        text = path.read_text(encoding="utf-8-sig")
        is_shared = path.name == _SHARED
        # A file of other programs is not parsed, and cannot be wrong, unless it speaks of this one.
        content = tomllib.loads(text) if not is_shared or "parchk" in text else {}
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not a TOML file: {error}") from error
    if is_shared:
        tool = content.get("tool")
        table = tool.get("parchk") if isinstance(tool, dict) else None
        if table is None:
            if must_be:
                raise UsageError(f"{path} has no table [tool.parchk]; add it, or name another file")
            return None
        content = table
    configuration = Configuration(file=path, prefix="tool.parchk." if is_shared else "")
    try:
        settings = Settings.model_validate(content, context=path.parent.resolve())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise configuration.problem(key, _sentence(key, dict(first))) from error
    return Configuration(settings, configuration.file, configuration.prefix)


def _sentence(key: str, error: dict[str, Any]) -> str:
    """Say what pydantic found, for somebody who wrote the file."""
    match error["type"]:
        case "extra_forbidden":
            known = [entry.key for entry in Configuration()]
            last = [name for name in known if name.rpartition(".")[2] == key.rpartition(".")[2]]
            near = last or difflib.get_close_matches(key.replace("_", "-"), known, n=1)
            return f"not known; {f'did you mean {near[0]!r}?' if near else 'the keys are ' + ', '.join(known)}"
        case "literal_error":
            return f"{error['input']!r} is not one of {error['ctx']['expected'].replace(' or ', ', ')}"
        case "greater_than_equal":
            return f"must be {error['ctx']['ge']} or more, not {error['input']!r}"
        case "less_than_equal":
            return f"must be {error['ctx']['le']} or less, not {error['input']!r}"
        case "too_short":
            return "must name at least one"
        case "value_error":
            return str(error["ctx"]["error"])
        case kind:
            return f"must be {_KINDS.get(kind, kind)}, not {error['input']!r}"


def _entries(table: _Table, prefix: str) -> Iterator[Entry]:
    for name in type(table).model_fields:
        value = getattr(table, name)
        key = f"{prefix}{name.replace('_', '-')}"
        if isinstance(value, _Table):
            yield from _entries(value, f"{key}.")
        else:
            yield Entry(key, value, name in table.model_fields_set)
