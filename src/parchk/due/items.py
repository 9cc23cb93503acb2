"""The tasks of several results, each once, with what is known of it besides its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parchk.due.said import Said, combined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parchk.duplicates import Copy, Duplicate
    from parchk.history import Histories, History
    from parchk.models import Directive, Task

Place = tuple[int, int]
"""A task by its place: that of its result, and its own in the result, both from 0."""


class Item(NamedTuple):
    """A task, and what is known of it besides its document."""

    result: Directive
    task: Task
    copies: tuple[Copy, ...] = ()
    """Where else it stands: the same task in other documents."""
    unlike: tuple[Copy, ...] = ()
    """Where it stands with another deadline; these are rows of their own."""
    history: History | None = None
    """What later documents did to it; ``None`` when nobody has looked."""
    said: tuple[Said, ...] = ()
    """That on the whole task, and those on rows of it."""

    @property
    def is_in_force(self) -> bool:
        """No later document has annulled or replaced it, and it does not only amend another task."""
        return self.history is None or (self.history.status == "in force" and not self.history.is_amendment)


def items(
    results: Sequence[Directive],
    said: Mapping[Place, Sequence[Said]],
    histories: Histories | None,
    duplicates: Sequence[Duplicate],
) -> Iterator[Item]:
    """Give every task once, in the order of the documents."""
    every = [(at, number) for at, result in enumerate(results) for number in range(len(result.tasks))]
    places = {(id(results[at]), id(results[at].tasks[number])): (at, number) for at, number in every}
    known = dict(zip(every, histories.tasks, strict=True)) if histories else {}

    def item(here: Place) -> Item:
        result = results[here[0]]
        return Item(result, result.tasks[here[1]], history=known.get(here), said=combined(said.get(here, ())))

    def place(copy: Copy) -> Place:
        return places[id(copy.directive), id(copy.task)]

    same = {place(copy): duplicate for duplicate in duplicates for copy in duplicate.copies}
    for here in every:
        duplicate = same.get(here)
        if duplicate is None:
            yield item(here)
            continue
        there = [place(copy) for copy in duplicate.copies]
        if here != min(there):
            continue
        of_copies = [item(one) for one in there]
        at = min(range(len(there)), key=lambda at: _weight(of_copies[at]))
        # Where any is said to be done, the task is.
        statements = sorted((one for other in of_copies for one in other.said), key=lambda one: one.is_closed)
        yield of_copies[at]._replace(
            copies=duplicate.copies[:at] + duplicate.copies[at + 1 :],
            unlike=duplicate.unlike,
            said=combined(statements),
        )


def _weight(item: Item) -> tuple[bool, bool, bool]:
    """One that is in force tells when, of several the one that was amended, else one that names a deadline."""
    is_amended = item.history is not None and item.history.changed_by is not None
    return not item.is_in_force, not is_amended, not item.task.deadlines
