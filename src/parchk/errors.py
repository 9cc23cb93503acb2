"""Every failure that parchk reports, and the exit code that the command line gives for it.

One root class; each subclass carries its own ``exit_code`` (the contract's) and a message that is one plain
sentence: what is wrong, and what to do about it. Nothing here prints or exits; :mod:`parchk.cli` does that in
one place.
"""

from __future__ import annotations


class ParchkError(Exception):
    """Root of all errors that parchk raises on purpose."""

    exit_code = 3


class UsageError(ParchkError):
    """The caller asked for something that does not exist or does not fit together (exit code 2)."""

    exit_code = 2


class InputError(ParchkError):
    """An input could not be read: missing, a folder, not text, of an unknown kind (exit code 3)."""

    exit_code = 3


class OutputError(ParchkError):
    """A result could not be written to the place that was asked for (exit code 3)."""

    exit_code = 3


class RuleError(ParchkError):
    """A rule file is wrong (exit code 4). The message names the file, the rule and the key."""

    exit_code = 4

    def __init__(self, file: str, problem: str, *, rule: str | None = None, key: str | None = None) -> None:
        place = ", ".join(
            part for part in (file, f"rule {rule!r}" if rule else "", f"key {key!r}" if key else "") if part
        )
        super().__init__(f"{place}: {problem}")
        self.file, self.rule, self.key = file, rule, key
