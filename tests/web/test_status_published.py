"""The status list and the key list over real HTTP, as a checker anywhere fetches them."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.__main__ import main
from bot.certificate import keystore
from bot.certificate.keys import KeyUse, read_list
from bot.certificate.seal import open_text
from bot.certificate.status_list import FRESH_FOR, StatusList, read_status_list
from bot.certificate.verdict import Verdict
from bot.domain.certificate import CertificateStatus
from bot.web.status import LOOK_EVERY, RENEWED_AFTER
from storage.certificates import SqlCertificates
from tests.people import Person
from tests.town import KEYS, Town, agreed, hurry, open_town
from tests.web.hosts import WEB, base_of

URI = "http://127.0.0.1/status/1"


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town whose bot serves pages."""
    hurry(monkeypatch)
    async with open_town(tmp_path, ground, **WEB) as town:
        yield town


async def fetch(
    town: Town, path: str = "/status/1", method: str = "GET", **headers: str
) -> tuple[int, Mapping[str, str], bytes]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, await base_of(town) + path, headers=headers) as answer,
    ):
        return answer.status, answer.headers, await answer.read()


async def listed(town: Town) -> StatusList:
    _, _, body = await fetch(town)
    return read_status_list(body, ring=keystore.load(town.folder / KEYS), uri=URI, now=town.clock.now())


async def registered(town: Town) -> tuple[Person, int, str]:
    """A guest with a certificate: the request's number, and the text of the code."""
    guest, host = await town.guest(), await town.host()
    await agreed(town, guest, host)
    [case] = await town.requests_of(guest)
    async with town.running.database.look() as work:
        text = await work.certificates.text(case.number)
    assert text is not None
    return guest, case.number, text


async def becomes(town: Town, number: int, status: CertificateStatus) -> None:
    async with town.running.database.begin() as work:
        await work.certificates.set_status(number, status)
        await work.commit()


async def test_what_happens_to_a_certificate_is_in_the_list_seconds_later(town: Town) -> None:
    """Valid, lost, found again, ended, replaced: a checker who holds only keys and list says what the bot would say."""
    _, number, text = await registered(town)
    ring, base = keystore.load(town.folder / KEYS), town.running.workshop.base_link
    said = {}
    for status in CertificateStatus:
        await becomes(town, number, status)
        town.clock.move(seconds=LOOK_EVERY.total_seconds())
        said[status] = open_text(text, ring, base, town.clock.now(), (await listed(town)).lookup).verdict

    assert said == {
        CertificateStatus.VALID: Verdict.VALID,
        CertificateStatus.REVOKED: Verdict.REVOKED,
        CertificateStatus.SUSPENDED: Verdict.SUSPENDED,
        CertificateStatus.SUPERSEDED: Verdict.SUPERSEDED,
        CertificateStatus.ENDED: Verdict.REVOKED,
        CertificateStatus.DOCUMENT_LOST: Verdict.SUSPENDED,
    }


async def test_the_list_is_kept_by_who_has_it_and_made_anew_before_it_is_stale(town: Town) -> None:
    """304 for the same list, another one after half of its time or when a status has changed, HEAD without a body."""
    status, headers, body = await fetch(town)
    assert (status, headers["Content-Type"]) == (200, "application/statuslist+cwt")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"].startswith("public, max-age=60, stale-while-revalidate=600, stale-if-error=43200")

    town.clock.move(seconds=60)
    again, kept, nothing = await fetch(town, **{"If-None-Match": f'"other", W/{headers["ETag"]}'})
    assert (again, kept["ETag"], nothing) == (304, headers["ETag"], b"")
    looked, head, nothing = await fetch(town, method="HEAD")
    assert (looked, head["Content-Length"], nothing) == (200, str(len(body)), b"")
    asked, allowed, _ = await fetch(town, method="OPTIONS")
    assert (asked, allowed["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert (await fetch(town, method="POST"))[0] == 405

    town.clock.move(seconds=RENEWED_AFTER.total_seconds())
    status, renewed, _ = await fetch(town, **{"If-None-Match": headers["ETag"]})
    assert status == 200
    assert renewed["ETag"] != headers["ETag"]
    assert (await listed(town)).issued_at == town.clock.now()


async def test_a_clock_that_was_put_back_holds_up_no_list(town: Town) -> None:
    """The next who asks gets a list of the time that is now, and with it what has happened since."""
    town.clock.move(hours=1)  # the key that signs was made at noon
    _, number, text = await registered(town)
    ring, base = keystore.load(town.folder / KEYS), town.running.workshop.base_link
    first = await listed(town)
    await becomes(town, number, CertificateStatus.REVOKED)

    town.clock.move(minutes=-30)

    again = await listed(town)
    assert again.issued_at == town.clock.now() < first.issued_at
    at_the_checkers = first.issued_at
    assert open_text(text, ring, base, at_the_checkers, again.lookup).verdict is Verdict.REVOKED
    town.clock.move(minutes=-10)  # nothing has happened, and still its time is not one to come
    assert (await listed(town)).issued_at == town.clock.now()


async def test_without_the_database_the_last_list_is_given_until_it_is_stale(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours gives an older list for as long as it may be relied on, then none; it heals by itself."""

    async def fails(_certificates: SqlCertificates) -> None:
        raise OSError("disk of Ivanov")

    _, before, _ = await fetch(town)
    with monkeypatch.context() as broken:
        broken.setattr(SqlCertificates, "listed", fails)
        town.clock.move(seconds=(FRESH_FOR - timedelta(seconds=30)).total_seconds())
        status, headers, _ = await fetch(town)
        assert (status, headers["ETag"]) == (200, before["ETag"])
        assert headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30, stale-if-error=30"
        town.clock.move(seconds=30)
        assert (await fetch(town))[0] == 503
    assert (await fetch(town))[0] == 200
    assert "Ivanov" not in caplog.text


async def test_nothing_personal_is_published_or_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """With a registration in the database neither list, nor what is logged meanwhile, holds a word of it."""
    caplog.set_level(logging.DEBUG)
    guest, number, _ = await registered(town)
    await becomes(town, number, CertificateStatus.REVOKED)
    _, _, statuses = await fetch(town)
    _, headers, keys = await fetch(town, "/keys.json")

    private = {
        path.read_bytes().splitlines()[1] for path in (town.folder / KEYS).glob("*.pem") if "root_" not in path.name
    }
    for word in (b"Ivanov", b"751234567", b"850412300006", b"Abay", str(guest.id).encode(), *private):
        assert word not in statuses + keys
        assert word.decode() not in caplog.text
    assert headers["Content-Type"] == "application/json"
    assert headers["Access-Control-Allow-Origin"] == "*"


async def test_keys_that_rotate_while_the_bot_runs_are_taken_over(town: Town) -> None:
    """Without a restart the next list is signed by the new key, which the key list names; the old paper holds."""
    _, _, text = await registered(town)
    folder, root = town.folder / KEYS, keystore.root_public(town.folder / KEYS)
    _, before, _ = await fetch(town, "/keys.json")
    for use in KeyUse:
        ring = await asyncio.to_thread(keystore.rotate, folder, now=town.clock.now(), use=use)

    town.clock.move(seconds=LOOK_EVERY.total_seconds())
    _, after, document = await fetch(town, "/keys.json", **{"If-None-Match": before["ETag"]})
    now, base = town.clock.now(), town.running.workshop.base_link
    assert read_list(document.decode(), root=root).sequence == ring.sequence == 3
    assert before["ETag"] != after["ETag"]
    assert town.running.workshop.current(now) == ring.signing_key(now).kid
    assert open_text(text, read_list(document.decode(), root=root), base, now, (await listed(town)).lookup).verdict is (
        Verdict.VALID
    )
    status_key = ring.signing_key(now, KeyUse.STATUS).kid
    ring = await asyncio.to_thread(keystore.withdraw, folder, status_key, now=now)
    town.clock.move(seconds=LOOK_EVERY.total_seconds())
    assert (await listed(town)).issued_at == town.clock.now()  # by a key that is not withdrawn, or it would be refused

    (folder / "keys.json").write_text("no list")
    assert (await fetch(town, "/keys.json"))[0] == 503
    assert town.running.workshop.ring.sequence == ring.sequence


async def test_verify_goes_by_a_list_at_an_address_or_in_a_file(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`tirkeu verify --status` says how old the list is; a stale one vouches for nothing; another's is refused."""
    _, number, text = await registered(town)
    monkeypatch.chdir(town.folder)
    monkeypatch.setenv("KEYS_DIR", str(town.folder / KEYS))
    monkeypatch.setenv("BOT_LINK", town.running.workshop.base_link)
    kept = town.folder / "kept"

    async def said(place: str, moment: datetime | None = None) -> tuple[int, dict[str, Any]]:
        monkeypatch.setattr("bot.commands.offline._now", lambda: moment or town.clock.now())
        code = await asyncio.to_thread(main, ["verify", text, "--status", place])
        return code, json.loads(capsys.readouterr().out or "{}")

    address = f"{await base_of(town)}/status/1"
    town.running.works["web"].__self__.site.site.paths["/status/1"].current.uri = address  # the free port it took
    code, answer = await said(address)
    assert (code, answer["verdict"], answer["status_list"]["is_stale"]) == (0, "valid", False)
    _, _, body = await fetch(town)
    kept.write_bytes(body)
    later = town.clock.now() + timedelta(hours=20)
    code, answer = await said("kept", later)
    assert (code, answer["verdict"]) == (1, "stale_list")
    assert (answer["status_list"]["age_hours"], answer["status_list"]["is_stale"]) == (20.0, True)
    await becomes(town, number, CertificateStatus.REVOKED)
    town.clock.move(seconds=LOOK_EVERY.total_seconds())
    assert (await said(address))[1]["verdict"] == "revoked"

    for wrong in (f"{address}0", "nowhere", "keys/keys.json"):
        assert (await said(wrong)) == (2, {})
    monkeypatch.setenv("WEB_URL", "https://another.example")
    assert (await said("kept")) == (2, {})
