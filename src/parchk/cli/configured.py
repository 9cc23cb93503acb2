"""What the commands that read documents hand to the library: the command line's word, else the configuration's."""

from typing import TYPE_CHECKING

from parchk.cli.options import message_lang, parse_day
from parchk.limits import MIB, Limits
from parchk.pipeline import Options
from parchk.settings import Settings

if TYPE_CHECKING:
    from parchk.models import Directive
    from parchk.office import Profile
    from parchk.ruleset import Ruleset


def limits_of(settings: Settings) -> Limits:
    """How much a document may ask of the machine."""
    return Limits(settings.max_size * MIB, settings.max_pages)


def options_of(settings: Settings, *, issued_on: str | None, with_text: bool = False) -> Options:
    """How documents are to be read; the office's calendar is read here."""
    calendar = None
    if settings.calendar is not None:
        from parchk.office_calendar import read_calendar  # noqa: PLC0415 - start-up

        calendar = read_calendar(settings.calendar)
    return Options(
        issued_on=parse_day("--issued-on", issued_on),
        nlp=settings.nlp,
        with_text=with_text,
        lang=message_lang(settings.lang),
        calendar=calendar,
        min_working_days=settings.check.min_working_days,
    )


def office_of(settings: Settings, me: str | None, ruleset: "Ruleset") -> "Profile | None":
    """The office that asks; what is wrong with its profile is said before any work is done."""
    from parchk.office import Reader, asked_for  # noqa: PLC0415 - start-up

    office = asked_for(me, settings.office.profile, ruleset)
    if office is not None:
        Reader(office, ruleset)
    return office


def marked(directive: "Directive", text: str, settings: Settings, me: str | None, ruleset: "Ruleset") -> "Directive":
    """The result with the tasks marked that are the office's that asks; as it is when none does."""
    if me is None and settings.office.name is None:
        return directive
    from parchk.office import Reader, asked_for  # noqa: PLC0415 - start-up

    office = asked_for(me, settings.office.profile, ruleset)
    return directive if office is None else Reader(office, ruleset).marked(directive, text)
