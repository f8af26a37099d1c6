"""A day of the bot, at its most talkative: what it wrote into its log, and what its figures say, names nobody."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from bot.domain.person import Iin
from bot.watch.lines import Style, formatter
from tests.people import Person
from tests.readers import photo, reading
from tests.stories.test_imports import XLSX, guest_row, hotel_at, sheet_of
from tests.stories.test_languages import opens_and_consents
from tests.town import HOST_IIN, OTHER_IIN, TOKEN, Town, begin, hurry, link_in, open_town, sent
from tests.web.hosts import WEB, Browser, code_in, page_in

LANGUAGES = {"en": ("Zamorskij", "QX7654321"), "ru": ("Kolibrinskij", "QY1234987"), "kk": ("Popugaev", "QZ5550123")}
IINS, WEB_IIN = (HOST_IIN, "880110300008", "910708350025"), "790524400018"
GIVEN = "Svetozar"
STREET = "Kolokolchik"
HOSTS_NAME = "Kanarejkina Maria"
PHONE = "77019998877"
WEB_NAME = "Snegirjova Anna"
IN_PHOTO = ("SOROKIN", "VX4443332")
IN_SHEET = ("Dyatlov", "VZ9080706")
CHAT_TEXT = "my secret is a tit in the hand"
CANARIES = frozenset({
    *(word for both in LANGUAGES.values() for word in both), GIVEN, STREET, HOSTS_NAME, "Kanarejkina", PHONE, *IINS,
    WEB_IIN, OTHER_IIN, WEB_NAME, "Snegirjova", *IN_PHOTO, *IN_SHEET, CHAT_TEXT, "27.03.1990", "1990-03-27",
    "1990, 3, 27", TOKEN, TOKEN.partition(":")[2], "a-secret-that-only-this-test-town-knows",
})  # fmt: skip


@dataclass
class Log:
    """All that was written."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def lines(self) -> list[dict[str, object]]:
        """As a collector of logs reads them; each has to be an object."""
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@contextmanager
def written() -> Iterator[Log]:
    """As `tirkeu run` writes with LOG_FORMAT=json and LOG_LEVEL=DEBUG."""
    log, root = Log(), logging.getLogger()
    handler, level, others = logging.StreamHandler(log.stream), root.level, root.handlers
    handler.setFormatter(formatter(Style.JSON))
    root.handlers = [handler]  # pytest's own would write every record down once more
    root.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.handlers = others
        root.setLevel(level)


def leaks(text: str, *more: str) -> set[str]:
    """The canaries in a text, upper or lower case."""
    said = text.casefold()
    return {canary for canary in (*CANARIES, *more) if canary.casefold() in said}


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town whose bot serves pages and figures."""
    hurry(monkeypatch)
    monkeypatch.setattr("bot.telegram.retrying.PAUSES", (0.0, 0.0, 0.0))
    async with open_town(tmp_path, ground, ops_port=0, **WEB) as town:
        yield town


async def register(town: Town, number: int, language: str) -> tuple[Person, str]:
    """Everything typed, with slips on the way, in this language; the link for the host."""
    (family, document), iin = LANGUAGES[language], IINS[number]
    guest = await town.guest(1100 + number, family, language)
    await opens_and_consents(guest, language)
    await guest.send(CHAT_TEXT)
    for tap in ("m:register", "g:type", "p:citizenship:RUS"):
        await guest.tap(tap)
    for answer in ("12.11.2026", family, f"{family} 1", GIVEN, "-", f"{GIVEN} {family}", "27.03.1990"):
        await guest.send(answer)
    await guest.tap("p:document_kind:passport")
    for answer in (
        family,
        document,
        "27.03.2031",
        f"{iin[:-1]}{(int(iin[-1]) + 1) % 10}",
        iin,
        f"Almaty, {STREET} street 10",
    ):
        await guest.send(answer)
    for tap in ("p:premises:flat", "p:until:2027-02-09", "g:send"):
        await guest.tap(tap)
    return guest, link_in(guest)


async def agrees(town: Town, number: int, link: str, language: str) -> None:
    """A host in Telegram, after a wrong IIN."""
    host = await town.person(2100 + number, "Kanarejkina", language, phone=f"+{PHONE}")
    await host.open_link(link)
    await host.share_contact()
    await host.send(f"{OTHER_IIN} {HOSTS_NAME}")
    await host.send(f"{IINS[number]} {HOSTS_NAME}")
    [agree] = [data for data in datas(host) if data.startswith("r:agree:")][-1:]
    await host.tap(agree)


def datas(person: Person) -> list[str]:
    """What the buttons of a chat carry."""
    return [button["value"] for said in person.messages for row in said["buttons"] for button in row]


async def on_the_web(town: Town) -> Browser:
    """A host without Telegram: a wrong code, strange forms, then yes."""
    guest = await town.guest(1201, "Snegir")
    await sent(town, guest, host=Iin.parse(WEB_IIN))
    await guest.tap("My host has no Telegram")
    host = await Browser.to(town, page_in(guest))
    await host.open(f"?{WEB_NAME}={PHONE}")
    await host.type_code("000 000")
    await host.type_code(code_in(guest))
    await host.answer(iin=OTHER_IIN, name=WEB_NAME)
    await host.ask("POST", f"{host.path}/answer", data=f"{WEB_NAME}=%ff{PHONE}".encode())
    await host.ask("GET", f"/{WEB_NAME}/{PHONE}")
    await host.open()
    await host.answer(iin=WEB_IIN, name=WEB_NAME)
    await guest.wait_for("The same certificate for printing")
    return host


async def by_photo(town: Town) -> None:
    """A passport in a photo, read with doubts; and pictures that are none."""
    guest = await town.guest(1301, "Sorokin")
    await begin(guest)
    await guest.tap("Register me at an address")
    assert town.reader is not None
    town.reader.answers = [reading(surname=IN_PHOTO[0], number=IN_PHOTO[1])]
    await guest.send_photo(photo(), caption=CHAT_TEXT)
    await guest.send_photo(photo(10))
    await guest.send_document(CHAT_TEXT.encode(), f"{IN_PHOTO[0]}.pdf")


async def from_a_sheet(town: Town) -> None:
    """A hotel's file with good rows and bad ones."""
    hotel = await town.host(2301)
    await hotel_at(town, hotel)
    await hotel.start()
    await hotel.tap("Someone will live at my place")
    await hotel.tap("Guests from a spreadsheet")
    row = guest_row(1, family_name=IN_SHEET[0], document_number=IN_SHEET[1])
    sheet = sheet_of(row, row, guest_row(2, born=CHAT_TEXT), guest_row(3, family_name=f"={IN_SHEET[0]}"))
    await hotel.send_document(sheet, f"{IN_SHEET[0]}.xlsx", XLSX)
    await hotel.tap("Agree and file 1 guest")


async def with_faults(town: Town, guest: Person, patch: pytest.MonkeyPatch) -> None:
    """Storage that fails over what it was given, Telegram that fails in every way, a task that nobody waits for."""

    async def broken(*given: object, **named: object) -> None:
        raise RuntimeError(f"made to fail over {given} {named} {CANARIES}")

    guest.patience = 0.5  # not every deed is answered
    with patch.context() as fault:
        fault.setattr("storage.fsm.FsmStorage.set_state", broken)
        await guest.send("/menu")
        fault.setattr("storage.chats.SqlChats.get", broken)
        await guest.send(f"{GIVEN} {CHAT_TEXT}")
    for kind in ("429", "500", "403", "drop", "timeout"):
        town.simulator.faults.add("sendMessage", kind, chat_id=guest.id)  # type: ignore[arg-type]
        await guest.send(CHAT_TEXT)
    asyncio.get_running_loop().create_task(broken(GIVEN), name=HOSTS_NAME)
    await asyncio.sleep(0)
    with patch.context() as fault:
        fault.setattr("bot.telegram.notices.Deliverer.deliver", broken)
        await town.time_passes(days=30)


async def figures(town: Town) -> str:
    """All three pages."""
    assert town.running.watch is not None
    base, pages = f"http://127.0.0.1:{town.running.watch.server.port}", []
    async with aiohttp.ClientSession() as session:
        for path in ("/metrics", "/readyz", f"/{HOSTS_NAME}"):
            async with session.get(base + path) as answer:
                pages.append(await answer.text())
    return "\n".join(pages)


@pytest.mark.long
async def test_a_day_names_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three languages, slips, refusals, a web page, a photo, a spreadsheet, faults: the log has codes and numbers."""
    with written() as log:
        for number, language in enumerate(LANGUAGES):
            guest, link = await register(town, number, language)
            await agrees(town, number, link, language)
        host = await on_the_web(town)
        await by_photo(town)
        await from_a_sheet(town)
        await with_faults(town, guest, monkeypatch)
        shown = await figures(town)
        await town.restart_bot()

    text = log.stream.getvalue()
    secrets = (link.partition("?start=")[2], host.path.rpartition("/")[2])
    assert len(log.lines) > 300
    assert all(len(secret) > 8 for secret in secrets)
    assert leaks(text, *secrets) == set()
    assert leaks(shown, *secrets) == set()
    happened = {str(line.get("outcome")) for line in log.lines} | {str(line["event"]) for line in log.lines}
    assert {"handled", "refused", "failed", "update failed", "notice not sent"} <= happened
    assert 'tirkeu_request_events_total{kind="granted"} 5.0' in shown


async def test_the_check_itself_sees_a_leak(town: Town) -> None:
    """A name that one of our own lines quoted would be found; a library's would not come so far."""
    with written() as log:
        logging.getLogger("bot.telegram.flow").warning("asked %s for the next answer", LANGUAGES["en"][0])
        logging.getLogger("aiohttp.access").warning("GET /%s", WEB_NAME)

    assert leaks(log.stream.getvalue()) == {LANGUAGES["en"][0]}


async def test_one_update_is_one_id_in_the_log(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault and the end of the update that met it bear the same id; the next update has another one."""

    async def broken(*given: object) -> None:
        raise RuntimeError("made to fail")

    guest = await town.guest()
    with written() as log:
        await begin(guest)
        with monkeypatch.context() as fault:
            fault.setattr("storage.drafts.SqlDrafts.get", broken)
            await guest.tap("Register me at an address")
        await guest.send("/menu")

    ours = [line for line in log.lines if line.get("action") == "update"]
    [failed] = [line["request_id"] for line in ours if line["event"] == "update failed"]
    assert [line["outcome"] for line in ours if line["request_id"] == failed and "outcome" in line] == ["failed"]
    ended = [line["request_id"] for line in ours if "outcome" in line]
    assert len(set(ended)) == len(ended) >= 4
