"""What the command line reads: files, and standard input as ``-``."""

import sys
from pathlib import Path

from parchk.errors import InputError
from parchk.models import Directive
from parchk.read import STDIN, file_bytes, read_bytes, read_path
from parchk.read.results import read_results
from parchk.text import SourceText


def read_document(name: str) -> SourceText:
    """Read a document."""
    return read_bytes(_stdin(), STDIN) if name == "-" else read_path(Path(name))


def read_result_files(names: list[str]) -> list[Directive]:
    """Read the results in these files, in order."""
    results: list[Directive] = []
    for name in names:
        if name == "-":
            results += read_results(_stdin(), "standard input")
        else:
            results += read_results(file_bytes(Path(name)), name)
    return results


def _stdin() -> bytes:
    if sys.stdin is None:
        raise InputError("standard input is closed; give a file, or pipe a document in")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise InputError(f"standard input could not be read: {error.strerror or error}; give a file") from error
