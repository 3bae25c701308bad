"""HTML pages, and whatever else comes between angle brackets."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobook.errors import BadInput
from audiobook.manuscript import faults, read_text
from audiobook.manuscript.html import parse

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><title>The Lamp Room</title><meta name="author" content="A. N. Author">
<style>p { color: red }</style><script>var x = "<p>no</p>";</script></head>
<body>
<nav><a href="#one">One</a></nav>
<h1>The Lamp Room</h1>
<p class="byline">by A. N. Author
<h2 id="one">One</h2>
<p>Mara climbed the stairs<br>
and counted them.
<p>&ldquo;Not again,&rdquo; she <em>said</em>.
<hr>
<p>Later.
<h2>Two</h2>
<!-- hidden -->
<p>It was out.
</body></html>"""


def test_a_page() -> None:
    for place in ("lamp.html", "lamp.htm", "lamp.xhtml", ""):
        manuscript = read_text(PAGE, place)
        assert faults(manuscript) == []
        book = manuscript.book
        assert (book.title, book.author, book.language) == ("The Lamp Room", "A. N. Author", "en")
        assert [chapter.title for chapter in manuscript.chapters] == ["One", "Two"]
        assert [p.text for p in manuscript.chapters[0].paragraphs] == [
            "The Lamp Room",
            "by A. N. Author",
            "One",
            "Mara climbed the stairs and counted them.",
            "“Not again,” she said.",
            "Later.",
        ]
        assert [p.opens_scene for p in manuscript.chapters[0].paragraphs][-1]


def test_a_page_on_a_single_long_line() -> None:
    paragraphs = "".join(f"<p>Mara climbed stair number {n} with her sandwich.</p>" for n in range(15_000))
    manuscript = read_text(f"<html><body>{paragraphs}</body></html>", "lamp.html")
    assert len(manuscript.chapters[0].paragraphs) == 15_000


def test_the_tree_of_a_package_keeps_what_a_page_would_close() -> None:
    tree = parse("<a><meta property='x'>text</meta><link>more</link><b:title>T</b:title></a>", xml=True)
    assert [element.text for element in tree.all("meta", "link", "title")] == ["text", "more", "T"]


PIECES = st.sampled_from(
    re.findall(
        r"[^ ]+",
        "<p> </p> <div> </div> <br> <br/> <hr/> <i> </i> <em> </em> <h1> </h1> <h3> <a\tid='x'/> "
        "<sup>1</sup> "
        "<a\thref='#fn1'>[1]</a> <li> <ul> </ul> <table><tr><td> <pre> </pre> "
        "<span\tclass='pagenum'>7</span> "
        "<aside\tepub:type='footnote'> </aside> <script> </script> <style> <!-- --> <![CDATA[ ]]> "
        "&amp; &bogus; "
        "&#0; &#173; <img\talt='M'> <section\tclass='pg-boilerplate'> </section> Mara lamp, stairs. "
        "“Why?” * * * "
        "Chapter One 12 by <title> <head> <svg> <ruby> <rt> <",
    )
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_no_character_of_the_extracted_text_is_lost_or_doubled(pieces: list[str]) -> None:
    try:
        manuscript = read_text(" ".join(pieces).replace("\t", " "), "lamp.html")
    except BadInput:
        return
    assert faults(manuscript) == []


def test_a_sites_own_header_and_footer_are_left_out() -> None:
    page = (
        "<body><header><h1>My Site</h1></header><article><header><h1>The Mole</h1></header>"
        "<p>It was grey.</p></article><aside><p>Read more!</p></aside><footer><p>Call us.</p></footer></body>"
    )
    manuscript = read_text(page, "page.html")
    assert [p.text for c in manuscript.chapters for p in c.paragraphs] == ["The Mole", "It was grey."]
    assert {part.why for part in manuscript.left_out} == {"boilerplate"}
