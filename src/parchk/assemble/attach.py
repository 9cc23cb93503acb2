"""Which task a deadline, a label line or a parenthesis belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from parchk.assemble.draft import Draft, Sort, Statement
from parchk.spans import DeadlineMention, UnitMention

# Members of one list stand at most this far apart (", và ").
_LIST_GAP = 5


class Attachment:
    """Gives label lines and bare time sentences to the tasks before them."""

    def __init__(self, deadlines: Sequence[DeadlineMention]) -> None:
        self._deadlines = deadlines
        self._starts = [mention.start for mention in deadlines]

    def deadlines_in(self, statement: Statement) -> list[DeadlineMention]:
        """The deadlines that begin inside a statement."""
        return self._between(statement.start, statement.end)

    def _between(self, start: int, end: int) -> list[DeadlineMention]:
        return list(self._deadlines[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def own(self, statement: Statement) -> list[tuple[DeadlineMention, str]]:
        """The deadlines of a task's own sentence, or of its row in a table."""
        found = [(mention, "sentence") for mention in self.deadlines_in(statement)]
        if statement.row is not None and "time" in statement.row.cells:
            for cell in statement.row.cells["time"]:
                found.extend((mention, "label") for mention in self._between(*cell))
        return found

    def __call__(self, statements: Sequence[Statement], drafts: Sequence[Draft]) -> None:
        """Attach everything that stands outside the tasks' own sentences."""
        by_statement = {id(draft.statement): draft for draft in drafts}
        latest: Draft | None = None
        labelled: dict[tuple[int, str, str], set[tuple[int, str]]] = {}
        done: set[int] = set()
        sections_seen: dict[tuple[int, str, str], int] = {}
        for number, statement in enumerate(statements):
            own = by_statement.get(id(statement))
            if own is not None:
                latest = own
                continue
            if statement.sort is Sort.TIME:
                owners = self._owners(statement, drafts, latest)
                self._give(statement, owners, "following")
                for draft in owners:
                    for role in ("report_to", "report_via"):
                        draft.others.extend((role, unit) for unit in statement.units(role))
            elif statement.about is not None and statement.sort is Sort.LABEL:
                if id(statement) not in done:
                    key = (statement.block.part, statement.about, statement.label)
                    lines = self._label_section(statements, number, drafts, sections_seen.get(key, 0))
                    sections_seen[key] = statement.start
                    done.update(map(id, lines))
            elif statement.sort is Sort.LABEL:
                owners = self._owners(statement, drafts, latest)
                if not statement.block.opens and statement.section is not None:
                    last = statement.section
                    before = labelled.setdefault((statement.block.part, last.parent or "", last.style), set())
                    owners = self._list_of(statement, owners, drafts, before)
                    before.add((id(last), statement.label))
                self._label(statement, owners, statements, number)

    def _owners(self, statement: Statement, drafts: Sequence[Draft], latest: Draft | None) -> list[Draft]:
        """The tasks that a line of data speaks about."""
        section = statement.section
        behind_task = not statement.first and latest is not None and latest.statement.block is statement.block
        if behind_task or (section is None and latest is not None):
            return [latest] if latest is not None else []
        if section is None:
            return []
        part = statement.block.part
        path = section.parent if statement.block.opens else section.path
        if path is None:
            return [latest] if latest is not None else []
        inside: list[Draft] = []
        # The item's tasks stand together, right before the line.
        for draft in _before(drafts, statement.start):
            owner = draft.statement.section
            if draft.statement.block.part != part or owner is None or not f"{owner.path}/".startswith(f"{path}/"):
                break
            if draft.statement.label != "lead":
                inside.append(draft)
        inside.reverse()
        if statement.block.opens or not inside:
            return inside
        return inside if statement.sort is Sort.LABEL else inside[-1:]

    def _label_section(
        self, statements: Sequence[Statement], number: int, drafts: Sequence[Draft], since: int
    ) -> list[Statement]:
        """Give what a label section lists to the tasks that it speaks about; the lines that it consists of.

        These are the tasks of its item, of those only what stands behind the last such section (at ``since``).
        """
        head = statements[number]
        around = f"{head.about}/" if head.about else ""
        lines: list[Statement] = []
        for at in range(number, len(statements)):
            statement, section = statements[at], statements[at].section
            if (
                section is None
                or statement.sort is Sort.TASK
                or statement.block.part != head.block.part
                or not f"{section.path}/".startswith(around)
            ):
                break
            if statement.about == head.about and (statement.sort, statement.label) == (head.sort, head.label):
                lines.append(statement)
        owners: list[Draft] = []
        for draft in _before(drafts, head.start):
            statement, section = draft.statement, draft.statement.section
            if statement.block.part != head.block.part or (owners and statement.start < since):
                break
            if section is not None and f"{section.path}/".startswith(around):
                owners.append(draft)
        owners.reverse()
        units = [unit for line in lines for _, unit in sorted(line.skeleton.units.items()) if unit.start >= line.value]
        for draft in owners:
            if head.label in {"lead", "coordinate"}:
                self._name(draft, head.label, units)
            elif head.label == "product":
                draft.products.extend((line.value, line.end) for line in lines)
        if head.label == "time":
            for line in lines:
                self._give(line, owners, "label")
        return lines

    @staticmethod
    def _list_of(
        statement: Statement, owners: list[Draft], drafts: Sequence[Draft], labelled: set[tuple[int, str]]
    ) -> list[Draft]:
        """Label lines behind the last item of a bulleted list speak of all its items, unless one has its own.

        ``labelled``: which items of the list had which label lines before; a list is spoken of once a label.
        """
        last = statement.section
        if last is None or not last.style.startswith("bullet") or not owners or last.parent is None:
            return owners
        if any(item != id(last) or label == statement.label for item, label in labelled):
            return owners
        found = owners[::-1]
        for draft in _before(drafts, owners[0].statement.start):
            section = draft.statement.section
            inside = section is not None and section.path.startswith(f"{last.parent}/")
            if not inside or draft.statement.block.part != owners[0].statement.block.part:
                break
            found.append(draft)
        return found[::-1]

    def _give(self, statement: Statement, targets: Sequence[Draft], source: str) -> None:
        for mention in self.deadlines_in(statement):
            for draft in targets:
                draft.deadlines.append((mention, source))

    def _label(
        self, statement: Statement, targets: Sequence[Draft], statements: Sequence[Statement], number: int
    ) -> None:
        if statement.label == "lead":
            units = self._named(statements, number)
            coordinating = statement.units("coordinate")
            for draft in targets:
                self._name(draft, "lead", [unit for unit in units if unit not in coordinating])
                self._name(draft, "coordinate", coordinating)
        elif statement.label == "coordinate":
            units = [unit for _, unit in sorted(statement.skeleton.units.items()) if unit.start >= statement.value]
            for draft in targets:
                self._name(draft, "coordinate", units)
        elif statement.label == "time":
            self._give(statement, targets, "label")
        elif statement.label == "product":
            for draft in targets:
                draft.products.append((statement.value, statement.end))

    @staticmethod
    def _named(statements: Sequence[Statement], number: int) -> list[UnitMention]:
        """The units that a label line names; where it says what each does, only the subjects of its clauses."""
        statement = statements[number]
        units = [unit for _, unit in sorted(statement.skeleton.units.items()) if unit.start >= statement.value]
        clauses: list[UnitMention] = []
        for at in range(number + 1, len(statements)):
            clause = statements[at]
            if clause.block is not statement.block:
                break
            clauses.extend(unit for unit in clause.units("lead") if unit not in clauses)
        if not clauses:
            return units
        subjects = units[:1]
        for unit in units[1:]:
            if unit.start - subjects[-1].end > _LIST_GAP:
                break
            subjects.append(unit)
        return [*subjects, *clauses]

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


def _before(drafts: Sequence[Draft], position: int) -> Iterator[Draft]:
    """The drafts that begin before a position, the nearest first."""
    for at in range(bisect_left(drafts, position, key=lambda draft: draft.statement.start) - 1, -1, -1):
        yield drafts[at]
