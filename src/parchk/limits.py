"""How much a file may ask of the machine before it is refused."""

from __future__ import annotations

from typing import NamedTuple

MIB = 1024 * 1024

LARGEST_SIZE, MOST_PAGES, LONGEST_SECONDS = 4096, 100_000, 86_400.0
"""The widest limits that may be asked for: megabytes, pages, seconds."""


class Limits(NamedTuple):
    """What is read at most; a file beyond it is an :class:`~parchk.errors.InputError` that names the option.

    A real directive has at most a few hundred pages; the defaults leave room for scans of that size, and stop
    archives and pages that are made to exhaust the machine.
    """

    size: int = 50 * MIB
    """Bytes of a file, and of everything that is unpacked from it."""
    pages: int = 1000
    """Pages of a PDF document."""


DEFAULT = Limits()
SECONDS = 120.0
"""Longest time that one document may take, its reading included."""
