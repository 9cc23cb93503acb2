"""The second opinion: underthesea's words and tags in a spaCy Doc, asked only where the rules are undecided.

Loading both libraries costs seconds, so nothing is imported before the first question. underthesea tags the verb at
the head of an order wrongly more often than not; with a neutral subject before it, it is right (architecture,
decision 2). Every statement that becomes a task this way says so in ``because``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.matcher import Matcher

    from parchk.ruleset import Ruleset

# The head of a sentence decides; the cost of tagging grows with length.
_WORDS_ASKED = 14


class Opinion:
    """Answers whether a sentence orders something, by its first words."""

    def __init__(self, rules: Ruleset) -> None:
        from spacy.matcher import Matcher  # noqa: PLC0415
        from spacy.vocab import Vocab  # noqa: PLC0415
        from underthesea import word_tokenize  # noqa: PLC0415 - loaded for the first undecided sentence only
        from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor  # noqa: PLC0415

        # underthesea.pos_tag would respell "hoà" to "hòa" on its way; its two halves called one by one do not.
        self._split = word_tokenize
        self._tag = CRFPOSTagPredictor.Instance().predict
        (self._subject,) = rules.words("nlp", "subject")
        self._vocab = Vocab()
        self._matchers: dict[str, Matcher] = {}
        for kind in ("order", "no-order"):
            matcher = self._matchers[kind] = Matcher(self._vocab)
            for rule in rules.of_kind("nlp", kind):
                matcher.add(rule.id, [[dict(token) for token in rule.tokens]])

    def __call__(self, sentence: str) -> str | None:
        """The id of the rule by which the sentence is an order, or ``None``."""
        if self.matches("no-order", sentence):
            return None
        return next(iter(self.matches("order", sentence)), None)

    def matches(self, kind: str, sentence: str) -> list[str]:
        """The rules of this kind that hold where the sentence goes on behind the neutral subject."""
        from spacy.tokens import Doc  # noqa: PLC0415

        head = " ".join(sentence.split()[:_WORDS_ASKED])
        if not head:
            return []
        tagged = self._tag(self._split(f"{self._subject} {head[0].lower()}{head[1:]}", use_token_normalize=False))
        behind = _behind_subject(self._subject, [word for word, _ in tagged])
        doc = Doc(self._vocab, words=[word for word, _ in tagged[behind:]], tags=[tag for _, tag in tagged[behind:]])
        found = (rule for rule, start, _ in self._matchers[kind](doc) if start == 0)
        return list(dict.fromkeys(str(self._vocab.strings[rule]) for rule in found))


def _behind_subject(subject: str, words: Sequence[str]) -> int:
    left = subject.replace(" ", "")
    for number, word in enumerate(words, 1):
        left = left.removeprefix(word.replace(" ", ""))
        if not left:
            return number
    return 0


def broken_examples(rules: Ruleset) -> Iterator[tuple[str, str]]:
    """Rules of ``nlp.toml`` that miss their own examples, with a sentence for each; loads the libraries."""
    opinion = Opinion(rules)
    for kind in ("order", "no-order"):
        for rule in rules.of_kind("nlp", kind):
            for example in rule.examples:
                if rule.id not in opinion.matches(kind, example):
                    yield rule.id, f"does not match its example {example!r}"
            for example in rule.counterexamples:
                if rule.id in opinion.matches(kind, example):
                    yield rule.id, f"matches its counterexample {example!r}"


class SecondOpinion:
    """Asks where ``mode`` lets it; the libraries are loaded at the first question."""

    def __init__(self, rules: Ruleset, mode: Literal["auto", "off", "always"]) -> None:
        self._rules, self._mode = rules, mode
        self._opinion: Opinion | None = None

    @property
    def mode(self) -> str:
        """``auto``, ``off`` or ``always``."""
        return self._mode

    def __call__(self, sentence: str) -> str | None:
        """The rule by which the sentence is an order; loads the libraries at the first call."""
        if self._mode == "off":
            return None
        if self._opinion is None:
            self._opinion = Opinion(self._rules)
        return self._opinion(sentence)
