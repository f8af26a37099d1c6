"""The only file that knows everyone: settings in, a running bot out."""

import asyncio
import functools
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError
from aiogram.types import LinkPreviewOptions

from bot.certificate import keystore
from bot.certificate.claims import CTI_BYTES, STATUS_SLOTS, Claims
from bot.certificate.drawing import draw_pdf, draw_picture
from bot.certificate.form import FormData
from bot.certificate.keys import KeyRing, KeysError
from bot.certificate.scan import ScanError, read_codes
from bot.certificate.seal import Opened, SealCode, SealError, link, open_text, seal
from bot.config import TELEGRAM, Settings
from bot.registration import (
    answer_consent,
    answer_question,
    certificates,
    drafts,
    hosting,
    notices,
    open_request,
    requests,
    retention,
    send_request,
    talk,
)
from bot.registration.certificates import Certificate
from bot.registration.ports import Clock
from bot.telegram.certificates import Certificates
from bot.telegram.checking import Checker
from bot.telegram.courier import Courier
from bot.telegram.desk import HostDesk
from bot.telegram.dispatcher import make_dispatcher
from bot.telegram.doors import Doors
from bot.telegram.limits import PerMinute
from bot.telegram.notices import Deliverer
from bot.telegram.operator import Operator
from bot.telegram.polling import poll
from bot.telegram.profile import set_profile
from bot.telegram.retrying import Retrying
from bot.telegram.standing import Standing
from bot.telegram.views import Views
from bot.texts.countries import country_name
from bot.texts.words import words_of
from storage.database import Database
from storage.fsm import FsmStorage
from storage.outbox import Outbox

log = logging.getLogger(__name__)
CHECKS_A_MINUTE = 20  # the seal's format, section 4.4
DRAWERS = 2
A_DAY = 24 * 60 * 60.0
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RealClock:
    """The machine's clock, in the zone whose days the law counts."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(self.zone)  # noqa: TID251 - the one place that asks

    def today(self) -> date:
        """This day in the zone."""
        return self.now().date()


class RandomNames:
    """Names from the system's random source."""

    def token(self) -> str:
        """22 characters, 128 bits."""
        return secrets.token_urlsafe(16)

    def cti(self) -> bytes:
        """Twelve bytes."""
        return secrets.token_bytes(CTI_BYTES)

    def status_index(self) -> int:
        """A place in the status list."""
        return secrets.randbelow(STATUS_SLOTS)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Heavy work away from the event loop: sealing (key derivation), drawing, reading codes."""

    ring: KeyRing
    base_link: str
    operator: Operator
    clock: Clock
    threads: ThreadPoolExecutor

    async def _away(self, work: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, functools.partial(work, *arguments, **named))

    def current(self, now: datetime) -> bytes:
        """The id of the key that signs now."""
        return self.ring.signing_key(now).kid

    async def seal(self, claims: Claims, key_id: bytes) -> str:
        """The QR text, signed with the key that was current when the certificate was issued."""
        key = next(key for key in self.ring.signing if key.kid == key_id)
        try:
            return await self._away(seal, claims, key, self.base_link)
        except SealError as error:
            if error.code is not SealCode.TOO_LONG:
                raise
            return link(claims.cti, self.base_link)  # the page says that it can be checked online only

    def open(self, text: str) -> Opened:
        """What a QR text turns out to be."""
        return open_text(text, self.ring, self.base_link, self.clock.now())

    async def picture(self, certificate: Certificate) -> bytes:
        """PNG for the chat."""
        sample = not self.operator.is_official
        return await self._away(draw_picture, self._form(certificate.claims), certificate.text, sample=sample)

    async def document(self, certificate: Certificate) -> bytes:
        """PDF for the printer."""
        sample = not self.operator.is_official
        return await self._away(draw_pdf, self._form(certificate.claims), certificate.text, sample=sample)

    async def codes(self, picture: bytes) -> list[str]:
        """The QR codes in a picture; none in what is no picture."""
        try:
            return await self._away(read_codes, picture)
        except ScanError:
            return []

    def _form(self, claims: Claims) -> FormData:
        names = [country_name(words_of(language), claims.citizenship) for language in ("kk", "ru")]
        return FormData.of(
            claims,
            citizenship=" / ".join(dict.fromkeys(names)),
            operator=self.operator.name,
            fingerprint=self.ring.root_fingerprint,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A bot ready to run."""

    bot: Bot
    dispatcher: Dispatcher
    courier: Courier
    database: Database
    purge: retention.ForgetEnded

    async def run(self) -> None:
        """Poll, deliver and forget what is past its term, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._introduce())
            tasks.create_task(self.courier.run())
            tasks.create_task(self._purge_daily())
            tasks.create_task(poll(self.bot, self.dispatcher))

    async def _introduce(self) -> None:
        """A profile that could not be set is no reason not to serve."""
        try:
            await set_profile(self.bot)
        except TelegramAPIError as error:
            log.warning("profile not set", extra={"action": "profile", "error": type(error).__name__})

    async def _purge_daily(self) -> None:
        while True:
            await self.purge()
            await asyncio.sleep(A_DAY)


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """Open the database, the keys and the connection to Telegram; close them in reverse order."""
    clock = clock or RealClock(settings.zone)
    async with AsyncExitStack() as stack:
        database = await Database.open(settings.database_url, settings.secret_key.get_secret_value())
        stack.push_async_callback(database.close)
        bot = make_bot(settings)
        stack.push_async_callback(bot.session.close)
        me = await bot.me()
        operator = Operator(
            name=settings.operator_name,
            bin=settings.operator_bin,
            is_official=settings.official_issuer,
            username=me.username or "",
        )
        threads = stack.enter_context(ThreadPoolExecutor(DRAWERS, thread_name_prefix="workshop"))
        ring = open_keys(settings.keys_dir, clock.now(), settings.operator_code)
        workshop = Workshop(ring, f"https://t.me/{operator.username}", operator, clock, threads)
        yield _assemble(bot, database, clock, operator, workshop)


def make_bot(settings: Settings) -> Bot:
    """The client; anything but Telegram's own address is taken as a Bot API server's base."""
    session = AiohttpSession()
    if settings.telegram_api_url.rstrip("/") != TELEGRAM:
        session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url))
    session.middleware(Retrying())
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True))
    return Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)


def open_keys(folder: Path, now: datetime, issuer: str) -> KeyRing:
    """The operator's signing keys, made at the first start."""
    try:
        return keystore.load(folder)
    except KeysError:
        if (folder / keystore.ROOT_PUBLIC).exists():
            raise  # keys that are there and cannot be trusted are never replaced in silence
        return keystore.make(folder, now=now, issuer=issuer)


def _assemble(bot: Bot, database: Database, clock: Clock, operator: Operator, workshop: Workshop) -> App:
    begin, look, names = database.begin, database.look, RandomNames()
    read_draft, own_requests = drafts.ReadDraft(begin=look), requests.OwnRequests(begin=look)
    keep_card = requests.KeepCard(begin=begin)
    views = Views(clock=clock, operator=operator)
    check_link = certificates.CheckLink(begin=look, clock=clock)
    checker = Checker(
        check_link=check_link,
        check_text=certificates.CheckText(check_link=check_link, open_text=workshop.open),
        read_codes=workshop.codes,
        limit=PerMinute(CHECKS_A_MINUTE, time.monotonic),
    )
    sender = Certificates(
        bot=bot,
        make=certificates.MakeCertificate(begin=begin, sealer=workshop),
        picture=workshop.picture,
        document=workshop.document,
        operator=operator,
    )
    desk = HostDesk(
        open_request=open_request.OpenRequest(begin=begin, clock=clock),
        prove_host=open_request.ProveHost(begin=begin, clock=clock),
        read_host=hosting.ReadHost(begin=look, clock=clock),
        invite_guest=hosting.InviteGuest(begin=begin, names=names),
        keep_card=keep_card,
        views=views,
        operator=operator,
    )
    standing = Standing(
        read_draft=read_draft, own_requests=own_requests, keep_card=keep_card, views=views, desk=desk, clock=clock
    )
    use_cases = {
        "standing": standing,
        "operator": operator,
        "views": views,
        "checker": checker,
        "certificates_sender": sender,
        "keep_card": keep_card,
        "read_draft": read_draft,
        "own_requests": own_requests,
        "desk": desk,
        "doors": Doors(
            desk=desk, accept_invitation=hosting.AcceptInvitation(begin=begin, clock=clock), checker=checker
        ),
        "choose_language": talk.ChooseLanguage(begin=begin),
        "give_consent": talk.GiveConsent(begin=begin, clock=clock),
        "withdraw_consent": talk.WithdrawConsent(begin=begin, clock=clock),
        "answer_question": answer_question.AnswerQuestion(begin=begin, clock=clock),
        "say_basis": answer_question.SayBasis(begin=begin, clock=clock),
        "drop_draft": drafts.DropDraft(begin=begin),
        "mend_request": drafts.MendRequest(begin=begin, clock=clock),
        "send_request": send_request.SendRequest(begin=begin, clock=clock, names=names),
        "cancel_request": send_request.CancelRequest(begin=begin, clock=clock),
        "remind_host": send_request.RemindHost(begin=begin, clock=clock),
        "share_phone": open_request.SharePhone(begin=begin),
        "read_request": answer_consent.ReadRequestForHost(begin=look, clock=clock),
        "agree_to_guest": answer_consent.AgreeToGuest(begin=begin, clock=clock, names=names, keys=workshop),
        "refuse_guest": answer_consent.RefuseGuest(begin=begin, clock=clock),
        "own_certificates": certificates.OwnCertificates(begin=look),
    }
    deliverer = Deliverer(
        bot=bot,
        read_notice=notices.ReadNotice(begin=look, clock=clock),
        views=views,
        certificates=sender,
        keep_card=keep_card,
        expire_request=send_request.ExpireRequest(begin=begin, clock=clock),
    )
    courier = Courier(outbox=Outbox(database), deliverer=deliverer, clock=clock)
    database.on_owed = courier.wake
    dispatcher = make_dispatcher(
        FsmStorage(database),
        open_talk=talk.OpenTalk(begin=begin),
        standing=standing,
        clock=clock,
        use_cases=use_cases,
    )
    purge = retention.ForgetEnded(begin=begin, clock=clock)
    return App(bot=bot, dispatcher=dispatcher, courier=courier, database=database, purge=purge)
