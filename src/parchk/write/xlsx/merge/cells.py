"""Three sides of a cell: what stands in the workbook, what parchk wrote last, what the document says now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from parchk.wording import one_line
from parchk.write.xlsx.merge.tables import shown, written
from parchk.write.xlsx.merge.words import KEPT
from parchk.write.xlsx.words import CHANGED, SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parchk.wording import Lang
    from parchk.write.xlsx.merge.rows import Writer
    from parchk.write.xlsx.merge.tables import Table
    from parchk.write.xlsx.rows import Value

Decision = Literal["leave", "write", "conflict"]

_AROUND = 3  # words on either side of a change in a long text
_LONG, _LONGEST = 12, 30  # words


def decide(current: str, base: str | None, new: str) -> Decision:
    """Say what becomes of a cell; a difference that the base does not explain is a conflict.

    >>> decide("A", "A", "B"), decide("C", "A", "A"), decide("C", "A", "B"), decide("C", "A", "C")
    ('write', 'leave', 'conflict', 'leave')
    >>> decide("A", None, "B"), decide("", None, "B")
    ('conflict', 'write')
    """
    if new in (current, base):
        return "leave"
    if current == (base or ""):
        return "write"
    return "conflict"


@dataclass(frozen=True, slots=True)
class Difference:
    """A column in which the document says something else than the workbook."""

    key: str
    current: str
    base: str | None
    new: str
    decision: Decision = "conflict"


def compare(
    writer: Writer, row: int, columns: Iterable[str], base: Mapping[str, str], new: Mapping[str, Value]
) -> list[Difference]:
    """Compare a row with the new values, and write those that nobody has changed by hand."""
    found = differences(writer.table, row, columns, base, new)
    for one in found:
        if one.decision == "write":
            writer.put(row, one.key, new[one.key])
    return found


def differences(
    table: Table, row: int, columns: Iterable[str], base: Mapping[str, str], new: Mapping[str, Value]
) -> list[Difference]:
    """Compare a row with the new values."""
    found = []
    for key in columns:
        if key not in table.columns or key not in new:
            continue
        current, before, now = table.said(row, key), base.get(key), written(new[key])
        decision = decide(current, before, now)
        if decision != "leave":
            found.append(Difference(key, current, before, now, decision))
    return found


def mark(table: Table, found: Iterable[Difference]) -> str:
    """Say which column changed from what to what, and where the clerk's own value was kept."""
    lang, said, kept = table.lang, [], []
    for one in found:
        heading = table.called(one.key)
        if one.decision == "conflict":
            kept.append(heading)
        else:
            said.append(f"{heading}: {change(one.base or '', one.new, table.kinds[one.key], lang)}")
    if kept:
        said.append(KEPT[lang].format(columns=", ".join(kept), sheet=SHEETS["reconciliation"][lang]))
    return f"{CHANGED[lang]}: {'; '.join(said)}" if said else ""


def change(old: str, new: str, kind: str, lang: Lang) -> str:
    """Give a change in a few words; of long texts the part that differs.

    >>> change("2022-08-20", "2022-08-25", "date", "vi"), change("", "Sở A", "text", "vi")
    ('20/8/2022 → 25/8/2022', '(trống) → Sở A')
    """
    blank = "(trống)" if lang == "vi" else "(blank)"
    one, two = one_line(shown(old, kind, lang)).split(" "), one_line(shown(new, kind, lang)).split(" ")
    if max(len(one), len(two)) > _LONG:
        shortest = min(len(one), len(two))
        first = next((at for at in range(shortest) if one[at] != two[at]), shortest)
        last = next((at for at in range(shortest - first) if one[-1 - at] != two[-1 - at]), shortest - first)
        before, behind = max(first - _AROUND, 0), max(last - _AROUND, 0)
        one, two = (
            ["…"] * bool(before) + words[before : len(words) - behind] + ["…"] * bool(behind) for words in (one, two)
        )
    return " → ".join(_shortened(words) or blank for words in (one, two))


def _shortened(words: list[str]) -> str:
    if len(words) > _LONGEST:
        words = [*words[: _LONGEST - _AROUND], "…", *words[-_AROUND:]]
    return " ".join(words)
