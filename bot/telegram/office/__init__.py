"""The office's side of the talk: handlers, keyboards and buttons, reached by officers alone."""
