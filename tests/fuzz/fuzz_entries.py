"""What can be handed to the bot: messages, taps and links of any kind, true, stale and forged."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args

from aiogram.filters.callback_data import CallbackData
from fuzz_ground import EVERYBODY, FuzzTown, callbacks
from hypothesis import strategies as st

from bot.domain.answers import Question
from bot.registration.what_if import Change
from bot.simulator.chats import Json
from bot.telegram import states
from bot.telegram.states import Asked, Goal, PersonAsked, supposing

HUGE = 2**63
LONGEST_DATA = 64  # bytes (Bot API, InlineKeyboardButton)
LONGEST_TEXT = 4096
MOST_TOLD = 90


@dataclass(frozen=True)
class Entry:
    """Something that one person does."""

    who: int
    make: Callable[[FuzzTown, int], Json]
    told: str  # for whoever reads which example failed

    def __repr__(self) -> str:
        return f"{self.who}: {self.told[:MOST_TOLD]}"


WORDS = (
    *(
        "/start",
        "/menu",
        "/cancel",
        "/help",
        "/language",
        "/delete",
        "/officer",
        "/stats",
        "/find",
        "/queue",
        "/mydata",
    ),
    *(
        "Россия",
        "Ivanov",
        "-",
        "27.03.1990",
        "31.02.2026",
        "12.11.2026",
        "850412300006",
        "000000000000",
        "240440012345",
    ),
    *("75 1234567", "Almaty, Abay avenue 10, flat 25", "Flat", "1", "99", "00000001", "+7 701 123 45 67", "\u202eabc"),
    *(
        "<b>not bold",
        "&lt;",
        "{name}",
        "%s",
        "\0",
        "x" * LONGEST_TEXT,
        "👩‍👩‍👧‍👦" * 200,
        "\u0338" * 500,
        "🇰🇿",
        "ﷺ" * 99,
    ),
    *("HTTPS://t.me/x?start=q", "https://t.me/tirkeu_town_bot?start=q" + "A" * 64, "1\n2\n3", "٣٤٥", "Ⅷ", "²"),
)
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    st.text("0123456789./- ", min_size=1, max_size=20),
    st.text("абвгәқұüöABC'’- ", min_size=1, max_size=30),
)
NUMBERS = st.one_of(
    st.integers(0, 12), st.sampled_from([*EVERYBODY, -1, HUGE - 1, HUGE, 2**31, 10**30]), st.integers(-HUGE, HUGE)
)
LETTERS = "ABCDEFabcdef0123456789_-"


def _values(annotation: Any) -> st.SearchStrategy[str]:
    """What a field of a button may bear, and what it may not."""
    kinds = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type)]
    likely: list[st.SearchStrategy[str]] = [NUMBERS.map(str), st.sampled_from(["", "x", "2026-11-21", "menu", "0"])]
    for kind in kinds:
        if issubclass(kind, Enum):
            likely.insert(0, st.sampled_from([str(one.value) for one in kind]))
    return st.one_of(likely)


def forged(kind: type[CallbackData]) -> st.SearchStrategy[str]:
    """A button of this kind with anything in it, whole, cut or doubled."""
    fields = [_values(field.annotation) for field in kind.model_fields.values()]
    whole = st.tuples(*fields).map(lambda values: ":".join((kind.__prefix__, *values)))
    return st.one_of(
        whole, whole, whole, whole.map(lambda data: data[: len(data) // 2]), whole.map(lambda d: d + ":" + d)
    )


DATA = st.one_of(
    st.sampled_from(callbacks()).flatmap(forged),
    st.sampled_from(callbacks()).flatmap(forged),
    st.text(max_size=20),
).map(lambda data: data.encode()[:LONGEST_DATA].decode(errors="ignore"))


def taps() -> st.SearchStrategy[Entry]:
    """A button that no message bears, on a message of today or one too old to be seen."""

    def made(who: int, data: str, message: int | None, is_old: bool) -> Entry:
        return Entry(who, lambda town, me: town.tap(me, data, message, is_old=is_old), f"tap {data!r}")

    messages = st.one_of(st.none(), st.none(), st.integers(1, 99))
    return st.builds(made, st.sampled_from(EVERYBODY), DATA, messages, st.booleans())


def seen_taps() -> st.SearchStrategy[Entry]:
    """A button that stands on the person's screen."""

    def made(who: int, place: int) -> Entry:
        def make(town: FuzzTown, me: int) -> Json:
            buttons = town.buttons(me)
            return town.tap(me, buttons[place % len(buttons)]) if buttons else town.message(me, {"text": "/menu"})

        return Entry(who, make, f"seen button {place}")

    return st.builds(made, st.sampled_from(EVERYBODY), st.integers(0, 40))


def texts() -> st.SearchStrategy[Entry]:
    """Words, with any formatting."""

    def made(who: int, text: str, spans: list[tuple[int, int, str]]) -> Entry:
        entities = [{"offset": at, "length": long, "type": kind} for at, long, kind in spans]
        if text.startswith("/"):
            entities.append({"offset": 0, "length": len(text.split()[0]), "type": "bot_command"})
        return Entry(who, lambda town, me: town.message(me, {"text": text, "entities": entities}), f"text {text!r}")

    kinds = st.sampled_from(["bold", "url", "text_link", "mention", "phone_number", "spoiler", "custom_emoji"])
    spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50), kinds), max_size=2)
    return st.builds(made, st.sampled_from(EVERYBODY), TEXTS, spans)


def links(seen: list[str]) -> st.SearchStrategy[Entry]:
    """`/start` with a letter of ours and any token."""

    def made(who: int, start: str) -> Entry:
        return Entry(who, lambda town, me: town.message(me, {"text": f"/start {start}"}), f"link {start!r}")

    tokens = st.one_of(
        st.text(LETTERS, max_size=63), st.sampled_from([*(link[1:] for link in seen), "A" * 63, "-", "", "w", "p"])
    )
    starts = st.builds(lambda letter, token: letter + token, st.sampled_from("qhrdsfxzQ0_"), tokens)
    return st.builds(made, st.sampled_from(EVERYBODY), st.one_of(starts, TEXTS))


_FILE = {"file_id": "no-such-file", "file_unique_id": "u"}
_PHOTO = [_FILE | {"width": 90, "height": 90, "file_size": 999}]
CONTENTS = st.one_of(
    st.sampled_from(
        [
            {"sticker": _FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
            {"voice": _FILE | {"duration": 1}},
            {"audio": _FILE | {"duration": 1}},
            {"video_note": _FILE | {"duration": 1, "length": 1}},
            {"dice": {"emoji": "🎲", "value": 6}},
            {"location": {"latitude": 43.2, "longitude": 76.9}},
            {"venue": {"location": {"latitude": 0, "longitude": 0}, "title": "<b>", "address": "&"}},
            {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                      "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                      "allows_revoting": False, "members_only": False}},
            {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
            {"photo": _PHOTO},
            {"photo": _PHOTO, "caption": "/start"},
            {"photo": _PHOTO, "caption": "Ivanov", "media_group_id": "77"},
            {"document": _FILE | {"file_name": "../../etc/passwd", "mime_type": "text/csv", "file_size": 9}},
            {"document": _FILE | {"file_size": 10**12, "mime_type": "application/pdf"}},
            {"document": _FILE},
            {"contact": {"phone_number": "", "first_name": ""}},
            {"contact": {"phone_number": "+77019998877", "first_name": "X", "user_id": 1}},
            {"contact": {"phone_number": "abc" * 99, "first_name": "X" * 64, "vcard": "BEGIN:VCARD"}},
        ]
    ),
    st.builds(
        lambda phone, user: {"contact": {"phone_number": phone, "first_name": "Y", "user_id": user}},
        st.text("+0123456789 ()", max_size=25),
        st.sampled_from(EVERYBODY),
    ),
)  # fmt: skip


def things() -> st.SearchStrategy[Entry]:
    """Anything but words."""

    def made(who: int, content: Json) -> Entry:
        return Entry(who, lambda town, me: town.message(me, content), f"thing {sorted(content)}")

    return st.builds(made, st.sampled_from(EVERYBODY), CONTENTS)


def others() -> st.SearchStrategy[Entry]:
    """Updates of which nothing is expected: edits, blocking, talks of many."""

    def made(who: int, kind: str, text: str) -> Entry:
        def make(town: FuzzTown, me: int) -> Json:
            if kind == "my_chat_member":
                return _membership(town, me)
            update = town.message(me, {"text": text}, kind=kind.partition(" ")[0])
            if kind == "message in a group":
                update["message"]["chat"] = {"id": -100, "type": "supergroup", "title": "Group"}
            return update

        return Entry(who, make, f"{kind} {text!r}")

    kinds = st.sampled_from(["edited_message", "my_chat_member"])
    return st.builds(made, st.sampled_from(EVERYBODY), kinds, TEXTS)


def _membership(town: FuzzTown, me: int) -> Json:
    person = town.phones[me].chat.person.as_json()
    own = {"user": town.world.bot.as_json()}
    change = {
        "chat": {"id": me, "type": "private"},
        "from": person,
        "date": 0,
        "old_chat_member": own | {"status": "member"},
        "new_chat_member": own | {"status": "kicked", "until_date": 0},
    }
    return {"update_id": next(town.numbers), "my_chat_member": change}


def _named() -> list[str]:
    named = [
        value for name, value in vars(states).items() if name.isupper() and isinstance(value, str) and name[0] != "_"
    ]
    asked = [
        Asked(question, goal).as_state()
        for question in Question
        for goal in Goal
        if question is not Question.SEX or goal is Goal.CARD  # only a passport's card has it mended
    ]
    persons = [PersonAsked(question, n).as_state() for question in Question for n in (0, 1, 7)]
    return [*named, *asked, *persons, *map(supposing, Change)]


STATES: st.SearchStrategy[str | None] = st.one_of(st.none(), st.none(), st.sampled_from(_named()))
"""In which place of the talk a person is found; None leaves them where they are."""
