"""Test photos of travel documents with a machine-readable zone; every person, number and page is made up.

The same seed gives the same bytes, with the Pillow and NumPy of `requirements/dev.lock`: figures compare over time.
"""
