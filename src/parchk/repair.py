"""Words that a scanner or a typesetter broke, read as what they must have been.

``ĐIỀ U KHO ẢN``, ``trước ngày O5/9``, ``UBNĐ tỉnh``, ``Uy ban nhan dan``: only what can be read in one way is
touched (``repairs.toml``), the map back to the text as read stays, and every repair is reported.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from msgspec import Struct

from parchk import regexp
from parchk.ruleset import Ruleset
from parchk.syllables import has_vowel, is_syllable
from parchk.text import NormalisedText, Repair, canonical_spelling, canonical_spellings

if TYPE_CHECKING:
    from parchk.ruleset.schema import RepairRule

_FILE = "repairs"
_WORD = regexp.compile(r"[\p{L}\p{M}]+")
_LAST_WORD = regexp.compile(r"[\p{L}\p{M}]+\z")
_LONGEST = 15  # a piece of a syllable has fewer signs
# A blank that may cut a syllable: behind it stands a final ("quyế t", "muố i") or a mark, or before it an onset
# ("th ực", "qủ a"). It need not cut one; but where none of these stands, it does not.
_TONES = ("", *"\u0300\u0301\u0303\u0309\u0323")
_VOWELS = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES)
_NO_VOWEL = rf"(?:(?![{_VOWELS}{_VOWELS.upper()}])[\p{{L}}\p{{M}}]){{1,6}}"
_MAY_CUT = regexp.compile(
    rf"(?<=[\p{{L}}\p{{M}}]) (?=\p{{M}}|(?:[iuyIUY]|{_NO_VOWEL})(?![\p{{L}}\p{{M}}]))"
    rf"|(?<![\p{{L}}\p{{M}}])(?:{_NO_VOWEL}|[qQ]\p{{M}}?[uùúủũụUÙÚỦŨỤ]\p{{M}}?) (?=[\p{{L}}\p{{M}}])"
)
# Parts of an address, a number, a file name.
_JOINED_BEFORE = regexp.compile(r"[\w/@.\-]")
_JOINED_BEHIND = regexp.compile(r"[\w/@]|[.\-](?=\w)")
_MARKER = regexp.compile(r"(?m)^[ \t]*[^\s.,)/(]{1,4}[.,)/](?= ?\p{Lu})")
_STANDS_ALONE = regexp.compile(r"[).\w]")
_LONG_PHRASE = 4
_HEADING = regexp.compile(r"[ \t]*\d{1,2}[.,)][^\n.,;]{1,60}")
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


class _Edit(Struct, frozen=True):
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
    """The text, and the same in small letters without marks, so that broken words are found like whole ones."""

    def __init__(self, text: str) -> None:
        self.text, self.plain = text, text.translate(_PLAIN)
        self._line, self._line_is_plain = (0, -1), False

    def line(self, place: int) -> tuple[int, int]:
        """``[start, end)`` of the line that a place is in."""
        start, end = self._line
        if not start <= place <= end:
            start, end = self.text.rfind("\n", 0, place) + 1, self.text.find("\n", place)
            self._line = start, end if end >= 0 else len(self.text)
            self._line_is_plain = self.text[slice(*self._line)].isascii()
        return self._line

    def has_plain_line(self, place: int) -> bool:
        """Whether the line that a place is in has no marks at all."""
        self.line(place)
        return self._line_is_plain

    def opens_line(self, place: int) -> bool:
        """Whether nothing but blanks stands before this place on its line."""
        while place and self.text[place - 1] == " ":
            place -= 1
        return not place or self.text[place - 1] == "\n"


class _Words:
    """Phrases of official language, lacking marks or with blanks in the wrong places."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        phrases = [phrase.lower() for phrase in canonical_spellings(rule.words)]
        self._phrases = {phrase.replace(" ", "").translate(_PLAIN): phrase for phrase in phrases}
        self._pattern = regexp.compile(rules.alternation(sorted(self._phrases), bounded=False, behind=" *"))
        self._behind = regexp.compile(rule.before, regexp.IGNORECASE) if rule.before else None

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        found = list(self._found(page))
        lines = [page.line(edit.start) for edit, _ in found]
        broken = {line for (_, certain), line in zip(found, lines, strict=True) if certain}
        yield from (edit for (edit, _), line in zip(found, lines, strict=True) if line in broken)

    def _found(self, page: _Page) -> Iterator[tuple[_Edit, bool]]:
        """The broken phrases, and whether each is one for certain or only together with others on its line."""
        text, plain = page.text, page.plain
        for start, behind in self._pattern.all_spans(plain):
            phrase = self._phrases[plain[start:behind].replace(" ", "")]
            was = text[start:behind].rstrip(" ")
            if was.lower() == phrase:
                continue  # nearly all of them
            end = start + len(was)
            if start and _JOINED_BEFORE.match(text[start - 1]):
                continue
            below = text[end : end + _LINE]
            if _JOINED_BEHIND.match(below) or (self._behind and not self._behind.match(below)):
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
        opens = page.text[end : end + 1] == ":" and page.opens_line(start)
        if opens or len(words) >= _LONG_PHRASE or page.has_plain_line(start):
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
        self._right = {word.translate(self._alike): word for word in rule.words}
        # Of all that is written like one only what is wrong.
        known = "|".join(map(regexp.escape, rule.words))
        groups = {sign: regexp.escape(group) for group in alike for sign in group}
        alike_words = ["".join(f"[{groups.get(sign, regexp.escape(sign))}]" for sign in word) for word in rule.words]
        firsts = "".join(groups.get(word[0], regexp.escape(word[0])) for word in rule.words)
        self._pattern = regexp.compile(
            rf"(?=[{firsts}])(?<![\w/&.-])(?=[\p{{Lu}}\d&][\p{{Lu}}\dl&]{{2,}}(?![\w/&-]))(?!(?:{known})(?![\w/&-]))"
            rf"(?:{'|'.join(alike_words)})(?![\w/&-])"
        )

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        for match in self._pattern.finditer(page.text):
            yield _Edit(*match.span(), self._right[match[0].translate(self._alike)], self._rule)


class _Dates:
    """Days, months, years with letters for digits and blanks between them; only what is then a day of the calendar."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        self._pattern = rules.compile(_FILE, rule.pattern or "", case=True)
        digits = {sign: group[0] for group in rules.words(_FILE, "digits") for sign in group[1:]} | {" ": ""}
        self._digits = str.maketrans(digits)
        self._doubtful = regexp.compile(rf"[{regexp.escape(''.join(digits).replace(' ', ''))}]|\d \d")

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        for match in self._pattern.finditer(page.text):
            if not self._doubtful.search(match[0]):
                continue  # nearly all of them
            parts = {name: value for name, value in match.groupdict().items() if value and name != "mark"}
            if all(value.isdigit() for value in parts.values()) or not any(
                sign.isdigit() for value in parts.values() for sign in value
            ):
                continue
            read = {name: value.translate(self._digits) for name, value in parts.items()}
            if _is_day(read):
                yield _Edit(*match.span(), self._written(match, read), self._rule)

    @staticmethod
    def _written(match: regexp.Match, read: Mapping[str, str]) -> str:
        made, at = [], match.start()
        for name in ("day", "month", "year"):
            if name in read:
                start, end = match.span(name)
                made += [match.string[at:start].strip(" ") if "mark" in match.re.groups else match.string[at:start]]
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
        for start, stop in _MARKER.all_spans(text):
            sign, end = text[start : stop - 1].lstrip(" \t"), text[stop - 1]
            read = self._read.get(sign, "")
            if read in expected and sign not in expected and end != ",":
                yield _Edit(stop - 1 - len(sign), stop, read + end, self._rule)
            elif end == "," and sign in expected and sign.isdecimal() and _above_ends(text, start):
                yield _Edit(stop - 1 - len(sign), stop, f"{sign}.", self._rule)
                read = sign
            elif sign in _AFTER and end != ",":
                read = sign
            else:
                continue
            expected.discard(read)
            expected.update(_AFTER[read])


def _above_ends(text: str, at: int) -> bool:
    """Whether the line above has ended: its sentence, or a short heading. ``khoản 1,`` / ``2, Điều 5`` goes on."""
    above = text[max(0, at - _LINE) : at].rstrip("\n ").rpartition("\n")[2]
    return above.endswith((".", ";", ":")) or _HEADING.fullmatch(above) is not None


class _Syllables:
    """Syllables that a blank cuts in two."""

    def __init__(self, rule: RepairRule, rules: Ruleset) -> None:
        self._rule = rule.id
        self._not_behind = rules.compile(_FILE, rule.pattern or "")

    def __call__(self, page: _Page) -> Iterator[_Edit]:
        for start, end in self._broken_lines(page):
            line = page.text[start:end]
            found = list(self._in_line(line))
            if any(certain for _, _, certain in found) or len({line[high - 1] for _, high, _ in found}) > 1:
                for low, high, _ in found:
                    yield _Edit(start + low, start + high, line[low:high].replace(" ", ""), self._rule)

    @staticmethod
    def _broken_lines(page: _Page) -> Iterator[tuple[int, int]]:
        """``[start, end)`` of the lines in which some blank may cut a syllable."""
        text, done = page.text, -1
        for _, behind in _MAY_CUT.all_spans(text):
            blank = behind - 1
            if blank > done and _may_be_one(text[max(0, blank - _LONGEST) : blank], text[behind : behind + _LONGEST]):
                start, done = page.line(blank)
                yield start, done

    def _in_line(self, line: str) -> Iterator[tuple[int, int, bool]]:
        """``(start, end, certain)`` of what may be one syllable."""
        free = 0  # where the last one ended
        for (start, stop), (begin, end) in pairwise(_WORD.all_spans(line)):
            if begin - stop != 1 or start < free or line[stop] != " ":
                continue
            first, last = line[start:stop], line[begin:end]
            grade = _grade(first, last) if _is_one(first, last) else None
            if grade is None or (len(last) == 1 and _STANDS_ALONE.match(line[end : end + 1])):
                continue  # "b)", "c." are markers, "m2" is a unit
            if not self._not_behind.search(line[max(0, start - 12) : start].rstrip(" ").lower()):
                yield start, end, grade
                free = end


def _may_be_one(before: str, behind: str) -> bool:
    """Whether the words on both sides of a blank are one syllable, as far as they tell by themselves."""
    first, last = _LAST_WORD.search(before), _WORD.match(behind)
    if first is None or last is None:
        return False
    return _is_one(first[0], last[0]) and _grade(first[0], last[0]) is not None


def _is_one(first: str, last: str) -> bool:
    """Whether these letters are a syllable together, and one with a mark."""
    whole = first + last
    return not whole.isascii() and is_syllable(whole)


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


def _plain_letters() -> Iterator[tuple[str, str]]:
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain.isascii():
            yield chr(code), plain
    yield from (("đ", "d"), ("Đ", "D"))


# Latin letters in lower case without marks. A table that has all other signs is twice as fast as one that lacks them.
_PLAIN = [*range(0x1F00)]
for _letter, _plain in (*zip(ascii_uppercase, ascii_lowercase, strict=True), *_plain_letters()):
    _PLAIN[ord(_letter)] = ord(_plain.lower())
