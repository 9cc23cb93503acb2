"""Which task a deadline, a label line or a parenthesis belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from parchk.assemble.draft import Draft, Sort, Statement
from parchk.spans import DeadlineMention, UnitMention

_LABEL_ROLE = {"lead": "lead", "coordinate": "coordinate"}


class Attachment:
    """Gives label lines and bare time sentences to the tasks before them."""

    def __init__(self, deadlines: Sequence[DeadlineMention]) -> None:
        self._deadlines = deadlines
        self._next = 0

    def deadlines_in(self, statement: Statement) -> list[DeadlineMention]:
        """The deadlines that begin inside a statement."""
        return [mention for mention in self._deadlines if statement.start <= mention.start < statement.end]

    def __call__(self, statements: Sequence[Statement], drafts: Sequence[Draft]) -> None:
        """Attach everything that stands outside the tasks' own sentences."""
        by_statement = {id(draft.statement): draft for draft in drafts}
        latest: Draft | None = None
        for statement in statements:
            own = by_statement.get(id(statement))
            if own is not None:
                latest = own
                continue
            if statement.sort is Sort.TIME:
                targets = self._owners(statement, drafts, latest)
                self._give(statement, targets, "following")
            elif statement.sort is Sort.LABEL:
                self._label(statement, self._owners(statement, drafts, latest))

    def _owners(self, statement: Statement, drafts: Sequence[Draft], latest: Draft | None) -> list[Draft]:
        """The tasks that a line of data speaks about."""
        section = statement.section
        if not statement.first or section is None:
            return [latest] if latest is not None and latest.statement.block is statement.block or section is None and latest else []
        part = statement.block.part
        path = section.parent if statement.block.opens else section.path
        if path is None:
            return [latest] if latest is not None else []
        inside = [
            draft
            for draft in drafts
            if draft.statement.block.part == part
            and draft.statement.section is not None
            and (draft.statement.section.path == path or draft.statement.section.path.startswith(f"{path}/"))
            and draft.statement.start < statement.start
            and draft.statement.label != "lead"
        ]
        if statement.block.opens or not inside:
            return inside
        return inside if statement.sort is Sort.LABEL else inside[-1:]

    def _give(self, statement: Statement, targets: Sequence[Draft], source: str) -> None:
        for mention in self.deadlines_in(statement):
            for draft in targets:
                draft.deadlines.append((mention, source))

    def _label(self, statement: Statement, targets: Sequence[Draft]) -> None:
        role = _LABEL_ROLE.get(statement.label)
        if role is not None:
            units = [unit for _, unit in sorted(statement.skeleton.units.items()) if unit.start >= statement.value]
            tail = statement.units("coordinate")
            for draft in targets:
                self._name(draft, role, [unit for unit in units if role == "coordinate" or unit not in tail])
                if role == "lead":
                    self._name(draft, "coordinate", tail)
        elif statement.label == "time":
            self._give(statement, targets, "label")
        elif statement.label == "product":
            for draft in targets:
                draft.products.append((statement.value, statement.end))

    @staticmethod
    def _name(draft: Draft, role: str, units: Sequence[UnitMention]) -> None:
        if not units:
            return
        if role == "lead":
            if draft.labelled or draft.lead_source != "sentence" or _is_collective(draft.leads):
                draft.leads, draft.lead_source, draft.labelled = list(units), "sentence", True
                draft.because.append("unit:label")
        else:
            draft.others.extend((role, unit) for unit in units if (role, unit) not in draft.others)


def _is_collective(units: Sequence[UnitMention]) -> bool:
    """Only ``các cơ quan, đơn vị``: the label line names who that is."""
    return all(unit.rule.startswith("collective") for unit in units)
