"""Keys: one for every spelling of a unit, one for every task."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.text import canonical_spelling, canonical_spellings, collapsed

_AND = re.compile(r"(?<!\w)và(?!\w)")
# Up to here lie the letters that Vietnamese is written with; what is behind is worked out anew each time.
_LATIN = 0x2000


class _Plain(dict[int, str]):
    """For :meth:`str.translate`: each sign in small letters without marks, a blank for what is none."""

    def __missing__(self, sign: int) -> str:
        letters = unicodedata.normalize("NFD", chr(sign).lower().replace("đ", "d"))
        plain = "".join(
            letter if letter.isascii() and letter.isalnum() else " "
            for letter in letters
            if not unicodedata.combining(letter)
        )
        if sign < _LATIN:
            self[sign] = plain
        return plain


_PLAIN = _Plain()


def slug(text: str) -> str:
    """Letters without marks, digits, hyphens.

    >>> slug("Sở Tài chính - Kế hoạch")
    'so-tai-chinh-ke-hoach'
    """
    return "-".join(text.translate(_PLAIN).split())


class UnitKeys:
    """The key of a unit: abbreviations and aliases spelled alike, posts kept."""

    def __init__(self, rules: Ruleset) -> None:
        aliases = rules.of_kind("units", "alias")
        # A name or a number stands right behind a dot: "P.5".
        self._key_of = {
            word.lower(): f"{rule.key} " if word.endswith(".") else str(rule.key)
            for rule in aliases
            for word in canonical_spellings(rule.words)
        }
        words = rules.alternation([word for rule in aliases for word in rule.words], bounded=False)
        self._alias = regexp.compile(rf"(?<!\w){words}(?:(?<=\.) ?|(?!\w))", regexp.IGNORECASE)
        self.of = lru_cache(maxsize=4096)(self._of)

    def spelled(self, name: str) -> str:
        """The name with the keys of its aliases, the rest as written, in one spelling of its tone marks."""
        spelled = canonical_spelling(name)
        if self._alias.search(spelled):
            spelled = self._alias.sub(lambda match: self._key_of[match[0].rstrip().lower()], spelled)
        return spelled

    def _of(self, name: str) -> str:
        return slug(_AND.sub(" ", self.spelled(name)))


def task_id(number: str | None, section: str, text: str) -> str:
    """Stable: document number, item, and six hexadecimal digits of the text (white space and case apart)."""
    return task_ids(number, [(section, text)])[0]


def task_ids(number: str | None, tasks: Sequence[tuple[str, str]]) -> list[str]:
    """:func:`task_id` of each ``(section, text)`` of a document; the texts are without line breaks."""
    # spelled all at once: what stands on one line changes no other
    lines = canonical_spelling("\n".join([text for _, text in tasks])).lower().split("\n")
    document = f"{slug(number)}." if number and slug(number) else ""
    items: dict[str, str] = {}  # the tasks of an item stand together
    made = []
    for (section, _), line in zip(tasks, lines, strict=False):
        item = items.get(section)
        if item is None:
            item = "".join([f"{slug(part) or part}." for part in section.split("/") if part])
            items[section] = item = document + item
        made.append(item + hashlib.sha256(collapsed(line).encode()).hexdigest()[:6])
    return made
