"""A host's photos of guests: asked for, taken in, or something else in their place."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Document, Message

from bot.passport.archive import safe_name
from bot.telegram.callbacks import Item, MenuTap
from bot.telegram.guest_lists import GuestListDesk
from bot.telegram.handlers.passports import picture_of
from bot.telegram.passports import File, Sent
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_PHOTOS
from bot.texts.guest_lists import NoList

router = Router(name="guest_lists")
_AWAITED = StateFilter(HOST_PHOTOS)
_TYPES = {"application/zip", "application/x-zip-compressed", "application/x-zip", "multipart/x-zip"}
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")


def _name(document: Document | None) -> str:
    return (document.file_name or "" if document else "").casefold()


def is_zip(message: Message) -> bool:
    """Whether what came says that it is a ZIP; phones do not always name the type."""
    document = message.document
    return document is not None and (document.mime_type in _TYPES or _name(document).endswith(".zip"))


@router.callback_query(MenuTap.filter(F.item == Item.GUEST_PHOTOS))
async def asks(_tap: CallbackQuery, screen: Screen, state: FSMContext, guest_list_desk: GuestListDesk) -> None:
    """A host wants a list of guests."""
    await guest_list_desk.ask(screen, state)


@router.message(_AWAITED, F.media_group_id, picture_of)
async def album(message: Message, screen: Screen, state: FSMContext, guest_list_desk: GuestListDesk) -> None:
    """Several photos at once, which come one by one: nothing says which of them is the last."""
    await guest_list_desk.decline(Sent.by(message), NoList.ALBUM, screen, state)


@router.message(_AWAITED, picture_of)
async def photo(
    message: Message, file: File, screen: Screen, state: FSMContext, guest_list_desk: GuestListDesk
) -> None:
    """A single photo is a list of one."""
    name = safe_name(file.file_name or "") if isinstance(file, Document) else "photo.jpg"
    await guest_list_desk.take(Sent.by(message, file), name, screen, state)


@router.message(_AWAITED, is_zip)
async def archive(message: Message, screen: Screen, state: FSMContext, guest_list_desk: GuestListDesk) -> None:
    """A ZIP; several that are sent at once are read one after another."""
    await guest_list_desk.take(Sent.by(message, message.document), None, screen, state)


@router.message(_AWAITED, F.document | F.video | F.animation | F.video_note)
async def file(message: Message, screen: Screen, state: FSMContext, guest_list_desk: GuestListDesk) -> None:
    """Another file."""
    why = NoList.OTHER_ARCHIVE if _name(message.document).endswith(_OTHER_ARCHIVES) else NoList.NOT_A_ZIP
    await guest_list_desk.decline(Sent.by(message), why, screen, state)


@router.message(_AWAITED, ~F.text | ~F.text.startswith("/"))
async def words(message: Message, screen: Screen, state: FSMContext, guest_list_desk: GuestListDesk) -> None:
    """Words, a voice, a sticker."""
    await guest_list_desk.decline(Sent.by(message), NoList.WORDS, screen, state)
