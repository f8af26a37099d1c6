"""Photos of guests in one ZIP: what a host is told before, meanwhile, and with the list."""

from collections.abc import Callable
from enum import StrEnum

from bot.passport.archive import MOST_PICTURES, ArchiveCode
from bot.texts.words import Words, bold, page, page_of


class NoList(StrEnum):
    """What else than a fault inside the archive leaves a host without a list."""

    NOT_A_ZIP = "not_a_zip"  # a file of another kind
    OTHER_ARCHIVE = "other_archive"  # RAR, 7z, tar
    ALBUM = "album"
    TOO_LARGE_TO_FETCH = "too_large_to_fetch"
    NOT_FETCHED = "not_fetched"
    NO_PHOTOS = "no_photos"
    WORDS = "words"  # typed, spoken, a sticker


Why = NoList | ArchiveCode


def asks(words: Words) -> str:
    """What to send, and what becomes of it."""
    return page(
        words.say("Send your guests' passport photos in one ZIP"),
        words.say(
            "Up to {most} photos, 20 MB in all: of each guest the page with the photo, the lines at the bottom sharp. In the phone's Files choose the photos, tap Compress, and send the ZIP here.",
            most=MOST_PICTURES,
        ),
        words.say(
            "Only of guests who have agreed to it. A program on our own machine reads them; you get a spreadsheet, your message is deleted, nothing is kept."
        ),
    )


def reading(words: Words) -> str:
    """While it is fetched and unpacked."""
    return words.say("Reading the photos. A hundred take about a minute…")


def progress(words: Words, done: int, total: int) -> str:
    """While it is read."""
    return words.say("{done} of {total} read…", done=done, total=total)


def answer(words: Words, read: int, total: int, to_check: int) -> str:
    """Under the spreadsheet; it says plainly that nobody is registered by it."""
    look = words.count(
        "{number} row is marked: compare it with the passport. Its last cell says what to look at.",
        "{number} rows are marked: compare them with the passports. The last cell says what to look at.",
        to_check,
    )
    return page(
        words.say("Photos read: {read} of {total}", read=read, total=total),
        look if to_check else words.say("Compare the rows with the passports before you use them."),
        bold(words.say("Nobody is registered by this list.")),
        words.say("Each guest sends a request of their own, and you tap Agree."),
    )


def gone(words: Words) -> str:
    """What was sent is removed."""
    return words.say("Your message with the photos is deleted from this chat, and nothing of it was kept.")


def not_gone(words: Words) -> str:
    """It could not be removed."""
    return words.say("Nothing was kept, but I could not delete your message with the photos. Delete it yourself.")


def no_list(words: Words, why: Why) -> str:
    """Why there is no list, and what to do."""
    return page(*_NO_LIST[why](words))


def one_unread(words: Words, why: str) -> str:
    """A single photo from which nothing could be read."""
    return page_of(why, words.say("Send another photo of it, or a ZIP with several."))


Speak = Callable[[Words], tuple[str, str]]  # a heading, and what to do

_NO_LIST: dict[Why, Speak] = {
    ArchiveCode.BROKEN: lambda w: (
        w.say("This ZIP cannot be opened"),
        w.say("It is damaged or not complete. Make it again and send it."),
    ),
    ArchiveCode.ENCRYPTED: lambda w: (
        w.say("This ZIP asks for a password"),
        w.say("Make it again without a password and send it."),
    ),
    ArchiveCode.UNUSUAL: lambda w: (
        w.say("This ZIP is packed in a way I cannot open"),
        w.say("Make it with the Files of your phone, or on a computer with Send to - Compressed folder."),
    ),
    ArchiveCode.EMPTY: lambda w: (
        w.say("There is no file in this ZIP"),
        w.say("Put the photos in it and send it again."),
    ),
    ArchiveCode.TOO_MANY: lambda w: (
        w.say("There are more than {most} files in this ZIP", most=MOST_PICTURES),
        w.say("Make two or more ZIPs of it and send them one after another."),
    ),
    ArchiveCode.TOO_LARGE: lambda w: (
        w.say("Unpacked, this ZIP is too large"),
        w.say("Put only the photos in it, or make two ZIPs and send them one after another."),
    ),
    NoList.NOT_A_ZIP: lambda w: (
        w.say("This file is not a ZIP"),
        w.say("Put the photos in one ZIP and send that: in the phone's Files, choose them and tap Compress."),
    ),
    NoList.OTHER_ARCHIVE: lambda w: (
        w.say("I open only ZIP archives"),
        w.say("RAR, 7z and others I cannot open. Pack the photos as a ZIP and send it."),
    ),
    NoList.ALBUM: lambda w: (
        w.say("These are several photos, not a ZIP"),
        w.say("I did not read them. Put them in one ZIP: in the phone's Files, choose them and tap Compress."),
    ),
    NoList.TOO_LARGE_TO_FETCH: lambda w: (
        w.say("This ZIP is larger than 20 MB"),
        w.say("Telegram gives a bot no larger file. Make two or more ZIPs and send them one after another."),
    ),
    NoList.NOT_FETCHED: lambda w: (
        w.say("I could not fetch your file just now"),
        w.say("It is not your fault. Send it again in a minute."),
    ),
    NoList.NO_PHOTOS: lambda w: (
        w.say("There is no photo in this ZIP"),
        w.say("Put photos in it that are JPG, PNG or HEIC, and send it again."),
    ),
    NoList.WORDS: lambda w: (
        w.say("I wait for a ZIP with photos"),
        w.say("Tap the paper clip, then File, and choose the ZIP. Or go back with the button."),
    ),
}  # fmt: skip
