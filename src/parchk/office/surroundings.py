"""What stands around a unit and changes who is meant: ``các Sở: …`` before it, ``(trừ xã A)`` behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from parchk import regexp
from parchk.text import canonical_spelling, quote

if TYPE_CHECKING:
    from parchk.models import Directive, Task, Unit
    from parchk.office.names import NameReader
    from parchk.office.standing import Standing
    from parchk.ruleset import Ruleset

# So far behind a unit its exceptions end.
_NEAR = 300
_LIST = regexp.compile(r"[,;:()]| và ")


class Surroundings(NamedTuple):
    """The words before and behind a unit, as far as they are known."""

    before: str = ""
    behind: str = ""


class SurroundingsReader:
    """Reads by one rule set what stands around units."""

    def __init__(self, rules: Ruleset, names: NameReader) -> None:
        self._names = names
        self._except = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "except")])
        self._members = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "members")])
        self._heads = dict(entry.split(" = ", 1) for entry in rules.words("office", "heads"))
        self._field = rules.compile("units", "<<field>>")

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
        if self._field.fullmatch(canonical_spelling(name)) is None:
            return name
        head = self._members.search(near.before)
        word = head["head"] if head is not None else self._heads.get(level or "")
        return f"{word} {name}" if word is not None else name

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
                yield from (
                    f"{group['head']} {field[0]}" for field in self._field.finditer(canonical_spelling(members))
                )

    def excepts(self, behind: str, standing: Standing) -> bool:
        """Whether the words behind a collective leave the office out."""
        found = self._except.match(canonical_spelling(behind))
        if found is None:
            return False
        words = found["who"]
        own = standing.places.get(standing.level or "")
        if own is not None and any(
            (area.level, area.name) == (standing.level, own) for area in self._names(words).areas
        ):
            return True
        return any(
            self._names(part).bodies & standing.bodies for part in _LIST.split(words) if not self._names(part).areas
        )


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
