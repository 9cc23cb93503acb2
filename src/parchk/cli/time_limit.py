"""The time that one document may take, its reading included, so that no file can hold up a run."""

import _thread
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from parchk.errors import InputError

# A call into a library that is written in C is not interrupted; this long it may still come back by itself.
_GRACE = 10.0


@contextmanager
def time_limit(seconds: float, label: str) -> Iterator[None]:
    """Raise :class:`~parchk.errors.InputError` when the block takes longer; for the main thread only.

    A timer interrupts the main thread as Ctrl-C does. Where that is not heard within ten seconds more, the program
    ends at once, with the same sentence and exit code: nothing has been written by then.
    """
    sentence = (
        f"{label} took longer than the {seconds:g} seconds that one document may take;"
        " raise the limit with --max-seconds if it is meant to be so long"
    )
    fired = False

    def interrupt() -> None:
        nonlocal fired
        fired = True
        _thread.interrupt_main()

    def end() -> None:
        sys.stderr.write(f"parchk: {sentence}\n")
        sys.stderr.flush()
        os._exit(InputError.exit_code)

    timers = [Timer(seconds, interrupt), Timer(seconds + _GRACE, end)]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    except KeyboardInterrupt as error:
        if fired:
            raise InputError(sentence) from error
        raise
    finally:
        for timer in timers:
            timer.cancel()
