"""One module an act, its paragraphs in the act's order."""
