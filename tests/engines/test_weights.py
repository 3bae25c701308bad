"""Model files, fetched from a hub on loopback that breaks off in the middle."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("huggingface_hub")

CONTENT = bytes(range(256)) * 4096
COMMIT = "0123456789abcdef0123456789abcdef01234567"
FETCH = """
import sys
from audiobook.engines.weights import Weights, fetch, missing_of
from audiobook.errors import AudiobookError
weights = Weights("toy", "somebody/toy", sys.argv[1], "onnx/model.onnx", (sys.argv[2],), 4096 * 256)
told = []
try:
    print("missing", len(missing_of([weights])))
    fetch([weights], lambda *news: told.append(news))
    print("told", all(a[0] <= b[0] for a, b in zip(told, told[1:])), told[-1])
    print("missing", len(missing_of([weights])), "bytes", len(weights.read()))
except AudiobookError as error:
    print("error", error)
"""


class Hub(BaseHTTPRequestHandler):
    """Answers as the hub does; the first time, only with the first half."""

    asked: list[str]

    def do_HEAD(self) -> None:
        self._head(200, len(CONTENT))

    def do_GET(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.asked.append(self.headers.get("Range", "all"))
        half = len(CONTENT) // 2 if len(self.asked) == 1 else len(CONTENT)
        self._head(206 if start else 200, len(CONTENT) - start)
        self.wfile.write(CONTENT[start:half])
        self.close_connection = True

    def _head(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", '"' + hashlib.sha256(CONTENT).hexdigest() + '"')
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[ThreadingHTTPServer]:
    Hub.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def fetched(port: int, home: Path, digest: str) -> list[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("AUDIOBOOK_MODELS", "HF_HUB_OFFLINE")}
    environment |= {"HF_ENDPOINT": f"http://127.0.0.1:{port}", "HF_HOME": str(home)}
    environment |= {"HF_HUB_DISABLE_XET": "1", "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-c", FETCH, COMMIT, digest]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_was_broken_off_comes_whole_in_the_end(hub: ThreadingHTTPServer, tmp_path: Path) -> None:
    lines = fetched(hub.server_port, tmp_path, hashlib.sha256(CONTENT).hexdigest())
    assert lines[0] == "missing 1"
    assert lines[1].startswith(f"told True ({len(CONTENT)}, {len(CONTENT)}, 'model.onnx')")
    assert lines[2] == f"missing 0 bytes {len(CONTENT)}"
    assert len(Hub.asked) == 2  # the first answer broke off


def test_a_file_with_another_digest_is_refused(hub: ThreadingHTTPServer, tmp_path: Path) -> None:
    lines = fetched(hub.server_port, tmp_path, "0" * 64)
    assert "its digest is another" in lines[1]


def test_without_a_way_to_the_hub_it_says_so_and_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        lines = fetched(nobody.getsockname()[1], tmp_path, "0" * 64)
    assert "which is not here and cannot be fetched: 127.0.0.1 cannot be reached" in lines[1]
    assert "Connect to the internet once, or put it at MODELS/toy/onnx/model.onnx" in lines[2]
