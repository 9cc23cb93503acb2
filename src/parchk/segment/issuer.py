"""The body that issues a directive, spelled in full and capitalised as in a sentence.

Evidence, in this order: the header; ``… điện:``; the digital-signature stamp; who orders in the body, with the place
from the date line or from names that carry it (``Huyện ủy Sơn Hà``). Where nothing tells, there is no issuer.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from parchk import regexp
from parchk.segment.cues import Cell, cues_of, is_capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset
    from parchk.segment.signature import Signature

_FILE = "header"
_PROPER = regexp.compile(r"\p{L}[\p{L}.]*")
_UNFINISHED_END = regexp.compile(r"(?i)(?:\b(?:và|của|các|với)|[-,&])$")
_LONGEST_PHRASE = 6
_MOTTO_LINES = 3
_COMMITTEE = regexp.compile(r"(?i)(?<!\p{L})(tỉnh|thành|huyện|thị|quận) ủy$")
_BRANCH = regexp.compile(r"(?i)(?P<word>chi nhánh)(?= (?:tỉnh|thành phố|huyện|quận|thị xã|khu vực)\b)")
# Evidence in the body is sought in its first and last stretch only (characters).
_BODY_STRETCH = 60_000


class Issuer(Struct, frozen=True):
    """Name in full; the place of the words that it was read from."""

    name: str
    start: int
    end: int


class Speller:
    """Spells the names of bodies in full and in sentence case."""

    def __init__(self, rules: Ruleset) -> None:
        self._full = dict(entry.split(" = ", 1) for entry in rules.words(_FILE, "expansions"))
        self._cased = {phrase.upper(): phrase[0].upper() + phrase[1:] for phrase in rules.words(_FILE, "phrases")}
        self._cased |= {phrase.upper(): phrase for phrase in rules.words(_FILE, "lower")}

    def __call__(self, name: str) -> str:
        """``name`` in full; if it is in capitals, in sentence case."""
        capital = is_capital(name)
        words = name.split()
        spelled: list[str] = []
        at = 0
        while at < len(words):
            word = words[at]
            if word.upper() in self._full and (capital or word.isupper() or not word.isalpha()):
                spelled.append(self._full[word.upper()])
                at += 1
                continue
            size = next((n for n in range(_LONGEST_PHRASE, 0, -1) if self._known(words, at, n)), 0) if capital else 0
            if size:
                spelled.append(self._spell(words, at, size))
            else:
                spelled.append(_PROPER.sub(_title, word) if capital else word)
            at += max(size, 1)
        full = " ".join(spelled)
        return full[:1].upper() + full[1:]

    def _known(self, words: Sequence[str], at: int, size: int) -> bool:
        return at + size <= len(words) and " ".join(words[at : at + size]).strip(",").upper() in self._cased

    def _spell(self, words: Sequence[str], at: int, size: int) -> str:
        phrase = " ".join(words[at : at + size])
        bare = phrase.strip(",")
        return self._cased[bare.upper()] + phrase[len(bare) :]


def _title(match: regexp.Match) -> str:
    word = match[0]
    return word[0].upper() + word[1:].lower()


@lru_cache(maxsize=8)
def speller_of(rules: Ruleset) -> Speller:
    """The speller of a rule set, made once."""
    return Speller(rules)


def from_header(cells: Sequence[Cell], rules: Ruleset) -> Issuer | None:
    """The last of the bodies that the header names (its superior stands above it)."""
    cues = cues_of(rules)
    unfinished = {word.upper() for word in rules.words(_FILE, "unfinished")}
    organs = {word.upper() for word in rules.words(_FILE, "organs")}
    unions = {word.upper() for word in rules.words(_FILE, "unions")}
    bodies: list[list[Cell]] = []
    for cell in _without_motto(cells, rules):
        words = cell.text.upper()
        if not bodies:
            if cues.head.match(cell.text) or cues.post.match(cell.text):
                bodies.append([cell])
            continue
        before = " ".join(part.text for part in bodies[-1]).upper()
        open_end = before in unfinished or _UNFINISHED_END.search(before) is not None
        if words.strip(" *-") in unions or ((cues.head.match(cell.text) or words in organs) and not open_end):
            bodies.append([cell])
        else:
            bodies[-1].append(cell)
    if not bodies:
        return None
    spell = speller_of(rules)
    union = bodies[0] if " ".join(cell.text for cell in bodies[0]).strip(" -*").upper() in unions else None
    bodies = _without(bodies, unions)
    chosen = bodies[-1]
    name = spell(" ".join(cell.text for cell in chosen).strip(" -*,:"))
    if union and (organ := next((word for word in organs if name.lower().startswith(f"{word.lower()} ")), None)):
        # "ĐOÀN TNCS HỒ CHÍ MINH" / "BAN CHẤP HÀNH HUYỆN …": an organ of the Union in that place.
        name = f"{name[: len(organ)]} {spell(' '.join(cell.text for cell in union).strip(' *-'))}{name[len(organ) :]}"
        chosen = [*union, *chosen]
    elif len(bodies) > 1 and name.upper() in organs | unfinished:
        # "BAN THƯỜNG TRỰC" and "VĂN PHÒNG" alone are of the body named above them.
        above = bodies[-2]
        name = f"{name} {spell(' '.join(cell.text for cell in above).strip(' -*,:'))}"
        chosen = [*above, *chosen]
    branch = _BRANCH.match(name)
    if branch is not None and len(bodies) > 1:
        # "NGÂN HÀNG …" / "CHI NHÁNH TỈNH …": a branch of the body above it
        above = bodies[-2]
        whole = spell(" ".join(cell.text for cell in above).strip(" -*,:"))
        name = f"{branch['word']} {whole} {name[branch.end() :].lstrip()}"
        chosen = [*above, *chosen]
    central = dict(entry.split(" = ", 1) for entry in rules.words(_FILE, "central_organs"))
    written = " ".join(cell.text for cell in bodies[-1]).strip(" -*,:").lower()
    if len(bodies) > 1 and written in central and " ".join(c.text for c in bodies[0]).upper().endswith("TRUNG ƯƠNG"):
        name = central[written]
    return Issuer(name, min(cell.start for cell in chosen), max(cell.end for cell in chosen))


def _without_motto(cells: Sequence[Cell], rules: Ruleset) -> list[Cell]:
    """The cells apart from the Party's motto, which may be broken over some of them."""
    kept = list(cells)
    for motto in rules.words(_FILE, "party_motto"):
        for size in range(1, _MOTTO_LINES + 1):
            for at in range(len(kept) - size, -1, -1):
                if " ".join(cell.text for cell in kept[at : at + size]).upper().strip(" *-") == motto.upper():
                    del kept[at : at + size]
    return kept


def _without(bodies: list[list[Cell]], unions: set[str]) -> list[list[Cell]]:
    """The bodies apart from the Youth Union as such, which stands at the right, or above one of its organs."""
    kept = [body for body in bodies if " ".join(cell.text for cell in body).strip(" *-").upper() not in unions]
    return kept or bodies


def from_dispatch(cell: Cell, rules: Ruleset) -> Issuer | None:
    """``CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … điện:`` names the body whose head sends it."""
    match = rules.pattern(_FILE, "dispatch-name").match(cell.text)
    if match is None:
        return None
    start, end = match.span("name")
    return Issuer(speller_of(rules)(match["name"]), cell.start + start, cell.start + end)


def from_authority(cells: Sequence[Cell], rules: Ruleset) -> Issuer | None:
    """The body that a decision names above its legal bases, where the header is missing.

    ``CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …`` decides for the People's Committee; a bare ``GIÁM ĐỐC`` names no body.
    """
    name = " ".join(cell.text for cell in cells)
    match = rules.pattern(_FILE, "authority-name").fullmatch(name)
    if match is None or not cues_of(rules).head.match(match["name"]):
        return None
    if match["name"].upper() in {word.upper() for word in rules.words(_FILE, "unfinished")}:
        return None
    return Issuer(speller_of(rules)(match["name"]), cells[0].start, cells[-1].end)


def complete(issuer: Issuer, place: str | None, text: str, rules: Ruleset) -> Issuer:
    """Add the place to a name that ends in its level (``Ủy ban nhân dân xã``), where the document tells it."""
    level = next(
        (word for word in rules.words(_FILE, "places") if issuer.name.lower().endswith(f"nhân dân {word}")), None
    )
    if level is None:
        # "Huyện ủy" is of a huyện; its place stands in "Huyện ủy Sơn Hà" or "huyện Sơn Hà".
        committee = _COMMITTEE.search(issuer.name)
        level = next(
            (w for w in rules.words(_FILE, "places") if committee and w.startswith(committee[1].lower())), None
        )
    if level is None:
        return issuer
    name = _bare_place(place, rules) or _place_of(level, text, rules)
    return Issuer(f"{issuer.name} {name}", issuer.start, issuer.end) if name else issuer


def from_body(text: str, signature: Signature, place: str | None, stamps: str, rules: Ruleset) -> Issuer | None:
    """The issuer as stamp, signature and body tell it, when the header is missing."""
    stamped = [match["issuer"] for match in rules.pattern(_FILE, "stamp-body").finditer(stamps)]
    posts = " / ".join(signature.titles).upper()
    office = _office(text, posts, rules)
    if office:
        return office
    if len(text) > 2 * _BODY_STRETCH:
        text = text[:_BODY_STRETCH] + text[-_BODY_STRETCH:]
    # Names are broken over lines; the length stays.
    text = text.replace("\n", " ")
    for match in rules.pattern(_FILE, "body-head").finditer(text):
        if match["body"].split()[0].upper() in posts:
            return Issuer(match["body"], match.start(), match.end())
    levels: Counter[tuple[str, str]] = Counter()
    found = list(rules.pattern(_FILE, "body-issuer").finditer(text))
    spell = speller_of(rules)
    for match in found:
        levels[spell(match["body"]), match["level"].lower()] += 1
    if stamped:
        return Issuer(spell(stamped[-1].strip()), 0, 0)
    if not levels:
        return None
    body, level = levels.most_common(1)[0][0]
    names = Counter(" ".join(m["name"].split()) for m in found if m["name"] and m["level"].lower() == level)
    name = names.most_common(1)[0][0] if names else _bare_place(place, rules) or _place_of(level, text, rules)
    if not name:
        return None
    first = next(match for match in found if match["level"].lower() == level)
    return Issuer(f"{body} {level} {name}", first.start(), first.end())


def _bare_place(place: str | None, rules: Ruleset) -> str | None:
    if place is None:
        return None
    for level in rules.words(_FILE, "places"):
        if place.lower().startswith((f"{level.lower()} ", f"{level.lower()}.")):
            return place[len(level) + 1 :].strip()
    return place


def _place_of(level: str, text: str, rules: Ruleset) -> str | None:
    """The proper name that most often goes with this level of administration."""
    names: Counter[str] = Counter()
    for match in rules.pattern(_FILE, "party-place").finditer(text):
        committee = match["committee"]
        # "Huyện ủy" is of a huyện, "Thành ủy" of a thành phố, "Thị ủy" of a thị xã.
        fits = level.startswith(committee.lower()) if committee else match["level"].lower() == level
        if fits:
            names[" ".join(match["name"].split())] += 1
    if not names and level in rules.words(_FILE, "places")[:2]:
        names.update(" ".join(m["name"].split()) for m in rules.pattern(_FILE, "press-place").finditer(text))
    return names.most_common(1)[0][0] if names else None


def _office(text: str, posts: str, rules: Ruleset) -> Issuer | None:
    """A ministry, department or the like whose head signs and that orders in the body."""
    heads: set[str] = set()
    for entry in rules.words(_FILE, "post_offices"):
        post, head = entry.split(" = ", 1)
        if post in [part.strip().removeprefix("KT.").removeprefix("TL.").strip() for part in posts.split("/")]:
            heads.add(head)
    if not heads:
        return None
    names: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    spell = speller_of(rules)
    for match in rules.pattern(_FILE, "body-office").finditer(text[:_BODY_STRETCH].replace("\n", " ")):
        if match["head"] in heads:
            name = spell(" ".join(match[0].split()))
            names[name] += 1
            places.setdefault(name, match.span())
    if not names:
        return None
    name = names.most_common(1)[0][0]
    return Issuer(name, *places[name])
