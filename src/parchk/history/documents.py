"""Which of several documents another one cites: by number, date and issuer, however they are spelled."""

from __future__ import annotations

from collections.abc import Sequence

from parchk import regexp
from parchk.models import Citation, Directive
from parchk.symbols import number_key, read_symbol

# "Văn phòng HĐND và UBND thành phố" is "Văn phòng UBND thành phố Hải Lăng"; "UBND huyện A" is not "UBND huyện B".
_MOST = 0.75
_UBND = "ubnd"
# The chairman signs what the committee issues; "của Hiệu trưởng" names no other office.
_HEAD = regexp.compile(
    r"^(?:phó )?(?:chủ tịch|giám đốc|tổng giám đốc|hiệu trưởng|viện trưởng|bộ trưởng|thủ trưởng|trưởng)(?: |$)"
)
_COMMITTEE = regexp.compile(r"(?<!\w)ủy ban nhân dân(?!\w)")
_COUNCIL = regexp.compile(r"(?<!\w)hội đồng nhân dân(?!\w)")
_BOTH = regexp.compile(r"(?<!\w)hđnd ?(?:và|&|,) ?ubnd(?!\w)")


class Library:
    """The documents at hand, to be looked up by what others say of them."""

    def __init__(self, results: Sequence[Directive]) -> None:
        self._by_number: dict[str, list[Directive]] = {}
        self._by_digits: dict[str, list[Directive]] = {}
        for directive in results:
            number = directive.document.number
            if number is None:
                continue
            self._by_number.setdefault(number_key(number), []).append(directive)
            symbol = read_symbol(number)
            if symbol is not None:
                self._by_digits.setdefault(number_key(symbol.digits), []).append(directive)

    def cited(self, citation: Citation, by: Directive) -> tuple[list[Directive], bool]:
        """The document that ``by`` cites, with every copy of it; and whether several may be meant (then none is given).

        A number alone names a document only with its day, and one without a day only one of the same year and issuer.
        """
        key = number_key(citation.number)
        known = self._by_number.get(key, []) or (self._by_digits.get(key, []) if citation.date else [])
        fitting = [other for other in known if other is not by and _same_time(citation, other, by)]
        for least in (2, 1):
            found = [other for other in fitting if _of_issuer(citation, other, by) >= least]
            if found and (least == 2 or citation.date is not None):
                told_apart = {(other.document.issued_on, _plain(_issuer(other))) for other in found}
                return ([], True) if len(told_apart) > 1 else (found, False)
        return [], False


def _same_time(citation: Citation, other: Directive, by: Directive) -> bool:
    """The cited day is that of the document; without one, both documents are of one year, the cited one not later."""
    issued = other.document.issued_on
    if citation.date is not None:
        return issued == citation.date if issued else other.document.issued_year == int(citation.date[:4])
    symbol = read_symbol(citation.number)
    if symbol is not None and symbol.year is not None:
        return True
    if None in (other.document.issued_year, by.document.issued_year):
        return False
    if issued and by.document.issued_on and issued > by.document.issued_on:
        return False
    return other.document.issued_year == by.document.issued_year


def _of_issuer(citation: Citation, other: Directive, by: Directive) -> int:
    """2: the issuer is the one that is named, or that of the citing document where none is; 0: another; 1: unknown."""
    issuer, own = _plain(_issuer(other)), _plain(_issuer(by))
    named = _plain(citation.issuer or "")
    if not issuer:
        return 1
    if not named:
        if issuer == own:
            return 2
        return 0 if issuer.split()[:2] == own.split()[:2] else 1  # the same office of another place
    if own.startswith(named) and own.split()[:1] == issuer.split()[:1]:
        # "UBND huyện" in a letter of UBND huyện Tân Phú is that one, and no other district's.
        return 2 if own.startswith(issuer) else 0
    if issuer.startswith(named) or named.startswith(issuer):
        return 2
    words, known = set(named.split()), set(issuer.split())
    if issuer.split()[0] != _UBND and len(words & known) >= _MOST * min(len(words), len(known)):
        return 2
    return 1 if words & known and issuer.split()[0] != named.split()[0] else 0


def _issuer(directive: Directive) -> str:
    return directive.document.issuer.name if directive.document.issuer else ""


def _plain(name: str) -> str:
    """One spelling: small letters, the usual abbreviations, single blanks."""
    folded = _COUNCIL.sub("hđnd", _COMMITTEE.sub(_UBND, _HEAD.sub("", name.casefold())))
    return " ".join(_BOTH.sub("ubnd", folded).split())
