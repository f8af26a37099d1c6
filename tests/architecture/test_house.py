"""What must hold in the whole house is run, not written."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from bot.config import Settings
from tools.catalogues import faults

ROOT = Path(__file__).parents[2]
SOURCES = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py")]
# Where a passport or an identification number may come to light, and why.
REVEALS = {
    "bot/machine/workshop.py": "the sealing key is derived from the document's number",
    "bot/registration/certificates.py": "the certificate prints them",
    "bot/load/million_fill.py": "of made-up people, into the blind index",
    "bot/load/million_people.py": "of made-up people, to fill a database",
    "storage/answers_json.py": "into the sealed column",
    "bot/office/exports.py": "into the file for a register that the operator asks for; each file is recorded",
    "bot/telegram/handlers/hosting.py": "the host's own IIN, kept until the name is typed",
    "bot/texts/shown_answers.py": "shown back to the guest, whose number it is",
    "bot/texts/notice_text.py": "into the host's notice to the police, for the host of a registration that holds",
    "bot/texts/office/person.py": "to an officer whose role may act on the registration; a reader sees the last four",
    "storage/finding.py": "into the blind index that is looked for",
    "bot/texts/statements.py": "printed in the guest's own statement that the document is lost, which has to name it",
    "bot/texts/guest_sheet.py": "into the list of a host who sent the photos",
    "storage/cases.py": "into the blind index",
    "bot/commands/crossing_rows.py": "of the border's file, into the blind index",
    "storage/checkup/seals.py": "the blind index is made again, and compared",
    "storage/hosts.py": "into the sealed column and the blind index",
}


def test_imports_run_downwards_only() -> None:
    """No room imports a room above it, beside it, or a framework that it must not know."""
    # in a process of its own: it configures logging, and would silence every logger of the tests that come after
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout


def test_every_sentence_is_translated() -> None:
    """Each sentence stands in every catalogue, not fuzzy, with the same gaps."""
    assert faults() == []


def test_numbers_come_to_light_only_where_it_is_said() -> None:
    """The method that reveals a document number or an IIN is called in the listed files and nowhere else."""
    callers = {str(path.relative_to(ROOT)) for path in SOURCES if _calls_reveal(path)}

    assert callers == set(REVEALS)


def _calls_reveal(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.Attribute) and node.attr == "reveal" for node in ast.walk(tree))


def test_no_sentence_hides_from_the_translators() -> None:
    """A sentence inside an f-string is not collected on every Python, and would be shown untranslated."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and any(_is_said(inner) for inner in ast.walk(node))
    ]

    assert hidden == []


def _is_said(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"say", "count"}


def test_every_setting_is_explained() -> None:
    """`.env.example` names each setting, and none that does not exist."""
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert named == {name.upper() for name in Settings.model_fields}


def test_locks_carry_hashes_and_no_registry() -> None:
    """A lock file installs the same bytes everywhere, from whichever registry the machine reaches."""
    for lock in ROOT.glob("requirements/*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "://" not in text
        assert text.count("--hash=sha256:") >= text.count("==")
