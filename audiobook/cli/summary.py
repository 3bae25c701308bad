"""What a person reads when a run is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audiobook.model import NARRATOR, Script, Voice
from audiobook.plural import counted
from audiobook.script.typos import likely_typos

if TYPE_CHECKING:
    from audiobook.production import Made, Prepared
    from audiobook.slate import Outcome
    from audiobook.studio import Order, Plan, Production

MOST_SHOWN = 12
"""Rows of a list before the rest is only counted."""


def summary(made: Made) -> str:
    """The closing summary of `make`: what was made, who speaks, what to check, where it is."""
    prepared, production = made.prepared, made.production
    book = prepared.script.book
    blocks = [
        [f"{book.title}{f', by {book.author}' if book.author else ''}"],
        list(_chapters(production)),
        list(_cast(prepared)),
        list(_work(made)),
        list(_unsure(prepared.script)),
        list(_failed(production)),
        list(_where(made)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def all_books(outcomes: Sequence[Outcome]) -> str:
    """The last word on several books: which were made, and where they are."""
    width = max(len(str(outcome.story)) for outcome in outcomes)
    rows = []
    for outcome in outcomes:
        made = outcome.made
        if made is None:
            what = "NOT MADE"
        elif made.production.failed:
            what = f"{counted(len(made.production.failed), 'line')} MISSING, in {made.prepared.folder}/"
        else:
            what = f"{clock(made.production.seconds):>8}  {made.prepared.folder}/"
        rows.append(f"  {outcome.story!s:<{width}}  {what}")
    good = sum(outcome.made is not None and not outcome.made.production.failed for outcome in outcomes)
    first = f"{counted(len(outcomes), 'book')}, {'all' if good == len(outcomes) else good or 'none'} made"
    return "\n".join([f"{first}:", *rows])


def dry_run_report(prepared: Prepared, plan: Plan) -> str:
    """What a run would do, and about how long it would take."""
    if not plan.record and not plan.mix and not plan.dress:
        return f"{prepared.folder}: nothing to record, everything is up to date."
    rows = [f"{prepared.folder}:"]
    if plan.record:
        rows.append(f"  record   {counted(len(plan.record), 'line')} ({counted(plan.characters, 'letter')})")
    speakers = Counter(prepared.script.lines[line].speaker for line in plan.record)
    rows += [f"             {name}: {count}" for name, count in shortened(speakers.most_common())]
    if plan.mix:
        rows.append(f"  mix      {counted(len(plan.mix), 'chapter')}")
    rows += [f"             {title}" for title in plan.mix[:MOST_SHOWN]]
    if plan.dress:
        rows.append(f"  new tags {counted(len(plan.dress), 'chapter')}")
    if plan.kept:
        rows.append(f"  keep     {counted(len(plan.kept), 'chapter')}")
    rows += [f"  send     {_order(order)}" for order in plan.orders]
    if plan.seconds is not None:
        rows.append(f"  about    {clock(plan.seconds)}")
    return "\n".join(rows)


def _order(order: Order) -> str:
    sent = f"{counted(order.characters, 'character')} to {order.engine}"
    if not order.price:
        return f"{sent} (set price in [engines.{order.engine}] to see what they cost)"
    return f"{sent}: {order.cost:,.2f}, at {order.price:g} for 1,000"


def _chapters(production: Production) -> Iterator[str]:
    shown = production.chapters[:MOST_SHOWN]
    width = max((len(chapter.title) for chapter in shown), default=0)
    states = {"made": "", "kept": "unchanged", "dressed": "new tags", "failed": "NOT MADE"}
    for number, chapter in enumerate(shown, start=1):
        length = clock(chapter.seconds) if chapter.seconds else ""
        yield f"  {number:>3}  {chapter.title:<{width}}  {length:>8}  {states[chapter.state]}".rstrip()
    if (more := len(production.chapters) - len(shown)) > 0:
        yield f"       and {counted(more, 'chapter')} more"
    yield f"  {counted(len(production.chapters), 'chapter')}, {clock(production.seconds)} in all"


def _cast(prepared: Prepared) -> Iterator[str]:
    yield from cast_rows(prepared, MOST_SHOWN)


def cast_rows(prepared: Prepared, most: int | None = None) -> Iterator[str]:
    """Everybody who speaks: lines, voice, and who chose it."""
    script, casting = prepared.script, prepared.casting
    lines = Counter(line.speaker for line in script.lines)
    people = [(NARRATOR, casting.cast.narrator)]
    people += [(c.name, casting.cast.characters[c.name]) for c in script.characters]
    shown = people[:most] if most else people
    width = max(len(name) for name, _ in shown)
    voices = max(len(in_words(voice)) for _, voice in shown)
    for name, voice in shown:
        origin = casting.origins.get(name)
        chosen = f"from {origin}" if origin else "cast automatically"
        if any(c.name == name and c.narrates for c in script.characters) and voice == casting.cast.narrator:
            chosen = "tells the story"
        count = counted(lines[name], "line")
        yield f"  {name:<{width}}  {count:>11}  {in_words(voice):<{voices}}  {chosen}"
    if (more := len(people) - len(shown)) > 0:
        yield f"  and {counted(more, 'character')} more: `audiobook cast` shows everybody"


def in_words(voice: Voice) -> str:
    """A voice profile in a few words: "en-us+m3, −3 semitones, 160 wpm"."""
    parts = [voice.voice if voice.engine == "pyttsx3" else f"{voice.engine}: {voice.voice}"]
    if voice.pitch:
        parts.append(f"{voice.pitch:+g} semitones".replace("-", "−"))
    parts.append(f"{voice.rate:g} wpm")
    if voice.gain:
        parts.append(f"{voice.gain:+g} dB".replace("-", "−"))
    return ", ".join(parts)


def _work(made: Made) -> Iterator[str]:
    production, carried = made.production, made.prepared.carried
    if production.lines_recorded:
        yield (
            f"Recorded {counted(production.lines_recorded, 'line')}"
            f"{f', kept {production.lines_kept}' if production.lines_kept else ''}."
        )
    else:
        yield f"Kept all {counted(production.lines_kept, 'line')}: nothing to record."
    if carried is not None:
        yield from carried.notes()
    if carried is not None:
        for typo in likely_typos(made.prepared.script, made.prepared.voices.deliveries()):
            yield f"In script.txt, is [{typo.tag}] a slip for [{typo.meant}]?  {typo.text[:50]}"
    if made.backup is not None:
        yield f"Your script before this run is kept as {made.backup}."
    yield from made.prepared.casting.notes


def _unsure(script: Script) -> Iterator[str]:
    doubtful = [line for line in script.lines if line.unsure]
    if not doubtful:
        return
    yield f"To check: {counted(len(doubtful), 'line')} with a ? in script.txt, the least sure first:"
    for line in sorted(doubtful, key=lambda line: line.confidence)[:5]:
        text = line.text if len(line.text) <= 60 else line.text[:59] + "…"
        yield f"  [{line.speaker}?] {text}"


def _failed(production: Production) -> Iterator[str]:
    if not production.failed:
        return
    yield f"Could not record {counted(len(production.failed), 'line')}; their chapters stay as they were:"
    for failed in production.failed[:MOST_SHOWN]:
        title = production.chapters[failed.chapter].title
        yield f"  {title}: [{failed.speaker}] {failed.text[:60]} ({failed.why})"
    if (more := len(production.failed) - MOST_SHOWN) > 0:
        yield f"  and {more:,} more"
    yield "Type the same command again to try them again, or change the text or the voice."


def _where(made: Made) -> Iterator[str]:
    folder = made.prepared.folder
    if made.production.failed:
        return
    yield f"In {folder}/:"
    playlist = next((file for file in made.production.files if file.suffix == ".m3u8"), None)
    whole = next((file for file in made.production.files if file.suffix == ".m4b"), None)
    for file in filter(None, (whole, playlist)):
        yield f"  {file.name}  to listen"
    for file in (file for file in made.production.files if file.suffix == ".epub"):
        yield f"  {file.name}  to read and listen"
    yield "  script.txt, voices.toml  to change; then type the same command again"
    if options := made.finish.options():
        yield f"Made with {options}; it stays so until you name something else."
    if made.dropped:
        formats, every = ", ".join(made.dropped), ",".join((*made.finish.published, *made.dropped))
        yield f"Not made again, as --format no longer names it: {formats}. What is there is old now:"
        yield f"delete it, or type --format {every} to have it made again."


def clock(seconds: float) -> str:
    """A length of time as 1:02:03 or 2:03."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def shortened(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The first rows, the rest summed up as one."""
    if len(rows) <= MOST_SHOWN:
        return rows
    return [*rows[:MOST_SHOWN], ("others", sum(count for _, count in rows[MOST_SHOWN:]))]
