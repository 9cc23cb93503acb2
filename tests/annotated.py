"""Sentences annotated in the text: ``Giao [lead: Phòng Y tế] báo cáo [report_to: UBND huyện].``"""

from __future__ import annotations

import re

_MARK = re.compile(r"\[(\w+): ([^\[\]]+)\]")


def parse(annotated: str) -> tuple[str, list[tuple[str, str]]]:
    """The plain sentence, and its annotations ``(label, words)`` in order."""
    return _MARK.sub(lambda mark: mark[2], annotated), [(mark[1], mark[2]) for mark in _MARK.finditer(annotated)]
