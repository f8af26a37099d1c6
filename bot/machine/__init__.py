"""What the machine gives: its clock, its randomness, and threads and processes for heavy work."""
