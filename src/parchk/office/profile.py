"""What an office says of itself."""

from __future__ import annotations

from msgspec import Struct

from parchk.assemble.keys import UnitKeys
from parchk.ruleset import Ruleset


class Profile(Struct, frozen=True):
    """An office; the name alone is enough where it tells kind, level and place.

    >>> Profile("UBND xã Hòa Bình", superior="UBND tỉnh Phú Thọ").aliases
    ()
    """

    name: str
    kind: str | None = None
    """A rule of kind ``office`` in ``office.toml``; by default read from the name."""
    level: str | None = None
    """``central``, ``province``, ``district`` or ``commune``; by default read from the name."""
    superior: str | None = None
    """The unit above it; its superior may follow behind a comma: ``UBND huyện A, tỉnh B``."""
    aliases: tuple[str, ...] = ()
    """Further names of it."""
    predecessors: tuple[str, ...] = ()
    """Units whose tasks it has taken over, beyond those of ``successions.toml``."""


def asked_for(me: str | None, own: Profile | None, rules: Ruleset) -> Profile | None:
    """The office that ``--me`` names: the configured one by any of its names, else another of which the name is known.

    Without ``--me`` it is the configured one; an empty name stands for nobody.
    """
    if me is None:
        return own
    key = UnitKeys(rules).of
    if own is not None and key(me) in {key(name) for name in (own.name, *own.aliases)}:
        return own
    return Profile(me) if me.strip() else None
