"""What people send instead of one photo, and that a photo can be taken back off the screen."""

import asyncio
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message
from PIL import Image

from bot.simulator import Simulator
from bot.simulator.errors import PhoneError
from bot.simulator.parameters import Upload
from bot.simulator.phone import Phone
from tests.people import Person
from tests.simulator.conftest import Clock, polling

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]])


def picture(shade: str = "white", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), shade).save(out, kind)
    return out.getvalue()


async def told(bot: Bot) -> list[Message]:
    """What the bot hears, without the /start."""
    return [update.message for update in await bot.get_updates() if update.message and update.message.text is None]


async def test_an_album_is_a_message_each(bot: Bot, guest: Phone) -> None:
    """Three photos at once are three updates with one group's number, the caption with the first; one action."""
    before = guest.actions
    numbers = guest.send_album([picture(shade) for shade in ("red", "green", "blue")], "my passport")
    heard = await told(bot)

    assert [message.message_id for message in heard] == numbers
    assert len({message.media_group_id for message in heard}) == 1
    assert heard[0].media_group_id
    assert [message.caption for message in heard] == ["my passport", None, None]
    assert len({(message.photo or [])[-1].file_unique_id for message in heard}) == 3
    assert guest.actions - before == 1
    assert {bubble.album for bubble in guest.screen()[-3:]} == {heard[0].media_group_id}


async def test_two_albums_are_two_groups(bot: Bot, guest: Phone) -> None:
    """Each album has a number of its own; a photo by itself has none."""
    for _ in range(2):
        guest.send_album([picture(), picture()])
    guest.send_photo(picture())
    groups = [message.media_group_id for message in await told(bot)]

    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert groups[4] is None


@pytest.mark.parametrize("count", [0, 1, 11])
def test_an_album_has_two_to_ten(guest: Phone, count: int) -> None:
    """Neither one photo nor eleven make an album, and nothing of it is sent."""
    before = len(guest.screen())
    with pytest.raises(PhoneError, match="2 to 10 can be sent at once"):
        guest.send_album([picture()] * count)

    assert len(guest.screen()) == before


async def test_a_broken_photo_stops_the_whole_album(bot: Bot, guest: Phone) -> None:
    """If one of the pictures is none, no part of the album goes out."""
    with pytest.raises(Exception, match="IMAGE_PROCESS_FAILED"):
        guest.send_album([picture(), b"no picture"])

    assert await told(bot) == []


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("IMG_1.jpg", "image/jpeg"),
        ("scan.png", "image/png"),
        ("IMG_2.HEIC", "image/heic"),
        ("passport.pdf", "application/pdf"),
    ],
)
async def test_a_photo_as_a_file_keeps_bytes_type_and_name(bot: Bot, guest: Phone, name: str, mime: str) -> None:
    """What is sent as a file is downloaded as it was, whatever its format."""
    guest.send_document(b"\0bytes of the camera", name, mime, "page with the photo")
    (message,) = await told(bot)
    assert message.document is not None
    fetched = await bot.download(message.document)

    assert (message.document.file_name, message.document.mime_type) == (name, mime)
    assert (message.caption, message.photo) == ("page with the photo", None)
    assert fetched is not None
    assert fetched.read() == b"\0bytes of the camera"


async def test_several_files_go_as_a_group_too(bot: Bot, guest: Phone) -> None:
    """Files picked together come as documents of one group."""
    guest.send_files([Upload(f"{page}.heic", "image/heic", b"x") for page in (1, 2)])
    heard = await told(bot)

    assert [message.document.file_name for message in heard if message.document] == ["1.heic", "2.heic"]
    assert len({message.media_group_id for message in heard}) == 1


async def test_a_moving_picture_is_an_animation_and_a_document(bot: Bot, guest: Phone) -> None:
    """A GIF fills both fields with one file, so a bot that asks for documents first meets it there."""
    guest.send_animation(b"film", "look")
    (message,) = await told(bot)

    assert message.animation is not None
    assert message.document is not None
    assert message.animation.file_id == message.document.file_id
    assert (message.animation.mime_type, message.document.mime_type) == ("video/mp4", "video/mp4")
    assert message.content_type == "animation"
    assert message.caption == "look"


@pytest.mark.parametrize(
    ("send", "kind"),
    [
        (lambda phone: phone.send_video(caption="x"), "video"),
        (lambda phone: phone.send_video_note(), "video_note"),
        (lambda phone: phone.send_sticker(), "sticker"),
        (lambda phone: phone.send_voice(), "voice"),
        (lambda phone: phone.send_contact("+7700", None), "contact"),
    ],
)
async def test_each_other_thing_is_of_its_kind(bot: Bot, guest: Phone, send: Callable[[Phone], int], kind: str) -> None:
    """Whatever else is sent is what aiogram takes it for, and goes on by forwarding too."""
    guest.forward(send(guest))
    first, second = await told(bot)

    assert [first.content_type, second.content_type] == [kind, kind]
    assert second.forward_origin is not None


async def test_a_forwarded_photo_says_where_it_is_from(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """Another person's photo brings its origin; out of an album it comes alone."""
    friend = simulator.person(2002, "Daniyar")
    number, _ = friend.send_album([picture(), picture("red")], "hers")
    guest.forward(number, friend)
    message = (await told(bot))[-1]

    assert message.forward_origin is not None
    assert message.forward_origin.type == "user"
    assert (message.caption, message.media_group_id) == ("hers", None)
    assert await bot.download((message.photo or [])[-1]) is not None


async def test_a_caption_is_edited_as_a_caption(bot: Bot, guest: Phone) -> None:
    """Whoever changes the words under a photo changes the caption; the photo stays."""
    number = guest.send_photo(picture(), "old")
    guest.edit(number, "new")
    edited = (await bot.get_updates())[-1].edited_message

    assert edited is not None
    assert (edited.caption, edited.text) == ("new", None)
    assert edited.photo


async def test_the_bot_takes_a_persons_photo_off_the_screen(
    simulator: Simulator, bot: Bot, guest: Phone, clock: Clock
) -> None:
    """Deleted, the photo is gone from the phone and told to the page; of an album only that one goes."""
    alone = guest.send_photo(picture())
    first, second = guest.send_album([picture(), picture()])
    with simulator.world.feed.listen() as events:
        await bot.delete_message(guest.id, alone)
        await bot.delete_message(guest.id, first)
        told_page = [events.get_nowait() for _ in range(events.qsize())]

    assert [bubble.id for bubble in guest.screen() if bubble.file] == [second]
    assert [event["ids"] for event in told_page if event and event["kind"] == "deleted"] == [[alone], [first]]
    clock.move(timedelta(hours=48))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(guest.id, second)


async def test_a_deleted_photos_file_can_still_be_fetched(bot: Bot, guest: Phone) -> None:
    """Telegram promises a file for an hour and more; deleting its message is no promise that it is gone."""
    number = guest.send_photo(picture())
    (message,) = await told(bot)
    await bot.delete_message(guest.id, number)

    assert await bot.download((message.photo or [])[-1]) is not None


async def test_a_text_becomes_a_picture_with_words_and_buttons(bot: Bot, guest: Phone) -> None:
    """A PNG sent, or put in the place of a text, has its caption and buttons; its words change as a caption only."""
    png = BufferedInputFile(picture(kind="PNG"), "hold.png")
    await bot.send_photo(guest.id, png, caption="<b>Flat</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    sent = await bot.send_message(guest.id, "Reading…")
    media = InputMediaPhoto(media=png, caption="<b>Flat</b>", parse_mode="HTML")
    await bot.edit_message_media(media, chat_id=guest.id, message_id=sent.message_id, reply_markup=KEYBOARD)

    for bubble in guest.screen()[-2:]:
        assert (bubble.text, bubble.entities) == ("Flat", [{"type": "bold", "offset": 0, "length": 4}])
        assert bubble.buttons[0][0]["text"] == "Again"
        assert bubble.photo is not None
    assert guest.tap("Again", sent.message_id) == "callback"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=guest.id, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=guest.id, message_id=sent.message_id, reply_markup=KEYBOARD)


async def test_typing_is_seen_and_is_no_answer_yet(simulator: Simulator, bot: Bot) -> None:
    """Who sees "typing…" goes on waiting for the answer, for every kind of thing sent over HTTP."""
    dispatcher = Dispatcher()

    @dispatcher.message(F.photo | F.document | F.video | F.video_note)
    async def read(message: Message) -> None:
        await bot.send_chat_action(message.chat.id, "typing")
        await asyncio.sleep(0.07)
        await message.answer(f"{ContentType(message.content_type).value} {message.caption or ''}".strip())
        await message.delete()

    async with polling(dispatcher, bot), Person.on(simulator.base_url, 7, "Dana") as dana:
        with simulator.world.feed.listen() as events:
            await dana.send_photo(picture(), "one")
            kinds = [event["kind"] for event in (events.get_nowait() for _ in range(events.qsize())) if event]
        await dana.send_album([picture(), picture()], "two")
        await dana.send_files([(b"a", "a.heic", "image/heic"), (b"b", "b.pdf", "application/pdf")])
        await dana.send_document(b"c", "c.png", "image/png", "alone")
        await dana.send_video(caption="film")
        await dana.send_animation()
        await dana.send_video_note()

        assert kinds.index("typing") < kinds.index("deleted")
        heard = dana.hears().split("\n")
        assert sorted(heard[:5]) == ["document", "document", "photo", "photo one", "photo two"]
        assert heard[5:] == ["document alone", "video film", "animation", "video_note"]
        assert dana.own_files() == []
