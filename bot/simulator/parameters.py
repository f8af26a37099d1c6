"""A call's parameters: read from any body Telegram takes, named and typed as the method's model in aiogram says."""

import json
import types
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.simulator.chats import Json
from bot.simulator.errors import ApiError, bad_request

Kind = Literal["text", "number", "flag", "json"]
OWN_WORDS = {"reply_markup"}
"""Structures whose check elsewhere says more exactly what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along with a call."""

    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Call:
    """One Bot API call, as far as it could be read."""

    method: str
    args: Json = field(repr=False)
    uploads: dict[str, Upload] = field(default_factory=dict, repr=False)

    @property
    def chat_id(self) -> int | None:
        """The chat it is about, if it is about one."""
        return as_number(self.args.get("chat_id"))


def as_number(value: Any) -> int | None:
    """An integer, also when it came as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.removeprefix("-").isdecimal() else None


@cache
def models() -> dict[str, type[TelegramMethod[Any]]]:
    """Every method aiogram knows, by its lower-case name: Telegram does not mind case."""
    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    kinds = [kind for kind in found if isinstance(kind, type) and issubclass(kind, TelegramMethod)]
    return {str(kind.__api_method__).lower(): kind for kind in kinds if kind is not TelegramMethod}


@cache
def parameter_kinds(method: str) -> dict[str, Kind]:
    """The parameters a method takes, by name."""
    return {name: _kind(info.annotation) for name, info in models()[method].model_fields.items()}


def _kind(annotation: Any) -> Kind:
    members = set(_members(annotation)) - {type(None), Default}
    if members == {bool}:
        return "flag"
    if members & {str}:
        return "text"
    structured = any(isinstance(m, type) and issubclass(m, BaseModel) for m in members) or list in members
    return "json" if structured else "number"


@cache
def _shape(method: str, name: str) -> TypeAdapter[Any]:
    annotation: Any = models()[method].model_fields[name].annotation
    return TypeAdapter(annotation, config=ConfigDict(arbitrary_types_allowed=True))  # aiogram's `Default` is one


def _members(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return [member for part in get_args(annotation) for member in _members(part)]
    return [origin or annotation]


async def read_call(method: str, request: web.Request) -> Call:
    """Read query string and body, and type the parameters.

    Raises:
        ApiError: 400 for a parameter the method does not have (stricter than Telegram, which ignores it)
            or one that is not of its type.
    """
    raw, uploads = await _body(request)
    return Call(method, typed(method, raw), uploads)


def typed(method: str, raw: Json) -> Json:
    """The parameters as the method's model has them.

    Raises:
        ApiError: 400 as `read_call`.
    """
    kinds = parameter_kinds(method)
    return {name: _typed(method, name, value, kinds) for name, value in raw.items()}


async def _body(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    raw: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        raw |= _object(await request.read())
        return raw, uploads
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            raw[name] = value
    return raw, uploads


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ApiError(400, "Bad Request: can't parse JSON object")
    return found


def _typed(method: str, name: str, value: Any, kinds: dict[str, Kind]) -> Any:
    kind = kinds.get(name)
    if kind is None:
        raise bad_request(f'unknown parameter "{name}"')
    match kind:
        case "text":
            return value if isinstance(value, str | int) else str(value)
        case "flag":
            return value is True or str(value).lower() in {"true", "1", "yes"}
        case "number":
            return _number(name, value)
        case "json":
            return _parsed(method, name, value)


def _number(name: str, value: Any) -> int:
    number = as_number(value)
    if number is None:
        raise bad_request(f'parameter "{name}" must be a number')
    return number


def _parsed(method: str, name: str, value: Any) -> Any:
    """A structure, looked through to its innermost value, so that no handler meets a list for an object.

    Raises:
        ApiError: 400 as `read_call`.
    """
    text = value if isinstance(value, str) else json.dumps(value)
    try:
        parsed = json.loads(text)
        if name not in OWN_WORDS:
            _shape(method, name).validate_json(text, strict=True)
        _refuse_nulls(name, parsed)
    except (ValueError, RecursionError):  # pydantic's ValidationError is a ValueError
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    return parsed


def _refuse_nulls(name: str, value: Any) -> None:
    """Telegram takes a null for a value of a wrong type: `Field "show_above_text" must be of type Boolean`.

    Raises:
        ApiError: 400 for a null inside a structure.
    """
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        if item is None:
            raise bad_request(f'can\'t parse {name.replace("_", " ")} JSON object: field "{key}" is null')
        _refuse_nulls(name, item)
