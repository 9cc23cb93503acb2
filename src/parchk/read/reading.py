"""What a reader makes of the bytes of one file, and the ways in which it may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from parchk.errors import InputError
from parchk.limits import MIB
from parchk.text import Note

if TYPE_CHECKING:
    from parchk.limits import Limits


TRACKED = Note("tracked-changes")
"""What is said of a document that holds changes which nobody has accepted or rejected yet."""


class Reading(Struct, frozen=True):
    """The text of a file as parchk reads it; spans of the result count code points of exactly this text.

    A paragraph is a line; its automatic number stands before it as the program that wrote it shows it. Rows of tables
    with rules are lines of ``| cell | cell |`` (:mod:`parchk.read.layout.rows`). Footnotes stand at the end, ``[1] …``
    a line, and their marks in the text are superscript digits.
    """

    text: str
    encoding: str
    """Of a byte-for-byte decoding its codec (``utf-8``, ``cp1258``, ``tcvn3``); ``unicode`` where the form has none."""
    notes: tuple[Note, ...] = ()


def too_large(label: str, limits: Limits) -> NoReturn:
    """Refuse a file by its size, or what it unpacks to."""
    raise InputError(
        f"{label} holds more than the {limits.size / MIB:.0f} MB that are read;"
        " raise the limit with --max-size if that is meant"
    )


def damaged(label: str, kind: str, reason: str) -> NoReturn:
    """Refuse a file that is not what it says it is."""
    raise InputError(
        f"{label} is {kind}, but damaged ({reason}); open it in the program that wrote it and save it again"
    )


def encrypted(label: str, kind: str) -> NoReturn:
    """Refuse a file that only its password opens."""
    raise InputError(f"{label} is {kind} with a password; save a copy without one")


def superscript(mark: str) -> str:
    """Write a footnote mark as it looks: its digits raised, anything else left as it is.

    >>> superscript("12")
    '¹²'
    """
    return mark.translate(_RAISED)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
