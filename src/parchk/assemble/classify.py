"""Which statements order something, and which introduce, label, date, explain or close.

A statement is judged by its skeleton (units, times and cited documents are signs), by the kind of section that it
stands in, and by whether label lines follow. What no rule decides stays ``UNDECIDED``; nothing is guessed here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parchk.assemble.draft import Sort, Statement
from parchk.ruleset import Ruleset
from parchk.ruleset.first import FirstOf
from parchk.spans import TIME_SIGN, Section

# "Giao ▣ lập danh sách." is no heading; "Giao ▣." is one.
_SENTENCE = re.compile(r"[^▣\s.]\s*\.\s*$")
_LABELS = ("label-coordinate", "label-lead", "label-time", "label-product", "label-content", "label-other")
# No label line, or one that gives its task no unit, time or product.
_NO_DATA = frozenset({"", "content", "other"})
_NOT_TASKS = ("enacting", "known", "praise", "statistics", "nominal", "sanction", "funding")
_COMMA = re.compile("[,:] (?:thì )?| thì ")
# Adverbials before the verb are not longer than this.
_OPENING_LENGTH = 400
_LABEL_LENGTH = 90
# One sibling may be chance.
_SIBLINGS = 2
_BARE = re.compile(r"[\s▣◷§.,;:()\d/|-]*$")


class Classifier:
    """Decides the :class:`Sort` of every statement of a document."""

    def __init__(self, rules: Ruleset) -> None:
        sentences = {rule.id: rules.pattern("sentences", rule.id) for rule in rules.rules("sentences")}
        self._label_heading = sentences["label-heading"]
        self._units_heading = sentences["label-units"]
        self._labels = FirstOf(rules, "sentences", _LABELS)
        self._label_of = {rule: rules.get("sentences", rule).value for rule in _LABELS}
        self._not_tasks = FirstOf(rules, "sentences", _NOT_TASKS)
        self._basis, self._finding = sentences["basis"], sentences["finding"]
        self._description = sentences["description"]
        self._lead_in, self._time_only = sentences["lead-in"], sentences["time-only"]
        self._modal = sentences["modal"]
        self._heading_units, self._about = sentences["heading-units"], sentences["about-units"]
        self._zone_of = {rule.id: rule.value for rule in rules.of_kind("structure", "zone")}
        self._zones = FirstOf(rules, "structure", list(self._zone_of))
        self._heads = FirstOf(rules, "actions", [rule.id for rule in rules.of_kind("actions", "head")])
        self._prohibition = rules.pattern("actions", "not-do")
        self._condition = rules.pattern("actions", "if")
        self._opening = rules.compile("roles", "<<opening>>")
        self.order_to_unknown = sentences["order-to-unknown"]
        """An order to somebody whose name no rule knows."""
        self.not_a_tail = sentences["not-a-tail"]
        """What follows a unit and does not belong to it."""
        self._generic = sentences["generic-order"]
        self._conditional = sentences["conditional-order"]

    def __call__(self, statements: Sequence[Statement], sections: Sequence[Section]) -> None:
        """Set sort, reason, label and zone of every statement."""
        parents = {section.parent for section in sections if section.parent is not None}
        first_items: dict[int, int] = {}
        for statement in statements:
            if statement.block.opens:
                first_items.setdefault(statement.block.part, statement.start)
        zones: dict[str, str] = {}
        loose_zone = ""
        orders = False
        """A lead-in has told units to do what follows: "Yêu cầu" is then no companion of "Mục đích"."""
        label_sections: dict[tuple[int, str], tuple[str, str]] = {}
        labelled = self._labelled(statements)
        alone = self._alone(statements)
        for number, statement in enumerate(statements):
            section = statement.section
            if statement.block.opens and statement.first and section is not None:
                if section.level == 1:
                    loose_zone = ""
                zones[section.path] = zones.get(section.parent or "", "")
            statement.zone = (zones.get(section.path, "") if section is not None else "") or loose_zone
            if self._in_label_section(statements, number, label_sections, parents):
                continue
            has_below = section is not None and (
                section.path in parents or self._continues(statements, number, section)
            )
            first_item = first_items.get(statement.block.part)
            self._judge(
                statement,
                heads=statement.block.opens and has_below,
                labelled=id(section) in labelled if section is not None else False,
                alone=id(statement.block) in alone,
                before_items=first_item is None or statement.start < first_item,
                itemless=first_item is None,
            )
            if statement.first and (statement.sort is Sort.HEADING or statement.sort is Sort.LEAD_IN):
                leads = [mention.rule for mention in statement.roles if mention.role == "lead"]
                orders = orders or (bool({"assign", "lead-in-order"}.intersection(leads)) and not statement.block.opens)
                zone = self._zone(statement.skeleton.text) or ("ordering" if "assign" in leads else "")
                if zone == "demands":
                    zone = "ordering" if orders and statement.zone != "purpose" else "purpose"
                if statement.block.opens and section is not None:
                    section.title = statement.skeleton.text.rstrip(" :")
                    section.title_end = statement.end
                    zones[section.path] = zone or zones[section.path]
                elif zone:
                    loose_zone = zone
        self._by_siblings(statements)

    def _in_label_section(
        self,
        statements: Sequence[Statement],
        number: int,
        found: dict[tuple[int, str], tuple[str, str]],
        parents: set[str],
    ) -> bool:
        """``2. Cơ quan chủ trì`` with the units as items below it: a label line written as a section.

        ``found`` collects such sections by part and path: the label, and the item whose tasks it speaks about.
        """
        statement = statements[number]
        block = statement.block
        section, part = block.section, block.part
        if section is None:
            return False
        if not (block.opens and statement.first):
            above = found.get((part, section.path))
        else:
            text = statement.skeleton.text
            above = found.get((part, section.parent or ""))
            below = section.path in parents or self._continues(statements, number, section)
            own = self._label_of_heading(text) if below else ""
            if own:
                found[part, section.path] = (own, above[1] if above else section.parent or "")
                section.title, section.title_end = text.rstrip(" :."), statement.end
                self._decide(statement, Sort.HEADING, "label-heading")
                return True
        if above is None or not self._is_value(statement, above[0]):
            return False
        if not self._label(statement):
            statement.label, statement.value = above[0], statement.start
        statement.about = above[1]
        self._decide(statement, Sort.LABEL, f"label-{statement.label}")
        return True

    def _is_value(self, statement: Statement, label: str) -> bool:
        """The statement gives what the label above it asks for, and nothing else."""
        if self._label(statement) in {"lead", "coordinate", "time"}:
            return True
        if label == "time":
            return self._time_only.match(statement.skeleton.text) is not None
        if label == "product":
            return statement.block.opens and not statement.units("lead")
        return label != "units" and self._heading_units.match(statement.skeleton.text) is not None

    def _label_of_heading(self, text: str) -> str:
        heading = f"{text.rstrip(' :.')}:"
        if self._units_heading.fullmatch(heading):
            return "units"
        if not self._label_heading.match(heading):
            return ""
        rule = self._labels.fullmatch(heading)
        return self._label_of[rule] if rule is not None else ""

    def _by_siblings(self, statements: Sequence[Statement]) -> None:
        """An item whose head no rule knows is a task where the items beside it are.

        ``- Rà soát …; - Nhổ cọc …; - Báo cáo …``: writers keep the items of a list alike.
        """
        lists: dict[tuple[int, str, str], list[Statement]] = {}
        for statement in statements:
            section = statement.section
            if section is not None and statement.block.opens and statement.first:
                lists.setdefault((statement.block.part, section.parent or "", section.style), []).append(statement)
        for items in lists.values():
            undecided = [item for item in items if item.sort is Sort.UNDECIDED]
            if not undecided:
                continue
            tasks = sum([item.sort is Sort.TASK and item.reason != "labelled" for item in items])
            others = sum([item.sort is Sort.OTHER for item in items])
            if tasks >= max(_SIBLINGS, others + 1):
                for item in undecided:
                    self._decide(item, Sort.TASK, "siblings")

    @staticmethod
    def _continues(statements: Sequence[Statement], number: int, section: Section) -> bool:
        block = statements[number].block
        for at in range(number + 1, len(statements)):
            following = statements[at]
            if following.block is not block:
                return following.block.section is section and not following.block.opens
        return False

    def _labelled(self, statements: Sequence[Statement]) -> set[int]:
        """Items that label lines below them speak about."""
        by_path: dict[tuple[int, str], Section] = {}
        found: set[int] = set()
        for statement in statements:
            block = statement.block
            section = block.section
            if section is None:
                continue
            by_path[block.part, section.path] = section
            timed = statement.first and not block.opens and self._time_only.match(statement.skeleton.text)
            if timed or self._label(statement) not in _NO_DATA:
                owner = section if not block.opens else by_path.get((block.part, section.parent or ""))
                if owner is not None:
                    found.add(id(owner))
        return found

    @staticmethod
    def _alone(statements: Sequence[Statement]) -> set[int]:
        """Paragraphs of one statement."""
        count = Counter([id(statement.block) for statement in statements])
        return {block for block, number in count.items() if number == 1}

    def _label(self, statement: Statement) -> str:
        if statement.label:
            return statement.label
        text = statement.skeleton.text
        if text.find(":", 0, _LABEL_LENGTH) < 0:
            return ""
        found = self._labels.match(text)
        if found is None:
            return ""
        statement.reason, match = found
        statement.label = self._label_of[statement.reason]
        statement.value = statement.skeleton.place(match.end())
        return statement.label

    def _zone(self, text: str) -> str:
        found = self._zones.match(text)
        return self._zone_of[found[0]] if found is not None else ""

    def _judge(
        self, statement: Statement, *, heads: bool, labelled: bool, alone: bool, before_items: bool, itemless: bool
    ) -> None:
        if statement.row is not None:
            return None
        text = statement.skeleton.text
        ends_open = text.rstrip().endswith(":")
        label = self._label(statement)
        if label and label != "content":
            # A heading "Thời gian thực hiện:" over items is no label line of its own.
            sort = Sort.HEADING if ends_open and heads else Sort.LABEL
            return self._decide(statement, sort, statement.reason or f"label-{label}")
        if label == "content":
            text = text[self._label_length(text) :]
            if not self._verb(text):
                return self._decide(statement, Sort.OTHER, "label-content")
            statement.start = statement.value
            return self._decide(statement, Sort.TASK, "label-content")
        ordered = None
        for mention in statement.roles:
            if mention.role == "lead":
                ordered = mention
                break
        if (
            alone
            and (heads or ends_open)
            and self._heading_units.match(text)
            and not (ends_open and not statement.block.opens and self._lead_in.search(text))
            and not (ordered is not None and _SENTENCE.search(text))
        ):
            return self._decide(statement, Sort.HEADING, "heading-units")
        if (
            alone
            and (heads or not statement.block.opens)
            and self._zone(text)
            and not text.rstrip().endswith((".", ";"))
        ):
            return self._decide(statement, Sort.HEADING, "heading-zone")
        section = statement.block.section
        if (
            statement.block.opens
            and section is not None
            and section.style == "bullet-star"
            and self._time_only.match(text)
        ):
            # "* Thời gian …" dates the list above it and is never a task
            statement.label, statement.value = "time", statement.start
            return self._decide(statement, Sort.LABEL, "star-line")
        if statement.first is False and self._time_only.match(text):
            return self._decide(statement, Sort.TIME, "time-only")
        if alone and not heads and not statement.block.opens and self._time_only.match(text):
            return self._decide(statement, Sort.TIME, "time-only")
        no_task = self._not_tasks.search(text)
        if no_task is not None:
            return self._decide(statement, Sort.OTHER, no_task)
        if statement.zone in {"purpose", "finding", "basis"}:
            return self._decide(statement, Sort.OTHER, f"zone-{statement.zone}")
        if ends_open:
            return self._judge_open(statement, text, heads=heads, before_items=before_items)
        if before_items:
            return self._judge_before(statement, text, ordered.rule if ordered else "", itemless=itemless)
        if heads and alone and not labelled and not ordered and not text.rstrip().endswith((".", ";")):
            return self._decide(statement, Sort.HEADING, "heading")
        if ordered is not None:
            return self._decide(statement, Sort.TASK, f"lead:{ordered.rule}")
        if self._prohibition.match(text):
            return self._decide(statement, Sort.TASK, "prohibition")
        verb = self._verb(text)
        if verb:
            return self._decide(statement, Sort.TASK, verb)
        if labelled and statement.block.opens and statement.first and not _BARE.match(text):
            return self._decide(statement, Sort.TASK, "labelled")
        if self._finding.match(text):
            return self._decide(statement, Sort.OTHER, "finding")
        if self._opens_before_verb(text) and not (self._basis.match(text) and text.rstrip().endswith(";")):
            return self._decide(statement, Sort.TASK, "opening")
        if self._basis.match(text):
            return self._decide(statement, Sort.OTHER, "basis")
        if self._modal.search(text):
            return self._decide(statement, Sort.TASK, "modal")
        if _BARE.match(text):
            if statement.block.opens and TIME_SIGN in text:
                return self._decide(statement, Sort.TASK, "only-a-time")
            return self._decide(statement, Sort.OTHER, "no-words")
        conditional = self._conditional.match(text)
        if conditional and not self._description.search(text, conditional.end()):
            return self._decide(statement, Sort.TASK, "conditional-order")
        if self._description.search(text):
            return self._decide(statement, Sort.OTHER, "description")
        return self._decide(statement, Sort.UNDECIDED, "unknown-head")

    def _judge_open(self, statement: Statement, text: str, *, heads: bool, before_items: bool) -> None:
        """A statement that ends with a colon: lead-in, heading, or an order with items."""
        if self._lead_in.search(text):
            concrete = not before_items and not self._generic.search(text) and self._orders(statement, text)
            if concrete:
                return self._decide(statement, Sort.TASK, "lead-in-with-order")
            return self._decide(statement, Sort.LEAD_IN, "lead-in")
        if before_items:
            return self._decide(statement, Sort.LEAD_IN, "lead-in")
        if self._orders(statement, text) and not text.lower().startswith(("về ", "đối với ")):
            return self._decide(statement, Sort.TASK, "lead-in-with-order")
        return self._decide(statement, Sort.HEADING if heads or statement.first else Sort.OTHER, "heading")

    def _judge_before(self, statement: Statement, text: str, ordered: str, *, itemless: bool) -> None:
        """Before the first item: bases, findings, the preamble; an order only when it names who is to act."""
        orders = ordered in {"assign", "run-in"} or (ordered in {"subject", "must"} and itemless)
        if orders and not self._finding.match(text):
            if self._lead_in.search(text):
                return self._decide(statement, Sort.LEAD_IN, "lead-in")
            return self._decide(statement, Sort.TASK, f"lead:{ordered}")
        if self._basis.match(text):
            return self._decide(statement, Sort.OTHER, "basis")
        if itemless and self._verb(text) and not self._finding.match(text):
            return self._decide(statement, Sort.TASK, "verb-first")
        return self._decide(statement, Sort.OTHER, "before-items")

    def _orders(self, statement: Statement, text: str) -> bool:
        return bool(self._verb(text)) or any(mention.role == "lead" for mention in statement.roles)

    def _verb(self, text: str) -> str:
        """The rule by which the statement begins with a verb of doing."""
        found = self._heads.match(text)
        return found[0] if found is not None else ""

    def _opens_before_verb(self, text: str) -> bool:
        """Adverbials first, then a verb of doing: ``Hằng quý, trước ◷, gửi số liệu về ▣``."""
        if not self._opening.match(text):
            return False
        return any(self._heads.match(text, comma.end()) for comma in _COMMA.finditer(text, 0, _OPENING_LENGTH))

    def _label_length(self, text: str) -> int:
        found = self._labels.match(text)
        return found[1].end() if found is not None else 0

    @staticmethod
    def _decide(statement: Statement, sort: Sort, reason: str) -> None:
        statement.sort, statement.reason = sort, reason

    def kinds(self, texts: Sequence[str]) -> list[str]:
        """``action``, ``prohibition`` or ``conditional`` of each task, from its skeleton's text."""
        found = ["action" if self._prohibition.match(text) is None else "prohibition" for text in texts]
        for number, text in enumerate(texts):
            if found[number] == "action":
                condition = self._condition.search(text)
                if condition is not None and not self._acts_before(text[: condition.start()]):
                    found[number] = "conditional"
        return found

    def _acts_before(self, text: str) -> bool:
        """Another act stands before a condition, which then limits only the last one."""
        return ";" in text or any(self._heads.match(text, comma.end()) for comma in _COMMA.finditer(text))

    def heading_units(self, statement: Statement) -> list[int]:
        """Sign positions of the units that a heading names as responsible."""
        text = statement.skeleton.text
        match = self._heading_units.match(text) or self._about.match(text)
        if not match:
            return []
        low, high = match.span("units")
        return [at for at in statement.skeleton.units if low <= at < high]
