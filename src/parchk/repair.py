"""Words that a scanner or a typesetter broke, read as what they must have been.

``ĐIỀ U KHO ẢN``, ``trước ngày O5/9``, ``UBNĐ tỉnh``, ``Uy ban nhan dan``: only what can be read in one way is
touched (``repairs.toml``), the map back to the text as read stays, and every repair is reported.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import regex

from parchk.ruleset import Ruleset
from parchk.ruleset.schema import RepairRule
from parchk.syllables import has_vowel, is_syllable
from parchk.text import NormalisedText, Repair, canonical_spelling

_FILE = "repairs"
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_ABBREVIATION = regex.compile(r"(?<![\w/&.-])[\p{Lu}\d&][\p{Lu}\dl&]{2,}(?![\w/&-])")
# Parts of an address, a number, a file name.
_JOINED_BEFORE = regex.compile(r"[\w/@.\-]")
_JOINED_BEHIND = regex.compile(r"[\w/@]|[.\-](?=\w)")
_MARKER = regex.compile(r"(?m)^[ \t]*(?P<sign>[^\s.,)/(]{1,4})(?P<end>[.,)/])(?= ?\p{Lu})")
_STANDS_ALONE = regex.compile(r"[).\w]")
_LONG_PHRASE = 4
_HEADING = regex.compile(r"[ \t]*\d{1,2}[.,)][^\n.,;]{1,60}")
_LINE = 2000  # characters that are looked at of the line above a marker
_SERIES = (
    tuple("I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split()),  # noqa: SIM905
    tuple(map(str, range(1, 60))),
    tuple("abcdđeghiklmnopqrstuvxy"),
    tuple("ABCDĐEGHIKLMNOPQRSTUVXY"),
)
# Of each marker the next, if there is one; "I" is taken for the number, not the letter.
_AFTER = {sign: series[place + 1 : place + 2] for series in reversed(_SERIES) for place, sign in enumerate(series)}
_CODAS = frozenset(("c", "ch", "m", "n", "ng", "nh", "p", "t"))
# A day of a month without a year may be 29 February.
_ANY_LEAP_YEAR = 2024
_YEARS = range(1900, 2100)

_Finder = Callable[["_Page"], Iterator["_Edit"]]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    reads: str
    rule: str


class Repairer:
    """Repairs the clean text of one document after another; rules earlier in the file win where two overlap."""

    def __init__(self, rules: Ruleset) -> None:
        finders: dict[str, Callable[[RepairRule, Ruleset], _Finder]] = {
            "words": _Words,
            "abbreviations": _Abbreviations,
            "date": _Dates,
            "syllables": _Syllables,
            "markers": _Markers,
            "readings": _Readings,
        }
        self._finders = [finders[rule.kind](rule, rules) for rule in rules.rules(_FILE)]

    def __call__(self, text: NormalisedText) -> tuple[NormalisedText, list[Repair]]:
        """The text with its repairs made, and what they are, in order."""
        page = _Page(text.text)
        taken: list[_Edit] = []
        for finder in self._finders:
            taken = _merged(taken, finder(page))
        if not taken:
            return text, []
        repairs = [Repair(text.source_span(e.start, e.end), text.text[e.start : e.end], e.reads, e.rule) for e in taken]
        return text.edit((e.start, e.end, e.reads) for e in taken), repairs

    def read(self, words: str) -> str:
        """These words with their repairs made.

        >>> from parchk.ruleset import load
        >>> Repairer(load()).read("trước ngày O5/9")
        'trước ngày 05/9'
        """
        return self(NormalisedText.of(words))[0].text


def broken_examples(rules: Ruleset) -> Iterator[tuple[str, str]]:
    """Rules whose examples are not read as they say, with the problem: ``(id, sentence)``."""
    read = Repairer(rules).read
    for rule in rules.rules(_FILE):
        for example in rule.examples:
            was, _, reads = canonical_spelling(example).partition(" -> ")
            if read(was) != reads:
                yield rule.id, f"reads {was!r} as {read(was)!r}, not as {reads!r}"
        for words in map(canonical_spelling, rule.counterexamples):
            if read(words) != words:
                yield rule.id, f"reads {words!r} as {read(words)!r}"


def _merged(taken: list[_Edit], found: Iterator[_Edit]) -> list[_Edit]:
    """Both, in order; what overlaps with something taken before is left out."""
    merged = list(taken)
    at = 0
    for edit in found:
        while at < len(taken) and taken[at].end <= edit.start:
            at += 1
        if at == len(taken) or taken[at].start >= edit.end:
            merged.append(edit)
    return sorted(merged, key=lambda edit: edit.start)


class _Page:
    """The text, and the same without blanks and marks, so that broken words are found like whole ones."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [place for place, sign in enumerate(text) if sign != " "]
        self.folded = _folded(text.replace(" ", ""))
        self._line_ends = [place for place, sign in enumerate(text) if sign == "\n"]

    def line(self, place: int) -> tuple[int, int]:
        """``[start, end)`` of the line that a place is in."""
        number = bisect_left(self._line_ends, place)
        start = self._line_ends[number - 1] + 1 if number else 0
        return start, self._line_ends[number] if number < len(self._line_ends) else len(self.text)


class _Words:
    """Phrases of official language, lacking marks or with blanks in the wrong places."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        phrases = [canonical_spelling(word).lower() for word in rule.words]
        self._phrases = {_folded(phrase.replace(" ", "")): phrase for phrase in phrases}
        self._pattern = rules.compiled(rules.alternation(sorted(self._phrases), bounded=False))
        self._behind = rules.compiled(rule.before, regex.IGNORECASE) if rule.before else None

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        found = list(self._found(page))
        lines = [page.line(edit.start) for edit, _ in found]
        broken = {line for (_, certain), line in zip(found, lines, strict=True) if certain}
        yield from (edit for (edit, _), line in zip(found, lines, strict=True) if line in broken)

    def _found(self, page: _Page) -> Iterator[tuple[_Edit, bool]]:
        """The broken phrases, and whether each is one for certain or only together with others on its line."""
        text, places = page.text, page.places
        for match in self._pattern.finditer(page.folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            was = text[start:end]
            phrase = self._phrases[match[0]]
            if was.lower() == phrase or _JOINED_BEFORE.search(text, max(0, start - 1), start):
                continue
            if _JOINED_BEHIND.match(text, end) or (self._behind and not self._behind.match(text, end)):
                continue
            reads = _with_marks(was, phrase)
            grade = self._grade(page, start, end, phrase)
            if reads is not None and reads != was and grade is not None:
                yield _Edit(start, end, reads, self._rule), grade

    def _grade(self, page: _Page, start: int, end: int, phrase: str) -> bool | None:
        """Whether this is the phrase: for certain, perhaps, or not.

        Short phrases of whole syllables may be other words (``địa phương an toàn`` names no ``phương án``), and with
        capitals throughout a name.
        """
        words = _WORD.findall(page.text[start:end])
        if self._behind or len(words) != len(phrase.split()) or not all(map(is_syllable, words)):
            return True
        low, high = page.line(start)
        line = page.text[low:high]
        opens = not page.text[low:start].strip() and page.text[end : end + 1] == ":"
        if opens or line.isascii() or len(words) >= _LONG_PHRASE:
            return True
        return None if all(map(str.istitle, words)) else False


def _with_marks(was: str, phrase: str) -> str | None:
    """The phrase in the case of ``was``.

    Nothing if a letter has a mark that the phrase does not have there, or if both marks and blanks are lacking: that
    is how addresses are written (``kehoach.vn``).
    """
    if was.count(" ") < phrase.count(" ") and was.replace(" ", "").lower() != phrase.replace(" ", ""):
        return None
    letters = iter(was.replace(" ", ""))
    made = []
    for sign in phrase:
        if sign == " ":
            made.append(" ")
            continue
        letter = next(letters)
        if not _marks(letter) <= _marks(sign):
            return None
        made.append(sign.upper() if letter.isupper() else sign)
    return "".join(made)


class _Abbreviations:
    """Abbreviations in capitals with letters that look alike."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        alike = rules.words(_FILE, "look_alikes")
        self._alike = str.maketrans({sign: group[0] for group in alike for sign in group})
        self._known = frozenset(rule.words)
        self._right = {word.translate(self._alike): word for word in rule.words}

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        for match in _ABBREVIATION.finditer(page.text):
            right = self._right.get(match[0].translate(self._alike))
            if right and match[0] not in self._known:
                yield _Edit(match.start(), match.end(), right, self._rule)


class _Dates:
    """Days, months, years with letters for digits and blanks between them; only what is then a day of the calendar."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        self._pattern = rules.compile(_FILE, rule.pattern or "", case=True)
        self._digits = str.maketrans(
            {sign: group[0] for group in rules.words(_FILE, "digits") for sign in group[1:]} | {" ": ""}
        )

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        for match in self._pattern.finditer(page.text):
            parts = {name: value for name, value in match.groupdict().items() if value and name != "mark"}
            if all(value.isdigit() for value in parts.values()) or not any(
                sign.isdigit() for value in parts.values() for sign in value
            ):
                continue
            read = {name: value.translate(self._digits) for name, value in parts.items()}
            if _is_day(read):
                yield _Edit(match.start(), match.end(), self._written(match, read), self._rule)

    @staticmethod
    def _written(match: regex.Match[str], read: Mapping[str, str]) -> str:
        made, at = [], match.start()
        for name in ("day", "month", "year"):
            if name in read:
                start, end = match.span(name)
                made += [match.string[at:start].strip(" ") if "mark" in match.re.groupindex else match.string[at:start]]
                made.append(read[name])
                at = end
        return "".join(made)


def _is_day(read: Mapping[str, str]) -> bool:
    try:
        day = date(int(read.get("year", _ANY_LEAP_YEAR)), int(read.get("month", 1)), int(read.get("day", 1)))
    except ValueError:
        return False
    return day.year in _YEARS


class _Readings:
    """Signs that have one reading where they stand."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        self._pattern = rules.compile(_FILE, rule.pattern or "", case=True)
        self._read = dict(word.split(" = ", 1) for word in rule.words)

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        for match in self._pattern.finditer(page.text):
            read = self._read.get(match["sign"])
            if read is not None:
                yield _Edit(*match.span("sign"), read, self._rule)


class _Markers:
    """Markers of items at the beginning of a line; only the one that comes next is ever read into a broken one."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        del rules
        self._rule = rule.id
        self._read = dict(word.split(" = ", 1) for word in rule.words)

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        text = page.text
        expected: set[str] = set()
        for match in _MARKER.finditer(text):
            sign, end = match["sign"], match["end"]
            read = self._read.get(sign, "")
            if read in expected and sign not in expected and end != ",":
                yield _Edit(match.start("sign"), match.end("end"), read + end, self._rule)
            elif end == "," and sign in expected and sign.isdecimal() and _ends(text, match.start()):
                yield _Edit(match.start("sign"), match.end("end"), f"{sign}.", self._rule)
                read = sign
            elif sign in _AFTER and end != ",":
                read = sign
            else:
                continue
            expected.discard(read)
            expected.update(_AFTER[read])


def _ends(text: str, at: int) -> bool:
    """Whether the line above has ended: its sentence, or a short heading. ``khoản 1,`` / ``2, Điều 5`` goes on."""
    above = text[max(0, at - _LINE) : at].rstrip("\n ").rpartition("\n")[2]
    return above.endswith((".", ";", ":")) or _HEADING.fullmatch(above) is not None


class _Syllables:
    """Syllables that a blank cuts in two."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        self._not_behind = rules.compile(_FILE, rule.pattern or "")

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        start = 0
        for line in page.text.split("\n"):
            found = list(self._in_line(line))
            if any(certain for _, _, certain in found) or len({line[high - 1] for _, high, _ in found}) > 1:
                for low, high, _ in found:
                    yield _Edit(start + low, start + high, line[low:high].replace(" ", ""), self._rule)
            start += len(line) + 1

    def _in_line(self, line: str) -> Iterator[tuple[int, int, bool]]:
        """``(start, end, certain)`` of what may be one syllable."""
        words = list(_WORD.finditer(line))
        free = 0  # where the last one ended
        for first, last in pairwise(words):
            start, end = first.start(), last.end()
            if last.start() - first.end() != 1 or start < free or line[first.end()] != " ":
                continue
            whole = first[0] + last[0]
            if whole.isascii() or not is_syllable(whole):
                continue
            grade = _grade(first[0], last[0])
            if grade is None or (len(last[0]) == 1 and _STANDS_ALONE.match(line, end)):
                continue  # "b)", "c." are markers, "m2" is a unit
            if not self._not_behind.search(line[max(0, start - 12) : start].rstrip(" ").lower()):
                yield start, end, grade
                free = end


def _grade(first: str, last: str) -> bool | None:
    """Whether these are the two pieces of one syllable: for certain, perhaps, or not."""
    if not has_vowel(first):  # an onset: "th ực", "đ iều"
        if not is_syllable(last):
            return True
        return None if len(first) == 1 or first.isupper() else True
    if is_syllable(first):
        return False if last.lower() in _CODAS and not first.isascii() else None
    return None if first.isascii() else True


def _marks(letter: str) -> frozenset[str]:
    """The marks of a letter: of quality, of tone, the stroke of đ."""
    lower = letter.lower()
    if lower == "đ":
        return frozenset("d-")
    return frozenset(unicodedata.normalize("NFD", lower))


def _folded(text: str) -> str:
    """The text in lower case without marks, letter for letter."""
    return text.translate(_PLAIN).lower() if len(text.lower()) == len(text) else text.translate(_PLAIN)


def _plain_letters() -> Iterator[tuple[str, str]]:
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain.isascii():
            yield chr(code), plain
    yield from (("đ", "d"), ("Đ", "D"))


_PLAIN = str.maketrans(dict(_plain_letters()))
