"""Guests from a spreadsheet."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import imports
from bot.telegram.imports import ImportDesk, ImportWaits


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock = shared.begin, shared.look, shared.clock
    read_import = imports.ReadImport(look=look, clock=clock)
    desk = ImportDesk(
        read_places=imports.ReadImportPlaces(look=look),
        prepare=imports.PrepareImport(begin=begin, clock=clock, most_at_a_dwelling=shared.settings.most_at_a_dwelling),
        read_import=read_import,
        file_import=imports.FileImport(begin=begin, clock=clock, names=shared.names, granting=shared.granting),
        drop_import=imports.DropImport(begin=begin, clock=clock),
        clock=clock,
        username=shared.operator.username,
    )
    return Feature(
        by_name={"import_desk": desk},
        senders={NoticeKind.IMPORT_READY: ImportWaits(bot=shared.bot, read_import=read_import)},
        desks=(desk,),
    )
