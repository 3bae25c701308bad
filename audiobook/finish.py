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


@dataclass(frozen=True, slots=True)
class Finish:
    """What is to be made of the recorded lines. None: as the last time, and the first time as said here."""

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
        return " ".join(words)

    def remember(self, path: Path) -> None:
        """Write it for the next run. Raises OSError."""
        write_whole(path, json.dumps(asdict(self), indent=1) + "\n")


AS_EVER = Finish()
"""Nothing is named."""


def last_finish(path: Path) -> Finish:
    """How the book was made the last time, as far as that is known."""
    try:
        told = json.loads(path.read_bytes())
        formats = tuple(map(str, told["formats"])) if told["formats"] else None
        finish = Finish(formats, told["preset"], told["loudness"], told["credits"], told["sample"])
        finish.check()
    except (OSError, ValueError, KeyError, TypeError, AudiobookError):
        return AS_EVER
    return finish
