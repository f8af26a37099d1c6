"""Codes and marks are derived from the operator's secret, the same every time, and tell nothing of it."""

from bot.machine.web_codes import SecretWebKey

KEY = SecretWebKey("a-secret-that-only-this-test-knows")
TOKEN = "AAAAAAAAAAAAAAAAAAAAAA"


def test_a_code_is_six_digits_and_stays_the_same() -> None:
    """The same secret, link and turn give the same code after any restart."""
    codes = [KEY.code(TOKEN, turn) for turn in range(1, 200)]

    assert all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes)
    assert codes == [SecretWebKey("a-secret-that-only-this-test-knows").code(TOKEN, turn) for turn in range(1, 200)]


def test_another_link_turn_or_secret_gives_another_code() -> None:
    """Codes look random: of some thousand hardly any two agree."""
    codes = {KEY.code(TOKEN, turn) for turn in range(3000)}

    assert len(codes) > 2980
    assert KEY.code(TOKEN, 1) != KEY.code(TOKEN[:-1] + "B", 1)
    assert KEY.code(TOKEN, 1) != SecretWebKey("another-secret-of-another-town").code(TOKEN, 1)


def test_marks_of_different_texts_differ() -> None:
    """Where one text ends and the next begins is part of what is marked."""
    assert KEY.mark("ab", "c") != KEY.mark("a", "bc")
    assert KEY.mark("pass", TOKEN) == KEY.mark("pass", TOKEN)
    assert "secret" not in repr(KEY)
