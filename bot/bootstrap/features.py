"""Every feature, in the order of the house."""

from collections.abc import Callable

from bot.bootstrap import (
    appeals,
    audit,
    checking,
    counting,
    crossings,
    family,
    guests,
    hosts,
    imports,
    life,
    my_address,
    office,
    office_acts,
    office_figures,
    office_find,
    office_queue,
    organisations,
    own_data,
    papers,
    places,
    web,
)
from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared

FEATURES: tuple[Callable[[Shared], Feature], ...] = (
    guests.feature,
    hosts.feature,
    checking.feature,
    counting.feature,
    crossings.feature,
    places.feature,
    my_address.feature,
    organisations.feature,
    imports.feature,
    web.feature,
    life.feature,
    family.feature,
    papers.feature,
    appeals.feature,
    own_data.feature,
    office.feature,
    office_acts.feature,
    audit.feature,
    office_figures.feature,
    office_find.feature,
    office_queue.feature,
)
