"""Số và ký hiệu of a document, taken apart: what Decree 30/2020/NĐ-CP and the Party's rules put into them.

The state writes ``15/KH-UBND``, ``30/2020/NĐ-CP`` and, for a công văn, ``968/UBND-TH``; the Party ``844-CV/HU``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from parchk import regexp

_BLANK = regexp.compile(r"\s+")
_DASHED_YEAR = regexp.compile(r"(?<=/(?:19|20)\d\d)-")
_LEADING_ZEROS = regexp.compile(r"^0+(?=\d)")
_GROUPS = regexp.compile(r"[-./&]")
_PARTY = regexp.compile(r"(?P<digits>\d+)\p{L}?-(?P<kind>[A-ZĐ][A-Za-zĐđ]{1,5})/(?P<bodies>[A-ZĐ].*)")
_STATE = regexp.compile(
    r"(?P<digits>\d+(?:\.\d+)?)\p{L}?/(?:(?P<year>(?:19|20)\d\d)[/-])?(?:(?P<kind>[A-ZĐ][A-Za-zĐđ]{0,5})-)?(?P<bodies>[A-ZĐ].*)"
)


class Symbol(NamedTuple):
    """The parts of a number."""

    style: Literal["state", "party"]
    digits: str
    year: int | None
    """Of a normative document (``30/2020/NĐ-CP``)."""
    first: str | None
    """The group where a kind would stand: ``KH``, or the body itself (``UBND`` of ``968/UBND-TH``)."""
    bodies: tuple[str, ...]
    """The groups behind it: the body, and whoever drafted the document."""


@lru_cache(maxsize=4096)
def read_symbol(number: str) -> Symbol | None:
    """Take a number without blanks apart; ``None`` for one that has neither form.

    >>> read_symbol("178/KH-UBND")
    Symbol(style='state', digits='178', year=None, first='KH', bodies=('UBND',))
    >>> read_symbol("11-CT/TU").style
    'party'
    """
    party = _PARTY.fullmatch(number)
    if party:
        return Symbol("party", party["digits"], None, party["kind"], _groups(party["bodies"]))
    state = _STATE.fullmatch(number)
    if state:
        year = int(state["year"]) if state["year"] else None
        return Symbol("state", state["digits"], year, state["kind"], _groups(state["bodies"]))
    return None


def _groups(bodies: str) -> tuple[str, ...]:
    return tuple(filter(None, _GROUPS.split(bodies)))


def number_key(number: str) -> str:
    """One spelling of a number for comparing: no blanks, no leading zeros, capitals, a slash behind the year."""
    return _DASHED_YEAR.sub("/", _LEADING_ZEROS.sub("", _BLANK.sub("", number).upper()))
