"""Keys: one for every spelling of a unit, one for every task."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

import regex

from parchk.ruleset import Ruleset
from parchk.text import canonical_spelling

_NOT_WORD = regex.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Letters without marks, digits, hyphens.

    >>> slug("Sở Tài chính - Kế hoạch")
    'so-tai-chinh-ke-hoach'
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _NOT_WORD.sub("-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")


class UnitKeys:
    """The key of a unit: abbreviations and aliases spelled alike, posts kept."""

    def __init__(self, rules: Ruleset) -> None:
        aliases = rules.of_kind("units", "alias")
        self._key_of = {canonical_spelling(word).lower(): rule.key for rule in aliases for word in rule.words}
        words = [word for rule in aliases for word in rule.words]
        self._alias = rules.compiled(rules.alternation(words), regex.IGNORECASE)
        self._joint = rules.compiled(r"(?<!\w)(?:và|&)(?!\w)|&")
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, name: str) -> str:
        spelled = self._alias.sub(lambda match: str(self._key_of[match[0].lower()]), canonical_spelling(name))
        return slug(self._joint.sub(" ", spelled))


def task_id(number: str | None, section: str, text: str) -> str:
    """Stable: document number, item, and six hexadecimal digits of the text (white space and case apart)."""
    words = " ".join(canonical_spelling(text).lower().split())
    digest = hashlib.sha256(words.encode()).hexdigest()[:6]
    parts = [slug(number) if number else "", *(slug(part) or part for part in section.split("/") if part), digest]
    return ".".join(part for part in parts if part)
