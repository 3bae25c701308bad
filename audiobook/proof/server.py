"""The proof on loopback: pages and files out, changes in.

Only this machine reaches it, and on this machine only who knows the secret in the address. Every request must
name the server by its own address (a page elsewhere that had its name resolve to us does not), and one that
changes something must come from the page itself. Nothing is read but the page's files and the book's sound.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from audiobook.errors import AudiobookError, BadInput
from audiobook.proof.desk import Desk
from audiobook.proof.edits import Changed
from audiobook.proof.page import page_file

HOST = "127.0.0.1"
PAGE_FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "proof.css": ("proof.css", "text/css; charset=utf-8"),
    "proof.js": ("proof.js", "text/javascript; charset=utf-8"),
}
LARGEST_REQUEST = 64 * 1024
"""Bytes: a change is a line or a few settings."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; media-src 'self' blob:; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Answer = Callable[[dict[str, Any]], Any]


class Guard:
    """Lets nobody in who is not the page itself."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{HOST}:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return

        async def send_guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This server answers under its own address only.", 421)
        origin = request.headers.get("origin")
        own = {f"http://{host}" for host in self._hosts}
        if origin is not None and origin not in own:
            return PlainTextResponse("This request comes from another page.", 403)
        if request.method not in ("GET", "HEAD") and origin is None:
            return PlainTextResponse("A change must come from the page itself.", 403)
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("This request comes from another page.", 403)
        return None


def application(desk: Desk, port: int, secret: str) -> ASGIApp:
    """What answers, for whoever asks under `/SECRET/`."""
    changes: dict[str, Answer] = {
        "line": partial(_retag, desk),
        "merge": lambda asked: desk.merge(_text(asked, "name"), _text(asked, "into")),
        "voice": lambda asked: desk.set_voice(_text(asked, "name"), _table(asked, "settings")),
        "undo": lambda asked: {"undone": desk.undo()},
        "record": lambda asked: desk.record(),
    }
    sights: dict[str, Callable[[], Any]] = {
        "book": desk.book,
        "voices": desk.voices,
        "pickups": desk.pickups,
        "recording": desk.recording,
        "revision": lambda: {"changed": desk.refresh(), "revision": desk.revision},
    }
    routes = [
        *(Route(f"/{name}", _page(name)) for name in PAGE_FILES),
        *(Route(f"/api/{name}", _seen(sight), methods=["GET"]) for name, sight in sights.items()),
        *(
            Route(f"/api/{name}", _changed(desk, change), methods=["POST"])
            for name, change in changes.items()
        ),
        Route("/api/chapter/{number:int}", _chapter(desk)),
        Route("/api/peaks/{number:int}", _peaks(desk)),
        Route("/api/audition", _audition(desk), methods=["POST"]),
        Route("/audio/{number:int}", _audio(desk)),
    ]

    def locked(app: ASGIApp) -> ASGIApp:
        return Guard(GZipMiddleware(app, minimum_size=2000), port)

    # The secret is compared as a whole path part; a wrong one is an address that is not there.
    app = Starlette(
        routes=[
            Route(f"/{secret}", lambda request: RedirectResponse(f"/{secret}/")),
            Mount(f"/{secret}", routes=routes),
        ],
        exception_handlers={AudiobookError: _told, OSError: _told},
    )
    return locked(app)


def serve(desk: Desk, *, port: int = 0, opened: Callable[[str], None]) -> None:
    """Serve the desk until Ctrl-C; `opened` is told the address. Raises BadInput for a port that is taken."""
    import uvicorn

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise BadInput(
                f"port {port} cannot be used: {error.strerror}", remedy="Choose another with --port."
            ) from error
        port = listening.getsockname()[1]
        secret = secrets.token_urlsafe(16)
        config = uvicorn.Config(
            application(desk, port, secret), log_level="critical", access_log=False, lifespan="off"
        )
        listening.listen(64)
        opened(f"http://{HOST}:{port}/{secret}/")
        with suppress(KeyboardInterrupt):  # which uvicorn passes on when it is done
            uvicorn.Server(config).run(sockets=[listening])


# --- what is shown ---

Endpoint = Callable[[Request], Awaitable[Response]]


def _page(name: str) -> Endpoint:
    async def show(request: Request) -> Response:
        file, kind = PAGE_FILES[name]
        return Response(page_file(file), media_type=kind)

    return show


def _seen(sight: Callable[[], Any]) -> Endpoint:
    async def show(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(sight))

    return show


def _chapter(desk: Desk) -> Endpoint:
    async def show(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(desk.chapter, request.path_params["number"]))

    return show


def _peaks(desk: Desk) -> Endpoint:
    async def show(request: Request) -> Response:
        peaks = await run_in_threadpool(desk.peaks, _known(desk, request))
        return Response(peaks, media_type="application/octet-stream")

    return show


def _audio(desk: Desk) -> Endpoint:
    async def send(request: Request) -> Response:
        path = await run_in_threadpool(desk.sound, _known(desk, request))
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, media_type="audio/mp4" if path.suffix == ".m4a" else None)

    return send


def _known(desk: Desk, request: Request) -> int:
    number = int(request.path_params["number"])
    if not 0 <= number < desk.chapters:
        raise HTTPException(404)
    return number


# --- what is changed ---


def _changed(desk: Desk, change: Answer) -> Endpoint:
    async def act(request: Request) -> Response:
        asked = await _asked(request)
        told = await run_in_threadpool(change, asked)
        return JSONResponse({"revision": desk.revision, **(told or {})})

    return act


def _audition(desk: Desk) -> Endpoint:
    async def play(request: Request) -> Response:
        asked = await _asked(request)
        sound = await run_in_threadpool(desk.audition, _text(asked, "name"), _table(asked, "settings"))
        return Response(sound, media_type="audio/wav")

    return play


async def _asked(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises BadInput."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise BadInput("this is no JSON")
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > LARGEST_REQUEST:
            raise BadInput("this is too much at once")
    import json

    try:
        asked = json.loads(data)
    except ValueError:
        raise BadInput("this is no JSON") from None
    if not isinstance(asked, dict):
        raise BadInput("this is no JSON object")
    return asked


def _retag(desk: Desk, asked: dict[str, Any]) -> None:
    at, delivery = asked.get("i"), asked.get("delivery")
    if not isinstance(at, int) or not (delivery is None or isinstance(delivery, list)):
        raise BadInput("a line is named by its number, a delivery is a list")
    speaker, kind = asked.get("speaker"), asked.get("kind")
    desk.retag(
        at,
        _text(asked, "text"),
        speaker=None if speaker is None else str(speaker),
        kind=None if kind is None else str(kind),
        delivery=None if delivery is None else [str(word) for word in delivery],
    )


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise BadInput(f"{name} is missing")
    return value


def _table(asked: dict[str, Any], name: str) -> dict[str, Any]:
    value = asked.get(name)
    if not isinstance(value, dict):
        raise BadInput(f"{name} is missing")
    return value


async def _told(request: Request, error: Exception) -> Response:
    """An error for people, as the page shows it."""
    status = 409 if isinstance(error, Changed) else 400 if isinstance(error, BadInput) else 500
    return JSONResponse({"problem": str(error)}, status)
