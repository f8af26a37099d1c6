"""`python -m tools.passports.photos`: write a set of test photos and what is true of them.

--seed 20261 --count 200 --out DIR                     passports, photographed with some care
--seed 424242 --count 100 --profile harsh --out DIR    a harder mix
--seed 515 --count 60 --kinds td1,td1,td2 --out DIR    identity cards
"""

import argparse
import sys
import time
from pathlib import Path

from bot.commands.progress import Progress
from bot.passport.reading import Layout
from tools.passports.photos.making import TELEGRAM_SIDE, FontsMissingError, PhotoSet, make_set
from tools.passports.photos.profiles import Profile


def main() -> int:
    """The exit code: 1 where fonts are missing."""
    asked = _parser().parse_args()
    photos = PhotoSet(
        seed=asked.seed, count=asked.count, profile=asked.profile, layouts=asked.kinds, long_side=asked.long_side
    )
    progress = Progress(sys.stderr, asked.count, time.monotonic)
    try:
        make_set(photos, asked.out, processes=asked.processes, tell=progress.show)
    except FontsMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    progress.end(asked.count)
    size = sum(file.stat().st_size for file in asked.out.glob("*.jpg"))
    sys.stdout.write(f"{asked.count} photos, {size / 1e6:.1f} MB in {asked.out}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.passports.photos", description="Make test photos.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--profile", type=Profile, choices=list(Profile), default=Profile.PUBLIC)
    parser.add_argument("--kinds", type=kinds, default=(Layout.TD3,), help="comma list of td3, td1, td2")
    parser.add_argument("--long-side", type=int, default=TELEGRAM_SIDE, help="pixels of the longer side")
    parser.add_argument("--processes", type=int, default=1)
    return parser


def kinds(text: str) -> tuple[Layout, ...]:
    """Layouts between commas; the name stands in the parser's complaint."""
    return tuple(Layout(kind) for kind in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
