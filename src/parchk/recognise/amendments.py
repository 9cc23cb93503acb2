"""What a document says of earlier ones: that it extends, changes, replaces, annuls, supplements or reminds of them.

The rules of ``amendments.toml`` look at sentences in which every cited document is ``§`` and every unit ``▣``. The
document that is meant stands in the sentence, else in the items around it, else in the trích yếu, else it is the one
that the opening paragraphs tell of. Where none can be told, nothing is amended. New times are read by the recogniser
of deadlines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from parchk import items, regexp
from parchk.recognise.amendments_documents import AmendedDocuments
from parchk.recognise.amendments_reading import Clause, Reading, clause_end, clause_start, is_under, signs
from parchk.spans import AmendmentMention, CitationMention, DeadlineMention, Section, Skeleton, UnitMention
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
        found: list[AmendmentMention] = []
        for at in chosen:
            if not found or found[-1].end <= clauses[at].start or found[-1].start >= clauses[at].start:
                found.extend(self._clause(reading, at))
        return _without_lead_ins(found, clauses)

    def _clause(self, reading: Reading, at: int) -> Iterator[AmendmentMention]:
        clause = reading.clauses[at]
        part = reading.skeleton(clause.start, clause.end)
        text = part.text
        taken: list[tuple[int, int]] = []
        folded = text.casefold()
        for kind, rule, needs, pattern in self._rules:
            if clause.is_subject != (rule == "remind-subject") or not any(map(folded.__contains__, needs)):
                continue
            for match in pattern.finditer(text):
                start, verb, end = match.start(), match.start("verb"), match.end("verb")
                if any(low <= verb < high for low, high in taken):
                    continue
                before = text[clause_start(text, start) : verb]
                is_order = (
                    rule != "instead-of-time" and clause.led_from is not None and clause.led_from < part.place(verb)
                )
                if self._not.search(before) or (is_order and not self._part["decided"].search(before)):
                    continue
                stop = next((low for low, _ in sorted(taken) if low > verb), clause_end(text, end))
                mentions = list(self._mentions(reading, at, part, (kind, rule), (start, verb, end, stop)))
                if mentions:
                    taken.append((start, stop))
                    yield from mentions

    def _mentions(
        self, reading: Reading, at: int, part: Skeleton, rule: tuple[str, str], places: tuple[int, int, int, int]
    ) -> Iterator[AmendmentMention]:
        """The amendments that one verb stands for: one a document that it names."""
        kind, name = rule
        start, verb, end, stop = places
        text = part.text
        cited = self._documents.named(reading, part, kind, (start, end, stop))
        if cited and name in _OF_TIME and name != "instead-of-time" and self._is_basis(reading, part, cited[0]):
            cited = []
        if not cited:
            cited = self._documents.around(reading, at, kind)
        if not cited:
            return
        last = part.place(stop)
        behind = self._new_words(reading, at, text[:stop], last) if stop == len(text) else None
        new, former = self._times(reading, part, name, (verb, end, stop), behind)
        named = self._items(text[start:stop])
        if name in _OF_TIME:
            if not new:
                return
            new = new[:1]  # what follows is another duty's: "gia hạn đến ngày A, báo cáo trước ngày B"
        if kind in ("annuls", "replaces") and any(mention.kind == "by" for mention in new):
            return  # somebody is to do it by that day
        ordinal = self._part["ordinal"].search(text) if kind == "reminds" else None
        begin = part.place(start)
        about = None
        if kind == "reminds":
            about = self._about(part, ordinal.end() if ordinal and ordinal.start() <= end + 2 else end, stop)
        elif kind not in ("annuls", "replaces"):
            passive = name in ("extended", "time-changed")
            about = self._about(part, *((start, verb) if passive else (end, stop))) or self._topic(part, start, verb)
        if about and any(about[0] < time.end and time.start < about[1] for time in new):
            about = None  # "gia hạn thêm 15 ngày"
        if name == "instead-of-time":  # "gửi báo cáo trước ngày A (thay cho thời hạn …)"
            begin = part.place(clause_start(text, start))
            about = (begin, new[0].start) if begin < new[0].start else None
        for citation in cited:
            yield AmendmentMention(
                begin,
                max(last, behind[1]) if behind else last,
                kind,
                name,
                citation,
                items=named,
                about=about,
                deadlines=tuple(new) if kind != "reminds" else (),
                former=tuple(former) if kind != "reminds" else (),
                count=_number(ordinal["count"]) if ordinal else None,
            )

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
            return (following[0].start, following[0].end) if following else None
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
        for match in self._item.finditer(text):
            found |= dict.fromkeys(items.paths(match[0], self._piece))
        return tuple(found)

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


def _without_lead_ins(found: list[AmendmentMention], clauses: Sequence[Clause]) -> list[AmendmentMention]:
    """Drop "sửa đổi một số nội dung của § như sau:" where what follows says it item by item."""
    starts = [clause.start for clause in clauses]

    def section(mention: AmendmentMention) -> Section | None:
        return clauses[bisect_right(starts, mention.start) - 1].section

    kept = []
    for at, mention in enumerate(found):
        below = [other for other in found[at + 1 :] if other.citation.number == mention.citation.number]
        own = section(mention)
        is_lead_in = mention.rule == "change-words" and not (mention.items or mention.about or mention.deadlines)
        if not (
            is_lead_in
            and any(
                own is None or ((its := section(other)) is not None and its is not own and is_under(its, own))
                for other in below
            )
        ):
            kept.append(mention)
    return kept
