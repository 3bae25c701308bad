"""The command line: a thin face on the library, one small module per command."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

COMMANDS = ("make", "script", "cast", "voices", "preview", "check", "proof", "doctor", "completion")
"""In the order of `audiobook --help`; each is the function of its name in the module of its name."""

EPILOG = """\b
Examples:
  audiobook make "The Lamp Room.txt"          record the whole book
  audiobook script story.txt -o script.txt    see who says each line
  audiobook preview story.txt --character Mara
Edit script.txt or voices.toml in the book's folder and make it again: only
what changed is recorded."""


class Commands(click.Group):
    """Imports a command's module when it is asked for, so that starting up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"audiobook.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """The command's exit status. Whoever reads our output may go away, as `| head` does."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from audiobook.errors import did_you_mean

            hint = did_you_mean(args[0], COMMANDS, shown="`audiobook {}`".format)
            hint = hint or "`audiobook --help` lists the commands."
            raise click.UsageError(f"{error.message} {hint}", ctx) from None


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="audiobook", message="%(prog)s %(version)s")
def audiobook() -> None:
    """Turn a story into an audiobook in which every character has a voice of their own."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status: 0 done, 1 failed, 2 wrong usage or bad input."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status. Whatever goes wrong is said in a line or two on stderr."""
    try:
        status = audiobook.main(args=arguments, prog_name="audiobook", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.UsageError as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()
        else:
            command = error.ctx.command_path if error.ctx else "audiobook"
            words = error.format_message()
            click.echo(f"audiobook: {words[:1].lower()}{words[1:]}\n`{command} --help` tells more.", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Type the same command again to go on where it left off.", err=True)
        return 1
    except Exception as error:
        from audiobook.cli.failures import explained

        words, status = explained(error)
        click.echo(words, err=True)
        return status
