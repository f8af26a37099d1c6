"""The passport reader's tools: test photos, and the training of its network."""
