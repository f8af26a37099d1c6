"""Retrain the recogniser: draw lines, train, write `ocrb.onnx`, and measure it on lines held out.

    python -m tools.passports.training --seed 4 --steps 5000 --out bot/passport/weights/ocrb.onnx

It needs what the project's group `training` names (PyTorch and onnx; see pyproject.toml) and the Debian packages
fonts-ocr-b, fonts-dejavu-core and fonts-liberation; neither running nor testing the bot does. Every sample follows from
the seed and its number, however many processes draw (`--workers`, one is enough for one trainer), so the same seed,
steps and versions of the libraries on the same kind of processor give the same weights. Each 500 steps the weights so
far are kept beside the file, as `.pt`, until it is written. It uses two cores, one to train and one to draw: 5,000
steps took 17 minutes on two shared cores of an Intel Xeon that multiplies bfloat16 (AMX); without that a step takes
about twice as long.
`bot/passport/weights/README.md` says what the delivered file was made with and how well it reads.
"""

import argparse
import sys
from pathlib import Path

from tools.passports.training.evaluate import evaluate
from tools.passports.training.export import export
from tools.passports.training.fonts import require_fonts
from tools.passports.training.train import Plan, train


def main() -> int:
    """Train, write and measure."""
    parser = argparse.ArgumentParser(prog="python -m tools.passports.training", description="Train the recogniser.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument(
        "--workers", type=int, default=1, help="processes that draw lines; changes nothing but the time"
    )
    parser.add_argument("--out", type=Path, default=Path("ocrb.onnx"))
    parser.add_argument("--lines", type=int, default=100, help="photos of each size to measure with at the end")
    asked = parser.parse_args()
    require_fonts()
    plan = Plan(seed=asked.seed, steps=asked.steps, workers=asked.workers)
    so_far = asked.out.with_suffix(".pt")
    network = train(plan, keep=so_far)
    sys.stdout.write(f"differs from PyTorch by {export(network, asked.out):.1e} at most\n")
    so_far.unlink(missing_ok=True)
    for score in evaluate(asked.out, seed=asked.seed, photos=asked.lines):
        sys.stdout.write(f"{score}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
