"""The signs that an RTF file is made of (RTF 1.9.1, "RTF syntax")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)


class Token(NamedTuple):
    """One sign. ``kind`` is ``word`` (a control word), ``symbol``, ``text`` (bytes of it) or ``{`` or ``}``."""

    kind: str
    value: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("{"), Token("}")


def tokens(data: bytes) -> Iterator[Token]:
    r"""The signs of a file in their order; bytes that ``\bin`` announces are passed over.

    >>> [token.value or token.data or token.kind for token in tokens(b"{\\b0 a\\'e1}")]
    ['{', 'b', b'a', b'\xe1', '}']
    """
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        match match.lastgroup:
            case "text":
                yield Token("text", data=match["text"])
            case "word" | "number":
                number = int(match["number"]) if match["number"] else None
                word = match["word"].decode("ascii")
                if word == "bin":
                    at += max(number or 0, 0)
                else:
                    yield Token("word", word, number)
            case "hex":
                yield Token("text", data=bytes.fromhex(match["hex"].decode("ascii")))
            case "brace":
                yield _OPEN if match["brace"] == b"{" else _CLOSE
            case "symbol":
                yield Token("symbol", match["symbol"].decode("latin-1"))
