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

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pcre2
from msgspec import Struct
from pcre2 import _cy as _library  # the calls below the package's own wrapper, which takes four times as long

if TYPE_CHECKING:
    import regex

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
    "named",
]

IGNORECASE = int(pcre2.IGNORECASE)
MULTILINE = int(pcre2.MULTILINE)
DOTALL = int(pcre2.DOTALL)
VERBOSE = int(pcre2.VERBOSE)
_UTF = int(pcre2.UNICODE)
# Texts are encoded here; checking them again at every match would take longer than the match.
_NO_UTF_CHECK = 0x40000000
_NOT_EMPTY_AT_START = 0x8
_PARTIAL = 0x20
# At the beginning only, and only up to the end.
_ANCHORS = {"": 0, "here": 0x80000000, "whole": 0x80000000 | 0x20000000}
# What matches are cut out at; a text that has it is looked at match by match. (Python finds NUL slowly in long texts.)
_CUT = "\x7f"
_EVERYWHERE = int(_library.SubstituteOption.GLOBAL)
_CONTEXT = _library.create_match_context()
_match: Callable[..., tuple[Any, int, int]] = _library.match
_span: Callable[[Any, str | bytes, int], tuple[int, int]] = _library.match_substring_span_bynumber

_BLOCK_BITS = 6
_BLOCK = 1 << _BLOCK_BITS
# Counting through a text of this length to find a place takes as long as looking it up does.
_LONG = 1000
_KEPT = 4
_INTERPRETED = 4000
# "(?r)", read from the end, is another thing to PCRE2.
_BACKWARDS = "(?r"
# To PCRE2 a footnote's figure (huyện¹) is a sign of the word. A class, or what else has a backslash.
_WORD_SIGN = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\.", re.DOTALL)
_WORD_KINDS = r"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}"
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_WORD_ESCAPES = {
    r"\w": f"[{_WORD_KINDS}]",
    r"\W": f"[^{_WORD_KINDS}]",
    r"\b": f"(?:(?<=[{_WORD_KINDS}])(?![{_WORD_KINDS}])|(?<![{_WORD_KINDS}])(?=[{_WORD_KINDS}]))",
    r"\B": f"(?:(?<=[{_WORD_KINDS}])(?=[{_WORD_KINDS}])|(?<![{_WORD_KINDS}])(?![{_WORD_KINDS}]))",
}
_MARK = re.compile(r"\(\*MARK:\w+\)")
_NAMED = re.compile(r"\(\?P<([^>\W]\w*)>")
_DEFINED = "d_"
"""How the names of groups begin that are only called, never asked for."""
_SPECIAL = re.compile(r"[][(){}?*+|^$\\.#&~-]")


class PatternError(ValueError):
    """A pattern that neither library takes."""


class _Subject:
    """A text as PCRE2 sees it, and the way back from bytes to characters."""

    __slots__ = ("_starts", "data", "is_ascii", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", "replace")  # half a surrogate pair counts as one sign, as in the text
        self.is_ascii = len(self.data) == len(text)
        self._starts = [0]
        if not self.is_ascii and len(text) >= _BLOCK:
            whole = range(0, len(text) - _BLOCK + 1, _BLOCK)
            blocks = (text[at : at + _BLOCK].encode("utf-8", "replace") for at in whole)
            self._starts = [0, *accumulate(map(len, blocks))]

    def byte(self, place: int) -> int:
        """Where the character at this place begins."""
        if self.is_ascii:
            return place
        block = place >> _BLOCK_BITS
        return self._starts[block] + len(self.text[block << _BLOCK_BITS : place].encode("utf-8", "replace"))

    def place(self, byte: int) -> int:
        """Which character begins there."""
        if self.is_ascii:
            return byte
        block = bisect_right(self._starts, byte) - 1
        return (block << _BLOCK_BITS) + len(self.data[self._starts[block] : byte].decode())


_documents: list[_Subject] = []


def _document(text: str) -> _Subject:
    """A long text as PCRE2 sees it; the same one again for the same text, if it is asked for soon."""
    for subject in _documents:
        if subject.text is text:
            return subject
    subject = _Subject(text)
    _documents[:] = [subject, *_documents[: _KEPT - 1]]
    return subject


class Match(Struct, eq=False, gc=False):
    """Where a pattern matches. Groups go by number or name, as in the standard library's ``re``."""

    _data: Any
    re: Pattern
    string: str
    """The text that was looked at."""
    _looked_at: str | bytes

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """``[start, end)`` of a group in characters; ``(-1, -1)`` if it took no part."""
        if isinstance(group, int):
            return self._numbered(group)
        for number in self.re.groups[group]:
            span = self._numbered(number)
            if span[0] >= 0:
                return span
        return -1, -1

    def _numbered(self, group: int) -> tuple[int, int]:
        return _span(self._data, self.string, group)

    def start(self, group: int | str = 0) -> int:
        """Where a group begins; -1 if it took no part."""
        return self.span(group)[0]

    def end(self, group: int | str = 0) -> int:
        """Where a group ends; -1 if it took no part."""
        return self.span(group)[1]

    def spans(self, name: str) -> list[tuple[int, int]]:
        """The span of each of the groups with this name that took part."""
        return [span for span in map(self._numbered, self.re.groups[name]) if span[0] >= 0]

    def __getitem__(self, group: int | str) -> str:
        start, end = self.span(group)
        # A group that took no part reads as None, as everywhere; the type says what callers rely on.
        return self.string[start:end] if start >= 0 else None  # type: ignore[return-value]

    def groupdict(self) -> dict[str, str]:
        """What each named group matched; ``None`` for one that took no part."""
        return {name: self[name] for _, name in self.re.numbered}

    @property
    def alternative(self) -> str | None:
        """The first named group that took part: of a pattern of named alternatives, which one it was."""
        for number, name in self.re.numbered:
            if _span(self._data, self._looked_at, number)[0] >= 0:
                return name
        return None


class _MatchInDocument(Match, eq=False, gc=False):
    """The same in a long text, whose places have to be worked out."""

    _subject: _Subject

    def _numbered(self, group: int) -> tuple[int, int]:
        start, end = _span(self._data, self._looked_at, group)
        if start < 0:
            return -1, -1
        place = self._subject.place
        return place(start), place(end)

    def __getitem__(self, group: int | str) -> str:
        for number in (group,) if isinstance(group, int) else self.re.groups[group]:
            start, end = _span(self._data, self._looked_at, number)
            if start >= 0:  # the words need no places
                return self._subject.data[start:end].decode()
        return None  # type: ignore[return-value]  # as in Match


class _SlowMatch(Match, eq=False, gc=False):
    """The same for a match of the ``regex`` module."""

    def _numbered(self, group: int) -> tuple[int, int]:
        span: tuple[int, int] = self._data.span(group)
        return span

    @property
    def alternative(self) -> str | None:
        return next((name for number, name in self.re.numbered if self._data.start(number) >= 0), None)


class Pattern:
    """A regular expression. It is compiled when it is first used, or asked for by :meth:`check`."""

    __slots__ = ("_codes", "_groups", "_hot", "_idle", "_numbered", "_slow", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        # By how it is to match ("", "here", "whole") and whether in a document.
        self._codes: dict[tuple[str, bool], Any] = {}
        self._idle = _INTERPRETED + len(pattern)
        """How many signs may still be looked at before machine code is made, which takes as long as that; then -1."""
        self._hot: dict[str, Any] = {}
        """Machine code for short texts, by how it is to match."""
        self._groups: dict[str, tuple[int, ...]] | None = None
        self._numbered: list[tuple[int, str]] | None = None
        self._slow: regex.Pattern[str] | None = None

    def __repr__(self) -> str:
        return f"parchk.regexp.compile({self.pattern!r}, {self.flags})"

    @property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the groups of each name: a name may stand in several alternatives."""
        if self._groups is None:
            code = next(iter(self._codes.values()), None) or self._code("", in_document=False)
            numbers = self._slowly().groupindex if code is None else _library.pattern_name_dict(code)
            found: dict[str, list[int]] = {}
            for name, number in sorted(numbers.items(), key=lambda item: item[1]):
                found.setdefault(name.partition("__")[0], []).append(number)
            self._groups = {name: tuple(numbers) for name, numbers in found.items()}
        return self._groups

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """The groups with names, in order, without those that are only called."""
        if self._numbered is None:
            named = ((number, name) for name, numbers in self.groups.items() for number in numbers)
            self._numbered = sorted(group for group in named if not group[1].startswith(_DEFINED))
        return self._numbered

    def check(self) -> None:
        """Compile now; raises :class:`PatternError` for what is no regular expression."""
        if self._code("", in_document=False) is None:
            self._slowly()

    def _code(self, how: str, *, in_document: bool) -> Any:
        """The pattern compiled by PCRE2; ``None`` where it does not take it."""
        key = (how, in_document)
        if key not in self._codes:
            self._codes[key] = self._compiled(how, in_document=in_document)
        return self._codes[key]

    def _compiled(self, how: str, *, in_document: bool) -> Any:
        if self.pattern.startswith(_BACKWARDS):
            return None
        source = _WORD_SIGN.sub(_as_regex_has_it, _named_once(self.pattern))
        if how:
            end = "\n" if self.flags & VERBOSE else ""  # behind a comment
            source = rf"\G(?:{source}{end})" + (r"\z" if how == "whole" else "")
        try:
            code = _library.compile(source.encode() if in_document else source, self.flags | _UTF)
        except (_library.PatternError, UnicodeEncodeError):
            return None
        if self._idle < 0:
            _make_machine_code(code)
        return code

    def _looks_at(self, signs: int) -> None:
        """Count what is looked at; make machine code when that begins to pay."""
        self._idle -= signs
        if self._idle < 0:
            for code in filter(None, self._codes.values()):
                _make_machine_code(code)
            self._idle = -1

    def _slowly(self) -> regex.Pattern[str]:
        """The same pattern for the other library."""
        if self._slow is None:
            import regex  # noqa: PLC0415  # seldom needed, and a fiftieth of a second

            flags = zip(
                (IGNORECASE, MULTILINE, DOTALL, VERBOSE),
                (regex.IGNORECASE, regex.MULTILINE, regex.DOTALL, regex.VERBOSE),
                strict=True,
            )
            wanted = sum(int(theirs) for ours, theirs in flags if self.flags & ours)
            try:
                source = _MARK.sub("", _named_once(self.pattern)).replace(r"\z", r"\Z")
                self._slow = regex.compile(source, wanted)
            except regex.error as error:
                raise PatternError(str(error)) from error
        return self._slow

    def _first(self, how: str, text: str, pos: int, endpos: int | None) -> Match | None:
        last = len(text)
        if endpos is None or endpos > last:
            endpos = last
        if pos > endpos:
            return None
        in_document = last >= _LONG
        options = 0
        kind = how
        if self._idle >= 0:
            self._looks_at(min(endpos - pos, _LONG))
            if self._idle >= 0:  # without machine code the one code serves all three, told by an option
                kind, options = "", _ANCHORS[how]
        code = self._code(kind, in_document=in_document)
        if code is not None:
            if self._idle < 0 and not in_document:
                self._hot[how] = code  # from now on it is used at once
            try:
                if not in_document:
                    found = _match(code, text, endpos, pos, _CONTEXT, options)[0]
                    return None if found is None else Match(found, self, text, text)
                subject = _document(text)
                data = subject.data
                found = _match(code, data, subject.byte(endpos), subject.byte(pos), _CONTEXT, options | _NO_UTF_CHECK)[
                    0
                ]
            except (_library.LibraryError, UnicodeEncodeError):  # its stack was not enough, or half a sign
                pass
            else:
                return None if found is None else _MatchInDocument(found, self, text, data, subject)
        slow = self._slowly()
        one = {"": slow.search, "here": slow.match, "whole": slow.fullmatch}[how](text, pos, endpos)
        return None if one is None else _SlowMatch(one, self, text, text)

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> Match | None:
        """The first match from ``pos`` on; the text ends at ``endpos`` for it."""
        code = self._hot.get("")
        if code is None or endpos is not None or len(text) >= _LONG or pos > len(text):
            return self._first("", text, pos, endpos)
        try:
            found = _match(code, text, len(text), pos, _CONTEXT)[0]
        except (_library.LibraryError, UnicodeEncodeError):
            return self._first("", text, pos, endpos)
        return None if found is None else Match(found, self, text, text)

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> Match | None:
        """The match that begins at ``pos``."""
        code = self._hot.get("here")
        if code is None or endpos is not None or len(text) >= _LONG or pos > len(text):
            return self._first("here", text, pos, endpos)
        try:
            found = _match(code, text, len(text), pos, _CONTEXT)[0]
        except (_library.LibraryError, UnicodeEncodeError):
            return self._first("here", text, pos, endpos)
        return None if found is None else Match(found, self, text, text)

    def fullmatch(self, text: str, pos: int = 0, endpos: int | None = None) -> Match | None:
        """The match from ``pos`` to ``endpos``."""
        return self._first("whole", text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[Match]:
        """All matches from ``pos`` on that do not overlap, in order."""
        in_document = len(text) >= _LONG
        code = self._code("", in_document=in_document)
        if code is None:
            return self._finditer_slowly(text, pos, endpos)
        return (
            self._finditer_in_document(code, text, pos, endpos)
            if in_document
            else self._finditer(code, text, pos, endpos)
        )

    def _finditer(self, code: Any, text: str, at: int, endpos: int | None) -> Iterator[Match]:
        last = len(text) if endpos is None else min(endpos, len(text))
        if self._idle >= 0:
            self._looks_at(last - at)
        options = 0
        while at <= last:
            try:
                found = _match(code, text, last, at, _CONTEXT, options)[0]
            except (_library.LibraryError, UnicodeEncodeError):
                yield from self._finditer_slowly(text, at, endpos)
                return
            if found is None:
                return
            yield Match(found, self, text, text)
            start, at = _span(found, text, 0)
            options = _NOT_EMPTY_AT_START if start == at else 0

    def _finditer_in_document(self, code: Any, text: str, pos: int, endpos: int | None) -> Iterator[Match]:
        subject = _document(text)
        data = subject.data
        last = len(data) if endpos is None or endpos >= len(text) else subject.byte(endpos)
        at = subject.byte(pos)
        if self._idle >= 0:
            self._looks_at(last - at)
        options = _NO_UTF_CHECK
        while at <= last:
            try:
                found = _match(code, data, last, at, _CONTEXT, options)[0]
            except _library.LibraryError:
                yield from self._finditer_slowly(text, subject.place(at), endpos)
                return
            if found is None:
                return
            yield _MatchInDocument(found, self, text, data, subject)
            start, at = _span(found, data, 0)
            options = _NO_UTF_CHECK | _NOT_EMPTY_AT_START if start == at else _NO_UTF_CHECK

    def _finditer_slowly(self, text: str, pos: int, endpos: int | None) -> Iterator[Match]:
        for found in self._slowly().finditer(text, pos, endpos):
            yield _SlowMatch(found, self, text, text)

    def parts(self, text: str) -> list[str]:
        """The text cut at its matches: what is before the first one, it, what is between …; the matches at odd places.

        All in one call of the library: a fifteenth of what as many :class:`Match` cost.
        """
        code = self._code("", in_document=False)
        if code is not None and _CUT not in text:
            if self._idle >= 0:
                self._looks_at(len(text))
            with suppress(_library.LibraryError, UnicodeEncodeError):
                cut: str = _library.substitute(code, f"{_CUT}$0{_CUT}", text, 0, _EVERYWHERE)[0]
                return cut.split(_CUT)
        parts, done = [], 0
        for match in self.finditer(text):
            start, end = match.span()
            parts += [text[done:start], text[start:end]]
            done = end
        return [*parts, text[done:]]

    def all_spans(self, text: str) -> list[tuple[int, int]]:
        """``[start, end)`` of all matches that do not overlap, in order."""
        ends = list(accumulate(map(len, self.parts(text))))
        return list(zip(ends[::2], ends[1::2], strict=False))

    def all_named(self, text: str) -> list[tuple[str, int, int]]:
        """All matches of a pattern of :func:`named` alternatives that do not overlap: ``(name, start, end)``."""
        code = self._code("", in_document=False)
        if code is not None and _CUT not in text:
            if self._idle >= 0:
                self._looks_at(len(text))
            with suppress(_library.LibraryError, UnicodeEncodeError):
                cut: str = _library.substitute(code, f"{_CUT}$*MARK{_CUT}$0{_CUT}", text, 0, _EVERYWHERE)[0]
                parts = cut.split(_CUT)
                names = parts[1::3]
                del parts[1::3]
                ends = list(accumulate(map(len, parts)))
                return list(zip(names, ends[::2], ends[1::2], strict=False))
        return [(match.alternative or "", *match.span()) for match in self.finditer(text)]

    def findall(self, text: str) -> list[str]:
        """What all matches read."""
        return self.parts(text)[1::2]

    def may_begin(self, sign: str) -> bool:
        """Whether a match may begin with this character; no is for certain.

        PCRE2 is asked whether the character alone could be the beginning of a match, were there more text.
        """
        code = self._code("", in_document=False)
        if code is None:
            return True
        try:
            return _match(code, sign, len(sign), 0, _CONTEXT, _PARTIAL | _ANCHORS["here"])[0] is not None
        except (_library.LibraryError, UnicodeEncodeError):  # it could
            return True

    def sub(self, made: str | Callable[[Match], str], text: str, count: int = 0) -> str:
        """The text with its matches (the first ``count``; all for 0) replaced, word for word or by what is called."""
        if isinstance(made, str) and not count:
            parts = self.parts(text)
            parts[1::2] = [made] * (len(parts) // 2)
            return "".join(parts)
        if self.search(text) is None:
            return text
        parts = []
        done = 0
        for number, match in enumerate(self.finditer(text), 1):
            start, end = match.span()
            parts += [text[done:start], made if isinstance(made, str) else made(match)]
            done = end
            if number == count:
                break
        return "".join([*parts, text[done:]])

    def split(self, text: str) -> list[str]:
        """What stands between the matches."""
        return self.parts(text)[::2]


def _make_machine_code(code: Any) -> None:
    with suppress(_library.LibraryError):  # none for this processor or pattern: it is interpreted then
        _library.jit_compile(code)


def compile(pattern: str, flags: int = 0) -> Pattern:  # noqa: A001  # as in re
    """A regular expression, compiled when it is first used."""
    return Pattern(pattern, flags)


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
    seen: dict[str, int] = {}

    def renamed(match: re.Match[str]) -> str:
        name = match[1]
        seen[name] = seen.get(name, 0) + 1
        return match[0] if seen[name] == 1 else f"(?P<{name}__{seen[name]}>"

    return _NAMED.sub(renamed, pattern)
