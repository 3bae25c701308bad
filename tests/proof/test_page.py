"""The page in a real browser: hear, correct by mouse and by key, undo, join, cast, record."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
playwright.expect.set_options(timeout=30_000)  # a busy machine
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open the page in")

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "playwright.Browser") -> Iterator["playwright.Page"]:
    """Ask for it behind the address, so that it is closed before the server."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert faults == []


@pytest.fixture
def address(place: Path) -> Iterator[str]:
    """The real command, serving."""
    command = [sys.executable, "-m", "audiobook", "proof", "ladder.txt", "-o", "book", "--no-browser"]
    process = subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http\S+", process.stdout.readline())
    assert found
    yield found[0]
    process.terminate()
    process.wait(20)


def changed(before: str, after: str) -> list[str]:
    rows = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [row for row in rows if row[0] in "+-" and not row.startswith(("+++", "---"))]


def speaker(page: "playwright.Page", text: str) -> "playwright.Locator":
    return page.locator(".line", has_text=text).locator(".tag")


def test_a_proofreading(address: str, page: "playwright.Page", place: Path) -> None:
    expect = playwright.expect
    script, voices = place / "book" / "script.txt", place / "book" / "voices.toml"
    lines, cast = script.read_text("utf-8"), voices.read_text("utf-8")
    page.goto(address)

    # Hear a line.
    page.locator(".line", has_text="Not me").click()
    page.wait_for_function("document.getElementById('audio').currentTime > 0.1")
    expect(page.locator(".line.playing")).to_have_count(1)

    # Another speaker by mouse, and one by key.
    page.locator("#quick button", has_text="Nora").click()
    expect(speaker(page, "Not me")).to_have_text("Nora")
    page.locator(".line", has_text="Then who?").click()
    page.keyboard.press("s")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("The Goat")
    page.keyboard.press("Enter")
    expect(speaker(page, "Then who?")).to_have_text("The Goat")
    assert changed(lines, script.read_text("utf-8")) == [
        '-[Piet] "Not me,"',
        '+[Nora] "Not me,"',
        '-[Nora] "Then who?"',
        '+[The Goat] "Then who?"',
    ]

    # Undo one.
    page.locator(".line", has_text="Then who?").click()
    page.keyboard.press("u")
    expect(speaker(page, "Then who?")).to_have_text("Nora")
    assert changed(lines, script.read_text("utf-8")) == ['-[Piet] "Not me,"', '+[Nora] "Not me,"']
    mended = script.read_text("utf-8")
    cast_before = voices.read_text("utf-8")

    # Two names are one person; another voice.
    page.get_by_role("tab", name="Cast").click()
    page.locator(".voice[data-name='Mr. Dekker'] summary").click()
    page.locator(".voice[data-name='Mr. Dekker'] select").select_option("Piet")
    expect(page.locator(".voice[data-name='Mr. Dekker']")).to_have_count(0)
    page.locator(".voice[data-name='narrator'] summary").click()
    page.locator(".voice[data-name='narrator'] input[type='number']").nth(0).fill("190")
    page.locator(".voice[data-name='narrator']").get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text("another voice")
    assert script.read_text("utf-8") == mended
    rows = changed(cast_before, voices.read_text("utf-8"))
    assert [row for row in rows if row[0] == "+"] == ["+rate = 190", '+aliases = ["Mr. Dekker"]']
    expect(page.locator("#record")).to_have_text(re.compile(r"Record 13 lines"))
    page.locator(".voice[data-name='narrator'] input[type='number']").nth(0).fill("170")
    page.locator(".voice[data-name='narrator']").get_by_role("button", name="Save").click()
    expect(page.locator("#record")).to_have_text(re.compile(r"Record 3 lines"))

    # Record the pickups, and hear one.
    page.locator("#record").click()
    expect(page.locator("#recorded")).to_have_text("Recorded 3 lines.", timeout=60_000)
    expect(page.locator("#record")).to_have_text("Nothing to record")
    page.locator(".line", has_text="Not me").click()
    page.wait_for_function("!document.getElementById('audio').paused")
    rows = changed(cast, voices.read_text("utf-8"))
    assert [row for row in rows if row[0] == "+"] == ["+rate = 170", '+aliases = ["Mr. Dekker"]']


def test_a_text_editor_meanwhile(address: str, page: "playwright.Page", place: Path) -> None:
    page.goto(address)
    playwright.expect(speaker(page, "Not me")).to_have_text("Piet")
    script = place / "book" / "script.txt"
    script.write_text(
        script.read_text("utf-8").replace('[Piet] "Not me,"', '[Anna] "Not me,"'), encoding="utf-8"
    )
    playwright.expect(speaker(page, "Not me")).to_have_text("Anna", timeout=15000)


def test_a_book_in_one_file_is_heard_too(page: "playwright.Page", place: Path) -> None:
    from audiobook import make
    from audiobook.proof.desk import Desk
    from audiobook.proof.export import export

    make(place / "ladder.txt", place / "one", formats=["m4b"])
    desk = Desk(place / "ladder.txt", place / "one")
    copy = export(desk, place / "copy")
    desk.close()
    page.goto(copy.as_uri())
    page.locator(".line", has_text="Not me").click()
    page.wait_for_function("document.getElementById('audio').currentTime > 0.1")
    playwright.expect(page.locator(".line.playing")).to_have_count(1)


def test_a_story_full_of_markup_is_text(page: "playwright.Page", tmp_path: Path) -> None:
    from audiobook.proof.desk import Desk
    from audiobook.proof.export import export

    story = tmp_path / "bad.txt"
    bad = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    story.write_text(f'Bad\n\nOne\n\n"{bad}" said Nora.\n\nThen {bad} was told.\n', encoding="utf-8")
    desk = Desk(story, tmp_path / "book")
    try:
        copy = export(desk, tmp_path / "copy")
    finally:
        desk.close()
    page.goto(copy.as_uri())
    playwright.expect(page.locator("#text")).to_contain_text("<script>")
    assert page.locator("#text img, #text script").count() == 0
    assert "owned" not in page.title()
    assert not page.locator("#record").is_visible()
