"""The pictures of the figures."""

import io

import pytest
from PIL import Image

from bot.machine.charts import Charts
from bot.texts.office.figures import Bars

BARS = Bars(title="Тіркеулер ә ғ қ", labels=("20.11", "21.11"), values=(7, None), hidden="<5", is_upright=True)


async def test_a_picture_is_drawn_by_a_process_of_its_own() -> None:
    """Bars with letters of all three languages become a PNG."""
    drawn = await Charts().draw(BARS)
    assert drawn is not None
    assert Image.open(io.BytesIO(drawn)).size == (990, 495)


async def test_without_a_drawing_there_are_still_figures(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the process cannot be begun or fails there is no picture, and a line in the log."""
    monkeypatch.setattr("bot.machine.charts.sys.executable", "/nowhere/python")
    assert await Charts().draw(BARS) is None
    assert [record.message for record in caplog.records if record.name == "bot.machine.charts"] == ["picture not drawn"]
