"""What stands around a unit and changes who is meant: ``các Sở: …`` before it, ``(trừ xã A)`` behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from parchk import regexp
from parchk.office.names import COMMITTEE
from parchk.office.places import PROPER_NAME
from parchk.text import canonical_spelling, quote

if TYPE_CHECKING:
    from parchk.models import Directive, Task, Unit
    from parchk.office.names import NameReader
    from parchk.office.standing import Standing
    from parchk.ruleset import Ruleset

# So far behind a unit its exceptions end.
_NEAR = 300
_LIST = regexp.compile(r"[,;:()]| và ")
# "Mục I", "Biểu 02" are written like names.
_NUMBERED = regexp.compile(r"(?<!\w)[\p{Lu}\d]+(?!\w)")
# Where a sentence, or a part of it that stands alone, ends.
_END = regexp.compile(r"[;]|[.](?: |$)")


class Surroundings(NamedTuple):
    """The words before and behind a unit, as far as they are known."""

    before: str = ""
    behind: str = ""


class SurroundingsReader:
    """Reads by one rule set what stands around units."""

    def __init__(self, rules: Ruleset, names: NameReader) -> None:
        self._names = names
        self._except = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "except")])
        self._narrowing = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "narrowing")])
        self._list = regexp.compile(r"\s*(?:\((?P<in>[^()]+)\)|: ?(?P<after>[^.;:()]+))")
        nouns = "|".join(rules.source("office", rule.id) for rule in rules.of_kind("office", "level"))
        self._proper = rules.compile("office", rf"(?:(?:các )?(?:ubnd )?(?:{nouns}) )?(?-i:{PROPER_NAME})")
        self._members = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "members")])
        self._heads = dict(entry.split(" = ", 1) for entry in rules.words("office", "heads"))
        self._letters = dict(entry.split(" = ", 1) for entry in rules.words("office", "field_letters"))
        self._field = rules.compile("units", "<<field>>")
        self._office = rules.compile("units", f"(?:(?:{'|'.join(self._heads.values())}) )?<<field>>")

    def of(self, unit: Unit, task: Task, directive: Directive, text: str | None) -> Surroundings:
        """The surroundings of a unit of a task; ``text`` is the text as read, if it is at hand."""
        if text is not None and unit.span is not None:
            start, end = unit.span
            return Surroundings(quote(text[max(0, start - _NEAR) : start]), quote(text[end : end + _NEAR]))
        for words in _places(task, directive):
            before, found, behind = words.partition(unit.text)
            if found:
                return Surroundings(before, behind)
        return Surroundings()

    def full_name(self, name: str, near: Surroundings, level: str | None) -> str:
        """``Nội vụ`` behind ``các Sở:`` in full; without such words, as is usual at the level of the issuer."""
        head = self._members.search(near.before)
        return self._in_full(name, head["head"] if head is not None else self._heads.get(level or ""))

    def named(self, entry: str) -> Iterator[str]:
        """The names in an entry of Nơi nhận: ``Các Bộ: A, B`` are two, ``Văn phòng: A, B`` is the office before."""
        for whole in entry.split(";"):
            exception = self._except.search(whole)
            part = whole if exception is None else whole[: exception.start()]
            head, _, members = part.partition(":")
            group = self._members.search(head)
            if not members or any(area.name for area in self._names(part).areas):
                yield part
            elif group is None:
                yield head
            else:
                yield from self._fields(members, group["head"])

    def members(self, written: str, behind: str, level: str | None) -> list[str] | None:
        """The names of those who are meant, where they follow a collective: ``: Y tế, Nội vụ``, ``(Vân Du)``."""
        found = self._list.match(behind)
        if found is None:
            return None
        words = found["in"] or found["after"]
        parts = [part.strip() for part in _LIST.split(words) if part.strip()]
        # In brackets all are names; behind a colon the sentence goes on after the last one, or there is no list at all.
        names = list(takewhile(self._is_name, parts))
        if len(names) < (len(parts) if found["in"] is not None else 1) or not any(" " in name for name in names):
            return None
        if len(parts) == 1 and found["in"] is None:
            return None
        proper = (self._proper.match(part) for part in parts)
        return [*self._listed(written, words, level), *(name[0] for name in proper if name is not None)]

    def narrows(self, behind: str) -> bool:
        """Whether the words behind a collective leave open who of it is meant."""
        return self._narrowing.match(canonical_spelling(behind)) is not None

    def excepts(self, written: str, behind: str, standing: Standing, level: str | None) -> bool:
        """Whether the words behind a collective leave the office out."""
        behind = canonical_spelling(behind)
        found = self._except.match(behind)
        if found is not None:
            listed = list(self._listed(written, found["who"], level))
            return any(self._is(name, standing) for name in (found["who"], *_LIST.split(found["who"]), *listed))
        end = _END.search(behind)
        found = self._except.search(behind[: end.start()] if end is not None else behind)
        # Further on, only what can be an exception of nothing else: a name of the office itself.
        return found is not None and self._is(found["who"], standing)

    def _is(self, words: str, standing: Standing) -> bool:
        """Whether the office is named in these words."""
        name = self._names(words)
        is_body = bool(name.bodies & standing.bodies) and not standing.is_of_place  # "Công an tỉnh"
        if not name.areas or not (is_body or COMMITTEE in name.bodies):
            return is_body
        places = {standing.place, ""} if is_body else {standing.place}
        return any(
            area.level == standing.level
            and area.name in places
            and (area.noun in ("", standing.noun) or not standing.noun)
            for area in name.areas
        )

    def _listed(self, written: str, words: str, level: str | None) -> Iterator[str]:
        """The names in a list behind a collective, each in full."""
        head = self._members.search(words)
        yield from self._fields(words, head["head"] if head is not None else self._heads.get(level or "", ""))
        yield from (part.strip() for part in _LIST.split(words))
        if self._names(written).areas and not self._names(words).areas:
            yield f"{written}: {words}"  # "UBND các xã" behind which "Vân Du, An Hòa" are communes

    def _fields(self, words: str, head: str) -> Iterator[str]:
        """The offices of the fields in a list: ``Y tế, GDĐT``."""
        spelled = canonical_spelling(words)
        letters = (self._letters.get(part.strip()) for part in _LIST.split(spelled))
        yield from (f"{head} {field}" for field in letters if field is not None)
        yield from (f"{head} {field[0]}" for field in self._field.finditer(spelled))

    def _in_full(self, name: str, head: str | None) -> str:
        is_field = self._field.fullmatch(canonical_spelling(name)) is not None
        return f"{head} {name}" if is_field and head is not None else name

    def _is_name(self, part: str) -> bool:
        """Whether these words are a name and no more: of a field, a place, an office."""
        if self._office.fullmatch(canonical_spelling(part)) is not None:
            return True
        return self._proper.fullmatch(part) is not None and _NUMBERED.search(part) is None


def _places(task: Task, directive: Directive) -> Iterator[str]:
    """Where the words of a unit may stand: the task, the headings above it, Kính gửi."""
    yield task.text
    titles = {section.path: section for section in directive.sections}
    path: str | None = task.section
    while (section := titles.pop(path or "", None)) is not None:
        if section.title:
            yield section.title
        path = section.parent
    yield from directive.document.addressees
