"""The one place where parchk ends: every failure becomes a sentence on standard error and an exit code."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING

from parchk.errors import ParchkError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
BROKEN = 3
"""Exit code for a fault of parchk itself: the input was not read."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code. A traceback is shown only with ``--debug``, which may stand anywhere."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    debug = "--debug" in options
    # Looking for plugins of pydantic reads what every installed package says of itself; the program uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A run makes many objects and next to no circles: looking for these at the usual pace takes a tenth of the time.
    gc.set_threshold(200_000, 30, 30)
    arguments = [word for word in options if word != "--debug"] + arguments[len(options) :]
    try:
        _fill_standard_streams()
        _speak_utf8()
        from parchk.cli import run  # noqa: PLC0415 - an interrupt while libraries load must end quietly, too

        return run(arguments)
    except ParchkError as error:
        return _fail(str(error), error.exit_code, debug=debug)
    except BrokenPipeError:
        _forget_output()
        return 0
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED, debug=debug)
    except Exception as error:  # noqa: BLE001 - a traceback never reaches a user
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return _fail(
            f"an error in parchk itself ({reason}); --debug shows where, please report it", BROKEN, debug=debug
        )
    finally:
        if argv is None:  # the program ends: nothing need be looked through for circles any more
            gc.freeze()


def _fill_standard_streams() -> None:
    """Where a standard stream is closed, nothing that is opened later may be taken for it, here or in a worker."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003 - positional-only


def _speak_utf8() -> None:
    """Let help and messages be UTF-8 whatever the locale says, as the results are."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower() not in {"utf-8", "utf8"}:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(sentence: str, code: int, *, debug: bool) -> int:
    try:
        if debug:
            import traceback  # noqa: PLC0415 - only then

            traceback.print_exc()
        if sys.stderr:
            shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(sentence.split()))
            sys.stderr.write(f"parchk: {shown}\n")
    except BrokenPipeError:
        _forget_output()
    return code


def _forget_output() -> None:
    """Nobody reads any more: what is still buffered goes nowhere, so that Python does not complain at its end."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(devnull, stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
