"""Telegram's HTML and its UTF-16 offsets."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.entities import cut, trim, units, with_found
from bot.simulator.html import parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot; &#1241; &copy; &", 'a <b> & "c" ә &copy; &', []),
        ('<a href="https://a.kz/?x=1&amp;y=2">л</a>', "л", [("text_link", 0, 1, {"url": "https://a.kz/?x=1&y=2"})]),
        ("<a>adilet.zan.kz</a>", "adilet.zan.kz", [("text_link", 0, 13, {"url": "http://adilet.zan.kz"})]),
        ("<a href='nonsense'>x</a>", "x", []),
        ("<b>1<i>2</i></b>", "12", [("bold", 0, 2, {}), ("italic", 1, 1, {})]),
        ("👋<u>x</u><s>y</s>", "👋xy", [("underline", 2, 1, {}), ("strikethrough", 3, 1, {})]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1, {})]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1, {})]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1, {})]),
        ("<pre>p</pre><code>c</code>", "pc", [("pre", 0, 1, {}), ("code", 1, 1, {})]),
        ('<pre><code class="language-py">p</code></pre>', "p", [("pre", 0, 1, {"language": "py"})]),
        (
            '<tg-time unix="1795348800" format="wDT">now</tg-time>',
            "now",
            [("date_time", 0, 3, {"unix_time": 1795348800, "date_time_format": "wDT"})],
        ),
        ("<B>x</b>", "x", [("bold", 0, 1, {})]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int, dict[str, Any]]]
) -> None:
    """Each tag Telegram knows is one entity at its UTF-16 place."""
    expected = [{"type": kind, "offset": at, "length": length, **more} for kind, at, length, more in entities]

    assert parse_html(source) == (text, expected)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """Whatever a person writes survives escaping and parsing."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert parse_html(f"<b>{escaped}</b>")[0] == text


@given(st.text(alphabet="ab ә👋\n", min_size=1), st.data())
def test_trimming_keeps_entities_on_their_words(text: str, data: st.DataObject) -> None:
    """After white space is cut away, an entity covers the same words, less what was cut."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    entity = {"type": "bold", "offset": units(text[:start]), "length": units(text[start:end])}
    kept, entities = trim(text, [entity])

    words = [cut(kept, found["offset"], found["length"]) for found in entities]
    assert [word.strip() for word in words] == [text[start:end].strip()] or not text[start:end].strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://t.me/bot?start=a-b_c.", [("url", "https://t.me/bot?start=a-b_c")]),
        ("t.me/bot?start=x", [("url", "t.me/bot?start=x")]),
        ("/start abc", [("bot_command", "/start")]),
        ("👋 /help, or @somebody", [("bot_command", "/help"), ("mention", "@somebody")]),
        ("house 15/2, <b>x</b>, a@b.kz", []),
    ],
)
def test_links_and_commands_are_found_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    """Addresses, commands and mentions become tappable; house numbers do not."""
    entities = with_found(text, [])

    assert [(entity["type"], cut(text, entity["offset"], entity["length"])) for entity in entities] == found
