"""The check page as HTML: fields and words; its script does the rest."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from bot.domain.operator import Operator
from bot.texts import checkpage, web
from bot.texts.words import Words
from bot.web import html


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What the page believes, and where it looks.

    Args:
        base: the link our certificates bear; any other host or bot is not genuine.
        root: the root key's public half, SPKI in base64.
        fingerprint: of the same, as on the certificate's foot.
        uri: the status list's own name, its full address.
    """

    base: str
    root: str
    fingerprint: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """Draws for one reader. `folder` is where the page's files of this build are."""

    words: Words
    operator: Operator
    trust: Trust
    prefix: str
    folder: str

    def draw(self, offset: timedelta) -> str:
        """The whole page. `offset` from UTC is that of the days that certificates count: old phones know an old one."""
        words = self.words
        body = (
            f"<h1>{checkpage.title(words)}</h1>",
            html.paragraphs([*checkpage.promise(words), *self._warning()]),
            f'<p id="unable" class="warning">{checkpage.needs_more(words)}</p>',
            f'<div id="app" hidden>{self._ways()}{self._result()}</div>',
            html.paragraphs([checkpage.other_way(words), html.link(self.trust.base, checkpage.open_bot(words))]),
            f'<script type="application/json" id="page">{self._data(offset)}</script>',
        )
        return html.document(
            words,
            heading=checkpage.title(words),
            body="".join(body),
            prefix=self.prefix,
            here=f"{self.prefix}/check",
            foot=self._foot(),
            has_faults=False,
            head=f'<link rel="stylesheet" href="{escape(self.folder)}/check.css">'
            f'<script src="{escape(self.folder)}/begin.js"></script>'
            f'<script type="module" src="{escape(self.folder)}/check.js"></script>',
        )

    def _warning(self) -> list[str]:
        return [] if self.operator.is_official else [checkpage.sample(self.words)]

    def _ways(self) -> str:
        """Three ways to give a certificate; none of them is a form that could be sent."""
        labels = checkpage.labels(self.words)
        picture = 'type="file" accept="image/*"'
        return (
            f'<div class="given"><label for="camera">{labels["camera"]}</label>'
            f'<input {picture} id="camera" capture="environment"></div>'
            f'<div class="given"><label for="picture">{labels["file"]}</label><input {picture} id="picture"></div>'
            f'<form class="given" id="ask" novalidate><label for="code">{labels["code"]}</label>'
            f'<div class="hint" id="code-hint">{labels["code_hint"]}</div>'
            '<textarea id="code" rows="4" autocomplete="off" autocapitalize="off" spellcheck="false"'
            f' aria-describedby="code-hint"></textarea>{_button(labels["check"])}</form>'
        )

    def _result(self) -> str:
        """The verdict is told aloud as soon as it stands there; below it, whose it is."""
        result = escape(checkpage.labels(self.words)["result"])
        return (
            f'<section aria-label="{result}"><div role="status" aria-live="polite" aria-atomic="true">'
            f'<div id="verdict" hidden></div></div>{self._who()}</section>'
            '<p id="ready" class="ready" role="status" aria-live="polite"></p>'
        )

    def _who(self) -> str:
        labels = checkpage.who_labels(self.words)
        return (
            f'<div id="who" class="given" hidden><h2>{labels["heading"]}</h2><p class="hint">{labels["hint"]}</p>'
            f"<form novalidate>{_line('application', labels['application'])}{_line('document', labels['document'])}"
            f'{_button(labels["open"])}</form><div role="status" aria-live="polite"></div></div>'
        )

    def _foot(self) -> str:
        """Who runs this, and by what its trust can be compared with the paper."""
        words = self.words
        groups = " ".join(re.findall("....", self.trust.fingerprint))  # as the paper has it
        digest = checkpage.fingerprint(words, groups)
        return html.paragraphs([web.foot(words, self.operator)]) + f'<p class="digest">{digest}</p>'

    def _data(self, offset: timedelta) -> str:
        """What the script reads; in a data block, which no browser runs."""
        words = self.words
        data = {
            "language": words.language,
            "offset": int(offset.total_seconds()) // 60,
            "months": checkpage.months(words),
            "ages": checkpage.ages(words),
            "said": checkpage.said(words),
            "verdicts": checkpage.verdicts(words),
            "openBot": checkpage.open_bot(words),
            "base": self.trust.base,
            "root": self.trust.root,
            "uri": self.trust.uri,
            "keys": f"{self.prefix}/keys.json",
            "status": f"{self.prefix}/status/1",
            "worker": f"{self.prefix}/check/worker.js",
            "scope": f"{self.prefix}/check",
        }
        return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _button(label: str) -> str:
    return f'<div class="buttons"><button>{label}</button></div>'


def _line(name: str, label: str) -> str:
    return (
        f'<div class="field"><label for="{name}">{label}</label><input type="text" id="{name}" name="{name}"'
        ' autocomplete="off" autocapitalize="characters" spellcheck="false"></div>'
    )
