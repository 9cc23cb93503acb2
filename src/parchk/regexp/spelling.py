"""How a pattern is spelled for each of the two libraries, so that both match the same."""

from __future__ import annotations

import re

DEFINED = "d_"
"""How the names of groups begin that are only called, never asked for."""
# A class, or what else has a backslash.
_WORD_SIGN = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\.", re.DOTALL)
# To PCRE2 a footnote's figure (huyện¹) is a sign of the word.
_WORD_KINDS = r"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}"
_WORD = f"[{_WORD_KINDS}]"
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_WORD_ESCAPES = {
    r"\w": _WORD,
    r"\W": f"[^{_WORD_KINDS}]",
    r"\b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    r"\B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
}
_MARK = re.compile(r"\(\*MARK:\w+\)")
_NAMED = re.compile(r"\(\?P([<=])([^>\W]\w*)[>)]")
_SPECIAL = re.compile(r"[][(){}?*+|^$\\.#&~-]")


def for_pcre2(pattern: str) -> str:
    r"""The pattern with ``\w`` and the edges of words as the ``regex`` module reads them.

    What it returns comes back unchanged at once, and may be kept for the next time.
    """
    pattern = _named_once(pattern)
    return _WORD_SIGN.sub(_as_regex_has_it, pattern) if any(map(pattern.__contains__, _WORD_ESCAPES)) else pattern


def for_regex(pattern: str) -> str:
    """The pattern without what only PCRE2 knows."""
    return _MARK.sub("", _named_once(pattern)).replace(r"\z", r"\Z")


def named(name: str, pattern: str) -> str:
    """The pattern as an alternative with a name, for :meth:`Pattern.all_named` and :attr:`Match.alternative`."""
    return f"(?P<{name}>(*MARK:{name})(?:{pattern}))"


def escape(text: str) -> str:
    """The text as a pattern that matches it alone."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _as_regex_has_it(match: re.Match[str]) -> str:
    r"""A class or an escape with ``\w`` or a word's edge as the ``regex`` module reads it."""
    found = match[0]
    if found.startswith("["):
        return _ESCAPE.sub(lambda escape: _WORD_KINDS if escape[0] == r"\w" else escape[0], found)
    return _WORD_ESCAPES.get(found, found)


def _named_once(pattern: str) -> str:
    """The pattern with a number behind every name that groups have before it: PCRE2 tells names apart only then."""
    names = [name for kind, name in _NAMED.findall(pattern) if kind == "<"]
    if len(set(names)) == len(names):
        return pattern
    seen: dict[str, int] = {}

    def renamed(match: re.Match[str]) -> str:
        """The group, or what refers to the last one of its name, with its number."""
        kind, name = match.groups()
        seen[name] = seen.get(name, 0) + (kind == "<")
        return match[0] if seen[name] <= 1 else f"(?P{kind}{name}__{seen[name]}{'>' if kind == '<' else ')'}"

    return _NAMED.sub(renamed, pattern)
