"""What the use cases find stored and what they store: one protocol for each thing, grouped by whose it is."""
