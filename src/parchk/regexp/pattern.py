"""A regular expression, compiled by PCRE2 when it is first used, or by the ``regex`` module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pcre2
from pcre2 import _cy as _library  # the calls below the package's own wrapper, which takes four times as long

from parchk.regexp.match import Match, MatchInDocument, SlowMatch, span_in
from parchk.regexp.spelling import DEFINED, for_pcre2, for_regex
from parchk.regexp.subject import LONG, document

if TYPE_CHECKING:
    import regex

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
_INTERPRETED = 4000
# Without machine code every step copies all groups: about as many as these take as long as the step itself.
_NAMED, _COPIED = "(?P<", 32
# "(?r)", read from the end, is another thing to PCRE2.
_BACKWARDS = "(?r"


class PatternError(ValueError):
    """A pattern that neither library takes."""


class Pattern:
    """A regular expression. It is compiled when it is first used, or asked for by :meth:`check`."""

    __slots__ = ("_codes", "_groups", "_hot", "_idle", "_numbered", "_slow", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        # By how it is to match ("", "here", "whole") and whether in a document.
        self._codes: dict[tuple[str, bool], Any] = {}
        self._idle = (_INTERPRETED + len(pattern)) // (1 + pattern.count(_NAMED) // _COPIED)
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
            self._numbered = sorted(group for group in named if not group[1].startswith(DEFINED))
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
        source = for_pcre2(self.pattern)
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
                source = for_regex(self.pattern)
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
        in_document = last >= LONG
        options = 0
        kind = how
        if self._idle >= 0:
            self._looks_at(min(endpos - pos, LONG))
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
                subject = document(text)
                data = subject.data
                found = _match(code, data, subject.byte(endpos), subject.byte(pos), _CONTEXT, options | _NO_UTF_CHECK)[
                    0
                ]
            except (_library.LibraryError, UnicodeEncodeError):  # its stack was not enough, or half a sign
                pass
            else:
                return None if found is None else MatchInDocument(found, self, text, data, subject)
        slow = self._slowly()
        one = {"": slow.search, "here": slow.match, "whole": slow.fullmatch}[how](text, pos, endpos)
        return None if one is None else SlowMatch(one, self, text, text)

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> Match | None:
        """The first match from ``pos`` on; the text ends at ``endpos`` for it."""
        code = self._hot.get("")
        if code is None or endpos is not None or len(text) >= LONG or pos > len(text):
            return self._first("", text, pos, endpos)
        try:
            found = _match(code, text, len(text), pos, _CONTEXT)[0]
        except (_library.LibraryError, UnicodeEncodeError):
            return self._first("", text, pos, endpos)
        return None if found is None else Match(found, self, text, text)

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> Match | None:
        """The match that begins at ``pos``."""
        code = self._hot.get("here")
        if code is None or endpos is not None or len(text) >= LONG or pos > len(text):
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
        in_document = len(text) >= LONG
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
            start, at = span_in(found, text, 0)
            options = _NOT_EMPTY_AT_START if start == at else 0

    def _finditer_in_document(self, code: Any, text: str, pos: int, endpos: int | None) -> Iterator[Match]:
        subject = document(text)
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
            yield MatchInDocument(found, self, text, data, subject)
            start, at = span_in(found, data, 0)
            options = _NO_UTF_CHECK | _NOT_EMPTY_AT_START if start == at else _NO_UTF_CHECK

    def _finditer_slowly(self, text: str, pos: int, endpos: int | None) -> Iterator[Match]:
        for found in self._slowly().finditer(text, pos, endpos):
            yield SlowMatch(found, self, text, text)

    def parts(self, text: str) -> list[str]:
        """The text cut at its matches: what is before the first one, it, what is between …; the matches at odd places.

        All in one call of the library: a fifteenth of what as many :class:`Match` cost.
        """
        code = self._code("", in_document=False)
        if code is not None and _CUT not in text:
            if self._idle >= 0:
                self._looks_at(len(text))
            try:
                cut: str = _library.substitute(code, f"{_CUT}$0{_CUT}", text, 0, _EVERYWHERE)[0]
                return cut.split(_CUT)
            except (_library.LibraryError, UnicodeEncodeError):
                pass
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
            try:
                cut: str = _library.substitute(code, f"{_CUT}$*MARK{_CUT}$0{_CUT}", text, 0, _EVERYWHERE)[0]
                parts = cut.split(_CUT)
                names = parts[1::3]
                del parts[1::3]
                ends = list(accumulate(map(len, parts)))
                return list(zip(names, ends[::2], ends[1::2], strict=False))
            except (_library.LibraryError, UnicodeEncodeError):
                pass
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
