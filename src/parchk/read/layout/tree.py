"""One walk through a tree of elements, as deep as it may be, past what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Step = Literal["open", "close", "behind"]


def steps(top: etree._Element, is_hidden: Callable[[etree._Element], bool]) -> Iterator[tuple[Step, etree._Element]]:
    """Each element under ``top`` in reading order: where it opens, where it closes, and the words behind it.

    Of a hidden element, a comment or an instruction only the words behind it are passed; behind ``top`` none are.
    """
    walk = etree.iterwalk(top, events=("start", "end", "comment", "pi"))
    skipped: etree._Element | None = None
    for event, element in walk:
        if event == "start":
            if is_hidden(element):
                skipped = element
                walk.skip_subtree()
            else:
                yield "open", element
            continue
        if event == "end" and element is not skipped:
            yield "close", element
        if element is not top:
            yield "behind", element
