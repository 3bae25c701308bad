"""The slate: several books, made side by side by one pool.

While the workers are at one book, the next is read, tagged and cast; whoever finds nothing more to do in the
one goes on with the other. What goes wrong with one book is that book's alone.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import production
from audiobook.errors import BadInput
from audiobook.finish import AS_EVER, Finish

if TYPE_CHECKING:
    from audiobook.production import Made, Prepared
    from audiobook.studio import Progress
    from audiobook.studio.pool import Pool

SIDE_BY_SIDE = 2
"""Books in the making at a time: one that the workers are at, and one to go on with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one book."""

    story: Path
    made: Made | None
    error: Exception | None
    """Why it was not made, if it was not."""


def make_all(
    stories: Sequence[Path],
    pool: Pool,
    shelf: Path | None = None,
    *,
    voices: Path | None = None,
    engine: str | None = None,
    finish: Finish = AS_EVER,
    prune: bool = False,
    progress: Callable[[Path], Progress | None] = lambda story: None,
) -> Iterator[Outcome]:
    """Make the audiobooks of several stories, each in a folder of its title's name in `shelf`.

    Gives what became of each, in the order of the stories; settings as for `production.make`, `progress` is
    asked for each story's own. Who stops listening before the end closes the pool, and with it the work.
    """
    slate = Slate(shelf, voices, engine)

    def make(story: Path) -> Made:
        prepared = slate.prepare(story)
        told = progress(story)
        return production.record(prepared, pool, finish, prune=prune, progress=told)

    return _side_by_side(stories, make)


class Slate:
    """Stories prepared one after the other, no two of them for the same folder."""

    def __init__(self, shelf: Path | None, voices: Path | None, engine: str | None) -> None:
        self._shelf, self._voices, self._engine = shelf, voices, engine
        self._folders: dict[Path, Path] = {}
        self._preparing = threading.Lock()

    def prepare(self, story: Path) -> Prepared:
        """`production.prepare` with this slate's settings. Raises BadInput for a folder that is taken."""
        with self._preparing:
            prepared = production.prepare(
                story, voices_file=self._voices, engine=self._engine, shelf=self._shelf
            )
            folder = prepared.folder.resolve()
            if folder in self._folders:
                raise BadInput(
                    f"its folder would be “{prepared.folder}”, which is that of {self._folders[folder]}",
                    place=str(story),
                    remedy="Make it by itself, in another folder named with --output.",
                )
            self._folders[folder] = story
        return prepared


def _side_by_side(stories: Sequence[Path], make: Callable[[Path], Made]) -> Iterator[Outcome]:
    waiting: queue.SimpleQueue[tuple[int, Path]] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()
    for number, story in enumerate(stories):
        waiting.put((number, story))

    def work() -> None:
        while True:
            try:
                number, story = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((number, Outcome(story, make(story), None)))
            except Exception as error:
                done.put((number, Outcome(story, None, error)))

    # Daemons: nobody waits for a book in the making when the program is to stop.
    for _ in range(min(SIDE_BY_SIDE, len(stories))):
        threading.Thread(target=work, daemon=True).start()
    finished: dict[int, Outcome] = {}
    for number in range(len(stories)):
        while number not in finished:
            with contextlib.suppress(queue.Empty):
                other, outcome = done.get(timeout=0.5)  # now and then, so that Ctrl-C is heard everywhere
                finished[other] = outcome
        yield finished.pop(number)
