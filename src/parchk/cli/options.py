"""Options that several commands share, and how their values are read."""

import os
import re  # loaded by typer anyway; nothing here needs what regex adds
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from parchk.errors import UsageError
from parchk.limits import DEFAULT, MIB

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
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show the words behind every value.")]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="Folder of your own rule files, laid over the built-in ones."),
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="No summary on standard error.")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Summary and findings on standard error.")]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="No colours (also with NO_COLOR set in the environment).")
]

MaxSizeOption = Annotated[
    int,
    typer.Option("--max-size", metavar="MB", min=1, max=4096, help="Largest file, and most that is unpacked from it."),
]
MaxPagesOption = Annotated[
    int, typer.Option("--max-pages", metavar="N", min=1, max=100_000, help="Most pages of a PDF document.")
]
MaxSecondsOption = Annotated[
    float,
    typer.Option("--max-seconds", metavar="S", min=1, max=86_400, help="Longest time that one document may take."),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of a text file: utf-8, tcvn3, vni, viscii, vps, cp1258 … [default: found out]",
    ),
]
DEFAULT_SIZE, DEFAULT_PAGES, DEFAULT_SECONDS = DEFAULT.size // MIB, DEFAULT.pages, 120.0

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
