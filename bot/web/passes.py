"""A pass: whoever typed the right code may look at the request for half an hour. Kept by the browser, not by us."""

import hmac
import re
from dataclasses import dataclass
from datetime import timedelta

from bot.registration.ports import Clock, WebKey
from bot.registration.web_answer import WebPass

LIVES = timedelta(minutes=30)
_PASS = re.compile(r"([1-9])\.([0-9]{1,12})\.([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """Issues and reads signed cookies; each holds for one link, one code and half an hour."""

    key: WebKey
    clock: Clock

    def issue(self, passed: WebPass) -> str:
        """The cookie's value."""
        until = int((self.clock.now() + LIVES).timestamp())
        return f"{passed.turn}.{until}.{self._signed(passed.token, str(passed.turn), str(until))}"

    def read(self, token: str, cookie: str | None) -> WebPass | None:
        """Who comes with this cookie to this link; None for a forged one, another link's, or one that has ended."""
        match = _PASS.fullmatch(cookie or "")
        if match is None or not hmac.compare_digest(match[3], self._signed(token, match[1], match[2])):
            return None
        if int(match[2]) <= self.clock.now().timestamp():
            return None
        return WebPass(token=token, turn=int(match[1]))

    def form_mark(self, step: str, cookie: str) -> str:
        """What a form of ours sends along, so that no other site can send it in the host's name."""
        return self.key.mark("form", step, cookie)

    def is_our_form(self, step: str, cookie: str, mark: str) -> bool:
        """Whether the form was drawn by us, for this step of whoever holds this cookie."""
        return hmac.compare_digest(mark.encode(), self.form_mark(step, cookie).encode())

    def _signed(self, token: str, turn: str, until: str) -> str:
        return self.key.mark("pass", token, turn, until)
