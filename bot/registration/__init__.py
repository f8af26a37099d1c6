"""Use cases: one verb a file; what they need from outside stands in `ports`."""
