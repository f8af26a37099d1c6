"""What a sensible person answers to what the bot asks, by the heading of the question; and what a hurried one types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bot.rehearsal.people.papers import Papers, address

GIBBERISH = (
    *("asdf", "?", "31.02.2026", "99.99.9999", "12", "vчера", "no", "🙂", "0" * 12, "850412300007", "a" * 300),
    *("<b>bold</b>", "27/03", "tomorrow", "Almaty", "/start q", "/start zzzzzzzzzzzzzzzzzzzzzz", "'; --", "1.1.1900"),
)
COMMANDS = ("/start", "/menu", "/help", "/language", "/mydata", "/delete", "/withdraw", "/lost", "/cancel", "/appeals")


@dataclass(slots=True)
class Speaker:
    """Whose turn it is to answer: their papers, their host's number, the day, and chance."""

    papers: Papers
    relative: Papers  # one for whom they file at times
    random: Random
    host_number: str
    today: date
    keeps: dict[str, str] = field(default_factory=dict)  # what was said once is said again


Reply = Callable[[Speaker], str]
"""What is typed; or, after `tap:`, the beginnings of the buttons one of which is tapped."""


def day(moment: date) -> str:
    """As people write it here."""
    return f"{moment:%d.%m.%Y}"


def tap(*beginnings: str) -> Reply:
    """Tap one of these buttons."""
    return lambda speaker: f"tap:{speaker.random.choice(beginnings)}"


def _entered(speaker: Speaker) -> str:
    if speaker.random.random() < 0.7:
        return "tap:Today"
    return day(speaker.today - timedelta(days=speaker.random.choice((1, 2, 4, 9, 40))))


def _until(speaker: Speaker) -> str:
    if speaker.random.random() < 0.6:
        return "tap:Last lawful day"
    return day(speaker.today + timedelta(days=speaker.random.choice((5, 12, 25, 60, 85, 200))))


def _relatives_document(speaker: Speaker) -> str:
    return speaker.relative.document


def _address(speaker: Speaker) -> str:
    if speaker.random.random() < 0.2:
        speaker.keeps.pop("address", None)
    return speaker.keeps.setdefault("address", address(speaker.random))


def _some_day(speaker: Speaker) -> str:
    return day(speaker.today - timedelta(days=speaker.random.choice((0, 1, 3))))


ANSWERS: Mapping[str, Reply] = {
    "Choose your language": tap("English"),
    "I help you register": tap("I agree"),
    "You have started a registration": tap("Continue", "Continue", "Continue", "Start again"),
    "Photograph your passport": tap("Type it instead"),
    "What is your citizenship?": lambda speaker: speaker.papers.country,
    "When did you enter Kazakhstan?": _entered,
    "What is your family name?": lambda speaker: speaker.papers.family,
    "What are your given names?": lambda speaker: speaker.papers.given,
    "What is your patronymic?": lambda speaker: speaker.papers.patronymic,
    "What is your date of birth?": lambda speaker: day(speaker.papers.born),
    "What would you like to do?": lambda _: "",
    "Photograph the passport of the next person": tap("Type it instead"),
    "Person 2: Citizenship": lambda speaker: speaker.relative.country,
    "Person 2: Entered": _entered,
    "Person 2: Family name": lambda speaker: speaker.relative.family,
    "Person 2: Given names": lambda speaker: speaker.relative.given,
    "Person 2: Patronymic": lambda speaker: speaker.relative.patronymic,
    "Person 2: Date of birth": lambda speaker: day(speaker.relative.born),
    "Person 2: Sex": tap("Male", "Female"),
    "Person 2: Document number": _relatives_document,
    "Person 2: Document valid": lambda speaker: day(speaker.relative.expires),
    "Person 2: Document": tap("Passport"),
    "What sex does": tap("Male", "Female"),
    "Which document did you enter with?": tap("Passport"),
    "What is the series and number of the document?": lambda speaker: speaker.papers.document,
    "Until when is the document valid?": lambda speaker: day(speaker.papers.expires),
    "Who gives you the place to live?": lambda speaker: speaker.host_number,
    "What is the address where you live?": _address,
    "Which region or city is it in?": lambda _: "Almaty",
    "Which city, town or village is it in?": lambda _: "Almaty",
    "What is the house number?": lambda speaker: str(speaker.random.randint(1, 30)),
    "What kind of place is it?": tap("Flat", "Flat", "House", "Dormitory"),
    "Until when will you live there?": _until,
    "Until when do you want to stay?": _until,
    "Stop here?": tap("Go on"),
    "Check your answers": tap("Send to my host"),
    "A move to a new address": tap("Send to my host"),
    "On what ground do you stay": tap("With a visa", "Without a visa", "Temporary residence"),
    "When did you move to the new address?": _some_day,
    "When did you leave Kazakhstan?": _some_day,
    "Someone asks to be registered": lambda _: "contact:",
    "Share your phone with the button below": lambda _: "contact:",
    "Type your IIN and your full name": lambda speaker: f"{speaker.papers.iin} {speaker.papers.full_name}",
    "Now type your full name": lambda speaker: speaker.papers.full_name,
    "Do not agree if you do not know": tap(*["Agree"] * 7, "Refuse", "Ask me later"),
    "Why do you refuse?": tap("I don't know", "The address", "The dates", "They have not", "They have left", "Another"),
    "Do you still live there?": tap("Still here", "Still here", "I moved", "I left", "Stay longer"),
    "Do you all still live there?": tap("Still here, all of us"),
    "What do guests call this place?": lambda speaker: f"Hostel {speaker.papers.family}",
    "What is the address of the place?": _address,
    "How many people may live there at once?": lambda speaker: speaker.random.choice(("2", "5", "10")),
    "From which day may guests come?": tap("From today"),
    "Until which day may guests live there?": tap("No last day"),
    "In which language is the card?": tap("English", "Русский", "Қазақша"),
    "Now type the organisation's name": lambda speaker: f"Hotel {speaker.papers.family}",
    "write what is wrong": lambda _: "The decision is wrong: I live there.",
    "Your new document": tap("Get the new certificate"),
}
"""The heading that stands last on the screen counts."""
