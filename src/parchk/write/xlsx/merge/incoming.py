"""The documents of a run as rows, each under the key by which the workbook knows it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from parchk.write.xlsx.merge.pairing import words
from parchk.write.xlsx.merge.tables import written
from parchk.write.xlsx.rows import document_key, document_row, finding_rows, task_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from parchk.models import Directive
    from parchk.wording import Lang
    from parchk.write.xlsx.rows import Row, TaskRow

HEADER = ("number", "issuer", "issued_on")
_NUMBERED = re.compile(r" \(\d+\)$")

Texts = Counter[tuple[str, ...]]
"""How often a document has each text, in words as they are compared."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document of this run, as rows."""

    key: str
    tasks: list[TaskRow]
    findings: list[Row]
    row: Row

    @property
    def called(self) -> str:
        """How people call the document."""
        return str(self.row["number"] or self.row["source"])

    @property
    def header(self) -> tuple[str, ...]:
        """Number, issuer, day of issue, as they stand in the rows of its tasks; a document has one at least."""
        return tuple(written(self.tasks[0].values[name]) for name in HEADER)

    @classmethod
    def under(cls, key: str, directive: Directive, lang: Lang) -> Incoming:
        """Give a document under this key."""
        tasks = list(task_rows(directive, key, lang))
        findings = list(finding_rows(directive, key, tasks, lang))
        return cls(key, tasks, findings, document_row(directive, key, lang))


def told_apart(directives: Sequence[Directive], known: Mapping[str, Texts]) -> list[str]:
    """Give the keys of documents; of those that share one, each gets the number under which its tasks are known.

    ``known`` gives the texts of the known documents by key, which may be numbered: ``(2)`` … What agrees best goes
    first. Where as many come as are known, the rest go by their order; else a document without a task in common with
    one that is known is another one.
    """
    numbered: defaultdict[str, list[str]] = defaultdict(list)
    for key in known:
        numbered[_NUMBERED.sub("", key)].append(key)
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, directive in enumerate(directives):
        alike[document_key(directive)].append(at)
    keys: dict[int, str] = {}
    for shared, places in alike.items():
        there = sorted(numbered[shared], key=lambda key: (len(key), key))
        if len(places) > 1 or len(there) > 1:
            scored = [
                (-agreement(texts(task.text for task in directives[at].tasks), known[key]), at, key)
                for at in places
                for key in there
            ]
            for score, at, key in sorted(scored):
                if score and at not in keys and key in there:
                    keys[at] = key
                    there.remove(key)
        rest = [at for at in places if at not in keys]
        spare = there if len(places) >= len(numbered[shared]) else []
        free = (key for n in count(1) if (key := f"{shared} ({n})" if n > 1 else shared) not in numbered[shared])
        keys |= zip(rest, (*spare, *(next(free) for _ in rest)), strict=False)
    return [keys[at] for at in range(len(directives))]


def texts(tasks: Iterable[str]) -> Texts:
    """Count the texts of a document's tasks."""
    return Counter(words(text) for text in tasks)


def agreement(one: Texts, other: Texts) -> float:
    """How many of the tasks of two documents are the same word for word: 0 none, 1 all."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
