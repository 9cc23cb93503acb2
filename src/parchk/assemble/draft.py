"""What the assembling steps share: statements of the body and the tasks that come of them, before they are models.

Nothing that they hold leads back to them (``gc=False``, as in :mod:`parchk.spans`).
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from parchk.spans import Block, DeadlineMention, RoleMention, Section, Skeleton, TableRow, UnitMention


class Sort(StrEnum):
    """What a statement is."""

    TASK = "task"
    LEAD_IN = "lead-in"
    HEADING = "heading"
    LABEL = "label"
    TIME = "time"
    OTHER = "other"
    UNDECIDED = "undecided"


class Statement(Struct, gc=False):
    """A sentence of the body, or the part of one that is a task of its own, with what was recognised in it."""

    start: int
    end: int
    block: Block
    skeleton: Skeleton
    roles: list[RoleMention]
    first: bool
    """The first of its paragraph."""
    sort: Sort = Sort.UNDECIDED
    reason: str = ""
    """Which rule decided."""
    label: str = ""
    """Kind of a label line: ``lead``, ``coordinate``, ``time`` …"""
    value: int = 0
    """Where the value behind a label begins."""
    about: str | None = None
    """Path of the item whose tasks a label section (``2. Cơ quan chủ trì`` with units below it) speaks about."""
    zone: str = ""
    """Kind of section: ``purpose``, ``finding``, ``ordering`` or nothing in particular."""
    second_opinion: str = ""
    """What the second opinion said of a task that the rules had found."""
    row: TableRow | None = None
    """The row of a table of tasks that the statement is the job of."""
    named: dict[str, list[UnitMention]] = field(default_factory=dict)
    """Units in the row's other cells, by role."""

    @property
    def section(self) -> Section | None:
        """The item that the statement stands in."""
        return self.block.section

    def units(self, role: str) -> list[UnitMention]:
        """The units that have this role in the statement itself."""
        return [unit for mention in self.roles if mention.role == role for unit in mention.units]


class Draft(Struct, gc=False):
    """A task in the making."""

    statement: Statement
    leads: list[UnitMention] = field(default_factory=list)
    lead_source: str | None = None
    others: list[tuple[str, UnitMention]] = field(default_factory=list)
    """Units in other roles, with their role."""
    deadlines: list[tuple[DeadlineMention, str]] = field(default_factory=list)
    """Deadlines and where their words stand: ``sentence``, ``following``, ``label``."""
    products: list[tuple[int, int]] = field(default_factory=list)
    """Products named by label lines."""
    labelled: bool = False
    """A label line named its units."""
    because: list[str] = field(default_factory=list)
