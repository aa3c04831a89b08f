"""The command line: one module per command. No arithmetic of its own; all reading is done by `flow` and below."""
