"""Options that several commands share, and how their values are read."""

import os
import re  # loaded by typer anyway; nothing here needs what regex adds
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from parchk.errors import UsageError
from parchk.limits import DEFAULT, LARGEST_SIZE, LONGEST_SECONDS, MIB, MOST_PAGES, SECONDS

Lang = Literal["vi", "en"]

OutOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help="Write to this file; its ending names the format."),
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", help="Language of headings and messages. [default: vi in reports, else what the locale says]"
    ),
]
ExcelOption = Annotated[
    bool, typer.Option("--excel", help="csv, tsv: with byte-order mark, csv with ';', for a double click in Excel.")
]
ChecklistOption = Annotated[
    bool, typer.Option("--checklist", help="md: tasks as items to tick off, for an issue, instead of tables.")
]
PerUnitOption = Annotated[
    bool,
    typer.Option(
        "--per-unit", help="xlsx: a sheet for every responsible unit; with a folder as OUT, a workbook for each."
    ),
]
MergeOption = Annotated[
    bool,
    typer.Option("--merge", help="xlsx: into the workbook that is there, keeping what people have written into it."),
]
EventsOption = Annotated[bool, typer.Option("--events", help="ics: events instead of to-dos.")]
AlarmOption = Annotated[
    int | None,
    typer.Option("--alarm", metavar="DAYS", min=0, max=365, help="ics: an alarm so many days before each deadline."),
]
FlatOption = Annotated[
    bool, typer.Option("--flat", help="parquet: a row a task, as in csv, instead of a row a document, as in json.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show the words behind every value.")]
EngineOption = Annotated[
    Literal["local", "ray"],
    typer.Option(
        "--engine", help="What does the documents: processes on this machine, or the workers of a Ray cluster."
    ),
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address", help="ray: the cluster, as ray.init takes it. [default: one on this machine, for this run]"
    ),
]
PerPartOption = Annotated[
    int | None,
    typer.Option(
        "--per-part",
        metavar="N",
        min=1,
        max=1_000_000,
        help="ray: documents in a part of OUT on storage. [default: 500]",
    ),
]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="Folder of your own rule files, laid over the built-in ones."),
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="No summary on standard error.")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Summary and findings on standard error.")]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="No colours (also with NO_COLOR set in the environment).")
]

# Without a default, what a configuration may set: parchk.settings has it.
MaxSizeOption = Annotated[
    int | None,
    typer.Option(
        "--max-size",
        metavar="MB",
        min=1,
        max=LARGEST_SIZE,
        help=f"Largest file, and most that is unpacked from it. [default: {DEFAULT.size // MIB}]",
    ),
]
MaxPagesOption = Annotated[
    int | None,
    typer.Option(
        "--max-pages",
        metavar="N",
        min=1,
        max=MOST_PAGES,
        help=f"Most pages of a PDF document. [default: {DEFAULT.pages}]",
    ),
]
MaxSecondsOption = Annotated[
    float | None,
    typer.Option(
        "--max-seconds",
        metavar="S",
        min=1,
        max=LONGEST_SECONDS,
        help=f"Longest time that one document may take. [default: {SECONDS:g}]",
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of a text file: utf-8, tcvn3, vni, viscii, vps, cp1258 … [default: found out]",
    ),
]
IssuedOnOption = Annotated[
    str | None,
    typer.Option("--issued-on", metavar="DATE", help="Day of issue, used when the document does not say."),
]
CalendarOption = Annotated[
    Path | None,
    typer.Option("--calendar", metavar="FILE", help="Your office's days off and made-up working days (TOML)."),
]
NlpOption = Annotated[
    Literal["auto", "off", "always"] | None,
    typer.Option(
        "--nlp",
        help="Ask spaCy and underthesea: where the rules are undecided, never, everywhere. [default: auto]",
    ),
]
MeOption = Annotated[
    str | None,
    typer.Option(
        "--me",
        metavar="UNIT",
        help="Mark the tasks that are this office's, and why. [default: [office] of the configuration; '' for none]",
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration. [default: parchk.toml or pyproject.toml, from the input's folder upwards]",
    ),
]

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")


def parse_day(option: str, written: str | None) -> date | None:
    """Read a day given on the command line: ``2022-04-27`` or ``27/4/2022``."""
    if written is None:
        return None
    found = _ISO.fullmatch(written) or _VIETNAMESE.fullmatch(written)
    try:
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise UsageError(f"{option}: no calendar has the day {written!r}") from error
    raise UsageError(f"{option}: {written!r} is not a day; write it like 2022-04-27 or 27/4/2022")


def message_lang(lang: Lang | None) -> Lang:
    """Choose the language of messages: the one asked for, else the locale's, else English."""
    if lang:
        return lang
    locale = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    return "vi" if locale.lower().startswith("vi") else "en"
