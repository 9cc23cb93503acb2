"""Amendments that a document says twice: in the trích yếu or a lead-in, and in the sentences below."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from parchk.recognise.amendments_reading import Clause, is_under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.spans import AmendmentMention, Section


def without_subjects(found: list[AmendmentMention]) -> list[AmendmentMention]:
    """Drop what the trích yếu says where the body says it of the same document in more words."""
    said = {(one.kind, one.citation.number) for one in found if not one.rule.endswith("-subject")}
    return [
        one
        for one in found
        if one.kind == "reminds" or not one.rule.endswith("-subject") or (one.kind, one.citation.number) not in said
    ]


def without_lead_ins(found: list[AmendmentMention], clauses: Sequence[Clause]) -> list[AmendmentMention]:
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
