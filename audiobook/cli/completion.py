"""`audiobook completion`: completion of commands and options in the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    short_help="Set up completion in your shell.",
    epilog="""\b
Examples:
  audiobook completion bash >> ~/.bashrc
  audiobook completion zsh >> ~/.zshrc
  audiobook completion fish > ~/.config/fish/completions/audiobook.fish""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete this program's commands and options."""
    from audiobook.cli import audiobook

    source = get_completion_class(shell)
    assert source is not None
    click.echo(source(audiobook, {}, "audiobook", "_AUDIOBOOK_COMPLETE").source())
