"""The signature block: authority, title and name of the signer; the day in a digital-signature stamp."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from parchk.segment.cues import Cell, cues_of, is_capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.ruleset import Ruleset


class Signature(Struct):
    """What a signature block says."""

    name: str | None = None
    title: str | None = None
    authority: str | None = None
    titles: tuple[str, ...] = ()


def read_signature(cells: Sequence[Cell], rules: Ruleset) -> Signature:
    """Read the first signer's block; ``cells`` are those of the tail, in order.

    The title is the last line above the name that is one; the authority is that of the first line that has one.
    """
    cues = cues_of(rules)
    found = Signature()
    titles: list[str] = []
    for cell in cells:
        words = cell.text
        match = cues.authority.match(words)
        name = None if match or cell.kind == "post" else cues.name(words)
        if match:
            if found.authority is None:
                written = match["authority"].replace("/", "").replace(".", "")
                found.authority = cues.authorities.get(written, written)
            titles.append(words)
        elif name:
            found.name = name
            if titles:
                break
        elif cues.signed.match(words):
            continue
        elif titles and _continues(cell, titles[-1], is_post=cell.kind == "post" or cues.post.match(words) is not None):
            titles[-1] = f"{titles[-1]} {words}"
        elif cell.kind == "post" or cues.post.match(words):
            titles.append(words)
    found.titles = tuple(titles)
    own = [
        words for words in titles if not (match := cues.authority.match(words)) or match["authority"].startswith("Q")
    ]
    if own:
        found.title = own[-1].strip(" ,;")
    return found


def _continues(cell: Cell, before: str, *, is_post: bool) -> bool:
    """A line that a title was broken over: ``TM. ỦY BAN`` / ``NHÂN DÂN``, ``KT. BỘ TRƯỞNG,`` / ``CHỦ NHIỆM``."""
    return before.endswith((",", "-")) if is_post else is_capital(cell.text)


def read_stamp(text: str, signer: str | None, rules: Ruleset) -> date | None:
    """The day of the signer's digital signature, else of the last one in ``text``."""
    days: list[tuple[int, date]] = []
    for match in rules.pattern("header", "stamp-time").finditer(text):
        for suffix in ("", "2", "3"):
            if match[f"year{suffix}"]:
                try:
                    day = date(int(match[f"year{suffix}"]), int(match[f"month{suffix}"]), int(match[f"day{suffix}"]))
                except ValueError:
                    break
                days.append((match.end(), day))
    if not days:
        return None
    if signer:
        for end, day in days:
            if signer.lower() in text[end : end + 240].lower().split("đã ký")[0]:
                return day
    return days[-1][1]
