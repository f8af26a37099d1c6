"""What people come for: the buttons that lead there, the later in the list the nearer to the goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errand:
    """A wish, and how often it is had. It begins with a command, or with what stands on the screen."""

    name: str
    wants: tuple[str, ...]
    weight: int = 1
    begins: str = "/start"
    answers: bool = True  # whether what the bot asks on the way is answered
    gets_new_passport: bool = False


REGISTER = Errand("register", ("Register me at an address", "Register at the new address", "Send to my host"), 6)
GUEST = (
    REGISTER,
    Errand("look", ("My registration",), 2),
    Errand("still here", ("My registration", "Still here"), 1),
    Errand("move", ("My registration", "I moved", "Register at the new address", "Send to my host"), 3),
    Errand("leave", ("My registration", "I left", "Today", "Yes, I left"), 2),
    Errand("leave by mistake", ("My registration", "I left", "Today", "Yes, I left", "Take it back"), 1),
    Errand("come back", ("I am back in Kazakhstan", "I have a new document", "Send to my host"), 3),
    Errand("stay longer", ("My registration", "Stay longer", "Send to my host"), 3),
    Errand("lose", ("My registration", "Lost passport", "Yes, I lost it"), 2),
    Errand("lose and find", ("My registration", "Lost passport", "Yes, I lost it", "It was a mistake, I have it"), 1),
    Errand(
        "new passport",
        ("My registration", "Lost passport", "I have a new passport", "Get the new certificate", "Send to my host"),
        2,
        gets_new_passport=True,
    ),
    Errand("certificates", ("My certificates", "Certificate"), 2),
    Errand("duties", ("What must I do?", "Count my days"), 1),
    Errand("what if", ("What must I do?", "What if", "What if I"), 1),
    Errand("calendar", ("What must I do?", "Calendar"), 1),
    Errand("remind", ("My registration", "Remind my host"), 2),
    Errand("take back", ("My registration", "Take it back"), 1),
    Errand("proof", ("My registration", "Proof that I asked"), 1),
    Errand("mend", ("Choose another host", "Mend", "Send to my host"), 3, begins=""),
    Errand("appeal", ("Why, and how to appeal", "Appeal to this", "Send my appeal"), 2, begins=""),
    Errand("appeals", ("Help and rights", "Refusals and appeals", "Appeal ", "Take this appeal back"), 1),
    Errand("own data", ("My data", "Send me the files"), 1, begins="/mydata"),
    Errand("delete", ("Delete everything", "Delete everything now"), 1, begins="/delete"),
    Errand("withdraw", ("Delete my data",), 1, begins="/withdraw"),
    Errand("drop draft", ("Register me at an address", "Delete my answers"), 1, answers=False),
    Errand("family", ("Register me at an address", "Add a family member", "I agree", "Type it", "my ", "Send to"), 2),
    Errand("hand over", ("My certificates", "My family", "Family", "Hand over by a link"), 1),
    Errand("check", ("Check a certificate",), 1),
    Errand("language", ("Language", "English"), 1, begins="/language"),
)
HOST = (
    Errand("host page", ("Someone will live at my place",), 3),
    Errand("my address", ("Someone will live at my place", "My address", "Family"), 2),
    Errand("has left", ("Someone will live at my place", "My address", "Family", "Has left"), 2),
    Errand("stranger", ("Someone will live at my place", "My address", "Family", "I don't know this person"), 2),
    Errand("withdraws", ("Someone will live at my place", "My address", "Family", "I withdraw my consent", "Undo"), 2),
    Errand("wait, no", ("Someone will live at my place", "My address", "Family", "Has left", "Undo"), 2),
    Errand("ask again", ("Someone will live at my place", "My address", "People you do not know", "May ask again"), 1),
    Errand("answer", ("Someone will live at my place", "Family", "Agree"), 4),
    Errand("refuse", ("Someone will live at my place", "Family", "Refuse", "The dates are wrong"), 1),
    Errand("together", ("Someone will live at my place", "Answer all", "Agree to all", "Yes"), 2),
    Errand("police", ("Someone will live at my place", "What must I do?", "I have told the police"), 1),
    Errand(
        "place",
        ("Someone will live at my place", "QR card for guests", "Add a place", "No last day", "Get the card"),
        2,
    ),
    Errand("places", ("Someone will live at my place", "QR card for guests", "Pause", "Open again", "End"), 1),
    Errand("staff", ("Someone will live at my place", "Staff", "Invite a member of staff"), 1),
    Errand("dismiss", ("Someone will live at my place", "Staff", "Remove "), 1),
    Errand("own data", ("My data", "Send me the files"), 1, begins="/mydata"),
    Errand("delete", ("Delete everything", "Delete everything now"), 1, begins="/delete"),
)
REACTING = Errand(
    "react",
    (
        "Menu",
        "Why, and how to appeal",
        "Choose another host",
        "Mend",
        "Remind my host",
        "My registration",
        "Still here",
    ),
    begins="",
)
MOST_STEPS = 35
