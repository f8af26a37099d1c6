"""The folder for what is not finished, in a place where anybody may write."""

import os
from pathlib import Path

import pytest

from storage.moving.workspace import workspace


@pytest.mark.timeout(20)
def test_a_pipe_of_that_name_holds_nobody_up(tmp_path: Path) -> None:
    """A named pipe is no folder that a killed one has left: nobody waits for its other end, and it stays."""
    os.mkfifo(tmp_path / ".tirkeu-work-x")
    with workspace(tmp_path) as folder:
        assert folder.is_dir()

    assert [path.name for path in tmp_path.iterdir()] == [".tirkeu-work-x"]


def test_what_a_link_leads_to_is_let_be(tmp_path: Path) -> None:
    """A link or a file under such a name is not followed, locked or removed."""
    kept, link = tmp_path / "kept", tmp_path / "place" / ".tirkeu-work-x"
    kept.mkdir()
    (kept / "file").touch()
    link.parent.mkdir()
    link.symlink_to(kept, target_is_directory=True)
    (link.parent / ".tirkeu-work-y").touch()
    with workspace(link.parent):
        pass

    assert link.is_symlink()
    assert (link.parent / ".tirkeu-work-y").exists()
    assert (kept / "file").exists()


def test_what_a_killed_one_left_is_removed(tmp_path: Path) -> None:
    """The next one clears a folder on which nobody has a lock."""
    left = tmp_path / ".tirkeu-work-left"
    left.mkdir()
    (left / "half").touch()
    with workspace(tmp_path):
        assert not left.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_another_accounts_folder_is_let_be(tmp_path: Path) -> None:
    """What another account has left is that one's own affair."""
    theirs = tmp_path / ".tirkeu-work-theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    with workspace(tmp_path):
        pass

    assert theirs.exists()
