r"""Regular expressions, matched by PCRE2's machine code where that takes them and by the ``regex`` module where not.

PCRE2 compiles a pattern fifty times as fast as ``regex`` and finds its matches ten to a hundred times as fast
(``docs/performance.md``). What it cannot do (a look-behind without an upper bound, a pattern of more than 64 KB of
code, a match that needs more than its small stack) goes to ``regex``, which gives the same matches: the tests hold the
two against each other.

PCRE2 knows a text as UTF-8 and places in it as bytes; callers know characters. In a short text the library counts
through it. A long one is encoded once for all patterns that look at it, and every 64th character's place is kept, so
that a place costs the same wherever it lies.

>>> day = compile(r"(?P<day>\d+)/(?P<month>\d+)")
>>> match = day.search("trước ngày 20/8")
>>> match["day"], match.span("month")
('20', (14, 15))
"""

from __future__ import annotations

from parchk.regexp.match import Match
from parchk.regexp.pattern import DOTALL, IGNORECASE, MULTILINE, VERBOSE, Pattern, PatternError
from parchk.regexp.spelling import escape, for_pcre2, named
from parchk.regexp.subject import forget

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "VERBOSE",
    "Match",
    "Pattern",
    "PatternError",
    "compile",
    "escape",
    "for_pcre2",
    "forget",
    "named",
]


def compile(pattern: str, flags: int = 0) -> Pattern:  # noqa: A001  # as in re
    """A regular expression, compiled when it is first used."""
    return Pattern(pattern, flags)
