"""The house's fonts (Noto), and setting a text with them: whatever is drawn is lettered here."""
