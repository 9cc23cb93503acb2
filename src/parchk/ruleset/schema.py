"""What a rule file may contain: one pydantic model per file, unknown keys refused.

A rule file has ``[[rule]]`` entries and, optionally, ``[lists]`` (named word lists) and ``[fragments]`` (named
pieces of patterns). In a pattern, ``<<name>>`` stands for a list or a fragment; line breaks with the blanks that
follow them are layout and are dropped.
"""

from __future__ import annotations

from string import Formatter
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Rule(BaseModel):
    """What every rule has. ``words`` are phrases (whole words, any case); ``pattern`` is a regular expression."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=2, description="Readable, in Vietnamese.")
    note: str | None = Field(default=None, description="Why the rule is as it is; its source.")
    words: tuple[str, ...] = ()
    pattern: str | None = None
    case: bool = Field(default=False, description="Capitals count.")
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_something_to_match(self) -> Rule:
        if not self.words and self.pattern is None:
            raise ValueError("a rule needs 'words' or 'pattern'")
        if self.words and self.pattern is not None:
            raise ValueError("a rule has either 'words' or 'pattern', not both")
        if not self.examples:
            raise ValueError("a rule needs at least one entry in 'examples'")
        return self


class StructureRule(Rule):
    """How lines of a document are told apart (``structure.toml``)."""

    kind: str
    value: str | None = None


class HeaderRule(Rule):
    """What stands in header, Kính gửi, Nơi nhận and signature (``header.toml``)."""

    field: str
    value: str | None = None


class ReferenceRule(Rule):
    """Kinds of documents and the shapes of their numbers (``references.toml``)."""

    kind: Literal["type", "symbol", "shape"]
    type: str | None = Field(default=None, description="Abbreviation of Decree 30/2020/NĐ-CP.")


class UnitRule(Rule):
    """Head nouns of units and what may follow them (``units.toml``)."""

    kind: Literal["unit", "alias"]
    front: bool = Field(default=True, description="A post ('Giám đốc') may stand before it.")
    key: str | None = Field(default=None, description="The common key of all these spellings.")


class RoleRule(Rule):
    """Words around a unit that give it a part in a task (``roles.toml``)."""

    role: str
    needs: tuple[str, ...] = Field(default=(), description="Every match holds one of these; spares the search.")

    @model_validator(mode="after")
    def _finds_what_it_needs(self) -> RoleRule:
        for example in self.examples if self.needs else ():
            if not any(word in example.casefold() for word in self.needs):
                raise ValueError(f"the example {example!r} has none of the words in 'needs'")
        return self


class ActionRule(Rule):
    """Verbs of doing, what they yield, what they aim at (``actions.toml``)."""

    kind: str
    value: Literal["<", "<=", "=", ">=", ">"] | None = Field(default=None, description="Comparison of a target.")


class SentenceRule(Rule):
    """Kinds of sentences and lines: bases, findings, lead-ins, labels (``sentences.toml``)."""

    kind: str
    value: str | None = None


class DeadlineRule(Rule):
    """Time expressions (``deadlines.toml``)."""

    kind: str
    value: str | None = None


class NlpRule(BaseModel):
    """Token patterns of spaCy's Matcher (``nlp.toml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    note: str | None = None
    kind: str
    tokens: tuple[dict[Literal["TAG", "TEXT", "LENGTH", "OP"], object], ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    counterexamples: tuple[str, ...] = ()


class CheckRule(BaseModel):
    """Codes of findings: severity and wording (``checks.toml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    note: str | None = None
    severity: Literal["error", "warning", "note"]
    drafting: bool = Field(default=False, description="It is about the directive itself: `parchk check` shows it.")
    vi: str
    en: str
    explain_vi: str | None = Field(default=None, description="Why it matters, and what to do; for --explain.")
    explain_en: str | None = None
    placeholders: tuple[str, ...] = Field(default=(), description="What may be filled in, as {name}.")
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _knows_its_placeholders(self) -> CheckRule:
        for wording in (self.vi, self.en):
            for _, name, _, _ in Formatter().parse(wording):
                if name is not None and name not in self.placeholders:
                    raise ValueError(
                        f"{{{name}}} is not filled in here; these are: {', '.join(self.placeholders) or 'none'}"
                    )
        return self

    @model_validator(mode="after")
    def _explains_itself(self) -> CheckRule:
        if self.drafting and not (self.explain_vi and self.explain_en):
            raise ValueError("a rule with 'drafting' needs 'explain_vi' and 'explain_en'")
        return self


class DraftingRule(Rule):
    """Wording that the checks of a directive's drafting look at (``drafting.toml``)."""

    kind: str


class TraceRule(Rule):
    """Spellings that count as one when a task is looked for in another document (``trace.toml``)."""

    kind: Literal["same", "frame", "level", "office", "empty", "number", "rank", "place"]
    until: str | None = Field(
        default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="Of a rank: for documents issued before this day."
    )
    key: str | None = Field(
        default=None, description="What stands for all the words ('=' where they stay as they are); a rank as a number."
    )

    @model_validator(mode="after")
    def _has_a_key_where_it_needs_one(self) -> TraceRule:
        if (self.kind in ("same", "frame", "rank")) != (self.key is not None):
            raise ValueError("rules of the kinds 'same', 'frame' and 'rank' have a 'key', the others have none")
        if self.until and self.kind != "rank":
            raise ValueError("only a rank has 'until'")
        if self.kind == "frame" and not (self.key or "").isalpha():
            raise ValueError("the 'key' of a frame is one word")
        if self.kind == "rank" and not (self.key or "").isdecimal():
            raise ValueError("the 'key' of a rank is a number")
        return self


class AmendmentRule(Rule):
    """What a document says of earlier ones: more time, other words, not in force any more (``amendments.toml``)."""

    kind: Literal["extends", "changes", "replaces", "annuls", "reminds", "supplements", "part", "not"]
    needs: tuple[str, ...] = Field(default=(), description="Every match holds one of these; spares the search.")

    @model_validator(mode="after")
    def _finds_what_it_needs(self) -> AmendmentRule:
        if bool(self.needs) == (self.kind in ("part", "not")):
            raise ValueError("a rule of an amendment has 'needs', a part of one has none")
        for example in self.examples if self.needs else ():
            if not any(word in example.casefold() for word in self.needs):
                raise ValueError(f"the example {example!r} has none of the words in 'needs'")
        return self


class OfficeRule(Rule):
    """Which offices words mean: kinds, levels, collectives (``office.toml``)."""

    kind: Literal[
        "short", "person", "level", "city", "central", "office", "collective", "members", "scope", "concerned",
        "narrowing", "except", "same",
    ]  # fmt: skip
    value: str | None = Field(default=None, description="What an abbreviation stands for; the key of a level.")
    level: Literal["central", "province"] | None = Field(
        default=None, description="Of an office that there is at this level only."
    )
    since: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="Of a city: its first day.")
    groups: tuple[str, ...] = Field(default=(), description="An office: what it counts as. A collective: who is in it.")
    at: Literal["same", "below", "any"] | None = Field(
        default=None, description="Whether a collective is of the level that is spoken of, the one below it, or any."
    )

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> OfficeRule:
        if (self.kind in ("short", "level")) != (self.value is not None):
            raise ValueError("kinds 'short' and 'level' have a 'value', the others have none")
        if (self.kind == "collective") != (self.at is not None):
            raise ValueError("kind 'collective' has 'at', the others have not")
        return self


class SuccessionRule(BaseModel):
    """A unit that took over the tasks of others, or a level that ended (``successions.toml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    note: str | None = None
    kind: Literal["place", "office", "level"]
    before: tuple[str, ...] = Field(min_length=1, description="Whose tasks; the successor need not be among them.")
    after: str | None = Field(default=None, description="Who has them from that day on; absent where it differs.")
    since: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="The first day of the successor.")
    source: str = Field(min_length=2, description="Number and day of the document that says so.")
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_the_successor_of_units(self) -> SuccessionRule:
        if (self.kind == "level") != (self.after is None):
            raise ValueError("kinds 'place' and 'office' have 'after', kind 'level' has not")
        return self


class RepairRule(BaseModel):
    """Words that a scanner or a typesetter broke and that can be read in one way only (``repairs.toml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    note: str | None = None
    kind: Literal["words", "abbreviations", "date", "syllables", "markers", "readings"]
    words: tuple[str, ...] = ()
    pattern: str | None = None
    before: str | None = Field(default=None, description="What must stand right behind the words.")
    examples: tuple[str, ...] = Field(min_length=1, description="'broken -> right'.")
    counterexamples: tuple[str, ...] = Field(default=(), description="What stays as it is.")

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> RepairRule:
        if bool(self.words) != (self.kind not in ("date", "syllables")):
            raise ValueError("kinds 'date' and 'syllables' have no 'words', the others have")
        if bool(self.pattern) != (self.kind in ("date", "syllables", "readings")):
            raise ValueError("kinds 'date', 'syllables' and 'readings' have a 'pattern', the others have none")
        if self.kind in ("markers", "readings") and not all(" = " in word for word in self.words):
            raise ValueError("these words are written 'broken = right'")
        if not all(" -> " in example for example in self.examples):
            raise ValueError("an example is written 'broken -> right'")
        return self


AnyRule = Rule | NlpRule | CheckRule | RepairRule | SuccessionRule

#: Which model reads which file.
MODELS: dict[str, type[Rule | NlpRule | CheckRule | RepairRule | SuccessionRule]] = {
    "repairs": RepairRule,
    "structure": StructureRule,
    "header": HeaderRule,
    "references": ReferenceRule,
    "units": UnitRule,
    "roles": RoleRule,
    "actions": ActionRule,
    "sentences": SentenceRule,
    "deadlines": DeadlineRule,
    "nlp": NlpRule,
    "checks": CheckRule,
    "drafting": DraftingRule,
    "confidence": Rule,
    "trace": TraceRule,
    "amendments": AmendmentRule,
    "office": OfficeRule,
    "successions": SuccessionRule,
}
