"""What goes back to the browser."""

from aiohttp.web import Response


def page(html: str, status: int = 200) -> Response:
    """A page."""
    return Response(text=html, status=status, content_type="text/html", charset="utf-8")


def see_other(address: str) -> Response:
    """To another page, so that reloading it sends nothing twice."""
    return Response(status=303, headers={"Location": address})


def only(*methods: str, status: int = 405) -> Response:
    """Which methods there are."""
    return Response(status=status, headers={"Allow": ", ".join(methods)})
