"""What a workbook knows and what a run brings: which task is which row, what is new, what is gone.

A document is recognised by its key. When its number or its day of issue was corrected, it is recognised by what is left
of them, and by its tasks: half of them at least must be there word for word. Letters that repeat every month differ in
both, so each stays a document of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parchk.write.xlsx.merge.incoming import HEADER, Incoming, agreement, texts, told_apart
from parchk.write.xlsx.merge.pairing import Item, likeness, pairs, words
from parchk.write.xlsx.merge.tables import written
from parchk.write.xlsx.rows import keyed
from parchk.write.xlsx.words import CLOSED, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from parchk.models import Directive
    from parchk.write.xlsx.merge.base import Base
    from parchk.write.xlsx.merge.tables import Table

_BETWEEN = " # "
_COMMON_TASKS = 0.5
_ALIKE = 0.8
_CUT_KEY = re.compile(r"(.+)…[0-9a-f]{16}(?: \(\d+\))?")
_RECOGNISED = ("section", "task", "lead", *HEADER)
_OPEN = {state.casefold() for lang, states in STATUSES.items() for state in states if state not in CLOSED[lang]}


@dataclass(frozen=True, slots=True)
class Known:
    """A task that the workbook knows."""

    key: str | None
    """``None`` for a row without one."""
    row: int | None
    """``None`` when the clerk has deleted the row."""
    header: tuple[str, ...]
    """Number, issuer, day of issue."""
    item: Item


@dataclass(slots=True)
class Part:
    """One document: what it is called in the workbook, and what has become of its tasks."""

    incoming: Incoming
    known_as: str
    paired: dict[int, Known] = field(default_factory=dict)
    """The task of the workbook for tasks of the document, by their place in it; the rest are new."""
    left: list[Known] = field(default_factory=list)
    """Tasks of the workbook that the document no longer has."""


def plan(
    results: Iterable[Directive], table: Table, base: Base, files: Mapping[str, str], *, has_keys: bool
) -> list[Part]:
    """Recognise documents and tasks; ``files`` gives the name of a known document's file, by its key.

    ``has_keys``: the workbook still has its column of keys, so a row without one is the clerk's own.
    """
    _choose(table, base)
    _realign(table, base)
    keyless = _keyless(table, base)
    directives = list(results)
    known = _by_document(_known(table, base), {key for key, _ in keyed(directives)})
    keys = told_apart(directives, {key: texts(task.item.text for task in there) for key, there in known.items()})
    documents = [Incoming.under(key, one, table.lang) for key, one in zip(keys, directives, strict=True)]
    parts = [Part(document, key) for document, key in zip(documents, _recognised(documents, known, files), strict=True)]
    for part in parts:
        there, tasks = known.get(part.known_as, []), [_item(row.values) for row in part.incoming.tasks]
        made = pairs([task.item for task in there], tasks)
        part.paired = {at: there[other] for at, other in made.items()}
        taken = set(made.values())
        part.left = [task for at, task in enumerate(there) if at not in taken]
        _add_keyless(part, keyless, strictly=has_keys)
    return parts


def _choose(table: Table, base: Base) -> None:
    """Of rows with the same key, take that for the task that still has its text; the others are the clerk's copies."""
    for key, copies in table.copies.items():
        there = [table.rows[key], *copies]
        row = next((row for row in there if table.said(row, "task") == base[key].get("task")), there[0])
        table.rows[key], table.copies[key] = row, [copy for copy in there if copy != row]


def _realign(table: Table, base: Base) -> None:
    """Give rows their own keys back when somebody has sorted the visible columns without the hidden one.

    That is so when a row says the text of another one, or when rows say what parchk wrote, each that of another.
    """
    if "task" not in table.columns:
        return
    wrote = {key: _sorted_by(base[key], table) for key in table.rows if base[key].get("task")}
    says = {
        key: _sorted_by({name: table.said(table.rows[key], name) for name in table.columns}, table) for key in wrote
    }
    astray = [key for key in wrote if says[key] != wrote[key]]
    strange = [key for key in astray if says[key].text != wrote[key].text]
    known = {wrote[key].text for key in strange}
    if not any(says[key].text in known for key in strange) and Counter(says[key] for key in astray) != Counter(
        wrote[key] for key in astray
    ):
        return  # the clerk has corrected cells, no more
    rows = [table.rows[key] for key in astray]
    made = pairs([wrote[key]._replace(id=key) for key in astray], [says[key] for key in astray])
    own = {rows[at]: astray[other] for at, other in made.items()}
    placed = set(own.values())
    left = [key for key in astray if key not in placed]
    for key, row in zip(astray, rows, strict=True):
        if row not in own:
            own[row] = left.pop(left.index(key) if key in left else 0)
    for row, key in own.items():
        table.adopt(row, key)


def _sorted_by(said: Mapping[str, str], table: Table) -> Item:
    """What tells rows of the same text apart, of all documents."""
    number, section, text, lead = (
        said.get(name, "") if name in table.columns else "" for name in ("number", "section", "task", "lead")
    )
    return Item("", f"{number} # {section}", text, lead)


def _item(values: Mapping[str, object], *, is_done: bool = False) -> Item:
    return Item(
        id=str(values["key"]).rpartition(_BETWEEN)[2],
        section=str(values["section"] or ""),
        text=str(values["task"] or ""),
        lead=str(values["lead"] or ""),
        is_done=is_done,
    )


def _is_done(table: Table, row: int) -> bool:
    """Whether the clerk has closed a task: with a day, or a state that is none of those in which a task is open."""
    status, done_on = (table.said(row, key) for key in ("status", "done_on"))
    return any(said and not said.startswith("=") for said in (done_on, "" if status.casefold() in _OPEN else status))


def _known(table: Table, base: Base) -> Iterable[Known]:
    """Every task with a key, in the order of the rows; behind them those whose rows were deleted."""
    for key, row in table.rows.items():
        entry = base[key]
        said = {name: entry[name] if name in entry else table.said(row, name) for name in _RECOGNISED}
        item = _item({"key": key, **said}, is_done=_is_done(table, row))
        yield Known(key, row, tuple(said[name] for name in HEADER), item)
    for key in base:
        entry = base[key]
        if key not in table.rows and "task" in entry:
            header = tuple(entry.get(name, "") for name in HEADER)
            item = Item(key.rpartition(_BETWEEN)[2], entry.get("section", ""), entry["task"], entry.get("lead", ""))
            yield Known(key, None, header, item)


def _by_document(known: Iterable[Known], arriving: set[str]) -> dict[str, list[Known]]:
    made: defaultdict[str, list[Known]] = defaultdict(list)
    for task in known:
        made[_document_of(task.key or "", arriving)].append(task)
    return dict(made)


def _document_of(key: str, arriving: Iterable[str]) -> str:
    """The key of a task's document. A key too long for a cell was cut, perhaps in the middle of its document's."""
    document, between, _ = key.rpartition(_BETWEEN)
    cut = _CUT_KEY.fullmatch(key)
    if between or not cut:
        return document
    return next((document for document in arriving if document.startswith(cut[1])), cut[1])


def _recognised(
    documents: Sequence[Incoming], known: Mapping[str, Sequence[Known]], files: Mapping[str, str]
) -> list[str]:
    """Give the key by which the workbook knows each document; its own where it does not know it."""
    arriving = {document.key for document in documents}
    free = {key: tasks for key, tasks in known.items() if key and key not in arriving}
    known_texts = {key: texts(task.item.text for task in tasks) for key, tasks in free.items()}
    by_text: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, counted in known_texts.items():
        for text in counted:
            by_text[text].append(key)
    found = []
    for document in documents:
        best = document.key
        if document.key not in known and document.tasks:
            there = texts(str(row.values["task"] or "") for row in document.tasks)
            possible = dict.fromkeys(key for text in there for key in by_text[text] if key in free)
            scored = [
                (agreement(there, known_texts[key]), key)
                for key in possible
                if _can_be(document, free[key][0].header, files.get(key))
            ]
            score, key = max(scored, default=(0.0, ""))
            if score >= _COMMON_TASKS:
                best = key
                del free[key]
        found.append(best)
    return found


def _can_be(document: Incoming, header: tuple[str, ...], file: str | None) -> bool:
    """Whether one may be the other with a corrected header."""
    same = [bool(new) and new == old for new, old in zip(document.header, header, strict=True)]
    number, issuer, issued_on = same
    was_blank = any(
        name.startswith("(") for name in (document.header[0], header[0])
    )  # the file's name, for want of one
    is_same_file = file is not None and file == written(document.row["source"])
    is_one_corrected = number or issued_on or was_blank
    return (
        (is_same_file and is_one_corrected)
        or (number and (issuer or issued_on))
        or (was_blank and issuer and issued_on)
    )


def _keyless(table: Table, base: Base) -> dict[str, dict[int, Known]]:
    """Rows without a key, by the number of their document, and by row.

    Where the hidden sheet still knows such a text, its row gets the key back.
    """
    lost: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in base:
        if key not in table.rows and "task" in base[key]:
            lost[base[key].get("number", ""), base[key]["task"]].append(key)
    made: defaultdict[str, dict[int, Known]] = defaultdict(dict)
    for row in table.keyless:
        said = {name: table.said(row, name) for name in _RECOGNISED}
        keys = lost.get((said["number"], said["task"])) if said["task"] else None
        if keys:
            table.adopt(row, keys.pop(0))
        elif said["task"]:
            item = _item({"key": "", **said}, is_done=_is_done(table, row))
            made[said["number"]][row] = Known(None, row, tuple(said[name] for name in HEADER), item)
    return dict(made)


def _add_keyless(part: Part, keyless: Mapping[str, dict[int, Known]], *, strictly: bool) -> None:
    """Find tasks in rows of the same document that have no key.

    ``strictly``: of the clerk's own rows, one with the very words of a task is that task. Else likeness counts.
    """
    left = [at for at in range(len(part.incoming.tasks)) if at not in part.paired]
    if not left:
        return
    now = part.incoming.header
    rows = keyless.get(now[0], {})
    there = [task for task in rows.values() if _fits(task.header, now)]
    found = [_item(part.incoming.tasks[at].values) for at in left]
    for at, other in pairs([task.item for task in there], found).items():
        one, two = words(there[other].item.text), words(found[at].text)
        if one == two or (not strictly and likeness(one, two) >= _ALIKE):
            part.paired[left[at]] = there[other]
            del rows[there[other].row or 0]


def _fits(header: tuple[str, ...], document: tuple[str, ...]) -> bool:
    """Whether what a row says of its document is so; what it does not say does not count."""
    return all(not old or old == new for old, new in zip(header, document, strict=True))
