"""A pretend person for stories: does what people do, sees what people see, over HTTP as the page does.

async with Person.on(simulator.base_url, 1001, "Aziza", language_code="uz") as guest:
    await guest.open_link("https://t.me/tirkeu_bot")
    await guest.tap("Русский")
    assert "Согласен" in guest.buttons()
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiohttp

Predicate = Callable[["Person"], bool]
Wanted = str | Predicate
File = tuple[bytes, str, str]
"""Content, name and MIME type."""


class NeverSeen(AssertionError):  # noqa: N818 — it is an assertion that failed, and reads so in a test's report
    """What was waited for did not come; the message shows the screen as it was."""


@dataclass(eq=False)
class Person:
    """One person with one phone. After each deed the screen is what it was once the bot fell quiet."""

    base_url: str
    id: int
    session: aiohttp.ClientSession = field(repr=False)
    screen: dict[str, Any] = field(default_factory=dict, repr=False)
    patience: float = 3.0
    """Seconds the bot has for its first word after a deed; a slow answer is waited for with `wait_for`."""

    @classmethod
    @asynccontextmanager
    async def on(cls, base_url: str, user_id: int, first_name: str, **particulars: Any) -> AsyncIterator[Self]:
        """A person with a phone on this simulator, who leaves when the block ends."""
        person = await cls.arrive(base_url, user_id, first_name, **particulars)
        try:
            yield person
        finally:
            await person.leave()

    @classmethod
    async def arrive(
        cls,
        base_url: str,
        user_id: int,
        first_name: str,
        *,
        last_name: str = "",
        language_code: str = "ru",
        phone: str = "",
        patience: float = 3.0,
    ) -> Self:
        """A person with a phone on this simulator; whoever calls this calls `leave` too."""
        particulars = {
            "user_id": user_id,
            "first_name": first_name,
            "last_name": last_name,
            "language_code": language_code,
            "phone": phone,
        }
        session = aiohttp.ClientSession()
        async with session.post(f"{base_url}/phones", json=particulars) as answer:
            await _check(answer)
            return cls(base_url, user_id, session, await answer.json(), patience)

    async def leave(self) -> None:
        """Close the connections; the phone and its history stay."""
        await self.session.close()

    async def send(self, text: str, *, chat_id: int | None = None) -> Self:
        """Type a message."""
        return await self._do("send", {"text": text} | ({"chat_id": chat_id} if chat_id else {}))

    async def start(self, payload: str = "") -> Self:
        """Press Start."""
        return await self._do("start", {"payload": payload})

    async def open_link(self, url: str) -> Self:
        """Open a link to the bot and press Start."""
        return await self._do("open_link", {"url": url})

    async def tap(self, what: str, *, message: int | None = None) -> Self:
        """Tap a button by its words, by the beginning of its words if only one begins so, or by its data."""
        await self._until_tappable(what)
        return await self._do("tap", {"button": self._label(what)} | ({"message": message} if message else {}))

    async def tap_again(self) -> Self:
        """Tap the last inline button once more, even if it is gone by now."""
        return await self._do("tap_again", {})

    async def forge_tap(self, data: str, *, message: int | None = None) -> Self:
        """Send callback data no button of this chat bears."""
        return await self._do("forge_tap", {"data": data} | ({"message": message} if message else {}))

    async def send_photo(self, photo: bytes | Path, caption: str = "") -> Self:
        """Send a picture, compressed as phones do."""
        return await self._upload("photo", _bytes(photo), "image/jpeg", {"caption": caption})

    async def send_album(self, photos: Sequence[bytes | Path], caption: str = "") -> Self:
        """Send two to ten pictures at once."""
        files = [(_bytes(photo), "photo.jpg", "image/jpeg") for photo in photos]
        return await self._upload_together("album", files, caption)

    async def send_document(
        self, document: bytes | Path, filename: str, mime: str = "application/octet-stream", caption: str = ""
    ) -> Self:
        """Send a file byte for byte."""
        return await self._upload("document", _bytes(document), mime, {"name": filename, "caption": caption})

    async def send_files(self, files: Sequence[File], caption: str = "") -> Self:
        """Send two to ten files at once."""
        return await self._upload_together("files", files, caption)

    async def share_contact(self, *, own: bool = True) -> Self:
        """Share one's own number with the contact button, or another person's card."""
        return await self._do("contact", {"own": own})

    async def send_contact(self, phone: str, user_id: int | None) -> Self:
        """Send any contact card."""
        return await self._do("contact", {"phone": phone, "user_id": user_id})

    async def send_sticker(self) -> Self:
        """Send a sticker."""
        return await self._do("sticker", {})

    async def send_voice(self) -> Self:
        """Send a voice message."""
        return await self._do("voice", {})

    async def send_video(self, film: bytes = b"ftyp", caption: str = "") -> Self:
        """Send a video."""
        return await self._upload("video", film, "video/mp4", {"caption": caption})

    async def send_animation(self, film: bytes = b"ftyp", caption: str = "") -> Self:
        """Send a GIF."""
        return await self._upload("animation", film, "video/mp4", {"caption": caption})

    async def send_video_note(self) -> Self:
        """Send a round video message."""
        return await self._do("video_note", {})

    async def forward(self, message: int, *, of: "Person | None" = None) -> Self:
        """Forward a message to the bot, one's own chat's or another person's."""
        return await self._do("forward", {"message": message} | ({"phone": of.id} if of else {}))

    async def edit(self, message: int, text: str) -> Self:
        """Change an own message."""
        return await self._do("edit", {"message": message, "text": text})

    async def delete_message(self, message: int) -> Self:
        """Delete a message; the bot is not told, so nothing is waited for."""
        return await self._do("delete", {"message": message}, listen=False)

    async def block(self) -> Self:
        """Block the bot; no answer can come."""
        return await self._do("block", {}, listen=False)

    async def unblock(self) -> Self:
        """Let the bot write again."""
        return await self._do("unblock", {}, listen=False)

    async def wait_for(self, wanted: Wanted, timeout: float = 5.0) -> Self:  # noqa: ASYNC109 — a test's patience
        """Wait until the bot (or another person) has said a text, or until a question about this person is true.

        Raises:
            NeverSeen: it did not come in time.
        """
        loop = asyncio.get_running_loop()
        give_up = loop.time() + timeout
        await self.look()
        while not self._shows(wanted):
            left = give_up - loop.time()
            if left <= 0:
                raise NeverSeen(f"waited {timeout} s for {wanted!r}; the screen:\n{self.sees()}\n{self.buttons()}")
            await self.look(after=self.screen["version"], timeout=left)
        return self

    async def look(self, after: int = -1, timeout: float = 0) -> Self:  # noqa: ASYNC109 — passed on to the server
        """Look at the screen; with `after`, as soon as it is newer than that version."""
        query = {"after": str(after), "timeout": f"{timeout:.3f}"}
        self.screen = await self._get("", query)
        return self

    def sees(self) -> str:
        """All words on the screen, messages and alerts, oldest first."""
        return "\n".join([*(message["text"] for message in self.messages), *self.alerts()])

    def hears(self) -> str:
        """The same without one's own words."""
        others = (message["text"] for message in self.messages if message["from_bot"] or message["letter"])
        return "\n".join([*others, *self.alerts()])

    def last(self) -> str:
        """The words of the bot's newest message."""
        return next((m["text"] for m in reversed(self.messages) if m["from_bot"]), "")

    def buttons(self) -> list[str]:
        """The words of every button in reach: newest message first, the reply keyboard last."""
        inline = [b["text"] for m in reversed(self.messages) for row in m["buttons"] for b in row]
        keyboard = self.screen.get("keyboard") or {"rows": []}
        return inline + [key["text"] for row in keyboard["rows"] for key in row]

    def links(self) -> list[str]:
        """Every address on the screen, in words, behind words or on buttons; newest message first."""
        return [link for message in reversed(self.messages) for link in _links(message)]

    def alerts(self) -> list[str]:
        """What the bot answered to taps, oldest first."""
        return [alert["text"] for alert in self.screen.get("alerts", []) if alert["text"]]

    @property
    def messages(self) -> Sequence[dict[str, Any]]:
        """The messages as the phone shows them, oldest first."""
        messages: list[dict[str, Any]] = self.screen.get("messages", [])
        return messages

    def own_files(self) -> list[dict[str, Any]]:
        """The messages with which this person sent a picture or file and which still stand there, oldest first."""
        return [message for message in self.messages if message["file"] and not message["from_bot"]]

    async def file(self, message: dict[str, Any] | None = None) -> bytes:
        """The picture or file of a message, by default of the newest that has one."""
        bearer = message or next(m for m in reversed(self.messages) if m["file"])
        async with self.session.get(self.base_url + bearer["file"]["address"]) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def transcript(self) -> list[str]:
        """Everything said and done, a line each: `person type: Aziza`, `bot sendmessage: …`."""
        history = await self._get("/history", {})
        return [f"{line['who']} {line['what']}: {line['text']}" for line in history["lines"]]

    async def actions(self) -> int:
        """What the talk cost this person: taps, photos and typed answers."""
        return int((await self._get("/history", {}))["actions"])

    async def bot_messages(self) -> int:
        """How many messages the bot sent; edits of one count once."""
        return int((await self._get("/history", {}))["bot_messages"])

    async def quiet(self, silence: float = 0.06) -> Self:
        """Wait until the bot has answered and keeps still."""
        self.screen = await self._get("/quiet", {"silence": str(silence), "patience": str(self.patience)})
        return self

    async def _until_tappable(self, what: str) -> None:
        try:
            await self.wait_for(lambda person: person._label(what) != "", self.patience)
        except NeverSeen:
            raise NeverSeen(f"no button {what!r}; the screen:\n{self.sees()}\n{self.buttons()}") from None

    def _label(self, what: str) -> str:
        labels = self.buttons()
        if what in labels or what in self._data():
            return what
        beginning = {label for label in labels if label.startswith(what)}
        return beginning.pop() if len(beginning) == 1 else ""

    def _data(self) -> set[str]:
        return {b["value"] for m in self.messages for row in m["buttons"] for b in row if b["kind"] == "callback"}

    def _shows(self, wanted: Wanted) -> bool:
        return wanted in self.hears() if isinstance(wanted, str) else wanted(self)

    async def _do(self, deed: str, body: dict[str, Any], *, listen: bool = True) -> Self:
        async with self.session.post(f"{self._address}/{deed}", json=body) as answer:
            await _check(answer)
        return await (self.quiet() if listen else self.look())

    async def _upload(self, deed: str, content: bytes, mime: str, query: dict[str, str]) -> Self:
        headers = {"Content-Type": mime}
        async with self.session.post(f"{self._address}/{deed}", data=content, headers=headers, params=query) as answer:
            await _check(answer)
        return await self.quiet()

    async def _upload_together(self, deed: str, files: Sequence[File], caption: str) -> Self:
        form = aiohttp.FormData()
        for content, name, mime in files:
            form.add_field("file", content, filename=name, content_type=mime)
        async with self.session.post(f"{self._address}/{deed}", data=form, params={"caption": caption}) as answer:
            await _check(answer)
        return await self.quiet()

    async def _get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        async with self.session.get(self._address + path, params=query) as answer:
            await _check(answer)
            found: dict[str, Any] = await answer.json()
            return found

    @property
    def _address(self) -> str:
        return f"{self.base_url}/phones/{self.id}"


async def _check(answer: aiohttp.ClientResponse) -> None:
    if not answer.ok:
        raise AssertionError(f"the phone refused: {await answer.text()}")


def _bytes(source: bytes | Path) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _links(message: dict[str, Any]) -> list[str]:
    buttons = [b["value"] for row in message["buttons"] for b in row if b["kind"] == "url"]
    words = message["text"].encode("utf-16-le")
    found = []
    for entity in message["entities"]:
        if entity["type"] == "text_link":
            found.append(entity["url"])
        elif entity["type"] == "url":
            start, length = entity["offset"] * 2, entity["length"] * 2
            found.append(words[start : start + length].decode("utf-16-le"))
    return found + buttons
