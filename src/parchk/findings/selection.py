"""Which findings are reported, and how grave they are: rules, configuration and command line together."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from parchk.models import Finding
    from parchk.ruleset.schema import CheckRule


class Selection:
    """The codes that are reported.

    ``select`` names them; without it they are all but those whose ``severity`` is ``off``. ``ignore`` takes codes away
    in either case.
    """

    def __init__(
        self,
        rules: Sequence[CheckRule],
        *,
        select: Collection[str] | None = None,
        ignore: Collection[str] = (),
        severity: Mapping[str, Literal["error", "warning", "note", "off"]] | None = None,
    ) -> None:
        given = severity or {}
        off = {code for code, value in given.items() if value == "off"}
        wanted = {rule.id for rule in rules} - off if select is None else set(select)
        self.codes = frozenset(wanted.difference(ignore))
        self._severity = {code: value for code, value in given.items() if value != "off"}

    def __call__(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Those that are reported, with the severity in force."""
        for finding in findings:
            if finding.code in self.codes:
                severity = self._severity.get(finding.code, finding.severity)
                yield finding.model_copy(update={"severity": severity}) if severity != finding.severity else finding


def unknown(code: str, rules: Sequence[CheckRule]) -> str | None:
    """Say that there is no such code, and the nearest one; ``None`` when there is one."""
    codes = sorted(rule.id for rule in rules)
    if code in codes:
        return None
    near = difflib.get_close_matches(code.lower().replace("_", "-"), codes, n=1)
    return (
        f"there is no finding {code!r}; {f'did you mean {near[0]!r}?' if near else 'these exist: ' + ', '.join(codes)}"
    )
