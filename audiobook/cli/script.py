"""`audiobook script`: tag only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobook.cli import options

if TYPE_CHECKING:
    from audiobook.model import Script
    from audiobook.production import Prepared


@click.command(
    short_help="Show who says each line of a story.",
    epilog="""\b
Examples:
  audiobook script story.txt                  read it in the terminal
  audiobook script story.epub -o script.txt   edit it, then make script.txt
  audiobook script story.txt --unsure         the lines most worth checking
  audiobook script story.txt --spoken         how numbers and such are read
  audiobook script story.txt --unknown        names a voice may say wrong
  audiobook script story.txt --format json | jq .characters""",
)
@options.story
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form people edit, or the one programs read.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not the terminal."
)
@options.voices_file
@click.option(
    "--keep",
    metavar="SCRIPT",
    type=click.Path(path_type=Path),
    help="Keep what a person corrected in this script, and learn from it.",
)
@click.option(
    "--unsure", is_flag=True, help="List the lines most worth checking first, each with its reason."
)
@click.option(
    "--spoken", is_flag=True, help="Show each line that is read otherwise than it is written, in both forms."
)
@click.option(
    "--unknown",
    is_flag=True,
    help="List names and words that the voices may say wrong, ready to paste into lexicon.toml.",
)
def script(
    story: Path,
    form: str,
    output: Path | None,
    voices_file: Path | None,
    keep: Path | None,
    unsure: bool,
    spoken: bool,
    unknown: bool,
) -> None:
    """Tag each line of STORY with who speaks it.

    Prints the editable script: narration plain, every other line after its [Tag]; a ? behind the name
    asks you to check. STORY is a .txt, .md, .docx, .epub, .html or .fountain file, a play script, or a script
    that this program wrote; - reads standard input.
    """
    from audiobook import production
    from audiobook.files import write_whole
    from audiobook.script.jsonform import write_json
    from audiobook.script.textform import write_text

    if sum((unsure, spoken, unknown)) > 1:
        raise click.UsageError(
            "--unsure, --spoken and --unknown are lists of their own: ask for one at a time."
        )
    if spoken or unknown:
        prepared = production.prepare(story, voices_file=voices_file)
        written = unknown_report(prepared) if unknown else spoken_report(prepared)
    else:
        if unsure and keep is None:  # what is corrected in the book's folder needs no check
            tagged = production.prepare(story, voices_file=voices_file).script
        else:
            tagged = production.read_script(story, voices_file=voices_file, keep=keep)
        if unsure:
            written = unsure_report(tagged)
        else:
            written = write_json(tagged) if form == "json" else write_text(tagged)
    if output is None:
        click.echo(written, nl=not written.endswith("\n"))
    else:
        _refuse_to_overwrite(output, written, story, keep)
        write_whole(output, written)
        click.echo(f"Wrote {output}", err=True)


def _refuse_to_overwrite(output: Path, written: str, story: Path, keep: Path | None) -> None:
    """Raises BadInput for a story, and for a script that somebody may have edited and that is not kept."""
    from audiobook.errors import BadInput
    from audiobook.manuscript import read_text_source
    from audiobook.script.textform import is_tagged_script

    if output.is_dir():
        raise BadInput("this is a folder", place=str(output), remedy="Name a file with --output.")
    if not output.is_file() or not output.stat().st_size:
        return
    if output.resolve() == story.resolve():
        raise BadInput(
            "this is the story itself", place=str(output), remedy="Name another file with --output."
        )
    if keep is not None and output.resolve() == keep.resolve():
        return
    there = read_text_source(output)
    if there != written and is_tagged_script(there):
        raise BadInput(
            "it is there already, and may hold what you corrected",
            place=str(output),
            remedy=f"Add --keep {options.quoted(output)} to take that over, or name another file.",
        )


def unsure_report(tagged: Script) -> str:
    """The unsure lines, least sure first, one block each: place, tag, reason, text."""
    doubtful = sorted((line for line in tagged.lines if line.unsure), key=lambda line: line.confidence)
    if not doubtful:
        return "Nothing to check: every line has a clear speaker.\n"
    blocks = [
        f"{line.confidence:4.0%}  [{line.speaker}?]  {line.text[:90]}{'…' if len(line.text) > 90 else ''}\n"
        f"      {tagged.chapters[line.chapter]}, paragraph {line.paragraph + 1}"
        f"{': ' + line.reason if line.reason else ''}\n"
        for line in doubtful
    ]
    return "".join(blocks)


def spoken_report(prepared: Prepared) -> str:
    """Both forms of every line whose words are read otherwise than they are written, one over the other."""
    from audiobook import production
    from audiobook.script.spoken.lexicon import shown

    read = production.spoken_form(prepared)
    blocks = []
    for line in prepared.script.lines:
        said = shown(read(line))
        if line.text.split() != said.split() and _letters(line.text) != _letters(said):
            blocks.append(f"[{line.speaker}] {line.text}\n{'is read:':>{len(line.speaker) + 2}} {said}\n")
    if not blocks:
        return "Every line is read as it is written.\n"
    return "\n".join(blocks)


def unknown_report(prepared: Prepared) -> str:
    """Lines of a lexicon.toml for what a voice may say wrong, in most lines first."""
    from audiobook import production
    from audiobook.cast.lexiconfile import quoted
    from audiobook.plural import counted

    words = production.unknown_words(prepared)
    if not words:
        return "# The voices should know every word of this story.\n"
    head = (
        "# Words that the voices may say wrong, the most frequent first, each as it would be said now.\n"
        "# Put those that are wrong into lexicon.toml in the book's folder or beside the story, and write\n"
        '# how they sound: "shih-VAWN", or phonemes between slashes.\n'
    )
    entries = [f'{quoted(word.word)} = "{word.respelling or word.word}"' for word in words]
    width = min(max(map(len, entries)), 44)
    return head + "".join(
        f"{entry:<{width}}  # {counted(word.lines, 'line')}"
        f"{f'; /{word.phonemes}/' if word.phonemes else ''}\n"
        for entry, word in zip(entries, words, strict=True)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
