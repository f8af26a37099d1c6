"""Organisations: staff, their page, a day's requests together."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.registration.answer_all import Seen
from bot.registration.hosting import Side
from bot.telegram.callbacks import (
    OrganisationDeed,
    OrganisationTap,
    StaffTap,
    StaffTapDeed,
    TogetherDeed,
    TogetherTap,
)
from bot.telegram.desk import HostDesk
from bot.telegram.organisations import StaffDesk, TogetherDesk
from bot.telegram.screen import Screen

router = Router(name="organisations")
_SIDES = {OrganisationDeed.OWN: Side.OWN, OrganisationDeed.WORK: Side.WORK}


@router.callback_query(OrganisationTap.filter(F.deed.in_(_SIDES)))
async def page(
    _tap: CallbackQuery, callback_data: OrganisationTap, screen: Screen, state: FSMContext, desk: HostDesk
) -> None:
    """One's own page, or that of the organisation one works for."""
    await desk.by_choice(_SIDES[callback_data.deed], screen, state)


@router.callback_query(OrganisationTap.filter(F.deed == OrganisationDeed.STAFF))
async def staff(_tap: CallbackQuery, screen: Screen, staff_desk: StaffDesk) -> None:
    """Who answers for the organisation."""
    await staff_desk.show(screen)


@router.callback_query(OrganisationTap.filter(F.deed == OrganisationDeed.INVITE))
async def invited(_tap: CallbackQuery, screen: Screen, staff_desk: StaffDesk) -> None:
    """A link for one more."""
    await staff_desk.invite(screen)


@router.callback_query(OrganisationTap.filter(F.deed == OrganisationDeed.LEAVE))
async def leaves(_tap: CallbackQuery, screen: Screen, staff_desk: StaffDesk) -> None:
    """A member wants to leave."""
    await staff_desk.ask_to_leave(screen)


@router.callback_query(OrganisationTap.filter(F.deed == OrganisationDeed.LEFT))
async def left(_tap: CallbackQuery, screen: Screen, staff_desk: StaffDesk) -> None:
    """A member has left."""
    await staff_desk.leave(screen)


@router.callback_query(StaffTap.filter(F.deed == StaffTapDeed.JOIN))
async def joined(_tap: CallbackQuery, callback_data: StaffTap, screen: Screen, staff_desk: StaffDesk) -> None:
    """Somebody joins."""
    await staff_desk.join(callback_data.of, screen)


@router.callback_query(StaffTap.filter(F.deed == StaffTapDeed.ASK))
async def asks_to_remove(_tap: CallbackQuery, callback_data: StaffTap, screen: Screen, staff_desk: StaffDesk) -> None:
    """The owner wants to remove a member."""
    await staff_desk.ask_to_remove(callback_data.of, screen)


@router.callback_query(StaffTap.filter(F.deed == StaffTapDeed.REMOVE))
async def removed(_tap: CallbackQuery, callback_data: StaffTap, screen: Screen, staff_desk: StaffDesk) -> None:
    """The owner has removed a member."""
    await staff_desk.remove(callback_data.of, screen)


@router.callback_query(TogetherTap.filter(F.deed == TogetherDeed.SHOW))
async def together(
    _tap: CallbackQuery, callback_data: TogetherTap, screen: Screen, together_desk: TogetherDesk
) -> None:
    """All who wait."""
    await together_desk.show(callback_data.side, callback_data.page, screen)


@router.callback_query(TogetherTap.filter(F.deed == TogetherDeed.AGREE))
async def agreed_to_all(
    _tap: CallbackQuery, callback_data: TogetherTap, screen: Screen, together_desk: TogetherDesk
) -> None:
    """One tap for all who were shown."""
    shown = Seen(upto=callback_data.upto, digest=callback_data.digest, at=callback_data.at)
    await together_desk.agree(callback_data.side, shown, screen)
