"""Updates pushed to the bot instead of being asked for: taken from the right place only, stored, then handled."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendMessage
from aiohttp import ClientSession

from bot.machine.webhook_secret import webhook_secret
from bot.telegram import intake
from bot.telegram.intake import Intake
from bot.web import webhook
from bot.web.webhook import LARGEST_UPDATE, SECRET_HEADER
from storage.inbox import Inbox
from tests.people import Person
from tests.town import (
    FIRST_AFTER,
    SECRET,
    Town,
    agreed,
    answered,
    at_review,
    begin,
    host_proves,
    hurry,
    open_town,
    request_sent,
)
from tests.workers.crew import wait_for_hands

HERE = "127.0.0.0/8"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def pushed_town(folder: Path, ground: Path, **settings: Any) -> AsyncIterator[Town]:
    """A town whose bot is pushed its updates."""
    port = free_port()
    pushed = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "web_port": port, "webhook_from": HERE}
    async with open_town(folder, ground, **(pushed | settings)) as town:
        await is_pushed(town)
        yield town


async def is_pushed(town: Town) -> None:
    """Wait until the bot has told Telegram where it listens, and does."""
    async with asyncio.timeout(10):
        while not town.simulator.world.webhook.url or not await listens(town.settings["web_port"]):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.01)


async def listens(port: int) -> bool:
    try:
        _, line = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    line.close()
    return True


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    hurry(monkeypatch)
    async with pushed_town(tmp_path, ground) as town:
        wait_for_hands(monkeypatch, lambda: [town.app])
        yield town


def rows(town: Town) -> list[tuple[int, int, bytes | None, str | None]]:
    with town.books() as books:
        return list(books.execute("SELECT id, chat, body, handled_at FROM inbox ORDER BY id"))


async def all_is_handled(town: Town) -> None:
    async with asyncio.timeout(10):
        while any(handled is None for *_, handled in rows(town)):  # noqa: ASYNC110 - nothing tells when it is
            await asyncio.sleep(0.01)


def update_of(person: int, number: int, text: str) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Pyotr", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Pyotr"}
    message = {"message_id": number, "date": 1_795_000_000, "chat": chat, "from": who, "text": text}
    return {"update_id": number, "message": message}


async def push(town: Town, body: bytes, *, method: str = "POST", **headers: str) -> int:
    """What the webhook says; with the right secret, unless told otherwise."""
    url = str(town.settings["webhook_url"])
    shown = {SECRET_HEADER: webhook_secret(SECRET), "Content-Type": "application/json"}
    shown |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with ClientSession() as session, session.request(method, url, data=body, headers=shown) as answer:
        assert await answer.read() == b""
        return answer.status


async def test_a_registration_by_pushed_updates(town: Town, guest: Person, host: Person) -> None:
    """Guest and host get to the certificate as with polling; of what they said nothing stays in the inbox."""
    link = await request_sent(guest)
    await host_proves(host, link)
    await host.tap("Agree")
    await guest.wait_for("Your registration certificate")

    await all_is_handled(town)
    kept = rows(town)
    assert len(kept) > 20
    assert all((chat, body) == (0, None) for _, chat, body, _ in kept)


async def test_what_is_pushed_waits_sealed(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is handled, the file shows whose update waits, and not a word of it."""
    await begin(guest)
    monkeypatch.setattr(Intake, "_handle", hang)
    monkeypatch.setattr(intake, "FAREWELL", 0.0)
    guest.patience = 0.1
    await guest.send("Canaryevich")

    [*_, (_, chat, body, handled_at)] = rows(town)
    assert (chat, handled_at) == (guest.id, None)
    assert body is not None
    assert b"Canaryevich" not in body


async def hang(*_: object) -> None:
    await asyncio.Event().wait()


STRANGE: dict[str, tuple[bytes, int]] = {
    "no JSON": (b"{", 400),
    "no UTF-8": (b'{"update_id": 1, "a": "\xff"}', 400),
    "a list": (b"[1]", 400),
    "no number": (b'{"message": {}}', 400),
    "a number in words": (b'{"update_id": "7"}', 400),
    "true": (b'{"update_id": true}', 400),
    "a huge number": (b'{"update_id": 1' + b"0" * 5000 + b"}", 400),
    "a number no database counts": (b'{"update_id": 9223372036854775808}', 400),
    "endless depth": (b'{"update_id": 7, "message": ' + b"[" * 100_000, 400),
    "too much": (b" " * (LARGEST_UPDATE + 1), 413),
    "nothing": (b"", 400),
}


async def test_strange_pushes_are_refused(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """What has no update's number is answered by a status without a word, stored nowhere, and no fault of ours."""
    assert {name: await push(town, body) for name, (body, _) in STRANGE.items()} == {
        name: status for name, (_, status) in STRANGE.items()
    }
    assert rows(town) == []
    assert "Traceback" not in caplog.text


async def test_only_telegram_may_push(town: Town) -> None:
    """Without the secret, by another method, or at another address nothing is taken."""
    update = json.dumps(update_of(7, 7, "/start")).encode()

    assert await push(town, update, **{SECRET_HEADER: "wrong"}) == 401
    assert await push(town, update, **{SECRET_HEADER: ""}) == 401
    assert await push(town, update, **{SECRET_HEADER: "ключ"}) == 401
    assert await push(town, b"", method="GET") == 405
    assert await push(town, update, method="PUT") == 405
    assert rows(town) == []


async def test_only_from_telegrams_networks(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From elsewhere nothing is taken, secret or not; behind a proxy of ours its word counts, nobody else's does."""
    hurry(monkeypatch)
    async with pushed_town(tmp_path, ground, webhook_from="149.154.160.0/20") as town:
        update = json.dumps({"update_id": 7}).encode()

        assert await push(town, update) == 403
        assert await push(town, update, X_Forwarded_For="203.0.113.5") == 403
        assert await push(town, update, X_Forwarded_For="149.154.160.1, 203.0.113.5") == 403
        assert await push(town, update, X_Forwarded_For="nonsense") == 403
        assert await push(town, update, X_Forwarded_For="203.0.113.5, 149.154.160.1") == 200


async def test_an_update_that_means_nothing_to_us_is_taken(town: Town, guest: Person) -> None:
    """A kind of update that is not known yet, or is broken inside, is never pushed again, and holds up nobody."""
    assert await push(town, b'{"update_id": 7, "telepathy": {"from": {"id": 1001}}}') == 200
    assert await push(town, b'{"update_id": 8, "message": {"chat": {"id": 1001}, "date": "tomorrow"}}') == 200
    await all_is_handled(town)

    await guest.start()
    assert "Choose your language" in guest.sees()


async def test_an_update_twice_is_handled_once(town: Town, guest: Person) -> None:
    """Pushed again, at once or after it was handled, an update is answered 200 and does nothing."""
    await begin(guest)
    update = json.dumps(update_of(guest.id, 7, "/start")).encode()
    before = await guest.bot_messages()

    assert await asyncio.gather(*(push(town, update) for _ in range(5))) == [200] * 5
    await all_is_handled(town)
    assert await push(town, update) == 200
    await all_is_handled(town)
    await guest.quiet()

    assert await guest.bot_messages() == before + 1


async def test_an_update_in_hand_when_the_bot_stops_is_handled_by_the_next(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that is stopped in the middle of an update leaves it to its next start; nothing is asked of the person."""
    await at_review(town, guest)
    monkeypatch.setattr(intake, "FAREWELL", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr(Dispatcher, "feed_update", hang)
        guest.patience = 0.1
        await guest.tap("Send to my host")
        await town.stop_bot()
    await town.start_bot()

    guest.patience = 10
    await guest.wait_for("sent, the host has not opened it yet")


async def test_what_is_in_hand_when_the_bot_stops_is_finished(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that is told to stop takes nothing more, and answers first those whose updates it has begun."""
    await at_review(town, guest)
    feed, begun = Dispatcher.feed_update, asyncio.Event()

    async def slowly(*arguments: Any, **named: Any) -> Any:
        begun.set()
        await asyncio.sleep(0.2)
        return await feed(*arguments, **named)

    monkeypatch.setattr(Dispatcher, "feed_update", slowly)
    guest.patience = 0.1
    tapping = asyncio.create_task(guest.tap("Send to my host"))
    await begun.wait()
    await town.stop_bot()
    await tapping

    guest.patience = 10
    await guest.wait_for("sent, the host has not opened it yet")
    assert all(handled is not None for *_, handled in rows(town))


async def test_an_update_that_fails_is_tried_again(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the bot cannot answer, what was sent waits, in order, and is answered when it can."""
    await answered(town, guest, given_names=None, patronymic=None)
    await guest.tap("Continue")
    failures(monkeypatch, lambda tries: tries <= 3)

    await guest.send("Pyotr")
    await guest.send("-")

    await guest.wait_for("Check your answers")


async def test_an_update_that_always_fails_is_set_aside(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """After eight tries it is given up, by its kind in the log, and its chat goes on."""
    await begin(guest)
    with monkeypatch.context() as broken:
        tried = failures(broken, lambda tries: True)
        assert await push(town, json.dumps(update_of(guest.id, 7, "Canaryevich")).encode()) == 200
        await all_is_handled(town)

    assert len(tried) == intake.MOST_TRIES
    assert "update set aside" in caplog.text
    assert "Canaryevich" not in caplog.text
    await guest.start()
    assert "What would you like to do?" in guest.last()


async def test_no_pause_follows_the_last_try(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat goes on as soon as an update of it is given up: there are pauses between tries only."""
    await begin(guest)
    with monkeypatch.context() as broken:
        failures(broken, lambda tries: True)
        broken.setattr(intake, "MOST_TRIES", 1)
        broken.setattr(intake, "FIRST_PAUSE", 60)
        assert await push(town, json.dumps(update_of(guest.id, 7, "yes")).encode()) == 200
        await all_is_handled(town)


@pytest.mark.parametrize("kind", [TelegramForbiddenError, TelegramBadRequest])
async def test_what_telegram_refuses_is_not_tried_again(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: type[Exception]
) -> None:
    """It would refuse it again: the update is done after one try, by the kind of the fault in the log."""
    await begin(guest)
    refused = kind(method=SendMessage(chat_id=guest.id, text=""), message="Canaryevich")
    with monkeypatch.context() as broken:
        tried = failures(broken, lambda tries: True, refused)
        assert await push(town, json.dumps(update_of(guest.id, 7, "/menu")).encode()) == 200
        await all_is_handled(town)

    assert len(tried) == 1
    assert [record.error for record in caplog.records if record.getMessage() == "update failed"] == [kind.__name__]
    assert "Canaryevich" not in caplog.text


@pytest.mark.parametrize("is_blocked", [False, True], ids=["400", "403"])
async def test_a_group_where_the_bot_may_not_write(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_blocked: bool
) -> None:
    """A command there is done after one try, and is no fault of ours: the group hears nothing."""
    tried = failures(monkeypatch, lambda tries: False)
    if is_blocked:
        town.simulator.faults.add("sendmessage", "403", times=intake.MOST_TRIES)
    said = update_of(7, 7, "/start")
    said["message"]["chat"] = {
        "id": -7,
        "type": "group",
        "title": "Pyotr and others",
    }  # not known to the simulator: 400

    assert await push(town, json.dumps(said).encode()) == 200
    await all_is_handled(town)

    assert len(tried) == 1
    assert "update failed" not in caplog.text


def failures(patch: pytest.MonkeyPatch, fails: Callable[[int], bool], error: Exception | None = None) -> list[int]:
    """Let the dispatcher fail at such tries, without long pauses between them."""
    feed, tries = Dispatcher.feed_update, list[int]()

    async def fail(*arguments: Any, **named: Any) -> Any:
        tries.append(len(tries) + 1)
        if fails(tries[-1]):
            raise error or OSError("Canaryevich")
        return await feed(*arguments, **named)

    patch.setattr(Dispatcher, "feed_update", fail)
    patch.setattr(intake, "FIRST_PAUSE", 0.001)
    return tries


async def test_a_push_that_cannot_be_stored_is_asked_for_again(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is gone, or more comes than can be stored, pushes are answered 503, and none is lost."""
    await begin(guest)
    with monkeypatch.context() as full:
        full.setattr(webhook, "MOST_AT_ONCE", 0)
        assert await push(town, json.dumps(update_of(7, 7, "/start")).encode()) == 503
    with monkeypatch.context() as gone:
        inbox = town.running.coming.intake.inbox
        assert isinstance(inbox, Inbox)
        gone.setattr(inbox._store, "work", no_database)
        guest.patience = 0.3
        await guest.start()
        assert town.simulator.world.webhook.last_error.endswith("503 Service Unavailable")

    guest.patience = 10
    await guest.wait_for("What would you like to do?")


async def no_database(*_: object) -> list[None]:
    raise OSError("no route to Canaryevich")


async def test_nothing_of_one_who_withdrew_stays_in_the_inbox(town: Town, guest: Person, host: Person) -> None:
    """After /withdraw no row leads to the chat, and no word is left, though the very wish was an update itself."""
    await agreed(town, guest, host)
    await guest.send("/withdraw")
    await guest.tap("Delete my data")
    assert "Your data are deleted" in guest.last()

    await all_is_handled(town)
    assert all((chat, body) == (0, None) for _, chat, body, _ in rows(town))


async def test_the_numbers_of_handled_updates_are_forgotten(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are kept as long as Telegram may bring one again, and not longer."""
    monkeypatch.setattr(FIRST_AFTER, 0)
    await begin(guest)
    await all_is_handled(town)
    town.clock.move(hours=24)
    await town.restart_bot()
    assert len(rows(town)) >= 3

    town.clock.move(hours=2)
    await town.restart_bot()
    async with asyncio.timeout(5):
        while rows(town):  # noqa: ASYNC110 - nothing tells when they are gone
            await asyncio.sleep(0.01)


async def test_back_to_polling(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without WEBHOOK_URL Telegram is told to push no more; what was pushed, and what still waits there, is handled."""
    await answered(town, guest, given_names=None, patronymic=None)
    await guest.tap("Continue")
    monkeypatch.setattr(intake, "FAREWELL", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr(Dispatcher, "feed_update", hang)
        guest.patience = 0.1
        await guest.send("Pyotr")
        await town.stop_bot()
    await guest.start()
    town.settings.clear()
    await town.start_bot()

    guest.patience = 10
    await guest.wait_for("12 of 13 answers are kept")
    assert not town.simulator.world.webhook.url
