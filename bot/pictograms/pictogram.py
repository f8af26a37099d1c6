"""What the drawings say, one thing each."""

from enum import StrEnum, auto


class Pictogram(StrEnum):
    """A piece of advice to whoever holds the phone."""

    HOLD = auto()  # flat above the open page, both lines in the frame
    LIGHT = auto()  # more light
    GLARE = auto()  # light from the side, no lamp mirrored in the page
    STILL = auto()  # keep still, tap on the lines until they are sharp
    WHOLE = auto()  # the whole page, nothing cut
    PHOTO_PAGE = auto()  # the page with the photo and the two lines, not the cover, not the face
    ONE = auto()  # one photo, not several
    NEARER = auto()  # let the page fill the frame
