"""The only file that knows everyone: settings in, a running bot out."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysError
from bot.config import TELEGRAM, Settings
from bot.domain.operator import Operator
from bot.machine.clock import RealClock
from bot.machine.names import RandomNames
from bot.machine.passports import PassportReaders, cores
from bot.machine.workshop import Workshop
from bot.registration import (
    answer_consent,
    answer_question,
    certificates,
    drafts,
    guest_lists,
    host_duties,
    hosting,
    new_address,
    notices,
    open_request,
    passports,
    prospects,
    requests,
    retention,
    send_request,
    talk,
    travels,
)
from bot.registration.ports import Clock, PassportReader
from bot.telegram.calendars import Calendars
from bot.telegram.certificates import Certificates
from bot.telegram.checking import Checker
from bot.telegram.counter import DayCounter
from bot.telegram.courier import Courier
from bot.telegram.desk import HostDesk
from bot.telegram.dispatcher import make_dispatcher
from bot.telegram.doors import Doors
from bot.telegram.duties import DutyDesk
from bot.telegram.envelopes import KeptEnvelopes
from bot.telegram.guest_lists import GuestListDesk
from bot.telegram.limits import PerMinute
from bot.telegram.notices import Deliverer
from bot.telegram.passports import PassportDesk
from bot.telegram.polling import poll
from bot.telegram.profile import set_profile
from bot.telegram.retrying import Retrying
from bot.telegram.standing import Standing
from bot.telegram.views import Views
from storage.database import Database
from storage.fsm import FsmStorage
from storage.outbox import Outbox

log = logging.getLogger(__name__)
CHECKS_A_MINUTE = 20  # the seal's format, section 4.4
DRAWERS = 2
BEFORE_AGAIN = 5.0  # seconds
A_DAY = 24 * 60 * 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A bot ready to run."""

    bot: Bot
    dispatcher: Dispatcher
    courier: Courier
    database: Database
    purge: retention.ForgetEnded
    workshop: Workshop

    async def run(self) -> None:
        """Poll, deliver and forget what is past its term, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for name, work in self._works().items():
                tasks.create_task(_keep_going(name, work))

    def _works(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {
            "poll": lambda: poll(self.bot, self.dispatcher),
            "deliver": self.courier.run,
            "introduce": lambda: set_profile(self.bot),
            "warm up": self.workshop.warm_up,
            "purge": self._purge_daily,
        }

    async def _purge_daily(self) -> None:
        while True:
            await self.purge()
            self.workshop.warn_of_ending_key()
            await asyncio.sleep(A_DAY)


async def _keep_going(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Begin again after a fault: a database that is locked for a minute must not end the bot."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person
            log.error("begins again", extra={"action": name, "error": type(error).__name__})
            await asyncio.sleep(BEFORE_AGAIN)
        else:
            return


@asynccontextmanager
async def open_app(
    settings: Settings, clock: Clock | None = None, reader: PassportReader | None = None
) -> AsyncIterator[App]:
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
        threads = stack.enter_context(ThreadPoolExecutor(DRAWERS, thread_name_prefix="draw"))
        ahead = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="derive"))
        ring = open_keys(settings.keys_dir, clock.now(), settings.operator_code)
        workshop = Workshop(ring, f"https://t.me/{operator.username}", operator, clock, threads, ahead)
        if reader is None:
            reader = readers = PassportReaders(clock.today)
            stack.push_async_callback(readers.close)
        yield _assemble(bot, database, clock, operator, workshop, reader)


def make_bot(settings: Settings) -> Bot:
    """The client; anything but Telegram's own address is taken as a Bot API server's base."""
    base = settings.telegram_api_url.rstrip("/")
    session = AiohttpSession() if base == TELEGRAM else AiohttpSession(api=TelegramAPIServer.from_base(base))
    session.middleware(Retrying())
    session.middleware(KeptEnvelopes())
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


def _assemble(
    bot: Bot, database: Database, clock: Clock, operator: Operator, workshop: Workshop, reader: PassportReader
) -> App:
    parts = _Parts(bot, database, clock, operator, workshop, reader)
    courier = Courier(outbox=Outbox(database), deliverer=parts.deliverer(), clock=clock)
    database.on_owed = courier.wake
    dispatcher = make_dispatcher(
        FsmStorage(database),
        open_talk=talk.OpenTalk(look=database.look, begin=database.begin, clock=clock),
        standing=parts.standing,
        clock=clock,
        use_cases=parts.by_name(),
    )
    expire = send_request.ExpireRequest(begin=database.begin, clock=clock)
    purge = retention.ForgetEnded(begin=database.begin, clock=clock, expire_request=expire)
    return App(bot=bot, dispatcher=dispatcher, courier=courier, database=database, purge=purge, workshop=workshop)


class _Parts:
    """All that handlers and courier ask for, each made once. What only shows reads by `look`, which waits for none."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        clock: Clock,
        operator: Operator,
        workshop: Workshop,
        reader: PassportReader,
    ) -> None:
        self.begin, self.look = database.begin, database.look
        self.bot, self.clock, self.operator, self.workshop, self.reader = bot, clock, operator, workshop, reader
        self.names = RandomNames()
        self.views = Views(clock=clock, operator=operator)
        self.read_draft = drafts.ReadDraft(begin=self.look)
        self.own_requests = requests.OwnRequests(begin=self.look)
        self.keep_card = requests.KeepCard(begin=self.begin)
        self.checker = self._checker()
        self.sender = self._sender()
        self.desk = self._desk()
        self.duties = DutyDesk(
            read_prospect=prospects.ReadProspect(begin=self.look, clock=clock),
            read_host_duties=host_duties.ReadHostDuties(begin=self.look, clock=clock),
            clock=clock,
        )
        self.day_counter = DayCounter(
            read_prospect=self.duties.read_prospect,
            add_trip=travels.AddTrip(begin=self.begin, clock=clock),
            remove_trip=travels.RemoveTrip(begin=self.begin, clock=clock),
            draw=workshop.timeline,
        )
        self.guest_list_desk = GuestListDesk(
            open_list=guest_lists.OpenGuestList(look=self.look),
            read_photos=guest_lists.ReadGuestPhotos(look=self.look, clock=clock, reader=reader, at_once=cores()),
            clock=clock,
        )
        self.standing = Standing(
            read_draft=self.read_draft,
            own_requests=self.own_requests,
            keep_card=self.keep_card,
            views=self.views,
            desk=self.desk,
            duties=self.duties,
            day_counter=self.day_counter,
            guest_lists=self.guest_list_desk,
            clock=clock,
        )

    def _checker(self) -> Checker:
        check_link = certificates.CheckLink(begin=self.look, clock=self.clock)
        return Checker(
            check_link=check_link,
            check_text=certificates.CheckText(check_link=check_link, open_text=self.workshop.open),
            read_codes=self.workshop.codes,
            limit=PerMinute(CHECKS_A_MINUTE, time.monotonic),
        )

    def _sender(self) -> Certificates:
        return Certificates(
            bot=self.bot,
            make=certificates.MakeCertificate(begin=self.begin, sealer=self.workshop),
            picture=self.workshop.picture,
            document=self.workshop.document,
            operator=self.operator,
        )

    def _desk(self) -> HostDesk:
        return HostDesk(
            open_request=open_request.OpenRequest(begin=self.begin, clock=self.clock),
            prove_host=open_request.ProveHost(begin=self.begin, clock=self.clock),
            read_host=hosting.ReadHost(begin=self.look, clock=self.clock),
            invite_guest=hosting.InviteGuest(begin=self.begin, names=self.names),
            keep_card=self.keep_card,
            views=self.views,
            operator=self.operator,
            prepare=self.workshop.prepare,
        )

    def _passport_desk(self) -> PassportDesk:
        return PassportDesk(
            read_photo=passports.ReadPassportPhoto(
                begin=self.begin, look=self.look, clock=self.clock, reader=self.reader
            ),
            read_draft=self.read_draft,
            draw=self.workshop.pictogram,
            clock=self.clock,
        )

    def deliverer(self) -> Deliverer:
        """For the courier."""
        return Deliverer(
            bot=self.bot,
            read_notice=notices.ReadNotice(begin=self.look, clock=self.clock),
            views=self.views,
            certificates=self.sender,
            keep_card=self.keep_card,
            expire_request=send_request.ExpireRequest(begin=self.begin, clock=self.clock),
            prepare=self.workshop.prepare,
        )

    def by_name(self) -> dict[str, object]:
        """For the handlers, which ask by the name of a parameter."""
        begin, look, clock, names = self.begin, self.look, self.clock, self.names
        invitation = hosting.AcceptInvitation(begin=begin, clock=clock)
        return {
            "operator": self.operator,
            "views": self.views,
            "checker": self.checker,
            "certificates_sender": self.sender,
            "keep_card": self.keep_card,
            "read_draft": self.read_draft,
            "own_requests": self.own_requests,
            "standing": self.standing,
            "desk": self.desk,
            "doors": Doors(desk=self.desk, accept_invitation=invitation, checker=self.checker),
            "choose_language": talk.ChooseLanguage(begin=begin),
            "give_consent": talk.GiveConsent(begin=begin, clock=clock),
            "withdraw_consent": talk.WithdrawConsent(begin=begin, clock=clock),
            "answer_question": answer_question.AnswerQuestion(begin=begin, clock=clock),
            "say_basis": answer_question.SayBasis(begin=begin, clock=clock),
            "drop_draft": drafts.DropDraft(begin=begin, clock=clock),
            "mend_request": drafts.MendRequest(begin=begin, clock=clock),
            "send_request": send_request.SendRequest(begin=begin, clock=clock, names=names),
            "cancel_request": send_request.CancelRequest(begin=begin, clock=clock),
            "remind_host": send_request.RemindHost(begin=begin, clock=clock),
            "share_phone": open_request.SharePhone(begin=begin, clock=clock),
            "read_request": answer_consent.ReadRequestForHost(begin=look, clock=clock),
            "agree_to_guest": answer_consent.AgreeToGuest(begin=begin, clock=clock, names=names, keys=self.workshop),
            "refuse_guest": answer_consent.RefuseGuest(begin=begin, clock=clock),
            "own_certificates": certificates.OwnCertificates(begin=look),
            "passport_desk": self._passport_desk(),
            "look_at_field": passports.LookAtField(begin=begin, clock=clock),
            "correct_field": passports.CorrectField(begin=begin, clock=clock),
            "accept_passport": passports.AcceptPassport(begin=begin, clock=clock),
            "drop_passport": passports.DropPassport(begin=begin),
            "guest_list_desk": self.guest_list_desk,
            "duty_desk": self.duties,
            "day_counter": self.day_counter,
            "calendars": Calendars(
                read_prospect=self.duties.read_prospect, read_host_duties=self.duties.read_host_duties, clock=clock
            ),
            "say_moved": travels.SayMoved(begin=begin, clock=clock),
            "register_anew": new_address.RegisterAnew(begin=begin, clock=clock),
            "notify_done": host_duties.NotifyDone(begin=begin, clock=clock),
            "read_host_duty": host_duties.ReadHostDuty(begin=look, clock=clock),
        }
