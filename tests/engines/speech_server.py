"""A speech server that speaks OpenAI's protocol with espeak: `python speech_server.py FOLDER`.

It prints its port. Every request is written to FOLDER/requests.jsonl. In FOLDER/faults lies what goes wrong
with the next requests, a word a line (`429`, `500`, `hang`, `short`, `text` …); each is done once. A key
other than the environment variable SERVER_KEY is turned away.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import time
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from audiobook import engines
from audiobook.model import Voice

FOLDER = Path(sys.argv[1])
VOICES = {"alloy": "en-us", "nova": "en-us+f3", "onyx": "en-gb+m3", "echo": "en-us+m1", "shimmer": "en-us+f1"}
VOICES |= {"coral": "en-us+f2", "ash": "en-us+m2", "sage": "en-us+f4", "ballad": "en-us+m4", "fable": "en-gb"}
LOCK = threading.Condition(threading.RLock())
TOGETHER = 0.5
"""Seconds that a request waits for another one beside it, so that whoever can ask side by side is seen to."""


class Handler(BaseHTTPRequestHandler):
    at_work = 0

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with LOCK:
            Handler.at_work += 1
            fault = self.next_fault()
            seen = {**asked, "time": time.monotonic(), "at_work": Handler.at_work, "fault": fault}
            with (FOLDER / "requests.jsonl").open("a") as log:
                log.write(json.dumps(seen) + "\n")
            LOCK.notify_all()
            if (FOLDER / "together").exists():
                LOCK.wait_for(lambda: Handler.at_work > 1, TOGETHER)
        self.answer(asked, fault)

    def answer(self, asked: dict[str, str], fault: str) -> None:
        wanted = os.environ.get("SERVER_KEY")
        said = self.headers.get("Authorization", "")
        if wanted and said != f"Bearer {wanted}":
            # As the real one does, it repeats what it was given.
            return self.refuse(401, f"Incorrect API key provided: {said.removeprefix('Bearer ')}.")
        if self.path != "/v1/audio/speech":
            return self.refuse(404, "Invalid URL")
        if asked["model"] != "tts-1":
            return self.refuse(404, f"The model {asked['model']} does not exist")
        if asked["voice"] not in VOICES:
            return self.refuse(400, f"Invalid voice: {asked['voice']}")
        if fault == "429":
            return self.refuse(429, "Slow down", {"Retry-After": "1"})
        if fault == "later":
            return self.refuse(429, "Slow down", {"Retry-After": "3600"})
        if fault == "quota":
            return self.refuse(429, "You exceeded your current quota")
        if fault == "elsewhere":
            return self.refuse(307, "", {"Location": "http://127.0.0.1:9/v1/audio/speech"})
        if fault.isdigit():
            return self.refuse(int(fault), "Something went wrong")
        if fault == "hang":
            with LOCK:
                Handler.at_work -= 1
            return time.sleep(30)
        if fault == "text":
            return self.send(b'{"error": {"message": "no sound today"}}', "application/json")
        if fault == "empty":
            return self.send(b"", "audio/wav")
        if fault == "odd":
            return self.send(b"\x00\x01\x02 this is no sound", "audio/wav")
        sound = speech(asked["input"], VOICES[asked["voice"]])
        if fault == "silent":
            sound = sound[:44] + bytes(len(sound) - 44)
        if fault == "streamed":  # as a server does that does not know yet how long it will be
            sound = sound[:4] + b"\xff\xff\xff\xff" + sound[8:40] + b"\xff\xff\xff\xff" + sound[44:]
        if fault == "mp3":
            ffmpeg = engines_ffmpeg()
            mp3 = [ffmpeg, "-v", "error", "-i", "pipe:0", "-f", "mp3", "-"]
            sound = subprocess.run(mp3, input=sound, capture_output=True, check=True).stdout
        if fault == "cut":  # a whole answer that holds half a sound
            sound = sound[: len(sound) // 2]
        if asked["response_format"] == "pcm":
            sound = sound[44:]
        return self.send(sound, "audio/wav", short=fault == "short")

    def next_fault(self) -> str:
        file = FOLDER / "faults"
        faults = file.read_text().split() if file.exists() else []
        file.write_text("\n".join(faults[1:]))
        return faults[0] if faults else ""

    def refuse(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        self.send(json.dumps({"error": {"message": message}}).encode(), "application/json", status, headers)

    def send(
        self,
        body: bytes,
        kind: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        short: bool = False,
    ) -> None:
        with LOCK:  # before the other side can ask for the next
            Handler.at_work -= 1
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if short else body)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


def speech(text: str, voice: str) -> bytes:
    """espeak's, one at a time: it has one state."""
    with LOCK:
        said = engines.get("pyttsx3").speak(text, Voice(voice=voice))
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(said.sample_rate)
        wav.writeframes(said.pcm)
    return file.getvalue()


def engines_ffmpeg() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()
