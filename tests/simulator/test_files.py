"""Pictures and files: what Telegram does to them, and what it refuses."""

import io

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto, PhotoSize
from PIL import Image

from bot.simulator import Simulator
from bot.simulator.phone import Phone


def picture(width: int, height: int, kind: str = "PNG", turn: int | None = None) -> bytes:
    """A picture with a black left half."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("black", (0, 0, width // 2, height))
    exif = Image.Exif()
    if turn:
        exif[0x0112] = turn
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def file(content: bytes, name: str = "p.png") -> BufferedInputFile:
    return BufferedInputFile(content, name)


async def download(bot: Bot, size: PhotoSize) -> Image.Image:
    content = await bot.download(size)
    assert content is not None
    return Image.open(io.BytesIO(content.read()))


async def test_a_large_photo_is_shrunk_to_1280_and_compressed(bot: Bot, guest: Phone) -> None:
    """The longest side becomes 1280, the format JPEG, and smaller renditions come with it."""
    sent = await bot.send_photo(guest.id, file(picture(2560, 1600)), caption="<b>x</b>", parse_mode="HTML")
    sizes = sent.photo or []
    largest = await download(bot, sizes[-1])
    smallest = await download(bot, sizes[0])

    assert [(size.width, size.height) for size in sizes] == [(90, 56), (320, 200), (800, 500), (1280, 800)]
    assert (largest.format, largest.size) == ("JPEG", (1280, 800))
    assert smallest.size == (90, 56)
    assert sent.caption == "x"


async def test_a_small_photo_keeps_its_size(bot: Bot, guest: Phone) -> None:
    """Nothing is enlarged."""
    sent = await bot.send_photo(guest.id, file(picture(905, 1280)))
    tiny = await bot.send_photo(guest.id, file(picture(40, 40)))

    assert ((sent.photo or [])[-1].width, (sent.photo or [])[-1].height) == (905, 1280)
    assert [(size.width, size.height) for size in tiny.photo or []] == [(40, 40)]


async def test_a_phones_sideways_picture_arrives_upright(bot: Bot, guest: Phone) -> None:
    """The camera's turn is applied and not kept beside the picture."""
    guest.send_photo(picture(400, 200, "JPEG", turn=6))
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.message.photo is not None
    image = await download(bot, update.message.photo[-1])

    assert image.size == (200, 400)
    assert image.getpixel((100, 20)) < (40, 40, 40)  # type: ignore[operator]
    assert not image.getexif()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (picture(300, 300)[:200], "IMAGE_PROCESS_FAILED"),
        (b"\0" * (10 * 1024 * 1024 + 1), "is too big for a photo; the maximum size is 10485760 bytes"),
        (b"", "file must be non-empty"),
    ],
)
async def test_a_photo_telegram_would_refuse(bot: Bot, guest: Phone, content: bytes, why: str) -> None:
    """Too wide, too long, too heavy, or no picture at all."""
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.send_photo(guest.id, file(content))


async def test_a_caption_has_1024_units(bot: Bot, guest: Phone) -> None:
    """A caption is shorter than a text may be."""
    await bot.send_photo(guest.id, file(picture(50, 50)), caption="x" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(guest.id, file(picture(50, 50)), caption="👋" * 513)


async def test_a_document_stays_byte_for_byte(bot: Bot, guest: Phone) -> None:
    """A file is kept as it is, both ways, with its name."""
    sent = await bot.send_document(guest.id, file(b"%PDF-1.7 \0\xff", "справка.pdf"))
    guest.send_document(b"a,b\n", "guests.csv", "text/csv")
    theirs = (await bot.get_updates())[-1].message
    assert sent.document is not None
    assert theirs is not None
    assert theirs.document is not None
    fetched = await bot.download(theirs.document)

    assert sent.document.file_name == "справка.pdf"
    assert guest.screen()[-2].document == b"%PDF-1.7 \0\xff"
    assert (theirs.document.file_name, theirs.document.mime_type) == ("guests.csv", "text/csv")
    assert fetched is not None
    assert fetched.read() == b"a,b\n"


async def test_a_file_is_sent_again_by_its_id(bot: Bot, guest: Phone) -> None:
    """An id stands for the file; an id of another kind does not."""
    first = await bot.send_photo(guest.id, file(picture(50, 50)))
    file_id = (first.photo or [])[-1].file_id
    again = await bot.send_photo(guest.id, file_id)

    assert (again.photo or [])[-1].file_unique_id == (first.photo or [])[-1].file_unique_id
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(guest.id, file_id)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier/HTTP URL specified"):
        await bot.send_photo(guest.id, "nonsense")


async def test_a_picture_can_take_another_ones_place(bot: Bot, guest: Phone) -> None:
    """editMessageMedia changes picture and caption; editMessageText has nothing to edit there."""
    sent = await bot.send_photo(guest.id, file(picture(50, 50)), caption="old")
    media = InputMediaPhoto(media=file(picture(60, 30)), caption="new")
    await bot.edit_message_media(media, chat_id=guest.id, message_id=sent.message_id)
    await bot.edit_message_caption(chat_id=guest.id, message_id=sent.message_id, caption="newer")

    newest = guest.screen()[-1]
    assert newest.text == "newer"
    assert Image.open(io.BytesIO(newest.photo or b"")).size == (60, 30)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=guest.id, message_id=sent.message_id)


async def test_a_file_is_downloaded_with_the_right_token_only(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """Another token opens nothing, and an unknown path is not found."""
    guest.send_document(b"secret", "a.txt")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    path = (await bot.get_file(message.document.file_id)).file_path
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{simulator.base_url}/file/bot42:wrong/{path}") as stranger:
            assert stranger.status == 401
        async with session.get(f"{simulator.base_url}/file/bot42:simulated/documents/none.txt") as missing:
            assert missing.status == 404
