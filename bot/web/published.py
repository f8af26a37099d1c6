"""What is published for everybody: signed lists, the same for whoever asks, with nothing about any person in them."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp.web import BaseRequest, Response

from bot.web.answers import only

_LOOKING: Final = ("GET", "HEAD", "OPTIONS")
# Checkers anywhere fetch it: no cookie is read, and the answer is the same for all.
_FOR_ALL: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
AGAIN_AFTER: Final = "30"  # seconds


class NotNowError(Exception):
    """It cannot be given at this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of it."""

    body: bytes
    content_type: str
    cache: str  # what may be kept, and for how long

    @property
    def tag(self) -> str:
        """A name of just these bytes."""
        return hashlib.sha256(self.body).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Answers for one document. Nobody is counted: it is in memory, and a whole office may check from one address."""

    current: Callable[[], Awaitable[Document]]

    async def __call__(self, request: BaseRequest) -> Response:
        """The document; 304 to who has it already; 503 where there is none to give."""
        if request.method not in _LOOKING:
            return only(*_LOOKING)
        if request.method == "OPTIONS":
            answer = only(*_LOOKING, status=204)
            answer.headers.update(_FOR_ALL | {"Access-Control-Allow-Methods": ", ".join(_LOOKING)})
            return answer
        try:
            document = await self.current()
        except NotNowError:
            return Response(status=503, headers=_FOR_ALL | {"Retry-After": AGAIN_AFTER})
        kept = _FOR_ALL | {"ETag": f'"{document.tag}"', "Cache-Control": document.cache}
        if _has_it(request, document.tag):
            return Response(status=304, headers=kept)
        return Response(body=document.body, headers=kept | {"Content-Type": document.content_type})


def _has_it(request: BaseRequest, tag: str) -> bool:
    """Weakly compared (RFC 9110, 13.1.2): a proxy that packs marks the tag as weak."""
    return any(each.value in {tag, "*"} for each in request.if_none_match or ())
