"""One request: whose language, which link, which pass, and what a form sent."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import parse_qs

from aiohttp.web import BaseRequest

from bot.texts.words import LANGUAGES, SOURCE, Words, nearest_language, words_of

PASS, LANGUAGE = "pass", "lang"
FALLBACK = "kk"  # the state language, where the browser says nothing
FORM_SECONDS = 10.0
MOST_FIELDS = 10
_FORM = "application/x-www-form-urlencoded"
_PATH = re.compile(r"/q/([A-Za-z0-9_-]{1,64})(?:/(code|answer|refuse))?")
_WISH = re.compile(r"\s*([A-Za-z]{1,8})[A-Za-z0-9-]*\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")


class NotAFormError(Exception):
    """What was sent is no form of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody asks for a page. `token` and `step` are None where the address is none of ours."""

    request: BaseRequest
    prefix: str  # of every path, where the site is not alone at its address
    words: Words
    chosen: str | None  # the language, where it was chosen just now
    token: str | None
    step: str | None

    @classmethod
    def of(cls, request: BaseRequest, prefix: str, zone: tzinfo) -> "Visit":
        """What a request says of itself."""
        chosen = request.query.get(LANGUAGE)
        chosen = chosen if chosen in LANGUAGES else None
        path = _PATH.fullmatch(request.path.removeprefix(prefix)) if request.path.startswith(prefix) else None
        return cls(
            request=request,
            prefix=prefix,
            words=words_of(chosen or _language(request), zone),
            chosen=chosen,
            token=path[1] if path else None,
            step=path[2] if path else None,
        )

    @property
    def here(self) -> str:
        """The link's own page; "" where there is none."""
        return f"{self.prefix}/q/{self.token}" if self.token else ""

    @property
    def cookie(self) -> str:
        """The pass as the browser brings it."""
        return self.request.cookies.get(PASS, "")

    async def form(self) -> Mapping[str, str]:
        """What was typed. Raises NotAFormError, TimeoutError, or what aiohttp raises for too much."""
        if self.request.content_type != _FORM or self.request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise NotAFormError
        async with asyncio.timeout(FORM_SECONDS):
            sent = await self.request.read()
        try:
            fields = parse_qs(sent.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise NotAFormError from None
        return {name: values[-1] for name, values in fields.items()}


def _language(request: BaseRequest) -> str:
    """The language chosen before, else the first wish of the browser that we can meet."""
    kept = request.cookies.get(LANGUAGE)
    if kept in LANGUAGES:
        return kept
    wishes = [
        match for wish in request.headers.get("Accept-Language", "").split(",") if (match := _WISH.fullmatch(wish))
    ]
    for wish in sorted(wishes, key=lambda wish: float(wish[2] or 1), reverse=True):
        nearest = nearest_language(wish[1])
        if nearest != SOURCE or wish[1].casefold() == SOURCE:
            return nearest
    return SOURCE if wishes else FALLBACK
