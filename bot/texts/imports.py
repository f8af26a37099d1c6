"""Guests from a spreadsheet: what an organisation is told before, meanwhile, and with the answer."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from bot.domain.guest_import import GuestImport
from bot.domain.place import Place
from bot.registration.import_checks import RowFault
from bot.registration.imports import Filed, Prepared
from bot.spreadsheet.table import MOST_ROWS, TableCode
from bot.texts.import_rows import HeadingError, NoRows, column_name
from bot.texts.words import Words, lines, page, page_of, plain

SHOWN = 5  # faults told in the message itself; the file has them all


class NoSheet(StrEnum):
    """What else than a fault inside the file leaves an organisation without an answer."""

    NOT_FETCHED = "not_fetched"
    NOT_A_FILE = "not_a_file"  # words, a photo, a voice


Why = NoSheet | TableCode


def place_name(place: Place) -> str:
    """What a place is called on a button, in plain text."""
    return f"{place.name}: {place.address.written}" if place.name else place.address.written


def asks_place(words: Words) -> str:
    """Where the guests live."""
    return page(words.say("Where do these guests live?"))


def asks_file(words: Words, place: Place) -> str:
    """What to send, and what becomes of it."""
    return page(
        words.say("Send the spreadsheet of your guests"),
        words.say("They live at: {place}", place=place_name(place)),
        words.say(
            "XLSX or CSV, up to {most} guests, one a row. Nothing is filed yet: I check each row and show what is wrong, "
            "and you file the good rows with one tap.",
            most=MOST_ROWS,
        ),
        words.say(
            "Only guests who agreed to it. Order 923 has the guest file; that a hotel files for the guest is not written "
            "in it. Ask the migration service, phone 1414. Each guest gets a link to take the registration over."
        ),
    )


def reading(words: Words) -> str:
    """While it is fetched and checked."""
    return words.say("Checking the rows…")


def template_caption(words: Words) -> str:
    """Under the template."""
    return words.say("Fill it in, one guest a row, and send it back here.")


def checked(words: Words, prepared: Prepared, table_faults: Sequence[str], faulty: int) -> str:
    """How many rows are good, and the first faults in words; `faulty` is the number of faulty rows."""
    good = len(prepared.waiting.entries) if prepared.waiting else 0
    return page_of(
        page(
            words.count("{number} guest can be filed", "{number} guests can be filed", good)
            if good
            else words.say("No row can be filed")
        ),
        words.count(
            "{number} row has to be mended. It is in this file, with what to do in its last column.",
            "{number} rows have to be mended. They are in this file, with what to do in its last column.",
            faulty,
        )
        if faulty
        else "",
        lines(*map(plain, table_faults[:SHOWN])),
        words.say("Tap to file the good rows: you agree to each of these guests, and each gets a certificate.")
        if good
        else words.say("Mend the file and send it again."),
    )


def filing(words: Words, done: int, total: int) -> str:
    """While it is filed."""
    return words.say("{done} of {total} filed…", done=done, total=total)


def filed(words: Words, done: Filed) -> str:
    """Under the list of those who were filed."""
    return page_of(
        page(words.count("{number} guest is registered", "{number} guests are registered", len(done.cases))),
        words.count(
            "{number} row could not be filed any more.", "{number} rows could not be filed any more.", len(done.faults)
        )
        if done.faults
        else "",
        words.say(
            "The file has each guest's number and own link: give it to the guest, who gets the certificate by it."
        ),
        words.say(
            "You still have to tell the migration police of each guest within three working days (decree 148, "
            "paragraph 9). The bot does not do it for you."
        ),
    )


def dropped(words: Words) -> str:
    """The organisation gave it up."""
    return page(words.say("Nothing was filed"), words.say("The rows are deleted here."))


def waits(words: Words, waiting: GuestImport, place: Place) -> str:
    """To an organisation in whose name the operator read a file."""
    return page(
        words.count("{number} guest waits for your tap", "{number} guests wait for your tap", len(waiting.entries)),
        words.say("They live at: {place}", place=place_name(place)),
        words.say("The operator read your spreadsheet. Nothing is filed before you tap. Do not tap for strangers."),
    )


def unasked(words: Words) -> str:
    """A spreadsheet came before it was said where its guests live."""
    return page(
        words.say("Nothing was read from your spreadsheet"),
        words.say("Tap Guests from a spreadsheet, then send it again."),
    )


def gone(words: Words) -> str:
    """What was sent is removed."""
    return words.say("Your message with the spreadsheet is deleted from this chat.")


def not_gone(words: Words) -> str:
    """It could not be removed."""
    return words.say("I could not delete your message with the spreadsheet. Delete it yourself.")


def wrong_heading(words: Words, wrong: HeadingError) -> str:
    """The columns cannot be told apart."""
    named = ", ".join(column_name(words, column) for column in wrong.columns)
    said = {
        NoRows.COLUMNS_MISSING: words.say("These columns are missing: {columns}", columns=named),
        NoRows.COLUMN_TWICE: words.say("These columns stand twice: {columns}", columns=named),
    }[wrong.why]
    return page(
        said, words.say("The first row has to name the columns, as in the template. Mend it and send it again.")
    )


def no_sheet(words: Words, why: Why) -> str:
    """Why no row was looked at, and what to do."""
    return page(*_NO_SHEET[why](words))


def for_terminal(rows: int, waiting: GuestImport | None, faults: Sequence[RowFault]) -> str:
    """One line for the operator's terminal: no person is named."""
    good = len(waiting.entries) if waiting else 0
    faulty = len({fault.row for fault in faults})
    return f"{rows} rows: {good} wait for the organisation's tap in its own chat, {faulty} to mend"


Speak = Callable[[Words], tuple[str, str]]  # a heading, and what to do

_NO_SHEET: dict[Why, Speak] = {
    TableCode.TOO_LARGE: lambda w: (
        w.say("This file is too large"),
        w.say("A spreadsheet of guests is smaller than 5 MB. Leave out pictures and other sheets and send it again."),
    ),
    TableCode.TOO_MANY_ROWS: lambda w: (
        w.say("There are more than {most} rows in this file", most=MOST_ROWS),
        w.say("Make two or more files of it and send them one after another."),
    ),
    TableCode.TOO_MANY_COLUMNS: lambda w: (
        w.say("There are too many columns in this file"),
        w.say("Take the template, or leave only the columns that it has."),
    ),
    TableCode.EMPTY: lambda w: (
        w.say("There is no guest in this file"),
        w.say("The first row names the columns, and each row under it is a guest. Fill it in and send it again."),
    ),
    TableCode.BROKEN: lambda w: (
        w.say("This file cannot be opened"),
        w.say("It is damaged or not complete. Save it again as XLSX or CSV and send it."),
    ),
    TableCode.ENCRYPTED: lambda w: (
        w.say("This file asks for a password"),
        w.say("Save it without a password and send it again."),
    ),
    TableCode.OLD_EXCEL: lambda w: (
        w.say("This is the old Excel format"),
        w.say("In your program choose Save as, then XLSX or CSV, and send that."),
    ),
    TableCode.NOT_A_TABLE: lambda w: (
        w.say("This file is not a spreadsheet"),
        w.say("Send XLSX or CSV. A photo of passports goes another way: List of guests from photos."),
    ),
    NoSheet.NOT_FETCHED: lambda w: (
        w.say("I could not fetch your file just now"),
        w.say("It is not your fault. Send it again in a minute."),
    ),
    NoSheet.NOT_A_FILE: lambda w: (
        w.say("I wait for a spreadsheet"),
        w.say("Tap the paper clip, then File, and choose it. Or go back with the button."),
    ),
}
