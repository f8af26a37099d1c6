"""Training: fresh samples only, none is seen twice, so there is nothing to overfit but the drawing itself."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset

from tools.passports.training.network import Recogniser
from tools.passports.training.samples import IGNORED, draw

SMOOTHING = 0.01  # no character is ever quite certain: the reader goes by how sure the network is
DECAY = 0.998  # of the average of the weights, which is what is delivered
WARM_UP = 150  # steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run is made of; with the same plan and versions of the libraries it gives the same weights."""

    seed: int
    steps: int
    photos: int = 8  # a step, with CUTS strips each
    rate: float = 3e-3
    workers: int = 1  # processes that draw; their number changes nothing but the time


class _Samples(Dataset[tuple[Tensor, Tensor]]):
    def __init__(self, plan: Plan) -> None:
        self._seed, self._length = plan.seed, plan.steps * plan.photos

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        samples = draw(self._seed, index)
        strips, frames = (np.stack([getattr(sample, part) for sample in samples]) for part in ("strip", "frames"))
        return torch.from_numpy(strips), torch.from_numpy(frames)


def _one_thread(_: int = 0) -> None:
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


def train(plan: Plan, *, keep: Path | None = None, every: int = 500) -> Recogniser:
    """Train, writing the averaged weights so far to `keep` each `every` steps; the trained network comes back."""
    _one_thread()
    torch.manual_seed(plan.seed)
    network = Recogniser().to(memory_format=torch.channels_last)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(DECAY), use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), plan.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, plan.rate, total_steps=plan.steps, pct_start=min(0.3, WARM_UP / plan.steps), final_div_factor=100
    )
    loader = DataLoader(_Samples(plan), plan.photos, num_workers=plan.workers, worker_init_fn=_one_thread)
    began, right = time.monotonic(), 0.0
    for step, (strips, frames) in enumerate(loader, 1):
        loss, share = _step(network, optimiser, strips.flatten(0, 1)[:, None], frames.flatten(0, 1))
        schedule.step()
        average.update_parameters(network)
        right = share if step == 1 else 0.98 * right + 0.02 * share
        if step % 50 == 0:
            took = time.monotonic() - began
            sys.stderr.write(
                f"step {step} of {plan.steps}, {took:.0f} s: loss {loss:.4f}, characters right {right:.4f}\n"
            )
        if keep and step % every == 0:
            torch.save(average.module.state_dict(), keep)
    trained: Recogniser = average.module.eval()
    return trained


def _step(network: nn.Module, optimiser: torch.optim.Optimizer, strips: Tensor, frames: Tensor) -> tuple[float, float]:
    """One step; the loss, and the share of the characters' frames that were right."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(strips.contiguous(memory_format=torch.channels_last)).float()
    loss = nn.functional.cross_entropy(logits, frames, ignore_index=IGNORED, label_smoothing=SMOOTHING)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 2.0)
    optimiser.step()
    is_character = (frames != IGNORED) & (frames != logits.shape[1] - 1)
    right = (logits.argmax(1) == frames)[is_character].float().mean().item()
    return loss.item(), right
