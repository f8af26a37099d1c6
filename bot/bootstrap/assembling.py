"""Puts the features together into a bot that is ready to run."""

from collections.abc import Sequence

from bot.bootstrap.feature import Feature
from bot.bootstrap.features import FEATURES
from bot.bootstrap.running import App
from bot.bootstrap.shared import Shared
from bot.bootstrap.watching import watch_of
from bot.bootstrap.webhook import coming
from bot.registration import notices, retention, talk
from bot.telegram.courier import Courier
from bot.telegram.dispatcher import make_dispatcher
from bot.telegram.doors import Doors
from bot.telegram.notices import Deliverer
from bot.telegram.office.filters import IsOfficer
from bot.telegram.pace import A_SECOND_IN_ALL, Turns, own_pace
from bot.telegram.standing import Standing
from storage.fsm import FsmStorage
from storage.outbox import Outbox
from storage.paces import SharedPace


def assemble(shared: Shared) -> App:
    """The app of these parts: what is opened for it, is closed by whoever opened it."""
    features = [make(shared) for make in FEATURES]
    courier = courier_of(shared, features)
    shared.database.on_owed = courier.wake
    standing = standing_of(shared, features)
    dispatcher = make_dispatcher(
        FsmStorage(shared.database),
        open_talk=talk.OpenTalk(look=shared.look, begin=shared.begin, clock=shared.clock),
        standing=standing,
        clock=shared.clock,
        is_officer=IsOfficer(shared.roster),
        use_cases={"standing": standing} | together(features, doors_of(features)),
    )
    purge = retention.ForgetEnded(
        look=shared.look,
        begin=shared.begin,
        clock=shared.clock,
        expire_request=shared.expire_request,
        terms=shared.settings.terms,
    )
    return App(
        watch=watch_of(shared, dispatcher, courier, next((f.server for f in features if f.server is not None), None)),
        bot=shared.bot,
        dispatcher=dispatcher,
        courier=courier,
        database=shared.database,
        purge=purge,
        workshop=shared.workshop,
        coming=coming(shared, dispatcher),
        works={name: work for feature in features for name, work in feature.works.items()},
        daily={name: work for feature in features for name, work in feature.daily.items()},
    )


def courier_of(shared: Shared, features: Sequence[Feature]) -> Courier:
    """What sends the notices, at a pace that all workers over one database keep together."""
    database = shared.database
    return Courier(
        outbox=Outbox(database),
        deliverer=deliverer(shared, features),
        clock=shared.clock,
        holds=database.holds,
        turns=Turns(own_pace() if database.is_alone else SharedPace(database, "bulk", A_SECOND_IN_ALL)),
    )


def standing_of(shared: Shared, features: Sequence[Feature]) -> Standing:
    """What draws where things stand for a person."""
    return Standing(
        read_draft=shared.read_draft,
        own_requests=shared.own_requests,
        keep_card=shared.keep_card,
        views=shared.views,
        desk=shared.desk,
        duties=shared.duties,
        read_door=shared.read_door,
        desks=tuple(desk for feature in features for desk in feature.desks),
        clock=shared.clock,
    )


def doors_of(features: Sequence[Feature]) -> Doors:
    """What the letter of a deep link opens."""
    return Doors({kind: door for feature in features for kind, door in feature.doors.items()})


def together(features: Sequence[Feature], doors: Doors) -> dict[str, object]:
    """All that handlers ask for by the name of a parameter. Raises ValueError where two features claim one name."""
    by_name: dict[str, object] = {"doors": doors}
    for feature in features:
        if twice := by_name.keys() & feature.by_name.keys():
            raise ValueError(f"two features claim {sorted(twice)}")
        by_name |= feature.by_name
    return by_name


def deliverer(shared: Shared, features: Sequence[Feature]) -> Deliverer:
    """What the courier hands notices to."""
    return Deliverer(
        bot=shared.bot,
        read_notice=notices.ReadNotice(begin=shared.look, clock=shared.clock),
        views=shared.views,
        certificates=shared.sender,
        keep_card=shared.keep_card,
        expire_request=shared.expire_request,
        prepare=shared.workshop.prepare,
        more={kind: send for feature in features for kind, send in feature.senders.items()},
    )
