r"""From the text as read to clean text with the same lines.

Composed Unicode, one spelling of dashes, blanks and tone marks, ``\n`` line ends, no Markdown emphasis, no
footnote marks, no runs of blanks. Lines, blank lines, indents and table rules (``|``) stay: the segmenter reads
the layout off them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from parchk import regexp
from parchk.text import MARKUP, NormalisedText, canonical_spelling

# A letter with its combining marks (decomposed Unicode).
_CLUSTER = regexp.compile(r"\p{L}\p{M}+")
_EVENTS = regexp.compile(
    # The signs that one begins with: by them most places are passed over at once.
    r"(?=[ ][ \r\n\t*\#] | [ ]$ | [\r\u2028\u2029\x85\x0c<*⁰¹²³⁴-⁹_\#\u00ad\u200b-\u200f\u2060\ufeff\t])(?:"
    + "|".join(
        (
            regexp.named("line", r"(?:\r\n? | [\u2028\u2029\x85\x0c] | <br\s*/?>)"),
            regexp.named("blank", r"(?<=\w)\*{4,}(?=\w)"),  # "**A****B**" is two words
            regexp.named("nothing", r"(?:<sup>[^<\n]{0,40}</sup> | (?<=\S)[⁰¹²³⁴-⁹]+)"),  # footnote marks
            regexp.named("nothing", f"(?:{MARKUP})"),
            regexp.named("nothing", r"(?<=\S)[ ]+(?=\r?\n|$)"),
            regexp.named("blank", r"(?<=\S)[ ]{2,}"),
        )
    )
    + ")",
    regexp.VERBOSE,
)
_SHOWN = {"line": "\n", "blank": " ", "nothing": ""}
# A head row of a table copied out of a word processor: so many short cells, none of them numbered or a sentence.
_FEWEST_CELLS = 3
_LONGEST_HEAD = 40


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
    return result.edit((start, end, _SHOWN[name]) for name, start, end in _EVENTS.all_named(result.text))


def _cell_borders(text: str) -> Iterator[tuple[int, int, str]]:
    """``|`` for the tabs of a head row and of the lines right below it: a table copied out of a word processor."""
    start = columns = between = 0
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\r\n\u2028\u2029\x85\x0b\x0c")
        cells = words.split("\t")
        if "|" in words or len(cells) < 2:
            between += 1  # one heading may stand between rows
            columns = columns if between == 1 else 0
        elif not columns:
            columns = len(cells) if _is_head(cells) else 0
        elif between and len(cells) != columns:
            columns = 0
        if columns and len(cells) > 1 and "|" not in words:
            between = 0
            yield start, start, "| "
            at = start
            for number, cell in enumerate(cells, 1):
                at += len(cell)
                if number < len(cells):
                    blanks = len(cell) - len(cell.rstrip(" "))
                    yield at - blanks, at + 1, " | "
                    at += 1
            yield at, at, " |"
        start += len(line)


def _is_head(cells: Sequence[str]) -> bool:
    names = [cell.strip() for cell in cells]
    return len(names) >= _FEWEST_CELLS and all(
        0 < len(name) < _LONGEST_HEAD and name[0].isalpha() and name[-1] not in ".;:" for name in names
    )
