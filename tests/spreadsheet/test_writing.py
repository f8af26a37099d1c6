"""CSV as it leaves us."""

import io

from bot.spreadsheet.writing import csv_writer


def test_no_cell_is_a_formula() -> None:
    """A text that a spreadsheet would reckon gets an apostrophe; numbers, and texts with such a sign inside, do not."""
    made = io.StringIO()
    csv_writer(made)(["=1+1", "+7", "-1", "@a", "\tb", -1, "1-1", "", None])

    assert made.getvalue() == "'=1+1,'+7,'-1,'@a,'\tb,-1,1-1,,\r\n"
