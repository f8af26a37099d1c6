"""What a person's hands and eyes do with one phone on the page: by pointer, by finger or by keyboard alone."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

MOST_STEPS = 80
FOCUSED = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || '').trim()"


@dataclass(frozen=True, slots=True)
class Hands:
    """One phone; every deed waits until the page lets it be done."""

    page: Page
    node: Locator

    @property
    def field(self) -> Locator:
        """Where one types."""
        return self.node.get_by_role("textbox", name="Message")

    async def start(self) -> None:
        """Press Start."""
        await self.node.get_by_role("button", name="Start", exact=True).click()

    async def type(self, text: str) -> None:
        """Click into the field, type and press Enter."""
        await self.field.click()
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    async def tap(self, label: str) -> None:
        """Tap the newest button whose words begin so, under a message or below the field."""
        words = re.compile(rf"^{re.escape(label)}")
        await self.node.locator(".key").filter(has_text=words).last.click()

    async def choose(self, label: str) -> None:
        """Choose in the sheet that has risen over the phone."""
        await self.page.get_by_role("dialog").get_by_role("button", name=label).click()

    async def read(self, text: str) -> Locator:
        """Wait for a message of the bot's or of another person's with these words, wholly or partly in sight."""
        message = self.node.locator(".message.in").filter(has_text=text).last
        await expect(message).to_be_in_viewport()
        return message

    async def answer(self, question: str, text: str) -> None:
        """Read a question and type the answer."""
        await self.read(question)
        await self.type(text)

    async def pick(self, question: str, label: str) -> None:
        """Read a question and tap an answer under it."""
        await self.read(question)
        await self.tap(label)


@dataclass(frozen=True, slots=True)
class Album:
    """Screenshots under their names."""

    page: Page
    folder: Path | None

    async def keep(self, name: str) -> None:
        """Take one when the page stands still, under its name and the window's width."""
        if self.folder is None:
            return
        await expect(self.page.locator(".toast:visible")).to_have_count(0)
        await self.page.wait_for_timeout(250)  # the rise of a bubble takes 180 ms
        shot, window = await self.page.screenshot(), self.page.viewport_size
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}-{window['width'] if window else 0}.png").write_bytes(shot)


async def step_to(page: Page, words: str, *, back: bool = False) -> None:
    """Press Tab, or Shift+Tab, until the focus is on something with these words.

    Raises:
        AssertionError: it cannot be reached so.
    """
    met: list[str] = []
    for _ in range(MOST_STEPS):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        met.append((await page.evaluate(FOCUSED))[:80])
        if words in met[-1]:
            return
    raise AssertionError(f"{words!r} cannot be reached by keyboard; met {met}")
