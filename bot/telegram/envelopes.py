"""What an answer of Telegram is read into is made once for each kind of answer.

The library asks for it anew at each call and keeps no hold on it: the garbage collector takes it away, and building it
again costs more CPU than the rest of the call.
"""

import functools
from typing import Any

from aiogram.methods import Response


@functools.cache
def envelope(content: Any) -> Any:
    """What an answer with this content is read into."""
    return Response[content]
