"""Telegram's way of saying no: an HTTP status, an error code and a description the libraries look at."""

from typing import Any


class ApiError(Exception):
    """An answer other than ok. `parameters` is what Telegram sends beside it, such as `retry_after` in seconds."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON answer, as https://core.telegram.org/bots/api#making-requests describes it."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class PhoneError(Exception):
    """What a person cannot do on this phone: tap a button that is not there, write to a bot they blocked."""


def bad_request(why: str) -> ApiError:
    """The call itself is wrong; repeating it would not help."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """The call is right but the person does not want it."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """Two ways of getting updates exclude each other."""
    return ApiError(409, f"Conflict: {why}")
