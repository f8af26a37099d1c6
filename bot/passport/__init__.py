"""Reading a passport's machine-readable zone: text (ICAO Doc 9303) and photo. Knows no other room."""
