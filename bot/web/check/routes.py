"""Where the check page and its files are, and what they may do: run their own scripts, and nothing from elsewhere."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Final

from aiohttp.web import BaseRequest, Response

from bot.domain.operator import Operator
from bot.registration.ports import Clock
from bot.texts.words import LANGUAGES, Words, words_of
from bot.web.answers import only, page
from bot.web.check.drawn import CheckPage, Trust
from bot.web.check.files import TYPES, build
from bot.web.front import Answer
from bot.web.site import A_MONTH
from bot.web.visits import LANGUAGE, Visit

# Beside the strict rules of every page: its own scripts and worker, fetching from its own address, and no form at all.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
_RULES: Final = {"Content-Security-Policy": POLICY}
_LOOKING: Final = ("GET", "HEAD")
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRoutes:
    """The page in the visitor's language, its files, and the worker that keeps them."""

    prefix: str
    operator: Operator
    trust: Trust
    zone: tzinfo
    clock: Clock

    def paths(self) -> dict[str, Answer]:
        """Each address."""
        files: Mapping[str, Answer] = {
            f"{self.folder}/{name}": partial(_file, name, content) for name, content in build().files.items()
        }
        return {self.here: self._page, f"{self.here}/worker.js": self._worker, **files}

    @property
    def here(self) -> str:
        """The page itself."""
        return f"{self.prefix}/check"

    @property
    def folder(self) -> str:
        """Where the files of this build are."""
        return f"{self.here}/{build().name}"

    async def _page(self, request: BaseRequest) -> Response:
        if request.method not in _LOOKING:
            return only(*_LOOKING)
        visit = Visit.of(request, self.prefix, self.zone)
        answer = page(self._html(visit.words))
        answer.headers.update(_RULES)
        if visit.chosen:
            answer.set_cookie(
                LANGUAGE, visit.chosen, max_age=A_MONTH, path=self.prefix or "/", httponly=True, samesite="Lax"
            )
        return answer

    def _html(self, words: Words) -> str:
        offset = self.clock.now().astimezone(self.zone).utcoffset() or timedelta()
        check = CheckPage(words=words, operator=self.operator, trust=self.trust, prefix=self.prefix, folder=self.folder)
        return _drawn(check, offset)

    def _edition(self) -> str:
        """Another one as soon as a file, a word, the root key or an address is another."""
        pages = "".join(self._html(words_of(language, self.zone)) for language in LANGUAGES)
        return hashlib.sha256(pages.encode()).hexdigest()[:16]

    async def _worker(self, request: BaseRequest) -> Response:
        """With the list of what to keep; asked for anew each time, for it alone brings a new build."""
        if request.method not in _LOOKING:
            return only(*_LOOKING)
        known = {
            "EDITION": self._edition(),
            "SCOPE": self.here,
            "FILES": [f"{self.prefix}/style.css", *(f"{self.folder}/{name}" for name in build().files)],
            "PAGES": [f"{self.here}?lang={language}" for language in LANGUAGES],
        }
        facts = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
        scope = {"Service-Worker-Allowed": self.here, "Cache-Control": "no-cache"}
        return Response(text=facts + build().worker, content_type=TYPES[".js"], headers=_RULES | scope)


@lru_cache(maxsize=16)  # three languages and one offset: the same page for everybody, and milliseconds to draw
def _drawn(check: CheckPage, offset: timedelta) -> str:
    return check.draw(offset)


async def _file(name: str, content: bytes, request: BaseRequest) -> Response:
    if request.method not in _LOOKING:
        return only(*_LOOKING)
    kind = TYPES[PurePosixPath(name).suffix]
    headers = _RULES | {"Cache-Control": _FOR_EVER}
    return Response(body=content, content_type=kind, charset="utf-8", headers=headers)
