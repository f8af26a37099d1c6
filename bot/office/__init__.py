"""What the operator's officers do: one verb a file. Rights are checked here, at every step, not in a button."""
