"""What the command line reads: files, and standard input as ``-``."""

import os
import sys
from pathlib import Path

from parchk.errors import InputError
from parchk.inputs import REPORT, find_inputs
from parchk.limits import DEFAULT, Limits
from parchk.models import Directive
from parchk.read import STDIN, file_bytes, read_bytes
from parchk.read.results import read_results
from parchk.text import SourceText

_RESULTS = (".json", ".jsonl", ".ndjson", ".parquet")


def read_document(name: str) -> SourceText:
    """Read a document."""
    return read_bytes(document_bytes(name, DEFAULT), document_name(name))


def document_bytes(name: str, limits: Limits) -> bytes:
    """The bytes of a document; of an endless input no more than shows that it is beyond the limits."""
    return _stdin(limits.size + 1) if name == "-" else file_bytes(Path(name), limits)


def document_name(name: str) -> str:
    """Its name for :func:`~parchk.read.read_bytes`."""
    return STDIN if name == "-" else name


def read_result_files(names: list[str], leave_out: Path | None) -> list[Directive]:
    """Read the results in these files, folders and patterns, in order; a file that is named twice is read twice.

    What is to be written, ``leave_out``, is passed over in folders and patterns.
    """
    results: list[Directive] = []
    for name in names:
        if name == "-":
            results += read_results(_stdin(), "standard input")
        elif os.path.isfile(name):  # noqa: PTH113 - also of a name that no system takes
            results += read_results(file_bytes(Path(name)), name)
        else:
            found = find_inputs([name], leave_out=[leave_out] if leave_out else [], suffixes=_RESULTS)
            for _, problem in found.missing:
                raise InputError(problem)
            files = [one for one in found.documents if one.path.name != REPORT]
            if not files:
                raise InputError(f"{name} holds no result; give what `parchk extract` or `parchk batch` wrote")
            for one in files:
                results += read_results(file_bytes(one.path), one.name)
    return results


def _stdin(most: int = -1) -> bytes:
    if sys.stdin is None:
        raise InputError("standard input is closed; give a file, or pipe a document in")
    try:
        return sys.stdin.buffer.read(most)
    except OSError as error:
        raise InputError(f"standard input could not be read: {error.strerror or error}; give a file") from error
