r"""From the text as read to clean text with the same lines.

Composed Unicode, one spelling of dashes, blanks and tone marks, ``\n`` line ends, no Markdown emphasis, no
footnote marks, no runs of blanks. Lines, blank lines, indents and table rules (``|``) stay: the segmenter reads
the layout off them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from parchk.text import MARKUP, NormalisedText, canonical_spelling

# A letter with its combining marks (decomposed Unicode).
_CLUSTER = regex.compile(r"\p{L}\p{M}+")
_EVENTS = regex.compile(
    r"""\r\n? | [\u2028\u2029\x85\x0c] | <br\s*/?>
      | (?P<seam>(?<=\w)\*{4,}(?=\w))                       # "**A****B**" is two words
      | <sup>[^<\n]{0,40}</sup> | (?<=\S)[⁰¹²³⁴-⁹]+       # footnote marks
      | """
    + MARKUP
    + r"""
      | (?P<trailing>(?<=\S)[ ]+(?=\r?\n|$)) | (?P<blanks>(?<=\S)[ ]{2,})
    """,
    regex.VERBOSE,
)
# Three cells or more, with words in the first and the last.
_TABBED = regex.compile(r"(?m)^[^\t\n|]*\w[^\t\n|]*+(?:\t[^\t\n|]*+){2,}$")
_TAB = regex.compile(r"[ ]*\t[ ]*")
_LINE_END = frozenset("\r\n\u2028\u2029\x85\x0c")


def clean(text: str) -> NormalisedText:
    r"""The clean text of a document as read, with its map back.

    >>> clean("Số: **968** /UBND-TH\r\nUỷ ban").text
    'Số: 968 /UBND-TH\nỦy ban'
    """
    result = NormalisedText.of(text)
    if "\t" in text:
        result = result.edit(_cell_borders(text))
    if not unicodedata.is_normalized("NFC", text):
        result = result.edit(
            (match.start(), match.end(), unicodedata.normalize("NFC", match[0]))
            for match in _CLUSTER.finditer(result.text)
        )
    # What NFC still changes one for one, or would change in length (rare signs), is left to the rules as it is.
    respelled = canonical_spelling(result.text)
    if len(respelled) == len(result.text):
        result = result.respelled(respelled)
    return result.edit((match.start(), match.end(), _shown(match)) for match in _EVENTS.finditer(result.text))


def _cell_borders(text: str) -> Iterator[tuple[int, int, str]]:
    """``|`` for the tabs of lines with three cells or more: a table copied out of a word processor."""
    for line in _TABBED.finditer(text):
        yield line.start(), line.start(), "| "
        for tab in _TAB.finditer(text, line.start(), line.end()):
            yield tab.start(), tab.end(), " | "
        yield line.end(), line.end(), " |"


def _shown(event: regex.Match[str]) -> str:
    if event.lastgroup in {"blanks", "seam"}:
        return " "
    return "\n" if event[0][0] in _LINE_END or event[0].startswith("<br") else ""
