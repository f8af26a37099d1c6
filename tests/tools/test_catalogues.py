"""No sentence is left out of the catalogues, wherever and beside whatever it is said."""

from tools.catalogues import not_written_out, sentences_in


def test_a_variable_called_count_hides_no_sentence() -> None:
    """The names that the bot's own words are said with may be names of other things as well."""
    said = sentences_in(
        """
yield Mark(Sign.TODAY, count.on, words.say("Today: {today}", today=words.day(count.on)))
text.count("no sentence")
page(say, count, words.count("{number} day", "{number} days", count.used, since=words.say("then")))
several = lambda words: f"{words.say('inside')}" if count else words.say("in " "two parts")
"""
    )

    assert sorted(map(str, said)) == sorted(
        map(str, ["Today: {today}", ("{number} day", "{number} days"), "then", "inside", "in two parts"])
    )


def test_a_sentence_that_is_made_at_run_time_is_a_fault() -> None:
    """What is no literal cannot be collected; the line is named."""
    assert not_written_out('words.say("one")\nwords.say(sentence)\nwords.count("{number} day", many, 2)') == [2, 3]
