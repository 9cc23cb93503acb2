r"""Rich Text Format (.rtf), as Word and LibreOffice write it: RTF 1.9.1.

The number of a paragraph is the one that the file itself shows for readers that do not count (``\listtext``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from parchk.read.kinds import RTF
from parchk.read.layout.flow import Flow
from parchk.read.layout.story import Definition, Story
from parchk.read.reading import TRACKED, Reading, damaged, superscript
from parchk.read.rtf.fonts import PAGES, Font, code_page, decoded
from parchk.read.rtf.tokens import Token, tokens

if TYPE_CHECKING:
    from parchk.limits import Limits

_DEEPEST = 1000
_HIGH, _LOW = 0xD800, 0xDC00

# Groups that hold no words of the text.
_DROPPED = frozenset({
    "colortbl", "stylesheet", "info", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "pict", "nonshppict", "shprslt", "sp", "annotation", "atnid", "atnauthor", "atntime", "atnicn",
    "atnref", "atnparent", "xe", "tc", "tcn", "rxe", "txe", "fldinst", "datafield", "formfield", "ftnsep",
    "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "revtbl", "rsidtbl", "listtable", "listoverridetable",
    "listpicture", "filetbl", "generator", "themedata", "colorschememapping", "latentstyles", "datastore",
    "xmlnstbl", "userprops", "docvar", "bkmkstart", "bkmkend", "nonesttables", "falt", "panose", "fname", "pn",
    "pntxta", "pntxtb", "comment", "objdata", "objclass", "objname", "background",
})  # fmt: skip
# Groups marked as "pass over if unknown" (\*) that hold words.
_STARRED = frozenset({"shpinst", "footnote", "nesttableprops", "do", "ud", "listtext", "pntext", "fonttbl"})
_MARKS = frozenset({"listtext", "pntext"})
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "-": "\xad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_CELL_BORDERS = frozenset({"clbrdrt", "clbrdrl", "clbrdrb", "clbrdrr"})
_ROW_BORDERS = frozenset({"trbrdrh", "trbrdrv"})
_NO_LINES = frozenset({"brdrnone", "brdrnil", "brdrtbl", "brdrw", "brdrcf"})

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it, and its end gives back."""

    font: int = 0
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    fallback: int = 1
    """How many signs after a ``\\u`` stand for it in old readers."""
    into: str = "text"
    """What its words are: ``text``, ``mark``, ``fonts``; or passed over: empty, ``upr`` up to the ``ud`` in it."""
    nested: bool = False
    """Its words define a row of a table within a table."""
    stories: int = 1
    """How many stories are open in it."""


def read(data: bytes, label: str, limits: Limits) -> Reading:
    """The text of a document as it shows it, tracked deletions as deleted.

    :class:`~parchk.errors.InputError` for a file that ends too early.
    """
    flow = Flow(label, RTF.name, limits)
    reader = _Reader(flow, label, limits)
    for token in tokens(data):
        reader.take(token)
        if reader.done:
            break
    if not reader.done:
        damaged(label, RTF.name, "it ends in the midst of a group")
    return Reading(flow.text(), "unicode", (TRACKED,) if reader.tracked else ())


class _OpenStory(NamedTuple):
    story: Story
    is_note: bool


class _Reader:
    """The state of reading: groups, fonts, stories."""

    def __init__(self, flow: Flow, label: str, limits: Limits) -> None:
        self._flow, self._label, self._limits = flow, label, limits
        self._state = _State()
        self._outer: list[_State] = []
        self._stories = [_OpenStory(self._story(), is_note=False)]
        self._fonts: dict[int, Font] = {}
        self._page = "cp1252"
        self._default_font = 0
        self._bytes: list[bytes] = []
        self._high = 0  # the first half of a character beyond U+FFFF
        self._fallback_left = 0
        self._starred = False
        self._borders_of = ""  # what the next border belongs to: "cell", "row", or nothing of interest
        self._notes = 0
        self.done = False
        self.tracked = False  # changes that are neither accepted nor rejected

    def take(self, token: Token) -> None:
        """Read one sign."""
        if token.kind == "text":
            self._take_text(token.data)
            return
        self._put_bytes()
        if token.kind == "{":
            self._fallback_left = 0
            if len(self._outer) == _DEEPEST:
                damaged(self._label, RTF.name, f"groups within groups, more than {_DEEPEST} deep")
            self._outer.append(self._state)
        elif token.kind == "}":
            self._fallback_left = 0
            self._close_group()
        elif token.kind == "symbol":
            self._take_symbol(token.value)
        else:
            self._take_word(token.value, token.number)
            self._starred = False

    def _close_group(self) -> None:
        self._state = self._outer.pop()
        while len(self._stories) > self._state.stories:
            story, is_note = self._stories.pop()
            story.end()
            if is_note:
                self._flow.close_note(str(self._notes))
        self.done = not self._outer
        if self.done:
            self._stories[0].story.end()

    def _story(self) -> Story:
        return Story(self._flow, self._label, RTF.name, self._limits)

    def _take_text(self, data: bytes) -> None:
        if not self._state.into:
            return
        kept = data[self._fallback_left :]
        self._fallback_left -= len(data) - len(kept)
        if kept:
            self._bytes.append(kept)

    def _put_bytes(self) -> None:
        """Decode the bytes since the last other sign: a character may be two of them."""
        if self._bytes:
            data = b"".join(self._bytes)
            self._bytes.clear()
            self._put(decoded(data, self._font().codec(self._page)))

    def _put(self, text: str) -> None:
        state = self._state
        match state.into:
            case "text" if not (state.hidden or state.deleted):
                self._stories[-1].story.add(text, self._font().name, capitals=state.capitals)
            case "mark":
                self._stories[-1].story.add_mark(text, self._font().name)
            case "fonts":
                font = self._fonts.setdefault(state.font, Font())
                if len(font.name) < _LONGEST_NAME:
                    font.name = (font.name + text).removesuffix(";").strip()

    def _font(self) -> Font:
        return self._fonts.get(self._state.font, _NO_FONT)

    def _take_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
        elif symbol in "\n\r":
            self._end_paragraph()
        elif symbol in _SYMBOLS:
            self._put_sign(_SYMBOLS[symbol])

    def _put_sign(self, sign: str) -> None:
        if self._fallback_left:
            self._fallback_left -= 1
        elif self._state.into != "fonts":
            self._put(sign)

    def _end_paragraph(self) -> None:
        if self._state.into == "text" and not self._state.deleted:
            self._stories[-1].story.end_paragraph()

    def _take_word(self, word: str, number: int | None) -> None:
        if word in _SIGNS:
            self._put_sign(_SIGNS[word])
            return
        self._fallback_left = 0
        if word == "u":
            self._take_unicode(number or 0)
        elif word in _DROPPED or (self._starred and word not in _STARRED):
            self._state = replace(self._state, into="")
        elif word == "ud" and self._state.into == "upr":
            self._state = replace(self._state, into="text")
        elif not self._state.into:
            return
        elif word == "upr":
            # The same words twice: in bytes, and (\ud) in Unicode.
            self._state = replace(self._state, into="upr")
        elif word in _MARKS:
            self._stories[-1].story.begin_mark()
            self._state = replace(self._state, into="mark")
        elif word == "fonttbl":
            self._state = replace(self._state, into="fonts")
        elif self._state.into == "text" and self._take_layout(word, number):
            return
        else:
            self._take_format(word, number)

    def _take_unicode(self, number: int) -> None:
        r"""``\u``: a UTF-16 unit as a signed number."""
        unit = number & 0xFFFF
        self._fallback_left = self._state.fallback
        if unit & 0xFC00 == _HIGH:
            self._high = unit
            return
        if unit & 0xFC00 == _LOW:
            unit = 0x10000 + ((self._high & 0x3FF) << 10) + (unit & 0x3FF) if self._high else 0xFFFD
        self._high = 0
        if unit:
            self._put(chr(unit))

    def _take_format(self, word: str, number: int | None) -> None:
        """Words that hold until the end of their group."""
        on = number != 0
        match word:
            case "f":
                self._state = replace(self._state, font=number or 0)
            case "plain":
                self._state = replace(self._state, font=self._default_font, hidden=False, capitals=False)
            case "v":
                self._state = replace(self._state, hidden=on)
            case "caps":
                self._state = replace(self._state, capitals=on)
            case "deleted":
                self._state = replace(self._state, deleted=on)
                self.tracked = self.tracked or on
            case "revised":
                self.tracked = self.tracked or on
            case "uc":
                self._state = replace(self._state, fallback=max(number or 0, 0))
            case "fcharset" if self._state.into == "fonts":
                self._fonts.setdefault(self._state.font, Font()).charset = number
            case "deff":
                self._default_font = number or 0
                self._state = replace(self._state, font=self._default_font)
            case "ansicpg":
                self._page = code_page(number, self._page)
            case _:
                self._page = PAGES.get(word, self._page)

    def _take_layout(self, word: str, number: int | None) -> bool:
        """Words that end or shape paragraphs, cells and rows; whether this is one."""
        story = self._stories[-1].story
        match word:
            case "footnote":
                self._open_note()
            case "nesttableprops":
                self._state = replace(self._state, nested=True)
            case "shptxt" | "dptxbxtext":
                # Its lines come before the paragraph that the box is tied to.
                self._open_story(is_note=False)
            case "pard":
                story.depth = 0
            case "intbl":
                story.depth = max(story.depth, 1)
            case "itap":
                story.depth = max(number or 0, 0)
            case "cell" | "nestcell":
                story.end_cell(nested=word == "nestcell")
            case "row" | "nestrow":
                story.end_row(nested=word == "nestrow")
            case "par":
                self._end_paragraph()
            case "sect":
                story.end_begun()
            case "page" | "column":
                story.add_break()
            case _:
                return self._take_shape(word, number, story)
        return True

    def _take_shape(self, word: str, number: int | None, story: Story) -> bool:
        """Words that define a row; whether this is one."""
        definition = story.definitions[self._state.nested]
        if word in _CELL_BORDERS:
            self._borders_of = "cell"
        elif word in _ROW_BORDERS:
            self._borders_of = "row"
        elif word.startswith("brdr"):
            if len(word) <= len("brdrX") and word != "brdrs":
                self._borders_of = ""  # those of a paragraph
            elif word not in _NO_LINES:
                if self._borders_of == "cell":
                    definition.next.bordered = True
                elif self._borders_of == "row":
                    definition.bordered = True
        elif word == "trowd":
            story.definitions[self._state.nested] = Definition()
        elif word == "cellx":
            definition.end_cell(number or 0)
        elif word == "clmrg":
            definition.next.across = True
        elif word == "clvmrg":
            definition.next.down = True
        else:
            return False
        return True

    def _open_note(self) -> None:
        self._notes += 1
        self._stories[-1].story.add(superscript(str(self._notes)))
        self._flow.open_note()
        self._open_story(is_note=True)

    def _open_story(self, *, is_note: bool) -> None:
        self._stories.append(_OpenStory(self._story(), is_note))
        self._state = replace(self._state, stories=len(self._stories), hidden=False)


_NO_FONT = Font()
