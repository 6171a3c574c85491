"""One module per command, each with ``build() -> click.Command``; imported only when the command is called."""
