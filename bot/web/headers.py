"""What every answer says to the browser: run nothing, load nothing from elsewhere, keep nothing, tell nobody."""

from aiohttp.web import Response

_STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self' https://t.me; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
    "Server": "web",  # aiohttp would name itself and its version
}


def dressed(answer: Response) -> Response:
    """The answer with the strict headers; kept by nobody. An answer that needs otherwise says so itself."""
    for name, value in {**_STRICT, "Cache-Control": "no-store"}.items():
        answer.headers.setdefault(name, value)
    return answer
