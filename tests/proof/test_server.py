"""Only the page itself is let in, nothing leaves the folder, nothing of the story is ever markup."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

pytest.importorskip("starlette")
from starlette.testclient import TestClient

from audiobook import make
from audiobook.proof.desk import Desk
from audiobook.proof.export import export
from audiobook.proof.server import application

SECRET, PORT = "s3cret", 4711
OWN = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(application(desk, PORT, SECRET), base_url=OWN, follow_redirects=False) as client:
        yield client


def test_the_page_and_what_it_asks_for(client: TestClient) -> None:
    page = client.get(f"/{SECRET}/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert client.get(f"/{SECRET}/api/book").json()["title"] == "The Ladder"
    part = client.get(f"/{SECRET}/audio/0", headers={"Range": "bytes=100-199"})
    assert (part.status_code, len(part.content)) == (206, 100)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/book",
        "/wrong/",
        "/wrong/api/book",
        f"/{SECRET}x/api/book",
        f"/{SECRET}/../{SECRET}/api/nothing",
        f"/{SECRET}/audio/99",
        f"/{SECRET}/audio/-1",
        f"/{SECRET}/audio/..%2f..%2fladder.txt",
        f"/{SECRET}/script.txt",
        f"/{SECRET}/..%2fscript.txt",
        f"/{SECRET}/page/__init__.py",
    ],
)
def test_addresses_that_are_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", f"evil.example:{PORT}", ""])
def test_a_wrong_host(client: TestClient, host: str) -> None:
    assert client.get(f"/{SECRET}/api/book", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": OWN, "Sec-Fetch-Site": "cross-site"},
        {},
    ],
)
def test_a_change_from_elsewhere(client: TestClient, place: Path, headers: dict[str, str]) -> None:
    script = place / "book" / "script.txt"
    before = script.read_bytes()
    asked = {"i": 4, "text": '"Who took it?"', "speaker": "Piet"}
    assert client.post(f"/{SECRET}/api/line", json=asked, headers=headers).status_code == 403
    assert script.read_bytes() == before


def test_changes_and_what_is_wrong_with_them(client: TestClient, desk: Desk) -> None:
    line = next(line for line in desk.chapter(0)["lines"] if "Who took it" in line["text"])

    def change(name: str, asked: object, kind: str = "application/json") -> int:
        body = asked if isinstance(asked, str) else json.dumps(asked)
        headers = {"Origin": OWN, "Content-Type": kind}
        return client.post(f"/{SECRET}/api/{name}", content=body, headers=headers).status_code

    good = {"i": line["i"], "text": line["text"], "speaker": "Piet"}
    assert change("line", good, "text/plain") == 400
    assert change("line", "{nonsense") == 400
    assert change("line", [1, 2]) == 400
    assert change("line", {**good, "i": "4"}) == 400
    assert change("line", {**good, "delivery": ["yodelling"]}) == 400
    assert change("line", {**good, "text": "something else"}) == 409
    assert change("line", {**good, "speaker": "x" * 70000}) == 400
    assert change("merge", {"name": "Nora", "into": "Nobody"}) == 400
    assert change("voice", {"name": "Nora", "settings": {"aliases": ["x"]}}) == 400
    assert change("line", good) == 200
    assert client.get(f"/{SECRET}/api/line").status_code == 405


def test_a_book_in_one_file_is_sent_by_the_chapter(place: Path) -> None:
    make(place / "ladder.txt", place / "one", formats=["m4b"])
    desk = Desk(place / "ladder.txt", place / "one")
    with TestClient(application(desk, PORT, SECRET), base_url=f"http://127.0.0.1:{PORT}") as client:
        sound = client.get(f"/{SECRET}/audio/0", headers={"Range": "bytes=4-11"})
        assert (sound.status_code, sound.headers["content-type"]) == (206, "audio/mp4")
        assert sound.content.startswith(b"ftyp")
    page = export(desk, place / "copy")
    assert (page.parent / "audio" / "0.m4a").stat().st_size > 10_000
    desk.close()


def test_the_copy_to_send_holds_everything_and_no_way_in(desk: Desk, tmp_path: Path) -> None:
    page = export(desk, tmp_path / "copy")
    assert 'data-mode="export"' in page.read_text("utf-8")
    data = (page.parent / "data" / "chapter" / "0.js").read_text("utf-8")
    told = json.loads(data.removeprefix('proofData("chapter/0", ').removesuffix(");\n"))
    assert [line["text"] for line in told["lines"]] == [line["text"] for line in desk.chapter(0)["lines"]]
    assert (page.parent / told["file"]).read_bytes() == (desk.audio(0) or page).read_bytes()
    assert export(desk, tmp_path / "copy") == page
    from audiobook.errors import BadInput

    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    with pytest.raises(BadInput):
        export(desk, tmp_path / "other")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to whole consoles")
def test_ctrl_c_is_how_it_ends_and_no_failure(place: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "audiobook",
        "proof",
        str(place / "ladder.txt"),
        "-o",
        str(place / "book"),
    ]
    process = subprocess.Popen(
        [*command, "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    with urlopen(address) as page:
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
