"""The web server over real HTTP: strict headers, limits, and an answer to whatever is sent."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiolimiter import AsyncLimiter

from bot.registration.contention import TRIES
from bot.registration.ports import ContendedError
from bot.registration.web_answer import AgreeOnTheWeb
from bot.web import server
from tests.people import Person
from tests.town import HOST_IIN, HOST_NAME, Town, hurry, open_town
from tests.web.hosts import WEB, Browser, base_of, code_in, reading, server_of, shown

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = [
    b"code=%00%00%00%00%00%00",
    b"code=%ed%a0%80%ed%b0%80",
    b"code=%ff%fe",
    b"\xff\xfe\x00",
    b"code=" + "١٢٣٤٥٦".encode(),
    b"code=<script>alert(1)</script>",
    b"code=" + b"1" * 8000,
    b"&".join(b"a%d=1" % number for number in range(500)),
    b"",
    b"code",
    b"=&=&=",
]

WISHES = {
    "ru-RU,ru;q=0.9,en;q=0.8": "ru",
    "en-GB": "en",
    "de,kk;q=0.5": "kk",
    "de": "en",
    "uz-UZ": "ru",
    "en;q=0.1, ru;q=0.2": "ru",
    "*;;q=,": "kk",
    "": "kk",
}


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town whose bot serves web pages."""
    hurry(monkeypatch)
    async with open_town(tmp_path, ground, **WEB) as town:
        yield town


@pytest.fixture
async def guest(town: Town) -> Person:
    """One whose host has no Telegram."""
    return await town.guest()


async def test_every_answer_bears_the_strict_headers(town: Town, guest: Person) -> None:
    """Pages, faults and redirects alike: nothing runs, nothing is kept, nobody else is told."""
    host = await reading(town, guest)
    answers = [
        await host.open(),
        await host.ask("GET", "/nowhere"),
        await host.ask("DELETE", host.path),
        await host.ask("POST", f"{host.path}/answer", data=b"x" * 100_000, headers=FORM),
        await host.ask("POST", f"{host.path}/code", data={"code": "1"}, allow_redirects=False),
        await host.answer("refuse", allow_redirects=False),
    ]

    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "style-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "aiohttp" not in str(answer.headers)
        assert "Python" not in str(answer.headers)
        assert not re.search(r"<script|style=|onclick|javascript:|src=", answer.text)
    assert {answer.status for answer in answers} == {200, 400, 404, 405, 413, 422}


async def test_the_pass_is_a_strict_cookie_of_this_page_alone(town: Town, guest: Person) -> None:
    """HttpOnly, SameSite=Strict, half an hour, only for this link; Secure where the pages are behind TLS."""
    path, code = await shown(town, guest)
    host = await Browser.to(town, path)
    plain = (await host.type_code(code, allow_redirects=False)).headers["Set-Cookie"]
    await town.stop_bot()
    town.settings["web_url"] = "https://host.example/bot"
    await town.start_bot()
    host.base, host.path = await base_of(town), f"/bot{path}"
    answer = await host.type_code(code, allow_redirects=False)
    safe = answer.headers["Set-Cookie"]

    assert "Secure" not in plain
    for cookie, where in ((plain, path), (safe, f"/bot{path}")):
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Max-Age=1800" in cookie
        assert f"Path={where}" in cookie
    assert "Secure" in safe
    assert answer.headers["Location"] == f"/bot{path}"
    assert (await host.ask("GET", "/bot/style.css")).status == 200
    assert (await host.ask("GET", path)).status == 404


async def test_the_pass_of_one_request_opens_no_other(town: Town, guest: Person) -> None:
    """Neither a forged cookie nor that of another request shows anything."""
    host = await reading(town, guest)
    [kept] = [cookie.value for cookie in host.session.cookie_jar if cookie.key == "pass"]
    other_path, _ = await shown(town, await town.guest(1002, "Oleg"))
    stranger = await Browser.to(town, other_path)

    for forged in (kept, "1.9999999999." + "0" * 64, "x", "1.9999999999.", "é" * 40, "\\u0000"):
        page = await stranger.ask("GET", other_path, headers={"Cookie": f'pass="{forged}"'})
        assert page.status == 200
        assert "Code from your guest" in page.words
        assert "Ivanov" not in page.text


async def test_a_form_of_another_site_is_not_taken(town: Town, guest: Person) -> None:
    """Without the mark that our own page bears, or from a foreign page, nothing is answered."""
    host = await reading(town, guest)
    mark = host.last.mark if host.last else ""
    answers = [
        await host.answer(mark="0" * 64),
        await host.answer(mark="\ud7ff ü"),
        await host.answer(mark=mark, headers={"Sec-Fetch-Site": "cross-site"}),
        await host.ask("POST", f"{host.path}/refuse", data={"form": mark, "reason": "stranger"}),
        await host.ask("POST", f"{host.path}/answer", json={"form": mark, "do": "agree"}),
        await host.answer("burn", mark=mark),
    ]

    assert {answer.status for answer in answers} == {400}
    assert (await town.recorded(guest))[-1] == "opened"


async def test_whatever_is_sent_is_answered(town: Town, guest: Person) -> None:
    """NUL, half of a pair, no UTF-8, other digits, markup, far too much: a page in plain words, and no try is lost."""
    path, code = await shown(town, guest)
    host = await Browser.to(town, path)

    answers = [await host.ask("POST", f"{path}/code", data=body, headers=FORM) for body in HOSTILE]

    assert {answer.status for answer in answers} <= {400, 422}
    assert not any("<script" in answer.text for answer in answers)
    assert all("<h1>" in answer.text for answer in answers)
    assert await town.recorded(guest) == ["asked", "code_shown"]
    assert "asks to be registered" in (await host.type_code(code)).words


async def test_hostile_names_are_answered(town: Town, guest: Person) -> None:
    """What cannot be a name is said to be none, and stands in the page as text alone."""
    host = await reading(town, guest)
    for name in ("\x00", "a" * 5000, '"><img src=x>', "\u202e\u0000", "1'; --"):
        answer = await host.answer(name=name)
        assert answer.status == 422
        assert "<img" not in answer.text
    assert (await town.recorded(guest))[-1] == "opened"


async def test_a_megabyte_is_not_read(town: Town, guest: Person) -> None:
    """Beyond sixteen kilobytes the page says that it could not read it."""
    path, _ = await shown(town, guest)
    host = await Browser.to(town, path)

    assert (await host.ask("POST", f"{path}/code", data=b"code=" + b"1" * 2**20, headers=FORM)).status == 413


async def test_methods(town: Town, guest: Person) -> None:
    """HEAD is GET without a body, OPTIONS names the methods, all else is refused with them; a step is no page."""
    path, _ = await shown(town, guest)
    host = await Browser.to(town, path)
    head, options = await host.ask("HEAD", path), await host.ask("OPTIONS", path)

    assert (head.status, head.text) == (200, "")
    assert (options.status, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("PUT", "DELETE", "PATCH", "POST", "TRACE"):
        answer = await host.ask(method, path)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    step = await host.ask("GET", f"{path}/answer", allow_redirects=False)
    assert (step.status, step.headers["Location"]) == (303, path)
    assert (await host.ask("POST", "/style.css")).status == 405


async def test_thirty_pages_a_minute_from_one_address(town: Town) -> None:
    """The thirty-first is refused, whatever address it claims before its own; others go on."""
    host = await Browser.to(town, "/q/AAAA", came_from="203.0.113.5")
    statuses = [(await host.open()).status for _ in range(30)]
    refused = await host.ask("GET", "/q/AAAA", headers={"X-Forwarded-For": "192.0.2.1, 203.0.113.5"})

    assert set(statuses) == {404}
    assert refused.status == 429
    assert refused.headers["Retry-After"] == "60"
    assert "Wait a minute" in refused.words
    host.came_from = "2001:db8::1"
    assert (await host.open()).status == 404


@pytest.mark.parametrize(
    ("lines", "is_counted"),
    [
        (["192.0.2.1", "203.0.113.5"], True),
        (["203.0.113.5", "192.0.2.1"], False),
        (["192.0.2.1, 203.0.113.5", "127.0.0.1"], True),
        (["203.0.113.5:50123"], True),
        (["::ffff:203.0.113.5"], True),
        (["[::ffff:203.0.113.5]:50123, [::1]:80"], True),
        (["[2001:db8:0:1::1]:50123"], False),
    ],
)
async def test_who_asks_is_told_from_every_way_of_writing_it(
    town: Town, monkeypatch: pytest.MonkeyPatch, lines: list[str], is_counted: bool
) -> None:
    """Proxies add a line or a part of one, with or without a port, and IPv4 may be written as IPv6."""
    monkeypatch.setattr("bot.web.limits.AsyncLimiter", lambda _most, seconds: AsyncLimiter(1, seconds))
    host = await Browser.to(town, "/q/AAAA", came_from="203.0.113.5")
    await host.open()
    headers = [("X-Forwarded-For", line) for line in lines]
    async with host.session.get(f"{host.base}/q/AAAA", headers=headers) as answer:
        assert answer.status == (429 if is_counted else 404)


async def test_a_fault_of_ours_shows_no_details(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The page says what to do; the log says only of what kind the fault was; after it the same form passes."""
    host = await reading(town, guest)
    mark = host.last.mark if host.last else ""
    with monkeypatch.context() as patch:

        async def fail(*_: object) -> None:
            raise ContendedError(f"{HOST_NAME} {HOST_IIN}")

        patch.setattr(AgreeOnTheWeb, "__call__", fail)
        broken = await host.answer(mark=mark)

    assert broken.status == 500
    assert "Open the link again in a few minutes" in broken.words
    assert "ContendedError" not in broken.text
    assert HOST_IIN not in caplog.text
    assert "You agreed that" in (await host.answer(mark=mark)).words


async def test_a_form_that_was_undone_is_taken_once_more(
    town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where others were in the way of a host's yes, the page says that it was taken."""
    host = await reading(town, guest)
    agree, left = AgreeOnTheWeb.__call__, iter(range(TRIES - 1))

    async def undone(self: AgreeOnTheWeb, *said: Any) -> None:
        if next(left, None) is not None:
            raise ContendedError
        await agree(self, *said)

    monkeypatch.setattr(AgreeOnTheWeb, "__call__", undone)

    assert "You agreed that" in (await host.answer(mark=host.last.mark if host.last else "")).words


async def test_what_is_no_http_is_answered_without_details(town: Town) -> None:
    """A request that cannot be read gets a bare number, from a server that does not say what it is."""
    port = server_of(town).port or int((await base_of(town)).rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /q/secret-token\x00 NONSENSE\r\n\r\n")
    answer = await reader.read(4096)
    writer.close()

    assert answer.startswith(b"HTTP/1.")
    assert b" 400 " in answer
    assert b"secret" not in answer
    assert b"aiohttp" not in answer


async def test_whoever_does_not_ask_is_hung_up_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that never finishes its first request is closed."""
    monkeypatch.setattr(server, "FIRST_REQUEST", 0.05)
    port = int((await base_of(town)).rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")

    assert await asyncio.wait_for(reader.read(), 3) == b""
    writer.close()


async def test_the_language_of_the_host(town: Town) -> None:
    """As the browser wishes, the nearest that we speak; nothing said: the state language."""
    host = await Browser.to(town, "/q/AAAA")
    for wished, given in WISHES.items():
        host.language = wished
        assert f'<html lang="{given}">' in (await host.open()).text, wished


async def test_a_chosen_language_stays(town: Town, guest: Person) -> None:
    """Each page links to itself in the other languages; the choice is kept for the next pages; a forged one is none."""
    path, code = await shown(town, guest)
    host = await Browser.to(town, path)
    first = await host.open()
    assert f'href="{path}?lang=ru"' in first.text
    assert '<html lang="ru">' in (await host.open("?lang=ru")).text
    assert '<html lang="ru">' in (await host.type_code(code)).text
    assert '<html lang="ru">' in (await host.open('?lang="><x>')).text
    assert code_in(guest) == code
