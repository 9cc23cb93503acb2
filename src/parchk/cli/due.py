"""``parchk due``: what falls due when, and for whom."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from parchk.cli.options import (
    AlarmOption,
    CalendarOption,
    ConfigOption,
    EventsOption,
    LangOption,
    NoColorOption,
    OutOption,
    QuietOption,
    RulesOption,
    message_lang,
    parse_day,
)
from parchk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parchk.due import Note, Place, Said, Schedule
    from parchk.models import Directive
    from parchk.office import Profile
    from parchk.ruleset import Ruleset

_OVERDUE = 1
_YEARS = range(1900, 2200)
_FARTHEST = 5 * 366
_JSON, _ZIPPED = b"{", b"PK"

Say = Callable[[str], None]


def due(
    results: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULT...", help="Results as JSON, JSONL or Parquet, or folders of them; - is standard input."
        ),
    ],
    *,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day from which it is seen. [default: today]")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="DATE",
            help="How far recurring duties are expanded. [default: two more weeks, the whole month at least]",
        ),
    ] = None,
    status: Annotated[
        list[Path] | None,
        typer.Option(
            "--status",
            metavar="FILE",
            help="What is done: a workbook, a filled-in CSV of due, a result corrected on the page; repeatable.",
        ),
    ] = None,
    with_closed: Annotated[
        bool, typer.Option("--all", help="List as well what is closed, and what the office is only informed of.")
    ] = False,
    me: Annotated[
        str | None,
        typer.Option(
            "--me",
            metavar="UNIT",
            help="Only the tasks of this office, and why. [default: [office] of the configuration; '' for none]",
        ),
    ] = None,
    fail_on: Annotated[
        Literal["overdue", "never"], typer.Option("--fail-on", help="End with 1 when something is overdue.")
    ] = "never",
    format_name: Annotated[
        Literal["table", "json", "csv", "ics", "html", "md"] | None,
        typer.Option("-f", "--format", help="[default: by the ending of -o, else table on a terminal, else json]"),
    ] = None,
    output: OutOption = None,
    lang: LangOption = None,
    calendar: CalendarOption = None,
    rules: RulesOption = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="csv: with byte-order mark and ';', for a double click in Excel.")
    ] = False,
    events: EventsOption = False,
    alarm: AlarmOption = None,
    config: ConfigOption = None,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> int:
    """Say what falls due when: overdue, this week, the next two weeks, later, without a day."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - start-up

    from parchk.cli.configured import office_of, options_of  # noqa: PLC0415
    from parchk.cli.input import read_result_files  # noqa: PLC0415
    from parchk.cli.output import emit, is_terminal, nothing, refuse_to_overwrite, remark, wants_color, width  # noqa: PLC0415
    from parchk.dates import VIETNAM  # noqa: PLC0415
    from parchk.due import schedule  # noqa: PLC0415
    from parchk.duplicates import duplicates  # noqa: PLC0415
    from parchk.history import histories  # noqa: PLC0415
    from parchk.read import file_bytes  # noqa: PLC0415
    from parchk.ruleset import load  # noqa: PLC0415
    from parchk.settings import find_settings  # noqa: PLC0415
    from parchk.write.due import DueStyle, format_of, write  # noqa: PLC0415
    from parchk.write.due.words import summary  # noqa: PLC0415
    from parchk.write.files import write_file  # noqa: PLC0415

    day, horizon = _days(as_of, until)
    if me and me.isspace():
        raise UsageError("--me is blank; give the name of an office, or '' for everybody's tasks")
    path = None if output == Path("-") else output
    form = format_name or (format_of(path) if path else "table" if is_terminal() else "json")
    _refuse_where_unfit(form, excel=excel, events=events, alarm=alarm)
    refuse_to_overwrite(path, [*results, *map(str, status or ())])
    settings = find_settings(results, config).overlaid({"rules": rules, "calendar": calendar, "lang": lang})
    office_days = options_of(settings, issued_on=None).calendar or VIETNAM
    read = _distinct(read_result_files(results, path))
    say = nothing if quiet else remark
    files = [(file, file_bytes(file)) for file in status or ()]
    corrected = [(file, data) for file, data in files if data.lstrip().startswith(_JSON)]
    read = _corrected(read, corrected, say)
    said = _said(read, [one for one in files if one not in corrected], say)
    ruleset = load(settings.rules, cache_in=user_cache_path("parchk", appauthor=False))
    office = office_of(settings, me, ruleset)
    read = _marked(read, office, ruleset)
    made = schedule(
        read,
        as_of=day,
        until=horizon,
        calendar=office_days,
        said=said,
        histories=histories(read, ruleset),
        duplicates=duplicates(read, ruleset),
        office=office.name if office else None,
        with_informed=with_closed,
    )
    ruleset.save_cache()
    for sentence in _remarks(made, read):
        say(sentence)
    to_terminal = path is None and is_terminal()
    style = DueStyle(
        # Reports are read by offices, tables by whoever sits at the terminal.
        lang=settings.lang or ("vi" if form in ("html", "ics", "md") else message_lang(None)),
        with_closed=with_closed,
        excel=excel,
        events=events,
        alarm=alarm,
        width=width(to_terminal=to_terminal),
        color=to_terminal and not no_color and wants_color(),
    )
    data = write(made, form, style)
    if path is None:
        emit(data)
    else:
        write_file(path, data)
        if not quiet:
            remark(f"{path}: {summary(made, message_lang(settings.lang))}")
    return _OVERDUE if fail_on == "overdue" and made.counts["overdue"] else 0


def _days(as_of: str | None, until: str | None) -> tuple[date, date]:
    """The day from which it is seen, and how far recurring duties are expanded."""
    from parchk.deadline_days import VIETNAM_TIME  # noqa: PLC0415 - start-up
    from parchk.due import usual_horizon  # noqa: PLC0415

    day = parse_day("--as-of", as_of) or datetime.now(VIETNAM_TIME).date()
    if day.year not in _YEARS:
        raise UsageError(f"--as-of: {day} lies outside the years {_YEARS[0]} to {_YEARS[-1]}")
    horizon = parse_day("--until", until) or usual_horizon(day)
    if horizon < day:
        raise UsageError(f"--until {horizon} lies before --as-of {day}")
    if (horizon - day).days > _FARTHEST:
        raise UsageError(f"--until {horizon} is more than five years ahead; give an earlier day")
    return day, horizon


def _refuse_where_unfit(form: str, *, excel: bool, events: bool, alarm: int | None) -> None:
    """An option that says nothing to this format is a mistake of the user's."""
    for option, is_given, wanted in (
        ("--excel", excel, "csv"),
        ("--events", events, "ics"),
        ("--alarm", alarm is not None, "ics"),
    ):
        if is_given and form != wanted:
            raise UsageError(f"{option} goes with {wanted}, not with {form}")


def _key(result: "Directive") -> tuple[str, ...]:
    """What tells a document from others; one file may hold several."""
    document = result.document
    return (result.source.sha256, document.number or "", document.type or "", document.issued_on or "")


def _distinct(results: "Sequence[Directive]") -> "list[Directive]":
    """Every document once: results may lie in two folders, or in two forms."""
    return list({_key(result): result for result in results}.values())


def _corrected(results: "list[Directive]", files: "Sequence[tuple[Path, bytes]]", say: "Say") -> "list[Directive]":
    """Put what a reader has corrected on the page in the place of what was extracted from the same document."""
    from parchk.read.results import read_results  # noqa: PLC0415 - start-up

    corrected = [(path, one) for path, data in files for one in read_results(data, str(path))]
    known = {_key(result) for result in results}
    for path, one in corrected:
        if _key(one) not in known:
            say(f"{path}: {one.source.name} is not among the results; its corrections are not used")
    latest = {_key(one): one for _, one in corrected}
    return [latest.get(_key(result), result) for result in results]


def _marked(results: "list[Directive]", office: "Profile | None", ruleset: "Ruleset") -> "list[Directive]":
    """Mark the tasks of the office anew: the marks of a result may be another's, or from before its profile changed."""
    if office is None:
        return results
    from parchk.office import Reader  # noqa: PLC0415 - start-up

    reader = Reader(office, ruleset)
    return [reader.marked(result) for result in results]


def _said(
    results: "Sequence[Directive]", files: "Sequence[tuple[Path, bytes]]", say: "Say"
) -> "dict[Place, tuple[Said, ...]]":
    """What people have written into workbooks and tables, later files over earlier ones."""
    from parchk.due import combined  # noqa: PLC0415 - start-up

    made: dict[Place, tuple[Said, ...]] = {}
    for path, data in files:
        if data.startswith(_ZIPPED):
            from parchk.write.xlsx.merge.statuses import statuses  # noqa: PLC0415 - start-up
        else:
            from parchk.write.due.filled import statuses  # noqa: PLC0415 - start-up
        found = statuses(data, results, str(path))
        if not found:
            say(f"{path}: says nothing of these tasks")
        elif all(one.is_empty for there in found.values() for one in there):
            say(f"{path}: has these tasks, but nothing is filled in")
        for place, there in found.items():
            made[place] = combined((*made.get(place, ()), *there))
    return made


def _remarks(made: "Schedule", results: "Sequence[Directive]") -> "Iterator[str]":
    """What people should know that stands in no row."""
    if made.office is not None and not any(task.mine for result in results for task in result.tasks):
        yield f"no task is one of {made.office}; is the name as the documents have it?"
    yield from dict.fromkeys(_sentence(note) for note in made.notes)


def _sentence(note: "Note") -> str:
    """Say what could not be used, and why."""
    item = note.item
    called = item.result.document.number or item.result.source.name
    where = f"{called}, section {item.task.section}" if item.task.section else called
    match note.reason:
        case "no day of issue":
            return (
                f"{called}: its day of issue is not known, so its recurring duties have no days;"
                " extract it with --issued-on DATE"
            )
        case "done far off":
            return f"{where}: {note.words} lies near no day of the recurring duty; it stays open"
        case "done unread":
            return f"{where}: “{note.words}” is no day (31/3/2026), so no day of the recurring duty is closed"
        case "due unread":
            return f"{where}: “{note.words}” is no day (31/3/2026); the deadline of the document stays"
        case "due recurring":
            return f"{where}: {note.words} is not used; the days of a recurring duty are those of the document"
        case "due amended":
            return f"{where}: {note.words} is not used; a later document has changed the deadline, and that counts"
