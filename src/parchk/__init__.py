"""parchk reads Vietnamese directives and lists the tasks in them: who has to do what by when.

>>> import parchk
>>> result = parchk.extract("1. Giao Phòng Nội vụ lập danh sách, gửi UBND huyện trước ngày 20/8/2022.")
>>> result.tasks[0].deadlines[0].due
'2022-08-20'

Importing this package costs next to nothing: the stages and their libraries are loaded by the first
:func:`extract`.
"""

# ruff: noqa: PLC0415 - what an import inside a function brings in is what `import parchk` must not cost
from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date

    from parchk.models import Directive
    from parchk.pipeline import Extractor, Options
    from parchk.ruleset import Ruleset

    __version__: str

__all__ = ["Directive", "__version__", "extract"]


def extract(
    text_or_path: str | os.PathLike[str],
    *,
    issued_on: date | None = None,
    rules: Ruleset | os.PathLike[str] | None = None,
    nlp: Literal["auto", "off", "always"] = "auto",
    with_text: bool = False,
    lang: Literal["vi", "en"] = "en",
) -> Directive:
    """Extract the tasks of one document.

    A ``str`` is the text itself, always; a path is a :class:`pathlib.Path` (anything :class:`os.PathLike`). Nothing
    is guessed from what a string looks like.

    ``issued_on``
        the day of issue, used when the document does not say (years that are not written depend on it).
    ``rules``
        rules of your own: a folder to lay over the built-in ones, or a :class:`parchk.ruleset.Ruleset`, which is
        compiled once for many documents.
    ``nlp``
        ``auto`` asks spaCy and underthesea about sentences that the rules leave undecided, ``off`` never loads
        them, ``always`` asks them about every sentence.
    ``with_text``
        puts the text as read into ``result.source.text``; every span counts its code points.

    ``lang``
        language of the findings' messages.

    Raises a subclass of :class:`parchk.errors.ParchkError`: ``InputError`` when a file cannot be read,
    ``RuleError`` when a rule file is wrong.

    >>> from datetime import date
    >>> text = "Giao Phòng Nội vụ báo cáo kết quả trước ngày 20/8."
    >>> [deadline.due for task in extract(text, issued_on=date(2022, 7, 1)).tasks for deadline in task.deadlines]
    ['2022-08-20']
    """
    from pathlib import Path

    from parchk.pipeline import Options
    from parchk.read import from_text, read_path
    from parchk.ruleset import load

    if isinstance(text_or_path, str):
        source = from_text(text_or_path)
    elif isinstance(text_or_path, os.PathLike):
        source = read_path(Path(text_or_path))
    else:
        raise TypeError(f"text_or_path is a str (the text) or a path, not {type(text_or_path).__name__}")
    ruleset = load(Path(rules)) if isinstance(rules, os.PathLike) else rules or load()
    return _extractor(ruleset, Options(issued_on=issued_on, nlp=nlp, with_text=with_text, lang=lang))(source)


@lru_cache(maxsize=8)
def _extractor(rules: Ruleset, options: Options) -> Extractor:
    """Keep the compiled rules between calls."""
    from parchk.pipeline import Extractor

    return Extractor(rules, options)


def __getattr__(name: str) -> Any:
    if name == "Directive":
        from parchk.models import Directive

        return Directive
    if name == "__version__":
        from importlib.metadata import version

        return version("parchk")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
