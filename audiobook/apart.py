"""Work done in a process of its own: when it is done, the system has back all the memory that it took."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, TypeVar

from audiobook.errors import JobFailed

Result = TypeVar("Result")


def apart(function: Callable[..., Result], *args: object) -> Result:
    """What `function` makes of these arguments; all of it must go through pickle.

    Raises what it raises, and JobFailed when the process is lost.
    """
    process = own_process("audiobook.apart", os.environ)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        pickle.dump((function, args), process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        done, result = pickle.load(process.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise JobFailed(
            "the process that read the story was lost",
            remedy="There may be too little memory. Close other programs and run the same command again.",
        ) from error
    finally:
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.stdout.close()
    if done:
        return result  # type: ignore[no-any-return]
    raise result


def own_process(
    module: str, environment: Mapping[str, str], words: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Another process of this program: it imports what this one does, and nothing from the working folder.

    `words`: where its standard error goes; None: where this one's does.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=words,
        env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # a Ctrl-C in the terminal is the first process's to answer or pass on
    )


def main() -> None:
    """The process: `python -m audiobook.apart`."""
    outbox = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no part of the answer
    function, args = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    answer: tuple[bool, Any]
    try:
        answer = True, function(*args)
    except Exception as error:
        answer = False, error
    pickle.dump(answer, outbox, pickle.HIGHEST_PROTOCOL)
    outbox.flush()


def _end_with_the_first() -> None:
    """When the process that asked is gone, so is this one."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
