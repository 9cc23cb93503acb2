"""Options that go together: a command takes the group as one parameter, and the user sees its options.

A group is a named tuple whose fields are annotated as typer options are.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

from parchk.cli.options import (
    AddressOption,
    AlarmOption,
    CalendarOption,
    ChecklistOption,
    ConfigOption,
    EncodingOption,
    EngineOption,
    EventsOption,
    ExcelOption,
    FlatOption,
    IssuedOnOption,
    Lang,
    MaxPagesOption,
    MaxSecondsOption,
    MaxSizeOption,
    MergeOption,
    NlpOption,
    PerPartOption,
    PerUnitOption,
    RulesOption,
)
from parchk.errors import UsageError

if TYPE_CHECKING:
    from parchk.dates import WorkCalendar
    from parchk.settings import Configuration, Settings
    from parchk.write import Style


def grouped(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let the options of each group stand in the place of the parameter that takes the group."""
    hints = get_type_hints(command, include_extras=True)
    written = inspect.signature(command).parameters.values()
    groups: dict[str, Any] = {
        name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, tuple)
    }
    parameters: list[inspect.Parameter] = []
    for parameter in written:
        if parameter.name in groups:
            group = groups[parameter.name]
            fields = get_type_hints(group, include_extras=True)
            parameters += [
                parameter.replace(name=name, annotation=fields[name], default=default)
                for name, default in group._field_defaults.items()
            ]
        else:
            parameters.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(command)
    def with_groups(**given: object) -> object:
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in group._fields})
        return command(**given)

    with_groups.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # as inspect documents it
    with_groups.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_groups


class ReadingOptions(NamedTuple):
    """How documents are read."""

    issued_on: IssuedOnOption = None
    calendar: CalendarOption = None
    encoding: EncodingOption = None
    max_size: MaxSizeOption = None
    max_pages: MaxPagesOption = None
    max_seconds: MaxSecondsOption = None
    rules: RulesOption = None
    nlp: NlpOption = None
    config: ConfigOption = None

    def over(
        self, configuration: "Configuration", lang: Lang | None, more: Mapping[str, object] | None = None
    ) -> "Settings":
        """The settings in force: what the command line says over the configuration; ``more`` by dotted key."""
        return configuration.overlaid(
            {
                "rules": self.rules,
                "calendar": self.calendar,
                "lang": lang,
                "nlp": self.nlp,
                "max-size": self.max_size,
                "max-pages": self.max_pages,
                "max-seconds": self.max_seconds,
                **(more or {}),
            }
        )


class FormatOptions(NamedTuple):
    """What single output formats may be asked for."""

    excel: ExcelOption = False
    checklist: ChecklistOption = False
    per_unit: PerUnitOption = False
    merge: MergeOption = False
    events: EventsOption = False
    alarm: AlarmOption = None
    flat: FlatOption = False

    def refuse_where_unfit(self, format_name: str) -> None:
        """An option that says nothing to this format is a mistake of the user's."""
        for name, formats in _FORMATS_OF.items():
            is_given = getattr(self, name) is not None and getattr(self, name) is not False
            if is_given and format_name not in formats:
                option = f"--{name.replace('_', '-')}"
                raise UsageError(f"{option} goes with {' and '.join(formats)}, not with {format_name}")

    def style(self, lang: Lang | None, calendar: "WorkCalendar | None") -> "Style":
        """The style that these options make."""
        from parchk.write import Style  # noqa: PLC0415 - start-up

        return Style(
            lang=lang,
            excel=self.excel,
            checklist=self.checklist,
            per_unit=self.per_unit,
            events=self.events,
            alarm=self.alarm,
            calendar=calendar,
            flat=self.flat,
        )


class EngineOptions(NamedTuple):
    """What does the documents of a batch."""

    engine: EngineOption = "local"
    address: AddressOption = None
    per_part: PerPartOption = None

    def refuse_where_unfit(self, output: str, paths: Sequence[str], *, fail_fast: bool) -> None:
        """Places and options that this engine has no use for are a mistake of the user's."""
        from parchk.storage import is_uri, shown  # noqa: PLC0415 - start-up

        if self.engine == "local":
            for option, value in (("--address", self.address), ("--per-part", self.per_part)):
                if value is not None:
                    raise UsageError(f"{option} goes with --engine ray")
            for path in (output, *paths):
                if is_uri(path):
                    raise UsageError(f"{shown(path)} is on storage, where --engine ray reads and writes")
        elif not is_uri(output) and self.per_part is not None:
            raise UsageError(f"--per-part goes with -o on storage (s3://, hdfs://, file://), not with {output}")
        elif is_uri(output) and fail_fast:
            raise UsageError("--fail-fast goes with -o on this machine: a part on storage is done whole")


_FORMATS_OF = {
    "excel": ("csv", "tsv"),
    "checklist": ("md",),
    "per_unit": ("xlsx",),
    "merge": ("xlsx",),
    "events": ("ics",),
    "alarm": ("ics",),
    "flat": ("parquet",),
}
