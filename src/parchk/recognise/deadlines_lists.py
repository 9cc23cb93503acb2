"""Lists of numbers as written: ``3, 4 và 10 - 12``, ``I, II``; what they name is for the lexer to say."""

from __future__ import annotations

from parchk import regexp

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBER = regexp.compile(r"\d+|(?<!\w)i{1,3}v?(?!\w)|(?<!\w)iv(?!\w)")


def quarter_number(written: str) -> int:
    """A number in small Roman or in Arabic digits."""
    return _ROMAN.get(written) or int(written)


def listed(written: str) -> list[tuple[int, int | None]]:
    """Numbers of a list; two that a dash or a word other than a list's joins are a range.

    >>> listed("3, 4 và 10 - 12")
    [(3, None), (4, None), (10, 12)]
    """
    found: list[tuple[int, int | None]] = []
    position = 0
    for match in _NUMBER.finditer(written):
        value = quarter_number(match[0])
        between = written[position : match.start()]
        if found and found[-1][1] is None and ("-" in between or "đến" in between):
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, None))
        position = match.end()
    return found


def has_range(listed: list[tuple[int, int | None]]) -> bool:
    """Whether one of the numbers is a range."""
    return any(last is not None for _, last in listed)


def joined(listed: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """Neighbours made one stretch: quarters I and II, months 9 and 10."""
    joined: list[tuple[int, int | None]] = []
    for first, last in listed:
        if joined and (joined[-1][1] or joined[-1][0]) + 1 == first:
            joined[-1] = (joined[-1][0], last or first)
        else:
            joined.append((first, last))
    return joined
