"""What the command line does, one file a kind of command."""
