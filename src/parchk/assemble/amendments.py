"""Amendments as the result has them: places in the text as read, cited documents by their index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parchk.assemble.build import Places, deadline_of
from parchk.models import Amendment
from parchk.spans import AmendmentMention, CitationMention


def amendments(
    mentions: Sequence[AmendmentMention], groups: Sequence[Sequence[CitationMention]], places: Places
) -> list[Amendment]:
    """The models of the ``mentions``; one of a document that is no citation (the document itself) is left out."""
    index = {id(citation): at for at, group in enumerate(groups) for citation in group}
    made: dict[tuple[int, int], Amendment] = {}
    for mention in mentions:
        citation = index.get(id(mention.citation))
        if citation is not None and (mention.start, citation) not in made:  # one document, mentioned twice
            made[mention.start, citation] = _amendment(mention, citation, places)
    return list(made.values())


def _amendment(mention: AmendmentMention, citation: int, places: Places) -> Amendment:
    text, span = places.quoted(mention.start, mention.end)
    given: dict[str, Any] = {}
    if mention.about is not None:
        given["about"], given["about_span"] = places.quoted(*mention.about)
    if mention.count is not None:
        given["count"] = mention.count
    return Amendment(
        kind=mention.kind,  # type: ignore[arg-type]  # amendments.toml holds the literals
        text=text,
        span=span,
        citation=citation,
        items=list(mention.items),
        deadlines=[deadline_of(places, deadline, "sentence") for deadline in mention.deadlines],
        former=[deadline_of(places, deadline, "sentence") for deadline in mention.former],
        because=mention.rule,
        **given,
    )
