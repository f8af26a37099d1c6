"""What can be typed after `tirkeu`, a file an area; each command imports what it needs when it is run.

`tirkeu assess` must not wait for a Telegram library.
"""
