"""Figures of this project, measured: `make bench`."""
