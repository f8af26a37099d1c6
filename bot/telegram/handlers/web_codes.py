"""A guest whose host has no Telegram: the link to the web page, and the code that goes by voice."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.telegram.callbacks import Deed, RequestTap, WebTap
from bot.telegram.screen import Screen
from bot.telegram.web_codes import WebCodeDesk

router = Router(name="web_codes")


@router.callback_query(RequestTap.filter(F.deed == Deed.WEB))
async def asked(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, web_codes: WebCodeDesk) -> None:
    """The link and the code, under the card, which stays."""
    await web_codes.show(screen, callback_data.number)


@router.callback_query(WebTap.filter())
async def renewed(_tap: CallbackQuery, callback_data: WebTap, screen: Screen, web_codes: WebCodeDesk) -> None:
    """A new code in the place of the old one."""
    await web_codes.renew(screen, callback_data.number, callback_data.after)
