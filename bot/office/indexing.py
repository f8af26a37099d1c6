"""People whose requests were sent before there was an index of names get into it, a few hundred a transaction."""

from dataclasses import dataclass

from bot.registration.ports import Begin

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPeople:
    """Goes through those without an index; broken off, the next pass goes on where it stopped."""

    begin: Begin

    async def __call__(self) -> None:
        """Until there are none."""
        after: int | None = 0
        while after is not None:
            async with self.begin() as work:
                after = await work.findings.index_people(after, AT_ONCE)
                await work.commit()
