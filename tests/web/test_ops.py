"""Health and figures over real HTTP, apart from the public server."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.bootstrap.gauges import newest
from bot.bootstrap.watching import CODES
from bot.config import Settings
from bot.telegram.courier import Courier
from bot.watch import pulse
from bot.watch.metrics import Metrics
from storage.moving.backup import NAME
from tests.readers import photo
from tests.town import HOST_IIN, HOST_NAME, Town, begin, host_proves, hurry, open_town, sent
from tests.web.hosts import WEB, base_of

OPS = {"ops_port": 0}


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town whose bot can be seen."""
    hurry(monkeypatch)
    async with open_town(tmp_path, ground, **OPS) as town:
        yield town


async def ask(town: Town, path: str, method: str = "GET") -> tuple[int, str]:
    """Status and body."""
    assert town.running.watch is not None
    server = town.running.watch.server
    await server.listening.wait()
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"http://127.0.0.1:{server.port}{path}") as got,
    ):
        return got.status, await got.text()


async def figures(town: Town) -> dict[str, float]:
    """Every sample, as `name{label=value}`."""
    status, text = await ask(town, "/metrics")
    assert status == 200
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def families(town: Town) -> set[str]:
    """The names of all figures."""
    return {family.name for family in text_string_to_metric_families((await ask(town, "/metrics"))[1])}


async def test_a_running_bot_is_alive_and_ready(town: Town) -> None:
    """Both say yes, and readiness says what it looked at."""
    await begin(await town.guest())
    status, text = await ask(town, "/readyz")

    assert (await ask(town, "/healthz"))[0] == 200
    assert (status, json.loads(text)["ready"]) == (200, True)
    assert json.loads(text)["checks"] == {"stage": "ok", "database": "ok", "keys": "ok", "updates": "ok"}


async def test_who_cannot_serve_says_why(town: Town) -> None:
    """Tables of another version, no key to sign with, no answer from Telegram: each is named, and the worker lives."""
    guest = await town.guest()
    await begin(guest)
    with town.books() as books:
        books.execute("UPDATE alembic_version SET version_num = '9999'")
        books.commit()
    town.clock.move(days=365 * 30)
    town.simulator.faults.add("getUpdates", "500", times=100)
    await guest.send("anything")  # it ends the call that is on its way
    async with asyncio.timeout(20):
        while (checks := await checks_of(town))["updates"] == "ok":  # noqa: ASYNC110 - nothing tells when it is
            await asyncio.sleep(0.1)

    assert checks["database"] == "the tables are another version's"
    assert checks["keys"] not in {"", "ok"}
    assert (await ask(town, "/readyz"))[0] == 503
    assert (await ask(town, "/healthz"))[0] == 200


async def checks_of(town: Town) -> dict[str, str]:
    """What readiness says of each thing it looks at."""
    said: dict[str, str] = json.loads((await ask(town, "/readyz"))[1])["checks"]
    return said


async def test_who_stops_is_not_ready(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the last messages are still on their way, the worker answers, and says that it is stopping."""
    stop, said = Courier._stop, []

    async def asked_while_stopping(courier: Courier) -> None:
        said.append(await ask(town, "/readyz"))
        await stop(courier)

    monkeypatch.setattr(Courier, "_stop", asked_while_stopping)
    await begin(await town.guest())
    await town.stop_bot()

    [(status, text)] = said
    assert status == 503
    assert json.loads(text)["checks"]["stage"] == "stopping"


async def test_a_loop_that_stands_still_is_not_alive(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """No beat for so long: whoever asks is told to restart the worker."""
    monkeypatch.setattr(pulse, "STOPPED_AFTER", 0.0)

    assert (await ask(town, "/healthz"))[0] == 503


async def test_the_figures_tell_the_story(town: Town) -> None:
    """A registration with a slip, a notice that arrives, a fault of ours: each is counted where it belongs."""
    guest, host = await town.guest(), await town.host()
    link = await sent(town, guest)
    await host_proves(host, link, iin="850412300007")
    await host.send(f"{HOST_IIN} {HOST_NAME}")
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")
    await guest.send_photo(photo())
    said = await figures(town)

    assert said["tirkeu_request_events_total[asked]"] == said["tirkeu_request_events_total[granted]"] == 1
    assert said["tirkeu_request_events_total[denied]"] == 0
    assert said["tirkeu_refusals_total[iin_checksum]"] == 1
    assert said["tirkeu_updates_total[message][refused]"] == 1
    assert said["tirkeu_updates_total[tap][handled]"] > 1
    assert said["tirkeu_notices_sent_total"] >= 3
    assert said["tirkeu_notices_waiting"] >= 1
    assert said["tirkeu_notices_oldest_seconds"] == said["tirkeu_inbox_unhandled"] == 0
    assert said["tirkeu_telegram_calls_total[sendPhoto][ok]"] == 1
    assert said["tirkeu_answer_seconds_count"] > 5
    assert said["tirkeu_update_seconds_count[tap]"] > 1
    assert said["tirkeu_heavy_work_seconds_count[draw]"] >= 2
    assert said["tirkeu_database_work_seconds_count[write]"] > 5
    assert said["tirkeu_leader"] == said["tirkeu_database_up"] == 1
    assert said["process_resident_memory_bytes"] > 1e7
    bare = generate_latest(Metrics(CODES).registry).decode()
    assert await families(town) == {family.name for family in text_string_to_metric_families(bare)}


async def test_what_goes_wrong_is_counted(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours, a call that Telegram refused, a notice put back, a person who blocked the bot."""
    guest, host = await town.guest(), await town.host()
    link = await sent(town, guest)
    await host_proves(host, link)
    monkeypatch.setattr("bot.telegram.retrying.PAUSES", (0.0, 0.0, 0.0))
    town.simulator.faults.add("sendPhoto", "500", times=4)
    town.simulator.faults.add("sendDocument", "403", chat_id=guest.id)
    with monkeypatch.context() as patch:
        patch.setattr("storage.fsm.FsmStorage.set_state", broken)
        await guest.send("/menu")
    await host.tap("Agree")
    async with asyncio.timeout(20):
        # nothing tells when it is
        while not (said := await figures(town))["tirkeu_notices_dropped_total[blocked]"]:  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.2)

    assert said["tirkeu_updates_total[message][failed]"] == 1
    assert said["tirkeu_telegram_calls_total[sendPhoto][5xx]"] == 4
    assert said["tirkeu_notices_postponed_total[5xx]"] == 1
    assert said["tirkeu_telegram_calls_total[sendDocument][403]"] == 1


async def broken(*given: object, **named: object) -> None:
    """As storage is when the disk is full."""
    raise OSError(f"made to fail over {given}")


async def test_nothing_else_is_served(town: Town) -> None:
    """Other addresses and other methods get a number and nothing more."""
    assert (await ask(town, "/")) == (404, "")
    assert (await ask(town, "/metrics/x")) == (404, "")
    assert (await ask(town, "/metrics", "POST"))[0] == 405
    assert (await ask(town, "/healthz", "DELETE"))[0] == 405


async def test_a_database_that_is_gone_is_a_figure(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures come all the same, and say so."""
    monkeypatch.setattr("bot.bootstrap.gauges.FRESH", 0.0)
    assert (await figures(town))["tirkeu_database_up"] == 1
    monkeypatch.setattr("bot.bootstrap.gauges.backlog_of", broken)

    assert (await figures(town))["tirkeu_database_up"] == 0


async def test_the_newest_backup_is_dated(tmp_path: Path) -> None:
    """By the file's own time; none at all is nought, older than any alert allows, and nobody else's file counts."""
    assert newest(tmp_path) == newest(tmp_path / "nowhere") == 0.0
    ours = [NAME.format(moment=datetime(2026, 7, day, tzinfo=UTC)) for day in (2, 1)]
    for name, at in ((ours[0], 2_000), (ours[1], 1_000), ("half.tmp", 9_000), ("letters.age", 9_000)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))

    assert newest(tmp_path) == 2_000


async def test_nobody_is_served_who_did_not_ask(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OPS_PORT nothing listens; the public server never serves figures."""
    hurry(monkeypatch)
    async with open_town(tmp_path, ground, **WEB) as town:
        assert town.running.watch is None
        async with aiohttp.ClientSession() as session:
            for path in ("/metrics", "/healthz", "/readyz"):
                async with session.get(await base_of(town) + path) as answer:
                    assert answer.status == 404


def test_an_empty_port_is_off() -> None:
    """As `.env.example` has it."""
    assert Settings(_env_file=None, ops_port="", ops_backups="").ops_port is None
    assert Settings(_env_file=None, ops_port="9100").ops_port == 9100
