"""The law in plain words: each finding, duty and citation, for the chat and for `tirkeu assess --explain`.

One module an act holds `SENTENCES` by rule id and `READINGS` by code; the other modules put them into a frame.
"""

from bot.texts.explaining.assessment import explain as explain
from bot.texts.explaining.bodies import body as body
from bot.texts.explaining.citations import cite as cite
from bot.texts.explaining.duties import duty_line as duty_line
from bot.texts.explaining.finding import explain_finding as explain_finding
from bot.texts.explaining.topics import topic as topic
