"""The site: which address leads where, how often and how much may be asked, and what is said when something fails."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from importlib.resources import files
from ipaddress import IPv4Network, IPv6Network

from aiohttp.web import BaseRequest, HTTPRequestEntityTooLarge, Response

from bot.domain.operator import Operator
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.contention import done_again
from bot.texts import web
from bot.watch.faults import kind_of
from bot.web.answers import only, page, see_other
from bot.web.headers import dressed
from bot.web.host_page import HostPage
from bot.web.limits import PerAddress, address_of
from bot.web.pages import Pages
from bot.web.visits import LANGUAGE, NotAFormError, Visit

log = logging.getLogger(__name__)
LARGEST_BODY = 16 * 1024
A_MONTH = 30 * 24 * 60 * 60
STYLE = files("bot.web").joinpath("style.css").read_text(encoding="utf-8")
_LOOKING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Answers every request; aiohttp's own words never go out."""

    prefix: str  # of every path, where the site is not alone at its address
    zone: tzinfo
    operator: Operator
    host_page: HostPage
    per_address: PerAddress = field(default_factory=PerAddress)
    proxies: Sequence[IPv4Network | IPv6Network] = ()  # whose word on where a request comes from is believed

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer, with the strict headers."""
        if request.path == f"{self.prefix}/style.css":
            return dressed(self._style(request))
        visit = Visit.of(request, self.prefix, self.zone)
        answer = await self._guarded(visit)
        if visit.chosen:
            path = self.prefix or "/"
            answer.set_cookie(LANGUAGE, visit.chosen, max_age=A_MONTH, path=path, httponly=True, samesite="Lax")
        return dressed(answer)

    async def _guarded(self, visit: Visit) -> Response:
        """The answer, or in plain words why there is none; to a log goes only what kind of fault it was."""
        try:
            return await self._answer(visit)
        except Refusal:  # LINK_UNKNOWN: all else is told on the page of its link
            return self._plainly(visit, web.not_there(visit.words), 404)
        except (NotAFormError, TimeoutError):
            return self._plainly(visit, web.not_understood(visit.words), 400)
        except HTTPRequestEntityTooLarge:
            return self._plainly(visit, web.not_understood(visit.words), 413)
        except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote a person
            log.error("web page failed", extra={"action": "web", "error": kind_of(error)})
            return self._plainly(visit, web.our_fault(visit.words), 500)

    async def _answer(self, visit: Visit) -> Response:
        if not await self.per_address.allows(address_of(visit.request, self.proxies)):
            answer = self._plainly(visit, web.too_often(visit.words), 429)
            answer.headers["Retry-After"] = "60"
            return answer
        if visit.token is None:
            raise Refusal(RefusalCode.LINK_UNKNOWN)
        methods = (*_LOOKING, "POST") if visit.step else _LOOKING
        if visit.request.method == "OPTIONS":
            return only(*methods, status=204)
        if visit.request.method not in methods:
            return only(*methods)
        if visit.request.method == "POST":
            return await self._taken(visit, visit.token)
        return see_other(visit.here) if visit.step else await self.host_page.show(visit, visit.token)

    async def _taken(self, visit: Visit, token: str) -> Response:
        steps = {"code": self.host_page.code, "answer": self.host_page.answer, "refuse": self.host_page.reason}
        return await done_again(lambda: steps[visit.step or ""](visit, token))  # a form may be sent twice

    def _style(self, request: BaseRequest) -> Response:
        if request.method not in _LOOKING:
            return only(*_LOOKING)
        kept = {"Cache-Control": "public, max-age=3600"}
        return Response(text=STYLE, content_type="text/css", charset="utf-8", headers=kept)

    def _plainly(self, visit: Visit, said: tuple[str, str], status: int) -> Response:
        return page(self._pages(visit).plainly(said), status)

    def _pages(self, visit: Visit) -> Pages:
        return Pages(words=visit.words, operator=self.operator, prefix=self.prefix, here=visit.here)
