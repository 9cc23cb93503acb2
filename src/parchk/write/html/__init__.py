"""The page: one HTML file that holds everything it shows and loads nothing.

Python renders text, tasks and findings once, with every word escaped; the script only hides, sorts and corrects them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from parchk.models import Deadline, Task, Unit
from parchk.wording import summary
from parchk.write.html.assets import policy, script, style_sheet
from parchk.write.html.occurrences import occurrences
from parchk.write.html.parts import possible_tasks
from parchk.write.html.reasons import WHYS, say_why
from parchk.write.html.view import KINDS, DocumentView, task_handles, view
from parchk.write.html.words import page_words
from parchk.write.json import dump
from parchk.write.templates import page_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parchk.models import Directive
    from parchk.wording import Lang
    from parchk.write import Style

# What could end a script element, or a line of a script, inside JSON.
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# From so many tasks and chunks of text on, a browser lays out only what is in sight.
_LONG = 300


def write(results: Sequence[Directive], style: Style) -> bytes:
    """All results on one page, Vietnamese unless another language is asked for."""
    lang = style.lang or "vi"
    words = page_words(lang)
    handles = task_handles(results)
    documents = [view(result, number, handles[number], lang) for number, result in enumerate(results)]
    page = page_template("parchk.write.html").render(
        lang=lang,
        w=words,
        title=_title(documents, words),
        summary=summary(list(results), lang),
        coverage=words["coverage"].format(**_counted(results)),
        documents=documents,
        is_long=sum(len(document.tasks) + len(document.chunks) for document in documents) > _LONG,
        whys=_whys(documents, lang),
        kinds=KINDS,
        results=_embedded("[" + ",".join(dump(result, indent=None).decode().rstrip("\n") for result in results) + "]"),
        page=_embedded(json.dumps(_for_the_script(results, lang), ensure_ascii=False)),
        css=style_sheet(),
        js=script(),
        policy=policy(),
    )
    return page.encode()


def _title(documents: Sequence[DocumentView], words: dict[str, str]) -> str:
    return documents[0].title if len(documents) == 1 else words["title"]


def _counted(results: Sequence[Directive]) -> dict[str, int]:
    """How the sentences of all documents were judged."""
    parts = ("sentences", "tasks", "other", "undecided")
    return {part: sum(getattr(result.coverage, part) for result in results) for part in parts}


def _whys(documents: Sequence[DocumentView], lang: Lang) -> list[tuple[str, str, int]]:
    """Why stretches are no tasks, in a fixed order: the reason, its words, how many stretches it holds for."""
    count = dict.fromkeys(WHYS, 0)
    for document in documents:
        for why in document.whys:
            count[why] += 1
    return [(why, say_why(why, lang), number) for why, number in count.items() if number]


def _for_the_script(results: Sequence[Directive], lang: Lang) -> dict[str, object]:
    """What the script cannot know from the results."""
    return {
        "lang": lang,
        "words": page_words(lang) | {f"why-{why}": say_why(why, lang) for why in WHYS},
        "occurrences": occurrences(results),
        "possible": {
            handle: made
            for number, result in enumerate(results)
            for handle, made in possible_tasks(result, number).items()
        },
        "task_keys": list(Task.model_fields),
        "shapes": correction_shapes(),
    }


def correction_shapes() -> dict[str, dict[str, object]]:
    """What a correction may hold, as JSON Schema: the script takes nothing else out of the browser's storage."""
    return {
        "kind": {"enum": KINDS},
        "units": {"type": "array", "items": Unit.model_json_schema()},
        "deadlines": {"type": "array", "items": Deadline.model_json_schema()},
        "isTask": {"type": "boolean"},
    }


def _embedded(data: str) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element, and it reads back the same."""
    return data.translate(_UNSAFE)
