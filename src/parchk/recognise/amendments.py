"""What a document says of earlier ones: that it extends, changes, replaces, annuls, supplements or reminds of them.

The rules of ``amendments.toml`` look at sentences in which every cited document is ``§`` and every unit ``▣``. The
document that is meant stands in the sentence, else in the items around it, else in the trích yếu, else it is the one
that the opening paragraphs tell of. Where none can be told, nothing is amended. New times are read by the recogniser
of deadlines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from parchk import items, regexp
from parchk.recognise.amendments_documents import AmendedDocuments
from parchk.recognise.amendments_reach import AnnulmentReach
from parchk.recognise.amendments_reading import Clause, Reading, clause_end, clause_start, signs
from parchk.recognise.amendments_repeated import without_lead_ins, without_subjects
from parchk.spans import AmendmentMention, CitationMention, DeadlineMention, Skeleton, UnitMention
from parchk.text import canonical_spelling

if TYPE_CHECKING:
    from datetime import date

    from parchk.ruleset import Ruleset

_FILE = "amendments"
# Words in quotation marks behind "như sau:" are not longer than this.
_QUOTED = regexp.compile(r"\s*(?:“[^”]{1,4000}”|\"[^\"]{1,4000}\")")
_IN_QUOTES = regexp.compile(r"“[^”]*”?|\"[^\"]*\"?")
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
# Rules of which nothing is left without a new time.
_OF_TIME = frozenset({"extend", "extended", "change-time", "time-changed", "instead-of-time"})
# What is said in the middle of an order.
_SAID_OF_ORDERS = frozenset({"instead-of-time", "remind-behind"})
# Kinds that take something out of force, and their rules in which that stands before the verb.
_ENDING = frozenset({"annuls", "replaces"})
_ENDED = frozenset({"void", "replaced"})


class Deadlines(Protocol):
    """What the recogniser of deadlines offers."""

    def __call__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        *,
        issued_on: date | None,
        masked: Sequence[tuple[int, int]] = (),
        bare: Sequence[tuple[int, int]] = (),
    ) -> list[DeadlineMention]:
        """The deadlines inside these stretches."""
        ...


class AmendmentRecogniser:
    """Finds amendments. Made once for a rule set and a recogniser of deadlines, used for any number of documents."""

    def __init__(self, rules: Ruleset, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._documents = AmendedDocuments(rules)
        self._reach = AnnulmentReach(rules)
        chosen = [rule for rule in rules.rules(_FILE) if rule.needs]
        self._rules = [(rule.kind, rule.id, _folded(rule.needs), rules.pattern(_FILE, rule.id)) for rule in chosen]
        words = sorted({word for _, _, needs, _ in self._rules for word in needs})
        self._needed = regexp.compile(rules.alternation(words, bounded=False), regexp.IGNORECASE)
        self._generic = regexp.compile(
            rf"(?:{rules.alternation(rules.words(_FILE, 'generic'))}|[^\p{{L}}\p{{N}}])+", regexp.IGNORECASE
        )
        self._not = rules.pattern(_FILE, "not-this")
        self._part = {rule.id: rules.pattern(_FILE, rule.id) for rule in rules.of_kind(_FILE, "part")}
        self._item = rules.pattern("drafting", "item-reference")
        self._piece = rules.pattern("drafting", "item-piece")

    def __call__(
        self,
        text: str,
        clauses: Sequence[Clause],
        citations: Sequence[CitationMention],
        units: Sequence[UnitMention],
        issued_on: date | None,
    ) -> list[AmendmentMention]:
        """The amendments among the ``clauses`` (in order), in the order of the text."""
        starts = [clause.start for clause in clauses]
        hit = {bisect_right(starts, start) - 1 for start, _ in self._needed.all_spans(text)}
        chosen = sorted(at for at in hit if at >= 0)
        if not chosen:
            return []
        reading = Reading(text, clauses, citations, units, issued_on)
        first = self._documents.first(reading)
        found: list[AmendmentMention] = []
        for at in chosen:
            if at < first and clauses[at].section is not None:
                continue  # "bổ sung nhân lực": there is nothing that it could be said of
            if not found or found[-1].end <= clauses[at].start or found[-1].start >= clauses[at].start:
                found.extend(self._clause(reading, at))
        return without_lead_ins(without_subjects(found), clauses)

    def _clause(self, reading: Reading, at: int) -> Iterator[AmendmentMention]:
        clause = reading.clauses[at]
        part = reading.skeleton(clause.start, clause.end)
        text = part.text
        taken: list[tuple[int, int]] = []
        folded = text.casefold()
        for kind, rule, needs, pattern in self._rules:
            if clause.is_subject != rule.endswith("-subject") or not any(map(folded.__contains__, needs)):
                continue
            for match in pattern.finditer(text):
                start, verb, end = match.start(), match.start("verb"), match.end("verb")
                if any(low <= verb < high for low, high in taken):
                    continue
                before = text[clause_start(text, start) : verb]
                is_order = (
                    rule not in _SAID_OF_ORDERS and clause.led_from is not None and clause.led_from < part.place(verb)
                )
                if self._not.search(before) or (is_order and not self._part["decided"].search(before)):
                    continue
                stop = next((low for low, _ in sorted(taken) if low > verb), clause_end(text, end))
                second = self._part["second-verb"].search(text, end, stop)
                stop = second.start() if second else stop
                mentions = list(self._mentions(reading, at, part, (kind, rule), (start, verb, end, stop)))
                if mentions:
                    taken.append((start, stop))
                    yield from mentions

    def _mentions(
        self, reading: Reading, at: int, part: Skeleton, rule: tuple[str, str], places: tuple[int, int, int, int]
    ) -> Iterator[AmendmentMention]:
        """The amendments that one verb stands for: one a document that it names."""
        if rule[0] in _ENDING:
            yield from self._endings(reading, at, part, rule, places)
            return
        kind, name = rule
        start, verb, end, stop = places
        text = part.text
        named = self._documents.named(reading, part, kind, start, stop)
        cited = [reading.citation(part, position) for position in named]
        if cited and name in _OF_TIME and name != "instead-of-time" and self._is_basis(reading, part, cited[0]):
            named, cited = [], []
        if not cited:
            cited = self._documents.around(reading, at, kind)
        if not cited:
            return
        last = part.place(stop)
        behind = self._new_words(reading, at, text[:stop], last) if stop == len(text) else None
        new, former = self._times(reading, part, name, (verb, end, stop), behind)
        if name in _OF_TIME:
            if not new:
                return
            new = new[:1]  # what follows is another duty's: "gia hạn đến ngày A, báo cáo trước ngày B"
        ordinal = self._part["ordinal"].search(text) if kind == "reminds" else None
        begin = part.place(start)
        if kind == "reminds":
            about = self._about(part, ordinal.end() if ordinal and ordinal.start() <= end + 2 else end, stop)
        else:
            passive = name in ("extended", "time-changed")
            about = self._about(part, *((start, verb) if passive else (end, stop))) or self._topic(part, start, verb)
        if about and any(about[0] < time.end and time.start < about[1] for time in new):
            about = None  # "gia hạn thêm 15 ngày"
        if name == "instead-of-time":  # "gửi báo cáo trước ngày A (thay cho thời hạn …)"
            begin = part.place(clause_start(text, start))
            about = (begin, new[0].start) if begin < new[0].start else None
        has_times = kind not in ("reminds", "supplements")
        for citation, (low, high) in zip(cited, self._stretches(text, named, start, stop), strict=False):
            stretch = text[low:high]
            besides = self._part["besides"].search(stretch)
            if besides:  # "(trừ khoản 3)": of which tasks it is said cannot be told
                about = part.place(low + besides.start()), part.place(high)
                stretch = stretch[: besides.start()]
            yield AmendmentMention(
                begin,
                max(last, behind[1]) if behind else last,
                kind,
                name,
                citation,
                items=self._added(stretch) if kind == "supplements" else self._items(stretch),
                about=about,
                deadlines=tuple(new) if has_times else (),
                former=tuple(former) if has_times else (),
                count=_number(ordinal["count"]) if ordinal else None,
            )

    def _endings(
        self, reading: Reading, at: int, part: Skeleton, rule: tuple[str, str], places: tuple[int, int, int, int]
    ) -> Iterator[AmendmentMention]:
        """The annulments or replacements that one verb stands for, each with how far it reaches."""
        kind, name = rule
        start, verb, end, stop = places
        text = part.text
        low, high = (self._reach.front(text, clause_start(text, verb), verb), verb) if name in _ENDED else (end, stop)
        times = self._read(reading, part, end, stop)
        if any(mention.kind == "by" for mention in times):
            return  # somebody is to do it by that day
        since = [mention for mention in times if mention.start_on is not None]  # "hết hiệu lực kể từ ngày 01/8"
        named = self._documents.named(reading, part, kind, low, high)
        if name in _ENDED and named[-1:] != signs(part, low, high)[-1:]:
            return  # "§ có hiệu lực thì § hết hiệu lực"
        around = [] if named else self._documents.around(reading, at, kind)
        cited = [reading.citation(part, position) for position in named] or around
        for number, (first, last) in enumerate(self._stretches(text, named, low, high)[: len(cited)]):
            position = named[number] if named else last
            reach = self._reach(text, (first, position), (position + 1, last if last < high else len(text)))
            if reach is None:
                continue
            is_of_time = self._part["of-time"].search(text, first, position) is not None
            yield AmendmentMention(
                part.place(min(start, first) if number == 0 else start),
                part.place(stop),
                "changes" if is_of_time else kind,
                name,
                cited[number],
                items=self._items(text[first:position]),
                about=(part.place(reach.about[0]), part.place(reach.about[1])) if reach.about else None,
                deadlines=tuple(since[:1]),
            )

    def _stretches(self, text: str, named: Sequence[int], start: int, stop: int) -> list[tuple[int, int]]:
        """For each document that is named (or for none), the words that are said of it and of its items."""
        begins = [start]
        for last, position in pairwise(named):
            item = self._item.search(text, last + 1, position)
            begins.append(item.start() if item else position)
        return list(pairwise([*begins, stop]))

    def _is_basis(self, reading: Reading, part: Skeleton, citation: CitationMention) -> bool:
        """Whether the document stands behind the new time, as that by which it is given."""
        position = next(at for at in signs(part) if reading.citation(part, at) is citation)
        begin = self._documents.authority(part, position)
        return begin is not None and bool(self._read(reading, part, 0, begin))

    def _new_words(self, reading: Reading, at: int, text: str, end: int) -> tuple[int, int] | None:
        """Where the new wording stands that a clause ending in "như sau:" announces."""
        if not self._part["new-words"].search(text.rstrip()):
            return None
        quoted = _QUOTED.match(reading.text, end)
        if quoted is not None:
            return quoted.span()
        clause = reading.clauses[at]
        following = reading.clauses[at + 1 : at + 2]
        if not following or clause.section is None or following[0].section is clause.section:
            if not following or self._turn(reading.text, following[0].start, following[0].end):
                return None  # "- Tại khoản 1: “ngày A” sửa thành “ngày B”": its own amendment
            return following[0].start, following[0].end
        return None

    def _times(
        self,
        reading: Reading,
        part: Skeleton,
        rule: str,
        places: tuple[int, int, int],
        behind: tuple[int, int] | None,
    ) -> tuple[list[DeadlineMention], list[DeadlineMention]]:
        """The new times and the former ones."""
        verb, end, stop = places
        text = part.text
        if rule == "instead-of-time":
            first = clause_start(text, verb)
            return self._read(reading, part, first, verb)[-1:], self._read(reading, part, end, stop, bare=True)
        new = self._between(reading, *behind) if behind is not None else []
        turn = self._turn(text, end, stop) or self._turn(text, verb, stop)
        more = self._part["more-time"].search(text, end, stop)
        if more:
            durations = self._read(reading, part, more.end(), stop, bare=True)
            return [_open(mention) for mention in durations if mention.duration][:1], []
        if turn:
            since = self._part["from-former"].search(text, clause_start(text, verb), turn.start())
            low = since.end() if since else clause_start(text, verb)
            former = self._read(reading, part, low, turn.start(), bare=True)
            return [*self._read(reading, part, turn.end(), stop, bare=True), *new], former
        return [*self._read(reading, part, end, stop), *new], []

    def _turn(self, text: str, start: int, stop: int) -> regexp.Match | None:
        """Where the former words end and the new ones begin: the last such place outside quotation marks."""
        turns = list(self._part["turned-into"].finditer(text, start, stop))
        plain = [turn for turn in turns if text.count("“", 0, turn.start()) == text.count("”", 0, turn.start())]
        return plain[-1] if plain else None

    def _read(
        self, reading: Reading, part: Skeleton, low: int, high: int, *, bare: bool = False
    ) -> list[DeadlineMention]:
        if low >= high:
            return []
        return self._between(reading, part.place(low), part.place(high), bare=bare)

    def _between(self, reading: Reading, start: int, end: int, *, bare: bool = False) -> list[DeadlineMention]:
        """The deadlines of a stretch; in a ``bare`` one a time counts without a word before it."""
        citations = reading.citations
        low = bisect_left(citations, start, key=lambda citation: citation.start)
        masked = [(one.start - start, one.end - start) for one in citations[low:] if one.end <= end]
        whole = (0, end - start)
        found = self._deadlines(
            reading.text[start:end],
            [whole],
            issued_on=reading.issued_on,
            masked=masked,
            bare=[whole] if bare else (),
        )
        return [_moved(mention, start) for mention in found]

    def _items(self, text: str) -> tuple[str, ...]:
        """The items that are named, but for those in the new wording and those of other documents."""
        text = _IN_QUOTES.sub("", text)
        found: dict[str, None] = {}
        for match in self._part["other-item"].finditer(text):
            found[match["item"]] = None
        if found:
            return tuple(found)
        for low, high in self._references(text):
            found |= dict.fromkeys(items.paths(text[low:high], self._piece))
        return tuple(found)

    def _references(self, text: str) -> list[tuple[int, int]]:
        """Where items are named, those that "và" joins together: "khoản 1 và điểm a khoản 2 Mục II"."""
        found: list[tuple[int, int]] = []
        for match in self._item.finditer(text):
            if found and text[found[-1][1] : match.start()] in (" và ", ", và ", ", "):
                found[-1] = found[-1][0], match.end()
            else:
                found.append(match.span())
        return found

    def _added(self, text: str) -> tuple[str, ...]:
        """The items that are new: "khoản 4 vào sau khoản 3 Mục II" is II/4."""
        new, word, place = text.partition(" vào ")
        added, there = self._items(new), self._items(place)
        if not (word and added and there):
            return self._items(text)
        is_beside = place.startswith(("sau ", "trước "))
        outer = there[0].rpartition("/")[0] if is_beside else there[0]
        return tuple(f"{outer}/{item}".lstrip("/") for item in added)

    def _about(self, part: Skeleton, low: int, high: int) -> tuple[int, int] | None:
        """The words of a stretch that name the task, where they say more than that it is a time."""
        text = part.text
        while low < high and text[low] in " :,)":
            low += 1
        time = self._part["time-word"].match(text, low, high)
        low = time.end() if time else low
        close = self._part["about-ends"].search(text, low, high)
        high = close.start() if close else high
        while high > low and text[high - 1] in " ,:":
            high -= 1
        if high <= low or self._generic.fullmatch(text[low:high]) is not None:
            return None
        return part.place(low), part.place(high)

    def _topic(self, part: Skeleton, start: int, verb: int) -> tuple[int, int] | None:
        """The words that name the task before the verb: "riêng việc gửi báo cáo: lùi đến …"."""
        topic = self._part["topic"].match(part.text[start:verb])
        return self._about(part, start + topic.end(), verb) if topic else None


def _folded(words: Sequence[str]) -> list[str]:
    """Words as they stand in a folded text."""
    return [canonical_spelling(word).casefold() for word in words]


def _open(mention: DeadlineMention) -> DeadlineMention:
    """More time: a duration that counts from the former deadline, not from the day of issue."""
    return DeadlineMention(
        mention.start,
        mention.end,
        "relative",
        mention.rule,
        duration=mention.duration,
        working_days=mention.working_days,
    )


def _moved(mention: DeadlineMention, by: int) -> DeadlineMention:
    """The mention in the document, which was found in a stretch that begins at ``by``."""
    parts = tuple((start + by, end + by) for start, end in mention.parts)
    return replace(mention, start=mention.start + by, end=mention.end + by, parts=parts)


def _number(written: str) -> int:
    return _ORDINALS.get(written.lower(), 0) or int(written)
