"""Files on their way out. Source: https://core.telegram.org/bots/api#getfile"""

import asyncio

from bot.simulator.chats import Json
from bot.simulator.errors import bad_request
from bot.simulator.methods.handler import Handler
from bot.simulator.parameters import Call
from bot.simulator.world import World

MOST_BYTES = 20 * 1024 * 1024


async def get_file(world: World, call: Call) -> Json:
    """Make a file ready for download and tell its path."""
    file = world.file(str(call.args.get("file_id", "")))
    content = await asyncio.to_thread(lambda: file.content)
    if len(content) > MOST_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(content),
        "file_path": file.path,
    }


HANDLERS: dict[str, Handler] = {"getfile": get_file}
