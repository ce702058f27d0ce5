"""The command line: one command, one file; options, printing and exit codes."""
