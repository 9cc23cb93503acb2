"""Names for what is made for each unit: sheets by the rules of Excel, files by those of every system."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol

import regex

from parchk.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHEET = 31
_FILE = 70  # with three bytes a letter and the ending, below the 255 bytes that most file systems take
_NO_SHEET = regex.compile(r"[\[\]:*?/\\\uFFFE\uFFFF]+")
_NO_FILE = regex.compile(r'[<>:"/\\|?*\uFFFE\uFFFF]+')
# Windows keeps these for devices, with any ending.
_DEVICE = regex.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
# Offices write these so; done where a name is too long for a sheet.
_SHORT = (("Ủy ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND"), ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"))


class _Naming(Protocol):
    def __call__(self, wanted: str, longest: int) -> str: ...


class Names:
    """Gives names that are all different, letter case apart.

    >>> names = Names.of_sheets(["Tasks"])
    >>> names("Ủy ban nhân dân các xã, phường, thị trấn"), names("tasks"), names("A/B")
    ('UBND các xã, phường, thị trấn', 'tasks (2)', 'A-B')
    """

    def __init__(self, name: _Naming, longest: int, taken: Iterable[str]) -> None:
        self._name, self._longest = name, longest
        self._taken = {name.casefold() for name in taken}

    @classmethod
    def of_sheets(cls, taken: Iterable[str]) -> Names:
        """For sheets, beside those of these names."""
        return cls(_sheet, _SHEET, [*taken, "History"])  # Excel keeps "History" for itself

    @classmethod
    def of_files(cls) -> Names:
        """For files, without their ending."""
        return cls(_file, _FILE, ())

    def __call__(self, wanted: str) -> str:
        """A new name, as near to ``wanted`` as may be."""
        name, count = self._name(wanted, self._longest), 1
        while name.casefold() in self._taken:
            count += 1
            end = f" ({count})"
            name = self._name(wanted, self._longest - len(end)) + end
        self._taken.add(name.casefold())
        return name


def _sheet(wanted: str, longest: int) -> str:
    name = _plain(wanted)
    if _length(name) > longest:
        for long, short in _SHORT:
            name = name.replace(long, short)
    return _fit(_NO_SHEET.sub("-", name).strip("' "), longest) or "-"


def _file(wanted: str, longest: int) -> str:
    name = _fit(_NO_FILE.sub("-", _plain(wanted)).strip(". "), longest) or "-"
    return f"{name}_" if _DEVICE.fullmatch(name) else name


def _plain(wanted: str) -> str:
    return unicodedata.normalize("NFC", one_line(wanted))


def _fit(name: str, longest: int) -> str:
    """Cut a name to this many UTF-16 units, at a blank where there is one near."""
    if _length(name) <= longest:
        return name
    cut = name.encode("utf-16-le")[: (longest - 1) * 2].decode("utf-16-le", "ignore")
    words, _, _ = cut.rpartition(" ")
    if len(words) > longest // 2:
        cut = words
    return cut.rstrip(" ,;.-'") + "…"


def _length(name: str) -> int:
    return len(name.encode("utf-16-le")) // 2
