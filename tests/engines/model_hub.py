"""A hub of models on this machine, with what huggingface_hub asks for: `python model_hub.py FOLDER`.

FOLDER holds the one repository's files. The first answer with a file of more than a megabyte breaks off half
way, once. With a file `other-digests` in FOLDER it tells digests of other files. It prints its port.
"""

from __future__ import annotations

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

FOLDER = Path(sys.argv[1])
COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 1_000_000


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    broken_off = False

    def do_POST(self) -> None:
        """Which of these paths there are."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = json.loads(body)["paths"] if body.startswith("{") else parse_qs(body)["paths"]
        answer = json.dumps([told(path) for path in asked if (FOLDER / path).is_file()]).encode()
        self.start(200, {"Content-Type": "application/json", "Content-Length": str(len(answer))})
        self.wfile.write(answer)

    def do_HEAD(self) -> None:
        self.file(body=False)

    def do_GET(self) -> None:
        self.file(body=True)

    def file(self, body: bool) -> None:
        path = FOLDER / unquote(urlsplit(self.path).path).partition("/resolve/main/")[2].partition("?")[0]
        path = path if path.is_file() else FOLDER / unquote(self.path).partition(f"/resolve/{COMMIT}/")[2]
        if not path.is_file():
            self.start(404, {"Content-Length": "0", "X-Error-Code": "EntryNotFound"})
            return
        data = path.read_bytes()
        first = int(self.headers.get("Range", "bytes=0-").partition("=")[2].partition("-")[0])
        self.start(
            206 if first else 200,
            {
                "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
                "X-Repo-Commit": COMMIT,
                "Content-Length": str(len(data) - first),
                "Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}",
            },
        )
        if body:
            half = len(data) > LARGE and not Handler.broken_off
            Handler.broken_off |= half
            self.wfile.write(data[first : len(data) // 2] if half else data[first:])
            self.close_connection = half

    def start(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        with (FOLDER / "asked.txt").open("a") as log:
            log.write(f"{self.command} {self.path} {self.headers.get('Range', '')}\n")


def told(path: str) -> dict[str, object]:
    data = (FOLDER / path).read_bytes()
    if (FOLDER / "other-digests").exists():
        data += b"!"
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    about: dict[str, object] = {"type": "file", "path": path, "size": len(data), "oid": blob}
    if len(data) > LARGE:
        about["lfs"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "pointerSize": 134}
        about["lfs"]["oid"] = about["lfs"]["sha256"]  # type: ignore[index]
    return about


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
