"""Telegram: what arrives is read, one use case is called, a view is shown. No law and no rights in here."""
