"""Every page of the site, drawn whole on the server: no script, nothing from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.case import Case, RefusalReason
from bot.domain.operator import Operator
from bot.domain.refusals import Refusal
from bot.texts import buttons, web
from bot.texts.refusals import refusal
from bot.texts.words import Words, plain
from bot.web import html
from bot.web.html import Fault, Field

NO_FAULTS: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Draws for one reader. `here` is the link's own page, "" where the reader came by none of ours."""

    words: Words
    operator: Operator
    prefix: str
    here: str

    def code(self, chat_link: str, *, typed: str = "", faults: Sequence[Fault] = NO_FAULTS) -> str:
        """The first page: what this is, the way into Telegram, the field for the code. Nothing about the guest."""
        words = self.words
        field = Field(
            name="code",
            label=web.code_label(words),
            hint=web.code_hint(words),
            value=typed,
            numbers=True,
            autocomplete="one-time-code",
        )
        first, second = web.what_this_is(words, self.operator)
        body = (
            html.paragraphs([first]),
            html.paragraphs([second, html.link(chat_link, web.in_telegram(words))]),
            html.form(f"{self.here}/code", field.drawn(words, faults), _button(web.go_on(words))),
        )
        return self._page(web.asks_code(words), "".join(body), faults)

    def request(
        self, party: Sequence[Case], mark: str, *, typed: Mapping[str, str], faults: Sequence[Fault] = NO_FAULTS
    ) -> str:
        """The request as the host's card in the chat shows it, and the answer."""
        words = self.words
        body = (
            self._people(party),
            html.facts(web.stay(words, party[0])),
            html.paragraphs(web.what_it_means(words, party)),
            f'<p class="warning">{web.unknown_person(words, party)}</p>',
            f"<h2>{web.your_answer(words)}</h2>",
            html.form(f"{self.here}/answer", *self._answer_fields(typed, faults), mark=mark),
        )
        return self._page(web.who_asks(words, party), "".join(body), faults)

    def _people(self, party: Sequence[Case]) -> str:
        if len(party) == 1:
            return html.facts(web.person(self.words, party[0]))
        return "".join(
            f"<h2>{plain(case.answers.full_name)}</h2>{html.facts(web.person(self.words, case))}" for case in party
        )

    def _answer_fields(self, typed: Mapping[str, str], faults: Sequence[Fault]) -> tuple[str, ...]:
        words = self.words
        iin, name = typed.get("iin", ""), typed.get("name", "")
        return (
            Field(name="iin", label=web.iin_label(words), hint=web.iin_hint(words), value=iin, numbers=True).drawn(
                words, faults
            ),
            Field(
                name="name",
                label=web.name_label(words),
                hint=web.name_hint(words),
                value=name,
                autocomplete="name",
            ).drawn(words, faults),
            f"<h2>{web.consent_heading(words)}</h2>",
            html.facts(web.consent(words, self.operator)),
            html.tick(words, "consent", web.consent_label(words), ticked="consent" in typed, faults=faults),
            '<div class="buttons">'
            f'<button class="yes" name="do" value="agree">{web.agree(words)}</button>'
            f'<button class="no" name="do" value="refuse">{web.refuse(words)}</button></div>',
            f'<p class="hint">{web.refuse_hint(words)}</p>',
        )

    def reasons(self, mark: str, *, faults: Sequence[Fault] = NO_FAULTS) -> str:
        """Why the host refuses."""
        words = self.words
        offered = {reason.value: buttons.refusal_reason(words, reason) for reason in RefusalReason}
        group = html.choices(words, "reason", web.asks_reason(words), web.reason_hint(words), offered, faults)
        body = (
            html.form(f"{self.here}/refuse", group, _button(web.refuse(words), "no"), mark=mark),
            html.paragraphs([html.link(self.here, web.back(words))]),
        )
        return self._page(web.asks_reason(words), "".join(body), faults, has_heading=True)

    def result(self, party: Sequence[Case], no: Refusal | None) -> str:
        """What has become of the request, and what the host must do next."""
        heading, told = web.result(self.words, party, no)
        return self._page(heading, html.paragraphs(told))

    def not_now(self, no: Refusal, chat_link: str = "", *, may_return: bool = False) -> str:
        """A reason for which the request cannot be answered now, or not here."""
        words = self.words
        ways = [html.link(chat_link, web.in_telegram(words))] if chat_link else []
        back = [html.link(self.here, web.back(words))] if may_return else []
        return self._page(web.no_answer_now(words), html.paragraphs([refusal(words, no), *ways, *back]))

    def closed(self, no: Refusal) -> str:
        """Five wrong codes were typed."""
        return self._page(web.closed(self.words), html.paragraphs([refusal(self.words, no)]))

    def plainly(self, said: tuple[str, str]) -> str:
        """A heading and one sentence."""
        heading, sentence = said
        return self._page(heading, html.paragraphs([sentence]))

    def _page(self, heading: str, body: str, faults: Sequence[Fault] = NO_FAULTS, *, has_heading: bool = False) -> str:
        words = self.words
        above = html.summary(words, faults) + ("" if has_heading else f"<h1>{heading}</h1>")
        return html.document(
            words,
            heading=heading,
            body=above + body,
            prefix=self.prefix,
            here=self.here,
            foot=html.paragraphs([web.foot(words, self.operator)]),
            has_faults=bool(faults),
        )


def _button(label: str, look: str = "") -> str:
    return f'<div class="buttons"><button class="{look}">{label}</button></div>'
