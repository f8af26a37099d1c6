"""Several people in one request: who is who, what is confirmed with it, and what becomes of each."""

from collections.abc import Mapping, Sequence

from bot.domain.answers import Answers, Question
from bot.domain.case import Case, Stage
from bot.domain.family import Kinship, Proof
from bot.domain.life import end_of_stay
from bot.domain.passport import PASSPORT, PassportCard
from bot.domain.people import Companion, Draft, Host
from bot.passport.reading import Unread
from bot.registration.companions import people_of, told_of
from bot.registration.family_photos import NotAdded
from bot.registration.taking_over import Relative
from bot.texts import buttons, passports, shown_answers
from bot.texts.countries import country_name
from bot.texts.words import Words, bold, lines, page, plain


def kinship(words: Words, who: Kinship | None, proof: Proof | None) -> str:
    """Who somebody is to the one who files, and by which paper; said by the one who files."""
    known: dict[tuple[Kinship | None, Proof | None], str] = {
        (Kinship.SPOUSE, None): words.say("my wife or husband"),
        (Kinship.CHILD, Proof.BIRTH_CERTIFICATE): words.say("my child, I have the birth certificate"),
        (Kinship.CHILD, Proof.ADOPTION): words.say("my child, I have the paper of adoption"),
        (Kinship.WARD, Proof.GUARDIANSHIP): words.say("I am the guardian, by a guardianship paper"),
        (Kinship.WARD, Proof.COURT_DECISION): words.say("I act for this person by a court decision"),
        (Kinship.WARD, Proof.NOTARISED_PROXY): words.say("I act for this person by a notarised proxy"),
        (Kinship.RELATIVE, None): words.say("my grown-up relative, who agrees to this"),
        (Kinship.RELATIVE, Proof.NOTARISED_PROXY): words.say("my grown-up relative, by a notarised proxy"),
        (Kinship.GUEST, None): words.say("guest"),
    }
    return known.get((who, proof), words.say("say who this is"))


def _short(words: Words, who: Kinship | None) -> str:
    """The same in a word or two, for the host and for lists."""
    if who is None:
        return ""
    return {
        Kinship.SPOUSE: words.say("wife or husband"),
        Kinship.CHILD: words.say("child"),
        Kinship.WARD: words.say("person in care"),
        Kinship.RELATIVE: words.say("relative"),
        Kinship.GUEST: words.say("guest"),
    }[who]


def name_of(words: Words, one: Companion) -> str:
    """A person's name as a label, bare of markup; a word where it is not known yet."""
    return told_of(one).full_name or words.say("name not known yet")


def listed(words: Words, draft: Draft) -> str:
    """Everybody, numbered, with what was told of each."""
    return "\n".join(_line(words, place, one) for place, one in enumerate(people_of(draft)))


def _line(words: Words, place: int, one: Companion) -> str:
    told = told_of(one)
    who = words.say("you, who files") if place == 0 else kinship(words, one.answers.kinship, one.answers.proof)
    facts = [
        words.day(told.born) if told.born else "",
        country_name(words, told.citizenship) if told.citizenship else "",
        shown_answers.answer(words, told, Question.DOCUMENT_NUMBER),
    ]
    mark = bold(words.say("check")) if one.card is not None and one.card.doubted else ""
    name = f"{place + 1}. {bold(plain(name_of(words, one)))}"
    return lines(
        " - ".join(part for part in (name, mark) if part), ", ".join(fact for fact in facts if fact), f"→ {who}"
    )


def card(words: Words, draft: Draft, notes: Sequence[str] = ()) -> str:
    """All who are to be registered together, for a look before it counts."""
    is_doubted = any(one.card is not None and one.card.doubted for one in people_of(draft))
    return page(
        words.say("Compare this with the passports"),
        listed(words, draft),
        words.say('Tap each person marked "check".') if is_doubted else confirms(words),
        words.say("Order 923 frees no children, so every person is registered.") if _has_young(draft) else "",
        lines(*notes),
    )


def _has_young(draft: Draft) -> bool:
    return any(one.answers.kinship in {Kinship.CHILD, Kinship.WARD} for one in draft.companions)


def confirms(words: Words) -> str:
    """What the one tap says."""
    return words.say(
        "By All correct you say that this is right: who each person is to you, and that you have the paper named there. "
        "I ask for no copy. To change a person, tap the name."
    )


def together(words: Words, draft: Draft) -> str:
    """The others at the review."""
    if not draft.companions:
        return ""
    rows = [_line(words, place, one) for place, one in enumerate(draft.companions, start=1)]
    return lines(bold(words.say("Registered together with you")), *rows)


def person(words: Words, n: int, one: Companion, guest: Answers) -> str:
    """One person, line by line."""
    read = one.card or PassportCard(answers=one.answers)
    entered = one.answers.entered or guest.entered
    return page(
        words.say("Person {number}: {name}", number=n + 1, name=name_of(words, one)),
        lines(
            *(passports.line(words, read, question) for question in PASSPORT),
            words.say("Entered Kazakhstan: {day}", day=words.day(entered)) if n and entered else "",
        ),
        words.say("Who is this? {kinship}", kinship=kinship(words, one.answers.kinship, one.answers.proof))
        if n
        else "",
        words.say("Compare it with the passport. Tap who this is, or a line to change it.")
        if n
        else words.say("Compare it with the passport. To change a line, tap its name."),
    )


def asks_photo(words: Words) -> str:
    """For one more person."""
    return page(
        words.say("Photograph the passport of the next person"),
        words.say("One photo, or several at once. Each photo is read on our own machine and deleted from this chat."),
    )


def asks(words: Words, n: int, question: Question) -> str:
    """One question about one person."""
    return page(
        words.say("Person {number}: {question}", number=n + 1, question=buttons.question(words, question)),
        words.say("Type it as in the passport.") if question is not Question.ENTERED else "",
    )


def reading(words: Words) -> str:
    """While the first photo is read."""
    return words.say("Reading the passports…")


def left_out(words: Words, place: int, why: str) -> str:
    """Why a photo of several added nobody, by its place among them."""
    if why == NotAdded.SAME:
        return words.say("Photo {number}: this document is on the list already.", number=place)
    if why == NotAdded.FULL:
        return words.say("Photo {number}: one request can be for 10 people at most.", number=place)
    heading, advice = passports.advised(words, Unread(why))
    return words.say("Photo {number}: {heading}. {advice}", number=place, heading=heading, advice=advice)


def nobody_read(words: Words, notes: Sequence[str]) -> str:
    """None of the photos so far could be read."""
    return page(words.say("I could not read these photos"), lines(*notes))


def deleted(words: Words, *, is_gone: bool) -> str:
    """What became of the photos themselves."""
    if is_gone:
        return words.say("The photos are deleted from this chat and were not kept.")
    return words.say(
        "The photos were not kept, but I could not delete all of them from this chat. Delete them yourself."
    )


def tap_a_button(words: Words) -> str:
    """Something was typed where the list is looked at."""
    return words.say("Tap a button under the list.")


# the host


def host_request(words: Words, case: Case, host: Host) -> str:
    """Who ask together, and what one agreement means for all of them."""
    everybody = (case, *case.together)
    answers = case.answers
    return page(
        words.count(
            "{number} person asks to be registered at your home",
            "{number} people ask to be registered at your home",
            len(everybody),
        ),
        lines(*(_for_host(words, place, one) for place, one in enumerate(everybody, start=1))),
        lines(
            words.say("Address: {address}", address=answers.address.line if answers.address else ""),
            words.say(
                "Dates: {since} to {until}",
                since=words.day(answers.at_address_since) if answers.at_address_since else "",
                until=words.day(answers.until) if answers.until else "",
            ),
            words.say("Your IIN: {iin}", iin=host.number.grouped if host.number else ""),
            words.say("Your name: {name}", name=host.name or ""),
        ),
        what_it_means(words),
        unknown_people(words),
    )


def what_it_means(words: Words) -> str:
    """What agreeing to several people means by law."""
    return words.say(
        "One tap answers for all of them. Agreeing confirms that they live at this address (Order 923, paragraph 3). "
        "You also tell the migration police of each within three working days of arrival; the bot does not do that."
    )


def unknown_people(words: Words) -> str:
    """The one warning."""
    return words.say("Do not agree if you do not know these people.")


def _for_host(words: Words, place: int, case: Case) -> str:
    answers = case.answers
    number = answers.document_number.masked if answers.document_number else ""
    facts = [
        _short(words, answers.kinship),
        country_name(words, answers.citizenship or ""),
        str(answers.born.year) if answers.born else "",
        f"{shown_answers.entered_with(answers.document_kind, words)} {number}",
    ]
    return f"{place}. {bold(plain(answers.full_name))}: " + ", ".join(fact for fact in facts if fact)


def host_ended(words: Words, case: Case, stages: Mapping[int, Stage], by: str = "") -> str:
    """What became of each, once the host (or, of an organisation, `by` a member of its staff) has answered."""
    heading, outcomes, duty = answered(words, (case, *case.together), stages)
    by_staff = words.say("Answered by {name}.", name=by) if by else ""
    return page(heading, lines(*outcomes), by_staff, duty)


def answered(words: Words, everybody: Sequence[Case], stages: Mapping[int, Stage]) -> tuple[str, list[str], str]:
    """Of several who were answered together: the heading, what became of each, what the host has to do ("": nothing)."""
    heading = words.say("You agreed that these people live at your home")
    duty = words.say(
        "They have their certificates. Remember your own notice to the migration police: within three working days of the arrival of each."
    )
    if Stage.REFUSED in stages.values():
        heading, duty = words.say("You refused these people. Nobody is registered"), ""
    elif Stage.GRANTED not in stages.values():
        heading, duty = words.say("Not registered: the law does not allow it for these people"), ""
    return heading, [_outcome(words, one, stages[one.number]) for one in everybody], duty


def _outcome(words: Words, case: Case, stage: Stage) -> str:
    said = {
        Stage.GRANTED: words.say("registered"),
        Stage.DENIED: words.say("refused by law, not registered"),
    }.get(stage, words.say("not registered"))
    return f"{plain(case.answers.full_name) or case.application_number}: {bold(said)}"


def guest_outcomes(words: Words, case: Case, stages: Mapping[int, Stage]) -> str:
    """Who stands on the guest's card, and what became of each once it has ended."""
    everybody = (case, *case.together)
    if stages[case.number].is_live:
        return lines(*(f"{place}. {plain(one.answers.full_name)}" for place, one in enumerate(everybody, start=1)))
    return lines(*(_outcome(words, one, stages[one.number]) for one in everybody))


# my family


def my_family(words: Words, number: int) -> str:
    """Above those for whom one files."""
    if not number:
        return page(
            words.say("My family"),
            words.say("You have registered nobody yet. When you register, tap Add a family member before you send."),
        )
    return page(
        words.say("My family"),
        words.say("These people are registered by you. Tap a name: certificate, leaving, handing over."),
    )


def relative(words: Words, one: Relative) -> str:
    """One of them: where the registration stands."""
    return page(
        plain(one.case.answers.full_name),
        lines(_short(words, one.case.answers.kinship), _standing(words, one.case, one.stage)),
        words.say(
            "This person can see and manage it in their own chat: hand it over by a link. You see it no more then."
        )
        if one.can_take_over
        else "",
    )


def _standing(words: Words, case: Case, stage: Stage) -> str:
    until = words.day(case.answers.until) if case.answers.until else ""
    if stage.is_live:
        return words.say("Your host has not answered yet. Not registered.")
    if stage is not Stage.GRANTED:
        return words.say("Not registered.")
    if end_of_stay(case) is not None:
        return words.say("This registration has ended.")
    return words.say("Registered until {until}.", until=until)


def handing_over(words: Words, case: Case, link: str) -> str:
    """The link for the one person."""
    return page(
        words.say("Send this link to {name}", name=case.answers.full_name),
        link,
        words.say(
            "It works once. Whoever opens it must type the number of the document. After five wrong numbers it closes."
        ),
    )


def share_text(words: Words) -> str:
    """The text that goes with it; no name in it."""
    return words.say("Take over your own registration: open the link and type the number of your passport.")


def asks_document(words: Words) -> str:
    """Before anything is shown."""
    return page(
        words.say("Take over a registration"),
        words.say("Type the number of the passport or other document with which you were registered."),
    )


def taken(words: Words) -> str:
    """It is theirs now."""
    return page(
        words.say("The registration is yours now"),
        words.say(
            "The certificate comes now. Whoever registered you sees it no more. Reminders come to you from today."
        ),
    )


def was_taken(words: Words, case: Case) -> str:
    """To the one who had filed."""
    return page(
        words.say("{name} took over their own registration", name=case.answers.full_name),
        words.say("You see it no more. You have nothing to do."),
    )


def link_closed(words: Words, case: Case) -> str:
    """To the one who has filed: somebody typed five wrong numbers."""
    return page(
        words.say("Five wrong numbers closed the link for {name}", name=case.answers.full_name),
        words.say("Nobody took the registration over. You see and manage it as before."),
    )
