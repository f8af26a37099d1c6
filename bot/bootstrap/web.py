"""What is served to the web: the page for hosts without Telegram, and where Telegram pushes updates to."""

from urllib.parse import urlsplit

from bot.bootstrap import checkpage, publishing, webhook
from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.machine.web_codes import SecretWebKey
from bot.registration import web_answer, web_codes
from bot.telegram.links import REQUEST, start_link
from bot.telegram.web_codes import WebCodeDesk
from bot.web.front import Front
from bot.web.host_page import HostPage
from bot.web.passes import Passes
from bot.web.server import WebServer
from bot.web.site import Site


def feature(shared: Shared) -> Feature:
    """What it brings; without an address of the pages there are none, and an old button says so."""
    settings, key = shared.settings, SecretWebKey(shared.settings.secret_key.get_secret_value())
    desk = WebCodeDesk(
        show_code=web_codes.ShowWebCode(begin=shared.begin, clock=shared.clock, key=key),
        base=settings.web_url,
        clock=shared.clock,
        bot=shared.bot,
    )
    paths = {**webhook.paths(shared), **publishing.paths(shared), **checkpage.paths(shared)}
    front = Front(paths=paths, pages=_site(shared, key) if settings.web_url else None)
    server = WebServer(site=front, listen=settings.web_listen, wanted_port=settings.web_port)
    return Feature(
        by_name={"web_codes": desk},
        senders={NoticeKind.WEB_CLOSED: desk.page_closed},
        works={"web": server.run} if settings.web_url or settings.webhook_url else {},
        server=server,
    )


def _site(shared: Shared, key: SecretWebKey) -> Site:
    address, settings = urlsplit(shared.settings.web_url), shared.settings
    host_page = _host_page(shared, key, is_https=address.scheme == "https")
    return Site(
        prefix=address.path.rstrip("/"),
        zone=settings.zone,
        operator=shared.operator,
        host_page=host_page,
        proxies=settings.web_proxies,
    )


def _host_page(shared: Shared, key: SecretWebKey, *, is_https: bool) -> HostPage:
    begin, clock = shared.begin, shared.clock
    return HostPage(
        operator=shared.operator,
        passes=Passes(key=key, clock=clock),
        is_https=is_https,
        chat_link=lambda token: start_link(shared.operator.username, REQUEST, token),
        prepare=shared.workshop.prepare,
        clock=clock,
        knock=web_answer.KnockAtWebPage(begin=shared.look, clock=clock),
        try_code=web_answer.TryWebCode(begin=begin, clock=clock, key=key),
        read=web_answer.ReadWebRequest(begin=shared.look),
        prove=web_answer.ProveOnTheWeb(begin=begin, clock=clock),
        agree=web_answer.AgreeOnTheWeb(begin=begin, clock=clock, granting=shared.granting),
        refuse=web_answer.RefuseOnTheWeb(begin=begin, clock=clock),
    )
