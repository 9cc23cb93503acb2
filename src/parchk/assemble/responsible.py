"""Who must do a task: the sentence, an earlier one of its item, a heading above, the preamble, the addressees.

The order is the labelling guide's; the source is kept with every unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parchk import regexp
from parchk.assemble.classify import Classifier
from parchk.assemble.draft import Draft, Sort, Statement
from parchk.spans import Block, Section, UnitMention

# " trân trọng đề nghị đồng chí " is not longer than this.
_ORDER_LENGTH = 34
# A restrictive tail ("cấp nước sạch trên địa bàn") is not longer than this.
_TAIL_LENGTH = 110
_TAIL = regexp.compile(r"[ ,]{0,2}\p{Ll}[^:;.()▣]*?(?= (?:có|chịu) trách nhiệm(?!\w)| có nhiệm vụ(?!\w)|:|$)")
_OTHER_ROLES = ("coordinate", "report_to", "report_via", "advise")


class Responsibility:
    """Carries the units named above down to the tasks below them."""

    def __init__(
        self, classifier: Classifier, addressees: Sequence[UnitMention], is_issuer: Callable[[UnitMention], bool]
    ) -> None:
        self._classifier = classifier
        self._addressees = list(addressees)
        self._is_issuer = is_issuer
        self._not_a_tail = classifier.not_a_tail
        self._preamble: list[UnitMention] = []
        self._headings: dict[tuple[int, str], list[UnitMention]] = {}
        self._paragraph: dict[tuple[int, str], list[UnitMention]] = {}
        self._previous: list[UnitMention] = []
        self._item: Section | Block | None = None

    def read(self, statement: Statement) -> None:
        """Take note of the units that a statement names, task or not; statements come in the document's order."""
        block = statement.block
        section = block.section
        item = section if section is not None else block
        if item is not self._item:
            self._item, self._previous = item, []
        if statement.sort is Sort.HEADING:
            units = [statement.skeleton.units[at] for at in self._classifier.heading_units(statement)]
            units = _with_tail(statement, units or statement.units("lead"), self._not_a_tail)
            key = self._key(block, section)
            if block.opens:
                self._headings[key] = units
            elif units:
                self._paragraph[key] = units
        elif statement.sort is Sort.LEAD_IN and (leads := statement.units("lead")):
            if section is None and not self._headings:
                # "Thủ tướng ban hành kế hoạch với các nội dung sau:" names who issues, not who is to act
                rules = {mention.rule for mention in statement.roles if mention.role == "lead"}
                if rules & {"assign", "lead-in-order", "run-in", "must"} or self._subject_of_lead_in(statement):
                    self._preamble = leads
            elif self._subject_of_lead_in(statement) is not False:
                self._paragraph[self._key(block, section)] = leads

    def _subject_of_lead_in(self, statement: Statement) -> bool | None:
        """Whether units named late in a lead-in are to act: not the issuer, who only speaks there."""
        for mention in statement.roles:
            if mention.role == "lead" and mention.rule == "lead-in-subject":
                return not all(map(self._is_issuer, mention.units))
        return None

    def assign(self, draft: Draft) -> None:
        """Set the task's leads, where they come from, and its units in other roles."""
        statement = draft.statement
        for mention in statement.roles:
            if mention.role in _OTHER_ROLES:
                draft.others += [(mention.role, unit) for unit in mention.units]
        for role, units in statement.named.items():
            if role == "lead" and units:
                draft.leads, draft.lead_source, draft.labelled = units, "sentence", True
            elif role != "lead":
                draft.others += [(role, unit) for unit in units]
        if draft.labelled:
            return
        leads = self._acting(statement)
        if leads:
            draft.leads, draft.lead_source = leads, "sentence"
            self._previous = leads
            if statement.section is not None:
                self._paragraph.setdefault(self._key(statement.block, statement.section), leads)
            return
        if statement.reason == "conditional-order" or self._classifier.order_to_unknown.match(statement.skeleton.text):
            return  # somebody is named whom no rule knows: an honest blank
        if self._previous:
            draft.leads, draft.lead_source = self._previous, "previous"
            return
        found = self._above(statement.block, statement.section)
        if found:
            draft.leads, draft.lead_source = found, "heading"
        elif self._preamble:
            draft.leads, draft.lead_source = self._preamble, "preamble"
        elif self._addressees:
            draft.leads, draft.lead_source = self._addressees, "addressee"

    def _acting(self, statement: Statement) -> list[UnitMention]:
        """The units that the statement itself makes responsible.

        ``Giám đốc Sở X yêu cầu các nhà thầu …`` inside an item orders the director, unless the issuer speaks.
        """
        leads = statement.units("lead")
        if not leads or statement.section is None:
            return _with_tail(statement, leads, self._not_a_tail) if leads else leads
        rule = next(mention.rule for mention in statement.roles if mention.role == "lead")
        if rule == "assign":
            before = [unit for unit in statement.skeleton.units.values() if unit.end < leads[0].start]
            if before and leads[0].start - before[-1].end < _ORDER_LENGTH and not self._is_issuer(before[-1]):
                return before
        return _with_tail(statement, leads, self._not_a_tail) if rule == "run-in" else leads

    @staticmethod
    def _key(block: Block, section: Section | None) -> tuple[int, str]:
        return block.part, section.path if section is not None else ""

    def _above(self, block: Block, section: Section | None) -> list[UnitMention]:
        """The nearest heading or paragraph above that names units."""
        if section is None:
            return self._paragraph.get((block.part, ""), [])
        path: str | None = section.path
        own = True
        while path:
            key = (block.part, path)
            paragraph = self._paragraph.get(key) if not own else None
            found = paragraph or self._headings.get(key) or (self._paragraph.get(key) if own else None)
            if found:
                return found
            own = False
            path = path.rpartition("/")[0] or None
        return self._paragraph.get((block.part, ""), [])


def _with_tail(statement: Statement, units: list[UnitMention], not_a_tail: regexp.Pattern) -> list[UnitMention]:
    """The units of a heading or a run-in; what restricts the last collective belongs to it.

    ``Các đơn vị cấp nước sạch trên địa bàn:`` is one unit to its end; ``theo chức năng, nhiệm vụ`` never is.
    """
    if not units or not units[-1].rule.startswith("collective"):
        return units
    at = next(at for at, unit in statement.skeleton.units.items() if unit is units[-1])
    tail = _TAIL.match(statement.skeleton.text, at + 1)
    if tail is None or len(tail[0]) > _TAIL_LENGTH or not_a_tail.match(tail[0]):
        return units
    last = units[-1]
    return [*units[:-1], UnitMention(last.start, statement.skeleton.place(tail.end() - 1) + 1, last.rule)]
