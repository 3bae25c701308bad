"""Asking a speech server: again when it is busy or stumbles, not again when asking is of no use.

The standard library does: a request takes seconds of speaking, so that nothing is gained by keeping the
connection. Redirections are not followed, lest the key goes where nobody sent it.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import TypeVar

from audiobook.errors import BadInput, JobFailed

ATTEMPTS = 5
BACKOFF = 0.25
"""Seconds before the second attempt (or up to twice as long); each time twice as long."""
LONGEST_PAUSE = 120.0
"""Seconds that a server may ask to be left alone; one that asks for more is given up."""
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
"""HTTP statuses by which a server says: not now."""
MOST_QUOTED = 200
"""Characters of a server's own words in a message."""

Heard = TypeVar("Heard")


class _Later(Exception):
    """The attempt failed, another may not."""

    def __init__(self, why: str, pause: float | None = None, down: bool = False) -> None:
        super().__init__(why)
        self.pause = pause
        """Seconds that the server asks for."""
        self.down = down
        """Nobody answers there."""


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Server:
    """A server, for any number of threads."""

    def __init__(self, url: str, key: str, key_from: str, timeout: float) -> None:
        """`key_from`: the variable that the key is from; `timeout`: seconds without a byte of an answer."""
        self._url = url
        self._key, self._key_from = key, key_from
        self._timeout = timeout
        self._open = urllib.request.build_opener(_NoRedirection).open
        self._not_before = 0.0
        """When the server may be asked again (monotonic clock)."""
        self._lock = threading.Lock()
        self._closed: BadInput | None = None
        """What it said when it would not have us at all."""

    def ask(self, asked: Mapping[str, object], heard: Callable[[bytes], Heard], what: str) -> Heard:
        """What `heard` makes of the answer; where it finds none (JobFailed) the server is asked again.

        `what` says whom was asked for, for people. Raises BadInput where no other text would fare better (no
        such server, key, model or voice), JobFailed when this one could not be said.
        """
        body = json.dumps(asked).encode()
        for attempt in range(1, ATTEMPTS + 1):
            self._wait()
            if self._closed is not None:  # to another thread; it need not be bothered again
                raise self._closed
            try:
                return self._heard(heard, self._answer(body, what))
            except _Later as error:
                failed = error
            if attempt < ATTEMPTS:
                self._hold(failed.pause, attempt)
        if failed.down:
            raise BadInput(
                f"nobody answers at {self._url}: {failed}",
                remedy="Start the server, or correct url in [engines.openai] of voices.toml.",
            )
        raise JobFailed(f"the speech server failed {ATTEMPTS} times: {failed}")

    def _heard(self, heard: Callable[[bytes], Heard], answer: bytes) -> Heard:
        try:
            return heard(answer)
        except JobFailed as error:
            raise _Later(error.problem) from None

    def _wait(self) -> None:
        while (left := self._not_before - time.monotonic()) > 0:
            time.sleep(left)

    def _hold(self, pause: float | None, attempt: int) -> None:
        """Nobody asks for a while: as long as the server says, else longer each time."""
        if pause is None:
            time.sleep(BACKOFF * 2 ** (attempt - 1) * random.uniform(1, 2))
            return
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + pause)

    def _answer(self, body: bytes, what: str) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "audio/*", "User-Agent": "audiobook"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            request = urllib.request.Request(f"{self._url}/audio/speech", body, headers)
            with self._open(request, timeout=self._timeout) as answer:
                kind = answer.headers.get_content_type()
                sound: bytes = answer.read()
        except urllib.error.HTTPError as error:
            raise self._refused(error, what) from None
        except TimeoutError:
            raise _Later(f"it did not answer within {self._timeout:g} seconds") from None
        except (http.client.HTTPException, ValueError) as error:
            raise _Later(self._without_key(f"its answer broke off ({type(error).__name__})")) from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _Later(f"it did not answer within {self._timeout:g} seconds") from None
            raise _Later(str(getattr(reason, "strerror", None) or reason), down=True) from None
        if kind == "application/json" or kind.startswith("text/"):
            raise _Later(f"it answered with text and no sound: {self._quoted(sound)}")
        if not sound:
            raise _Later("its answer is empty")
        return sound

    def _refused(self, error: urllib.error.HTTPError, what: str) -> Exception:
        """What a status other than 200 means."""
        with error:
            try:
                said = self._quoted(error.read(20_000))
            except (OSError, http.client.HTTPException):
                said = ""
        words = f": {said}" if said else ""
        match error.code:
            case 401 | 403:
                remedy = f"Put a key for it into the environment variable {self._key_from}."
                if self._key:
                    remedy = f"Check the key in the environment variable {self._key_from}."
                self._closed = BadInput(
                    f"the speech server lets nobody in without a valid key{words}", remedy=remedy
                )
                return self._closed
            case 404:
                return BadInput(
                    f"the speech server does not know {what}, or is not at {self._url}{words}",
                    remedy="Correct url or model in [engines.openai] of voices.toml, or the voice.",
                )
            case 402 | 429 if error.code == 402 or "quota" in said.casefold():
                self._closed = BadInput(
                    f"the speech server wants to be paid first{words}",
                    remedy="See to it there, then run the same again; what is recorded is kept.",
                )
                return self._closed
            case code if code in AGAIN:
                pause = _seconds(error.headers.get("Retry-After"))
                if pause is not None and pause > LONGEST_PAUSE:
                    return BadInput(
                        f"the speech server asks to be left alone for {pause / 60:.0f} minutes{words}",
                        remedy="Run the same again then; what is recorded is kept.",
                    )
                return _Later(f"it answered {code} {error.reason}{words}", pause)
            case code if 300 <= code < 400:
                return BadInput(
                    f"the speech server is not at {self._url} (it answered {code})",
                    remedy="Write the address that it is moved to into [engines.openai] of voices.toml.",
                )
            case 400 | 422 if re.search(r"\b(voice|model)\b", said, re.IGNORECASE):
                return BadInput(
                    f"the speech server does not take {what}{words}",
                    remedy="Correct model in [engines.openai] of voices.toml, or the voice.",
                )
            case code:
                return JobFailed(f"the speech server answered {code} {error.reason}{words}")

    def _quoted(self, answer: bytes) -> str:
        """The server's own words, without the key."""
        text = answer.decode(errors="replace")
        try:
            said = json.loads(text)
            for name in ("error", "message", "detail"):
                said = said.get(name, said) if isinstance(said, dict) else said
            text = said if isinstance(said, str) else text
        except ValueError:
            text = re.sub(r"<[^>]*>", " ", text)
        return self._without_key(" ".join(text.split()))[:MOST_QUOTED]

    def _without_key(self, text: str) -> str:
        if self._key:
            text = text.replace(self._key, "…")
        return re.sub(r"\b(sk|Bearer)[-\s][\w*.-]{6,}", "…", text)


def _seconds(header: str | None) -> float | None:
    """What Retry-After asks for (RFC 9110: seconds, or a date)."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    try:
        return max(parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
    except ValueError:
        return None
