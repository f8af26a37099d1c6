"""The people of a rehearsal: what they want, what they say, and the mistakes they make."""
