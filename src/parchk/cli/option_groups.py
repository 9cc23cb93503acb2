"""Options that go together: a command takes the group as one parameter, and the user sees its options.

A group is a dataclass whose fields are annotated as typer options are.
"""

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, get_type_hints

from parchk.cli.options import (
    AlarmOption,
    CalendarOption,
    ChecklistOption,
    ConfigOption,
    EncodingOption,
    EventsOption,
    ExcelOption,
    IssuedOnOption,
    Lang,
    MaxPagesOption,
    MaxSecondsOption,
    MaxSizeOption,
    MergeOption,
    NlpOption,
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
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and dataclasses.is_dataclass(hint)}
    parameters: list[inspect.Parameter] = []
    for parameter in written:
        if parameter.name in groups:
            group = groups[parameter.name]
            fields = get_type_hints(group, include_extras=True)
            parameters += [
                parameter.replace(name=field.name, annotation=fields[field.name], default=field.default)
                for field in dataclasses.fields(group)
            ]
        else:
            parameters.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(command)
    def with_groups(**given: object) -> object:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in dataclasses.fields(group)})
        return command(**given)

    with_groups.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # as inspect documents it
    with_groups.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_groups


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FormatOptions:
    """What single output formats may be asked for."""

    excel: ExcelOption = False
    checklist: ChecklistOption = False
    per_unit: PerUnitOption = False
    merge: MergeOption = False
    events: EventsOption = False
    alarm: AlarmOption = None

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
        )


_FORMATS_OF = {
    "excel": ("csv", "tsv"),
    "checklist": ("md",),
    "per_unit": ("xlsx",),
    "merge": ("xlsx",),
    "events": ("ics",),
    "alarm": ("ics",),
}
