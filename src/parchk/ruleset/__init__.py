"""The rules in force: TOML files read, validated, laid over each other, compiled once.

>>> from parchk.ruleset import load
>>> rules = load()
>>> rules.get("references", "ke-hoach").name
'Kế hoạch'
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct, field

from parchk import regexp
from parchk.errors import RuleError, UsageError
from parchk.ruleset.cache import RuleCache
from parchk.text import canonical_spelling, canonical_spellings

if TYPE_CHECKING:
    from parchk.ruleset.schema import AnyRule

__all__ = ["FILES", "Example", "RuleFile", "Ruleset", "alternation", "check", "load"]

#: The rule files, in the order in which they are read.
FILES = (
    "repairs", "structure", "header", "references", "units", "roles", "actions", "sentences", "deadlines", "nlp",
    "checks", "drafting", "confidence", "trace", "amendments", "office", "successions",
)  # fmt: skip

_NAME = regexp.compile(r"<<(?:([a-z]+)\.)?([a-z0-9_]+|=[a-z0-9-]+)>>")
_LAYOUT = re.compile(r"\n\s*")
_CALL = re.compile(r"\(\?&d_(\w+)\)")
_MARKED = regexp.compile(r"\[\[(.+?)\]\]")


class RuleFile(Struct):
    """One file of rules: ``name`` without its ending, rules in order, lists and fragments by name."""

    name: str
    rules: dict[str, AnyRule] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    """Built-in rules that an own folder switched off."""


class Example(Struct, frozen=True):
    """An example sentence; where it marks words with ``[[ ]]``, the match must be exactly these."""

    text: str
    marked: tuple[int, int] | None

    @classmethod
    def parse(cls, written: str) -> Example:
        """Read an example as it stands in a rule file."""
        written = canonical_spelling(written)
        marked = _MARKED.search(written)
        if not marked:
            return cls(written, None)
        return cls(
            written[: marked.start()] + marked[1] + written[marked.end() :],
            (marked.start(), marked.start() + len(marked[1])),
        )


class Ruleset:
    """All rule files in force. Compiled patterns are kept; a rule set is made once and used for many documents."""

    def __init__(
        self, files: Mapping[str, RuleFile], fingerprint: str, cache: RuleCache | None = None, *, has_own: bool = False
    ) -> None:
        self.files = dict(files)
        self.fingerprint = fingerprint
        """SHA-256 over the files' contents, for caches and ``--resume``."""
        self.has_own = has_own
        """Whether an own folder's files are among them: their patterns are compiled at once, to find what is wrong."""
        self._compiled: dict[tuple[str, str], regexp.Pattern] = {}
        self._cache = cache
        self._folded: dict[tuple[str, str], str] = {}

    def __iter__(self) -> Iterator[tuple[str, AnyRule]]:
        for name, file in self.files.items():
            for rule in file.rules.values():
                yield name, rule

    def kept(self, name: str, make: Callable[[], str]) -> str:
        """A pattern that ``make`` puts together from these rules alone: once for all runs when there is a cache."""
        if self._cache is None:
            return make()
        kept = self._cache.text(name)
        if kept is None:
            kept = make()
            self._cache.keep_text(name, kept)
        return kept

    def alternation(self, words: Sequence[str], *, bounded: bool = True, behind: str = "") -> str:
        """:func:`alternation`, folded once for all runs when there is a cache."""
        key = f"{bounded}|{behind}|{'|'.join(words)}"
        return self.kept(key, lambda: alternation(words, bounded=bounded, behind=behind))

    def save_cache(self) -> None:
        """Keep what was parsed and unfolded for the next run, when there is a cache."""
        if self._cache is not None:
            self._cache.save()

    def rules(self, file: str) -> list[Any]:
        """The rules of a file, in order (their model is ``schema.MODELS[file]``)."""
        return list(self.files[file].rules.values())

    def of_kind(self, file: str, kind: str) -> list[Any]:
        """The rules of a file whose ``kind`` is this, in order."""
        return [rule for rule in self.rules(file) if rule.kind == kind]

    def get(self, file: str, rule: str) -> Any:
        """One rule; :class:`~parchk.errors.UsageError` when there is none of that id."""
        try:
            return self.files[file].rules[rule]
        except KeyError:
            if file in self.files and rule in self.files[file].off:
                problem = "the program cannot do without this rule; replace it instead of switching it off"
                raise RuleError(f"{file}.toml", problem, rule=rule, key="off") from None
            raise UsageError(f"no rule {rule!r} in {file}.toml; `parchk rules list` names those in force") from None

    def words(self, file: str, name: str) -> tuple[str, ...]:
        """A named word list."""
        return self.files[file].lists[name]

    def pattern(self, file: str, rule: str) -> regexp.Pattern:
        """The compiled matcher of one rule."""
        found = self._compiled.get((file, rule))
        if found is None:
            case = self.get(file, rule).case
            found = self._compiled[file, rule] = self.compile(file, self.source(file, rule), case=case, rule=rule)
        return found

    def source(self, file: str, rule: str) -> str:
        """The regular expression of one rule as written, layout dropped; ``<<=id>>`` stands for a rule's words."""
        found = self.get(file, rule)
        if found.words:
            return f"<<={rule}>>"
        pattern = _LAYOUT.sub("", found.pattern or "")
        if file == "units":
            return rf"(?<!\w)<<front>>?(?:{pattern})" if found.front else rf"(?<!\w)(?:{pattern})"
        return pattern

    def body(self, file: str, rule: str) -> str:
        """What a unit rule matches behind the post that may stand before it."""
        found = self.get(file, rule)
        return f"<<={rule}>>" if found.words else _LAYOUT.sub("", found.pattern or "")

    def compile(self, file: str, pattern: str, *, case: bool = False, rule: str | None = None) -> regexp.Pattern:
        """Compile a pattern of ``file``; each ``<<name>>`` in it calls the list or fragment of that name.

        Lists and fragments are compiled once per pattern, as named groups that are called: written out in full, the
        unit patterns would be a megabyte.
        """
        unfolded = self.kept(f"{file}:{pattern}", lambda: regexp.for_pcre2(self._unfolded(file, pattern, rule)))
        compiled = regexp.compile(unfolded, 0 if case else regexp.IGNORECASE)
        if self.has_own:
            try:
                compiled.check()
            except regexp.PatternError as error:
                problem = f"not a valid regular expression: {error}"
                raise RuleError(f"{file}.toml", problem, rule=rule, key="pattern") from error
        return compiled

    def _unfolded(self, file: str, pattern: str, rule: str | None) -> str:
        """The pattern with its lists and fragments behind it, as groups that it calls."""
        defined: dict[str, str] = {}
        body = canonical_spelling(self._calls(file, _LAYOUT.sub("", pattern), defined, rule))
        if defined:
            calls = Counter(_CALL.findall("".join([body, *defined.values()])))
            # Compiling a call, PCRE2 looks for the group from the beginning on: short ones called often stand first.
            order = sorted(defined, key=lambda name: len(defined[name]) / calls[name])
            groups = "".join(f"(?P<d_{name}>{defined[name]})" for name in order)
            # Behind the pattern, so that PCRE2 sees what a match begins with.
            body = f"(?:{body})(?(DEFINE){canonical_spelling(groups)})"
        return body

    def _calls(self, file: str, pattern: str, defined: dict[str, str], rule: str | None) -> str:
        def call(match: regexp.Match) -> str:
            home, name = match[1] or file, match[2]
            if name.startswith("="):
                return alternation(self.get(home, name[1:]).words)
            holder = self.files.get(home, RuleFile(home))
            group = f"{home}_{name}"
            if group not in defined:
                if name in holder.fragments:
                    defined[group] = ""  # a fragment that calls itself does not go round for ever
                    defined[group] = self._calls(home, _LAYOUT.sub("", holder.fragments[name]), defined, rule)
                elif name in holder.lists:
                    if (home, name) not in self._folded:
                        self._folded[home, name] = alternation(holder.lists[name], bounded=False)
                    defined[group] = self._folded[home, name]
                else:
                    problem = f"{match[0]} is neither a list nor a fragment of {home}.toml"
                    raise RuleError(f"{file}.toml", problem, rule=rule, key="pattern")
            return f"(?&d_{group})"

        return _NAME.sub(call, pattern)

    def any_of(self, file: str, rules: Sequence[str], *, case: bool = False) -> regexp.Pattern:
        """One pattern for several rules of a file; ``match.alternative`` is the rule's id with ``_`` for ``-``.

        Alternatives are tried in the order given.
        """
        parts = [f"(?P<{rule.replace('-', '_')}>{self.source(file, rule)})" for rule in rules]
        return self.compile(file, "|".join(parts), case=case)


# What `` ~ `` in a word list stands for: the ways in which the parts of one name are joined ("-", ",", "&", "và", with
# blanks or without, or a blank alone).
_JOINT = " ~ "
_JOINED = "(?: (?:(?:-|&|và) )?|-|, ?|&)"


def alternation(words: Sequence[str], *, bounded: bool = True, behind: str = "") -> str:
    """A pattern for any of these phrases, the longest first, on word boundaries; ``behind`` stands behind every letter.

    The phrases are folded into a tree of their beginnings: compared with a plain alternation it matches several
    times faster, because no beginning is tried twice.
    """
    tree: _Tree = {}
    for word in canonical_spellings(words):
        node = tree
        for number, part in enumerate(word.split(_JOINT)):
            for sign in (_JOINT, *part) if number else part:
                node = node.setdefault(sign, {})
        node[""] = {}
    body = _folded(tree, behind)
    return rf"(?<!\w){body}(?!\w)" if bounded else body


_Tree = dict[str, Any]  # letters and joints to trees; the empty string marks the end of a phrase


def _folded(tree: _Tree, behind: str) -> str:
    """The tree as a pattern; letters that lead to the same rest share one branch."""
    branches: dict[str, list[str]] = {}
    for sign in sorted(sign for sign in tree if sign):
        spelled = _JOINED if sign == _JOINT else regexp.escape(sign) + behind
        branches.setdefault(_folded(tree[sign], behind), []).append(spelled)
    if not branches:
        return ""
    # A class of letters that are not ASCII takes more of PCRE2's code than the letters side by side.
    parts = [(signs[0] if len(signs) == 1 else f"(?:{'|'.join(signs)})") + rest for rest, signs in branches.items()]
    joined = "|".join(parts)
    if "" in tree:
        return f"(?:{joined})?"
    return f"(?:{joined})" if len(parts) > 1 else joined


def load(own: Path | None = None, *, cache_in: Path | None = None) -> Ruleset:
    """The built-in rules, with the files of the folder ``own`` laid over them.

    A rule of ``own`` replaces the built-in rule of the same id, ``off = true`` switches it off, any other is added;
    lists of the same name are extended. With ``cache_in``, parsed files and unfolded patterns are taken from that
    folder where they are known; :meth:`Ruleset.save_cache` keeps the new ones there. Raises
    :class:`~parchk.errors.RuleError` (file, rule, key) for a file that is no TOML, an unknown file or key, a rule that
    misses its own examples or hits its counterexamples.
    """
    folder = resources.files("parchk.rules")
    contents = [(name, f"{name}.toml", folder.joinpath(f"{name}.toml").read_bytes()) for name in FILES]
    if own is not None:
        contents += _own_files(own)
    digest = hashlib.sha256()
    for _, file, content in contents:
        digest.update(b"%b\n%b\n" % (file.encode(), content))
    cache = RuleCache(cache_in, digest.hexdigest()) if cache_in is not None else None
    files: dict[str, RuleFile] = {}
    added: list[tuple[str, str]] = []
    for number, (name, file, content) in enumerate(contents):
        kept = cache.parsed(number) if cache is not None else None
        data = _parsed(file, content) if kept is None else kept
        ids = _lay_over(files, name, file, data, _reader(name, file) if kept is None else _known)
        if cache is not None and kept is None:
            cache.keep_parsed(number, _in_full(data, files[name]))
        if number >= len(FILES):
            added.extend((name, rule) for rule in ids)
    ruleset = Ruleset(files, digest.hexdigest(), cache, has_own=own is not None)
    for file, rule in added:
        for problem in check(ruleset, file, rule):
            raise RuleError(f"{file}.toml", problem, rule=rule, key="examples")
    return ruleset


def _own_files(own: Path) -> list[tuple[str, str, bytes]]:
    if not own.is_dir():
        raise UsageError(f"--rules: {own} is not a folder; give the folder that holds your own .toml rule files")
    found = []
    for path in sorted(own.glob("*.toml")):
        try:
            found.append((path.stem, path.name, path.read_bytes()))
        except OSError as error:
            raise RuleError(path.name, f"cannot be read ({error})") from error
    return found


def _parsed(file: str, content: bytes) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # what the cache holds is JSON, which reads ten times as fast

    try:
        return tomllib.loads(content.decode().replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        raise RuleError(file, f"cannot be read as UTF-8 text ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, f"not valid TOML: {error}") from error


def _lay_over(
    files: dict[str, RuleFile], name: str, file: str, data: dict[str, Any], read: Callable[[str, Any], AnyRule]
) -> list[str]:
    """Read one file's content into ``files``; the ids of the rules that it brought."""
    if name not in FILES:
        raise RuleError(file, f"no such rule file; these exist: {', '.join(f'{known}.toml' for known in FILES)}")
    for key in data:
        if key not in {"rule", "lists", "fragments"}:
            raise RuleError(file, "unknown key; a rule file has [[rule]], [lists] and [fragments]", key=key)
    holder = files.setdefault(name, RuleFile(name))
    # In an own folder, a list or fragment extends one that exists, or serves a rule beside it.
    lists, fragments = set(holder.lists), set(holder.fragments)
    for key, words in data.get("lists", {}).items():
        if lists and key not in lists and not _is_called(key, data):
            raise RuleError(file, "there is no list of this name; see `parchk rules show`", key=f"lists.{key}")
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise RuleError(file, "a list holds strings only", key=f"lists.{key}")
        holder.lists[key] = (*holder.lists.get(key, ()), *words)
    for key, fragment in data.get("fragments", {}).items():
        if not isinstance(fragment, str):
            raise RuleError(file, "a fragment is a string", key=f"fragments.{key}")
        if fragments and key not in fragments and not _is_called(key, data):
            raise RuleError(file, "there is no fragment of this name, and no rule here uses it", key=f"fragments.{key}")
        holder.fragments[key] = fragment
    known = dict(holder.rules)
    seen: list[str] = []
    for number, entry in enumerate(data.get("rule", []), 1):
        label = entry.get("id", f"number {number}") if isinstance(entry, dict) else f"number {number}"
        if isinstance(entry, dict) and entry.get("off") is True:
            if entry.get("id") not in holder.rules:
                raise RuleError(file, "there is no built-in rule of this id to switch off", rule=str(label), key="id")
            del holder.rules[entry["id"]]
            holder.off.add(entry["id"])
            continue
        rule = read(str(label), entry)
        if rule.id in seen:
            raise RuleError(file, "two rules have this id", rule=rule.id, key="id")
        seen.append(rule.id)
        holder.rules[rule.id] = rule
    # Where the order counts, an office's own rules are tried before the built-in ones.
    added = {rule: holder.rules[rule] for rule in seen if rule in holder.rules and rule not in known}
    holder.rules = {**added, **{rule: found for rule, found in holder.rules.items() if rule not in added}}
    return [rule for rule in seen if rule in holder.rules]


def _reader(name: str, file: str) -> Callable[[str, Any], AnyRule]:
    """What makes rules of a file's entries, checking them."""
    from pydantic import ValidationError  # noqa: PLC0415  # a run that finds its rules in the cache needs no models

    from parchk.ruleset.schema import MODELS  # noqa: PLC0415

    def read(label: str, entry: Any) -> AnyRule:
        try:
            return MODELS[name].model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            problem = first["msg"].removeprefix("Value error, ")
            raise RuleError(file, problem, rule=label, key=key or None) from error

    return read


def _in_full(data: dict[str, Any], read: RuleFile) -> dict[str, Any]:
    """A file's content for the cache, with what its rules leave out."""
    rules = [entry if entry.get("off") else read.rules[entry["id"]].model_dump() for entry in data.get("rule", [])]
    return {**data, "rule": rules}


def _known(_: str, entry: dict[str, Any]) -> AnyRule:
    """The rule of an entry that was found valid when the cache took it: the model's attributes, without the model.

    Making the models takes a tenth of a short run.
    """
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return cast("AnyRule", SimpleNamespace(**values))


def _is_called(name: str, data: dict[str, Any]) -> bool:
    """Whether a rule or fragment of the same file uses this list or fragment."""
    texts = [*data.get("fragments", {}).values(), *(entry.get("pattern", "") for entry in data.get("rule", []))]
    return any(f"<<{name}>>" in text for text in texts if isinstance(text, str))


def check(ruleset: Ruleset, file: str, rule: str) -> Iterator[str]:
    """What is wrong with one rule by its own examples: a sentence for each that it misses or wrongly hits."""
    found = ruleset.get(file, rule)
    if not hasattr(found, "case"):  # it matches no text by itself
        return
    pattern = ruleset.pattern(file, rule)
    for written in found.examples:
        example = Example.parse(written)
        match = pattern.search(example.text)
        if match is None:
            yield f"does not match its example {written!r}"
        elif example.marked and match.span() != example.marked:
            yield f"matches {match[0]!r} in its example {written!r}"
    for written in found.counterexamples:
        match = pattern.search(Example.parse(written).text)
        if match is not None:
            yield f"matches {match[0]!r} in its counterexample {written!r}"
