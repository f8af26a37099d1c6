"""Handlers: read the update, call one use case, choose a view, answer."""
