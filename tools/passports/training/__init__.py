"""The recogniser's network and its training, on lines that the computer draws itself."""
