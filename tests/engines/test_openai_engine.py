"""The engine talks to a real server on this machine, which really speaks and really fails."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from audiobook import cli, engines
from audiobook.engines import Engine
from audiobook.errors import BadInput, JobFailed
from audiobook.model import Gender, Voice

KEY = "sk-lantern-0123456789-wharf"
NOVA = Voice("openai", "nova")


@dataclass
class Talker:
    """The server's side."""

    url: str
    folder: Path

    def will(self, *faults: str) -> None:
        (self.folder / "faults").write_text("\n".join(faults))
        (self.folder / "requests.jsonl").unlink(missing_ok=True)

    @property
    def requests(self) -> list[dict[str, object]]:
        log = self.folder / "requests.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talker]:
    folder = tmp_path_factory.mktemp("server")
    command = [sys.executable, str(Path(__file__).with_name("speech_server.py")), str(folder)]
    environment = {"SERVER_KEY": KEY, "PYTHONPATH": ":".join(filter(None, sys.path)), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        yield Talker(f"http://127.0.0.1:{port}/v1", folder)
        process.kill()


@pytest.fixture
def engine(server: Talker, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setattr("audiobook.engines.server.BACKOFF", 0.01)
    server.will()
    return engines.get("openai", {"url": server.url, "timeout": 10})


def test_it_speaks(engine: Engine, server: Talker) -> None:
    speech = engine.speak("The gate was open.", NOVA)
    assert speech.seconds > 0.5
    assert speech.sample_rate == 22050  # the server's own
    (asked,) = server.requests
    assert (asked["model"], asked["voice"], asked["input"]) == ("tts-1", "nova", "The gate was open.")


@pytest.mark.parametrize("fault", ["mp3", "streamed"])
def test_sound_is_taken_as_it_comes(engine: Engine, server: Talker, fault: str) -> None:
    plain = engine.speak("The gate was open.", NOVA).seconds
    server.will(fault)
    assert engine.speak("The gate was open.", NOVA).seconds == pytest.approx(plain, abs=0.15)
    assert len(server.requests) == 1


def test_raw_samples_are_at_24_kilohertz(engine: Engine) -> None:
    engine.set_up({"format": "pcm"})
    assert engine.speak("The gate was open.", NOVA).sample_rate == 24000


@pytest.mark.parametrize("fault", ["500", "503", "short", "cut", "text", "empty", "silent", "odd", "hang"])
def test_what_went_wrong_once_or_twice_is_asked_again(engine: Engine, server: Talker, fault: str) -> None:
    if fault == "hang":
        engine.set_up({"timeout": 2})
    server.will(fault, fault)
    assert engine.speak("The gate was open.", NOVA).seconds > 0.5
    assert [request["fault"] for request in server.requests] == [fault, fault, ""]


def test_a_server_that_asks_for_a_pause_gets_it(engine: Engine, server: Talker) -> None:
    server.will("429")
    assert engine.speak("The gate was open.", NOVA).seconds > 0.5
    first, second = (float(str(request["time"])) for request in server.requests)
    assert second - first >= 1


def test_one_that_always_fails_is_given_up(engine: Engine, server: Talker) -> None:
    server.will(*["500"] * 9)
    with pytest.raises(JobFailed, match="failed 5 times: it answered 500"):
        engine.speak("The gate was open.", NOVA)
    assert len(server.requests) == 5


@pytest.mark.parametrize(
    ("settings", "fault", "said"),
    [
        ({"model": "tts-9"}, "", "does not know model 'tts-9'"),
        ({}, "quota", "wants to be paid first"),
        ({}, "later", "asks to be left alone for 60 minutes"),
        ({}, "elsewhere", "is not at"),
        ({"key_from": "NOBODY_SET_THIS"}, "", "environment variable NOBODY_SET_THIS"),
    ],
)
def test_what_no_other_text_would_mend_is_not_asked_again(
    engine: Engine, server: Talker, settings: dict[str, object], fault: str, said: str
) -> None:
    engine.set_up(settings)
    server.will(fault)
    with pytest.raises(BadInput) as refused:
        engine.speak("The gate was open.", NOVA)
    assert said in str(refused.value)
    assert len(server.requests) == 1


def test_a_voice_that_the_server_does_not_know(engine: Engine) -> None:
    with pytest.raises(BadInput, match="does not take model 'tts-1', voice 'tessa': Invalid voice"):
        engine.speak("The gate was open.", Voice("openai", "tessa"))


def test_nobody_answers(engine: Engine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        engine.set_up({"url": url})
        with pytest.raises(BadInput, match=f"nobody answers at {url}"):
            engine.speak("The gate was open.", NOVA)


def test_a_wrong_key_is_said_without_the_key(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, server: Talker
) -> None:
    wrong = "hk_harbour_987654321"
    monkeypatch.setenv("OPENAI_API_KEY", wrong)
    engine.set_up({"url": server.url})
    with pytest.raises(BadInput) as refused:
        engine.speak("The gate was open.", NOVA)
    assert "Check the key in the environment variable OPENAI_API_KEY" in str(refused.value)
    assert "Incorrect API key" in str(refused.value)
    assert wrong not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"key": KEY}, "does not belong in a file"),
        ({"api_key": KEY}, "does not belong in a file"),
        ({"key_from": KEY}, "not the key itself"),
        ({"options": {"api_key": KEY}}, "no keys"),
        ({"url": f"http://me:{KEY}@localhost/v1"}, "do not belong in a file"),
        ({"url": "localhost:8880"}, "url is a web address"),
        ({"modell": "tts-1"}, "Did you mean 'model'"),
        ({"price": "cheap"}, "price is a number"),
        ({"at_once": 0}, "at_once is a number from 1"),
        ({"voices": {"anna": "woman"}}, "a gender for each"),
    ],
)
def test_settings_that_make_no_sense(engine: Engine, settings: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        engine.set_up(settings)
    assert said in str(refused.value)
    assert KEY not in str(refused.value)


def test_without_an_address_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(BadInput, match="no speech server is named"):
        engines.get("openai").voices()


def test_the_voices_are_the_usual_ones_or_those_listed(engine: Engine) -> None:
    usual = {voice.name: voice.gender for voice in engine.voices()}
    assert usual["nova"] is Gender.FEMALE
    assert usual["onyx"] is Gender.MALE
    engine.set_up({"voices": {"anna": "female", "ben": "male"}})
    assert {voice.name: voice.gender for voice in engine.voices()} == {"anna": "female", "ben": "male"}
    with pytest.raises(BadInput, match="Did you mean 'anna'"):
        engine.resolve("ana")


def test_a_voice_may_name_its_model(engine: Engine, server: Talker) -> None:
    assert engine.resolve("tts-1:nova") == "tts-1:nova"
    assert engine.resolve("nova") == "tts-1:nova"
    assert engine.version_of("other:nova") != engine.version_of("nova")


def test_options_are_sent_and_make_other_takes(engine: Engine, server: Talker) -> None:
    before = engine.version_of("nova")
    engine.set_up({"options": {"instructions": "Read calmly."}})
    engine.speak("The gate was open.", NOVA)
    assert server.requests[-1]["instructions"] == "Read calmly."
    assert engine.version_of("nova") != before


# --- the whole program ----------------------------------------------------------------------------

STORY = """The Sluice

"Open it," said Harriet.

"Not before noon," said Walter. He sat down on the wall and unwrapped his bread.

"Then I will," said Harriet, and took the handle in both hands.

The water came slowly. Nobody spoke for a while, and the ducks were the first to notice.
"""


@dataclass
class Result:
    exit_code: int
    output: str


def run(folder: Path, *arguments: str) -> Result:
    with redirect_stdout(StringIO()) as output, redirect_stderr(output):
        status = cli.run([*arguments, "-o", str(folder / "out")])
    return Result(status, output.getvalue())


@pytest.fixture
def book(tmp_path: Path, server: Talker, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    server.will()
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "voices.toml").write_text(
        f'[defaults]\nengine = "openai"\n\n[engines.openai]\nurl = "{server.url}"\n'
        "price = 0.5\nat_once = 3\ntimeout = 5\n",
        "utf-8",
    )
    return tmp_path


def test_a_book_is_made_and_the_key_is_nowhere(book: Path, server: Talker) -> None:
    server.will("500", "429", "short")
    (server.folder / "together").touch()
    result = run(book, "make", "story.txt")
    (server.folder / "together").unlink()
    assert result.exit_code == 0, result.output
    spoken = server.requests
    assert {str(request["voice"]) for request in spoken} >= {"nova", "onyx"}
    assert 2 <= max(int(str(request["at_work"])) for request in spoken) <= 3
    texts = [request["input"] for request in spoken if not request["fault"]]
    assert len(texts) == len(set(texts))
    told = [file.read_bytes() for file in book.rglob("*") if file.is_file()]
    assert len(told) > 5
    assert not any(KEY.encode() in content for content in [*told, result.output.encode()])
    server.will()
    assert run(book, "make", "story.txt").exit_code == 0
    assert not server.requests


def test_the_dry_run_sends_nothing_and_says_what_it_costs(book: Path, server: Talker) -> None:
    result = run(book, "make", "story.txt", "--dry-run")
    assert result.exit_code == 0, result.output
    assert not server.requests
    (row,) = [line for line in result.output.splitlines() if "openai" in line]
    characters = int(row.split(" characters")[0].split()[-1].replace(",", ""))
    assert 200 < characters < len(STORY)
    assert f"{characters / 1000 * 0.5:.2f}" in row


def test_a_wrong_key_ends_the_run_at_once(
    book: Path, server: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hk_harbour_987654321")
    result = run(book, "make", "story.txt")
    assert result.exit_code == 1
    assert "OPENAI_API_KEY" in result.output
    assert "hk_harbour" not in result.output
    assert len(server.requests) < 10


def test_a_wrong_setting_names_the_line(book: Path) -> None:
    with (book / "voices.toml").open("a") as file:
        file.write("pryce = 3\n")
    result = run(book, "make", "story.txt", "--dry-run")
    assert result.exit_code == 2
    assert "voices.toml, line 9" in result.output
    assert "Did you mean 'price'" in result.output
