"""The one server's addresses: some lead to one thing each, all others to the pages, where there are any."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp.web import BaseRequest, Response

from bot.web.headers import dressed

Answer = Callable[[BaseRequest], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Answers every request. `paths` are matched whole."""

    paths: Mapping[str, Answer]
    pages: Answer | None

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer, with the strict headers."""
        answer = self.paths.get(request.path)
        if answer is not None:
            return dressed(await answer(request))
        return await self.pages(request) if self.pages is not None else dressed(Response(status=404))
