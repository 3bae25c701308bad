"""How a book is finished. Its folder remembers: what is not named is as it was the last time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.errors import AudiobookError
from audiobook.files import write_whole

if TYPE_CHECKING:
    from audiobook.studio import Standard


HOME = ""
"""The place of recorded lines that is the book's own folder."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What is to be made of the recorded lines, and where those are kept. None: as the last time, and the
    first time as said here."""

    formats: tuple[str, ...] | None = None
    """What is published; ("mp3",)."""
    preset: str | None = None
    """"acx": files for shops; "small": files a third of the size. The former."""
    loudness: float | None = None
    """LUFS; the preset's own."""
    credits: bool | None = None
    """Opening and closing credits, spoken by the narrator; no."""
    sample: bool | None = None
    """A retail sample of one to five minutes; no."""
    takes: str | None = None
    """Where each book keeps its recorded lines, in a folder of its own: a folder or an fsspec URL; HOME."""

    @property
    def published(self) -> tuple[str, ...]:
        """The formats."""
        return self.formats or ("mp3",)

    @property
    def standard(self) -> Standard:
        """What the chapters are mastered to. Raises BadInput for what there is not."""
        from audiobook.studio import standard

        return standard(self.preset or "acx", self.loudness)

    def check(self) -> None:
        """Raises BadInput for a format, preset or loudness that there is not."""
        from audiobook.studio import check_formats

        if self.formats is not None:
            check_formats(self.formats)
        _ = self.standard

    def after(self, last: Finish) -> Finish:
        """What is not named is as it was `last`; a preset that is named brings its own loudness."""
        named = {name: value for name, value in asdict(self).items() if value is not None}
        if self.preset is not None:
            named.setdefault("loudness", None)
        return replace(last, **named)

    def options(self) -> str:
        """As a person would type it; empty for a book that is nothing but usual."""
        words = []
        if self.published != ("mp3",):
            words.append(f"--format {','.join(self.published)}")
        if self.preset not in (None, "acx"):
            words.append(f"--preset {self.preset}")
        if self.loudness is not None:
            words.append(f"--loudness {self.loudness:g}")
        words += ["--credits"] if self.credits else []
        words += ["--sample"] if self.sample else []
        if place := self._open_takes:
            words.append(f'--takes "{place}"' if " " in place else f"--takes {place}")
        return " ".join(words)

    def remember(self, path: Path) -> None:
        """Write it for the next run, but for a place of takes whose URL holds a password. Raises OSError."""
        write_whole(path, json.dumps({**asdict(self), "takes": self._open_takes}, indent=1) + "\n")

    @property
    def _open_takes(self) -> str | None:
        """The place of takes, if it is fit to be shown and written down."""
        from audiobook.studio.distant import without_password

        return self.takes if self.takes == without_password(self.takes or "") else None


AS_EVER = Finish()
"""Nothing is named."""


def takes_at(place: Path | str | None) -> str | None:
    """A place of takes as it is remembered: a folder by its whole path."""
    from audiobook.studio.distant import is_url

    if place is None or place == HOME:
        return place
    return str(place) if is_url(str(place)) else str(Path(place).absolute())


def last_finish(path: Path) -> Finish:
    """How the book was made the last time, as far as that is known."""
    try:
        told = json.loads(path.read_bytes())
        formats = tuple(map(str, told["formats"])) if told["formats"] else None
        takes = str(told["takes"]) if told.get("takes") is not None else None
        finish = Finish(formats, told["preset"], told["loudness"], told["credits"], told["sample"], takes)
        finish.check()
    except (OSError, ValueError, KeyError, TypeError, AudiobookError):
        return AS_EVER
    return finish
