""" "My address": who is registered at a host's places."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.registration.digests import SwitchDigest
from bot.registration.ending_stays import EndStay, RestoreStay
from bot.registration.strangers import LetAskAgain
from bot.telegram.callbacks import AddressDeed, AddressTap, ResidentDeed, ResidentTap
from bot.telegram.my_address import AddressDesk
from bot.telegram.my_address_keyboards import END_OF
from bot.telegram.screen import Screen
from bot.texts import digests, my_address

router = Router(name="my_address")


@router.callback_query(AddressTap.filter(F.deed == AddressDeed.PEOPLE))
async def people(_tap: CallbackQuery, callback_data: AddressTap, screen: Screen, address_desk: AddressDesk) -> None:
    """Who is registered now."""
    await address_desk.show_people(callback_data.page, screen)


@router.callback_query(AddressTap.filter(F.deed == AddressDeed.APART))
async def people_apart(_tap: CallbackQuery, screen: Screen, address_desk: AddressDesk) -> None:
    """The same under a request's card, which stays as it is."""
    await screen.finish()
    screen.tap = None
    await address_desk.show_people(0, screen)


@router.callback_query(AddressTap.filter(F.deed == AddressDeed.STRANGERS))
async def strangers(_tap: CallbackQuery, callback_data: AddressTap, screen: Screen, address_desk: AddressDesk) -> None:
    """Whom the host does not know."""
    await address_desk.show_strangers(callback_data.page, screen)


@router.callback_query(AddressTap.filter(F.deed.in_({AddressDeed.DIGEST_ON, AddressDeed.DIGEST_OFF})))
async def switch(
    _tap: CallbackQuery,
    callback_data: AddressTap,
    screen: Screen,
    address_desk: AddressDesk,
    switch_digest: SwitchDigest,
) -> None:
    """The monthly message on or off."""
    wanted = callback_data.deed is AddressDeed.DIGEST_ON
    await switch_digest(screen.chat, wanted=wanted)
    await screen.tell(digests.switched(screen.words, wanted=wanted))
    await address_desk.show_people(0, screen)


@router.callback_query(ResidentTap.filter(F.deed == ResidentDeed.SHOW))
async def person(_tap: CallbackQuery, callback_data: ResidentTap, screen: Screen, address_desk: AddressDesk) -> None:
    """One person."""
    await address_desk.show_person(callback_data.number, screen)


@router.callback_query(ResidentTap.filter(F.deed.in_(set(END_OF))))
async def ended(
    _tap: CallbackQuery, callback_data: ResidentTap, screen: Screen, address_desk: AddressDesk, end_stay: EndStay
) -> None:
    """The host ends a stay."""
    case = await end_stay(screen.chat, callback_data.number, END_OF[callback_data.deed])
    await address_desk.show_ended(case, screen)


@router.callback_query(ResidentTap.filter(F.deed == ResidentDeed.UNDO))
async def restored(
    _tap: CallbackQuery,
    callback_data: ResidentTap,
    screen: Screen,
    address_desk: AddressDesk,
    restore_stay: RestoreStay,
) -> None:
    """The host takes it back."""
    await restore_stay(screen.chat, callback_data.number)
    await screen.tell(my_address.restored(screen.words))
    await address_desk.show_person(callback_data.number, screen)


@router.callback_query(ResidentTap.filter(F.deed == ResidentDeed.LET_ASK))
async def let_ask(
    _tap: CallbackQuery,
    callback_data: ResidentTap,
    screen: Screen,
    address_desk: AddressDesk,
    let_ask_again: LetAskAgain,
) -> None:
    """Whom the host did not know may ask again."""
    await let_ask_again(screen.chat, callback_data.number)
    await screen.tell(my_address.may_ask(screen.words))
    await address_desk.show_strangers(0, screen)


@router.callback_query(ResidentTap.filter(F.deed == ResidentDeed.NOTICE))
async def notice(_tap: CallbackQuery, callback_data: ResidentTap, screen: Screen, address_desk: AddressDesk) -> None:
    """The text of the notice to the police."""
    await address_desk.show_notice(callback_data.number, screen)
