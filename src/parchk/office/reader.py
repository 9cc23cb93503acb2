"""The tasks of a result that are an office's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from parchk.models import Directive, Document, Ground, Mine, Task, Unit, Why
from parchk.office.meaning import Context, Meaning, meaning
from parchk.office.names import NameReader
from parchk.office.profile import Profile
from parchk.office.standings import PROFILE, Standings
from parchk.office.surroundings import SurroundingsReader
from parchk.ruleset import Ruleset
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from parchk.office.standing import Standing

_ORDER: tuple[Why, ...] = (
    "named",
    "succeeds",
    "collective",
    "coordinate",
    "report_via",
    "report_to",
    "advise",
    "info",
)
"""The strongest reason first."""


class _Meant(NamedTuple):
    """That a name means the office, or one that it has succeeded."""

    meaning: Meaning
    standing: Standing

    @property
    def why(self) -> Why:
        """Why a task is the office's that this is the lead of."""
        if self.standing.succession:
            return "succeeds"
        return "named" if self.meaning.is_one else "collective"


@dataclass(slots=True)
class _Of:
    """What holds for all tasks of a document."""

    document: Document
    context: Context
    informed: list[Ground] = field(default_factory=list)
    meant: dict[str, _Meant | None] = field(default_factory=dict)
    """By the words, apart from what stands behind them."""
    others: set[tuple[str, str]] | None = None
    """The bodies and levels of which Kính gửi names several, none of which is the office."""


class Reader:
    """Reads results with the eyes of one office; made once, used for many.

    :class:`~parchk.errors.UsageError` says what is wrong with the profile.
    """

    def __init__(self, profile: Profile, rules: Ruleset) -> None:
        self.profile = profile
        self._names = NameReader(rules)
        self._standings = Standings(rules, self._names)
        self._mine = self._standings.of_profile(profile)
        self._made_on = next((one.until for one in self._mine if PROFILE in one.succession), None)
        """The day from which on it is there, if it names its predecessors."""
        self._surroundings = SurroundingsReader(rules, self._names)
        self._as_above = rules.any_of("office", [rule.id for rule in rules.of_kind("office", "same")])
        self._of: _Of | None = None

    def mine(self, task: Task, directive: Directive, text: str | None = None) -> Mine | None:
        """Why this task of ``directive`` is the office's; ``None`` when it is not.

        ``text`` is the text as read, if it is at hand: without it, what stands behind a unit of a lead-in
        (``trừ xã A``) is not known.
        """
        of = self._of_document(directive.document)
        text = text if text is not None else directive.source.text
        found = (self._ground(unit, task, directive, of, text) for unit in task.units)
        grounds = [ground for ground in found if ground is not None] or of.informed
        distinct: dict[tuple[str, str], Ground] = {}
        for ground in grounds:
            distinct.setdefault((ground.why, ground.text), ground)
        ordered = sorted(distinct.values(), key=lambda ground: _ORDER.index(ground.why))
        return Mine(grounds=ordered) if ordered else None

    def marked(self, directive: Directive, text: str | None = None) -> Directive:
        """The result with :attr:`~parchk.models.Directive.office` and :attr:`~parchk.models.Task.mine` set.

        Marks that it has are gone, of this office and of another.
        """
        tasks = [_with(task, self.mine(task, directive, text)) for task in directive.tasks]
        return directive.model_copy(update={"office": self.profile.name, "tasks": tasks})

    def _of_document(self, document: Document) -> _Of:
        """What the document says of all its tasks, which are asked for one after the other."""
        if self._of is None or self._of.document is not document:
            self._of = _Of(document, self._standings.of_document(document))
            self._of.informed.extend(self._informed(document, self._of))
        return self._of

    def _ground(self, unit: Unit, task: Task, directive: Directive, of: _Of, text: str | None) -> Ground | None:
        near = self._surroundings.of(unit, task, directive, text)
        level = of.context.issuer.level if of.context.issuer is not None else None
        meant = self._meant(self._surroundings.full_name(unit.name, near, level), near.behind, of)
        if meant is None or (not meant.meaning.is_one and self._is_among_others(meant, of)):
            return None
        return _as_ground(meant, meant.why if unit.role == "lead" else unit.role, unit.text, unit.span)

    def _informed(self, document: Document, of: _Of) -> Iterator[Ground]:
        """The entries of Nơi nhận, and those of Kính gửi, that mean the office."""
        for entry in (*document.recipients, *document.addressees):
            spelled = canonical_spelling(entry)
            if self._as_above.fullmatch(spelled) is not None:
                continue
            for name in self._surroundings.named(spelled):
                meant = self._meant(name, spelled.partition(name)[2], of)
                if meant is not None:
                    yield _as_ground(meant, "info", entry, None)
                    break

    def _meant(self, written: str, behind: str, of: _Of) -> _Meant | None:
        """Whom these words mean, unless the words behind a collective say otherwise."""
        if written not in of.meant:
            of.meant[written] = min(self._meanings(written, of.context), key=_doubt, default=None)
        meant = of.meant[written]
        if meant is None or meant.meaning.is_one:
            return meant
        level = of.context.issuer.level if of.context.issuer is not None else None
        if (members := self._surroundings.members(written, behind, level)) is not None:
            if meant.standing.is_of_place and meant.standing.place in [member.lower() for member in members]:
                return meant._replace(meaning=Meaning(is_one=True, rule=meant.standing.rule))
            named = (self._alone(member, of) for member in members)
            return min((one for one in named if one is not None), key=_doubt, default=None)
        if self._surroundings.excepts(written, behind, meant.standing, level):
            return None
        if meant.meaning.caveat is None and self._surroundings.narrows(behind):
            return meant._replace(meaning=meant.meaning._replace(caveat="if-concerned"))
        return meant

    def _alone(self, written: str, of: _Of) -> _Meant | None:
        return min(self._meanings(written, of.context), key=_doubt, default=None)

    def _is_among_others(self, meant: _Meant, of: _Of) -> bool:
        """Whether Kính gửi names several of a collective, and the office is none of them."""
        if of.others is None:
            of.others = set()
            entries = [name for entry in of.document.addressees for name in self._surroundings.named(entry)]
            if not any(self._alone(entry, of) is not None for entry in entries):
                names = [self._names(entry) for entry in entries]
                found = [(name.bodies, area.level) for name in names for area in name.areas if area.name]
                named = [(body, level) for bodies, level in found for body in bodies]
                of.others = {one for one in named if named.count(one) > 1}
        return any((body, meant.standing.level) in of.others for body in meant.standing.bodies)

    def _meanings(self, written: str, context: Context) -> Iterator[_Meant]:
        name = self._names(written)
        for standing in self._mine:
            how = meaning(standing, name, context)
            if how is not None and self._is_in_force(standing, how, context):
                yield _Meant(how, standing)

    def _is_in_force(self, standing: Standing, how: Meaning, context: Context) -> bool:
        """Whether the office, or the one that it has succeeded, was the one that is meant on the day of the document.

        A predecessor that is named was there, and in a province that is no more everybody; else one of many is meant on
        the days before the succession only. An office that names its predecessors was not there before.
        """
        day, issuer = context.day, context.issuer
        if standing.until is not None:
            is_former = issuer is not None and issuer.places.get("province") in self._mine[0].former
            return how.is_one or is_former if day is None else day < standing.until
        return how.is_one or day is None or self._made_on is None or day >= self._made_on


def _doubt(meant: _Meant) -> tuple[bool, bool, bool]:
    """What counts most goes first: that it is certain, that the office itself is meant, and it alone."""
    return meant.meaning.caveat is not None, bool(meant.standing.succession), not meant.meaning.is_one


def _with(task: Task, mine: Mine | None) -> Task:
    """The task with this mark, or without any."""
    if mine is not None:
        return task.model_copy(update={"mine": mine})
    return task if task.mine is None else Task.model_validate(task.model_dump(exclude={"mine"}, exclude_unset=True))


def _as_ground(meant: _Meant, why: Why, text: str, span: tuple[int, int] | None) -> Ground:
    return Ground(
        why=why,
        text=text,
        span=span,
        rule=meant.meaning.rule,
        succession=list(meant.standing.succession),
        caveat=meant.meaning.caveat,
    )
