"""The lines of a clean text."""

from __future__ import annotations

from parchk.spans import Line


def split_lines(text: str) -> list[Line]:
    """The lines that hold something, without blanks around, each with the number of blank lines before it."""
    lines: list[Line] = []
    position = gap = 0
    for written in text.split("\n"):
        words = written.strip()
        if words:
            indent = 0 if written[0] == words[0] else len(written) - len(written.lstrip())
            start = position + indent
            lines.append(Line(start, start + len(words), gap, words))
            gap = 0
        else:
            gap += 1
        position += len(written) + 1
    return lines
