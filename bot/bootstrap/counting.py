"""What one must do, the days of stay, the calendar."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.registration import host_duties, travels
from bot.telegram.calendars import Calendars
from bot.telegram.counter import DayCounter


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock, duties = shared.begin, shared.look, shared.clock, shared.duties
    day_counter = DayCounter(
        read_prospect=duties.read_prospect,
        add_trip=travels.AddTrip(begin=begin, clock=clock),
        remove_trip=travels.RemoveTrip(begin=begin, clock=clock),
        draw=shared.workshop.timeline,
    )
    return Feature(
        by_name={
            "duty_desk": duties,
            "day_counter": day_counter,
            "calendars": Calendars(
                read_prospect=duties.read_prospect, read_host_duties=duties.read_host_duties, clock=clock
            ),
            "say_moved": travels.SayMoved(begin=begin, clock=clock),
            "notify_done": host_duties.NotifyDone(begin=begin, clock=clock),
            "read_host_duty": host_duties.ReadHostDuty(begin=look, clock=clock),
        },
        desks=(duties, day_counter),
    )
