"""spaCy's DocBin: one document a result, with its span groups, to train on or to look at.

Tokens are those of the pipeline for no language in particular (``spacy.blank("xx")``). Only results that carry the
text as read can become documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy
from spacy.tokens import DocBin

from parchk.errors import UsageError
from parchk.spacy_component import annotate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.models import Directive
    from parchk.write import Style


def write(results: Sequence[Directive], _style: Style) -> bytes:
    """Every result as a document."""
    tokenise = spacy.blank("xx").make_doc
    docs = DocBin()
    for result in results:
        if result.source.text is None:
            raise UsageError(
                f"the result of {result.source.name} does not carry its text, and spaCy documents are made of text;"
                " extract it again with --with-text"
            )
        docs.add(annotate(tokenise(result.source.text), result))
    data: bytes = docs.to_bytes()
    return data
