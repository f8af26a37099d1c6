"""The check page: where the operator's pages are, certificates are checked by anybody's own browser."""

import base64
from urllib.parse import urlsplit

from bot.bootstrap.publishing import status_uri
from bot.bootstrap.shared import Shared
from bot.certificate import keystore
from bot.certificate.keys import fingerprint_of, spki
from bot.web.check.drawn import Trust
from bot.web.check.routes import CheckRoutes
from bot.web.front import Answer


def paths(shared: Shared) -> dict[str, Answer]:
    """What is served for it; nothing without an address of the pages."""
    settings = shared.settings
    if not settings.web_url:
        return {}
    root = keystore.root_public(settings.keys_dir)
    trust = Trust(
        base=shared.workshop.base_link,
        root=base64.b64encode(spki(root)).decode("ascii"),
        fingerprint=fingerprint_of(root),
        uri=status_uri(settings.web_url),
    )
    routes = CheckRoutes(
        prefix=urlsplit(settings.web_url).path.rstrip("/"),
        operator=shared.operator,
        trust=trust,
        zone=settings.zone,
        clock=shared.clock,
    )
    return routes.paths()
