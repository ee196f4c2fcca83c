"""Batches drawn in PyTorch from the arrays that a `ganjax.data.Dataset` holds on the host."""

from collections.abc import Callable

import numpy as np
import torch

from ganjax.errors import UserError


def sampler(dataset, device="cpu") -> Callable[[int], torch.Tensor]:
    """n -> x [n, d] of a mixture, or images [n, C, H, W] in [-1, 1].

    Raises:
      UserError: the data are streamed.
    """
    if dataset.sample is None:
        raise UserError(
            "these data are streamed, and a peer needs them on the device: raise config.data.device_bytes"
        )
    if "means" in dataset.info:
        return _mixture(dataset.info, device)
    stacked = "digits" in dataset.info
    x, _ = dataset.info["digits"]["train"] if stacked else dataset.info["train"]()
    x = np.asarray(x)
    x = x.transpose(0, 3, 1, 2) if x.ndim == 4 else x
    pixels = torch.from_numpy(x).to(device)
    scale = x.dtype == np.uint8
    if pixels.dim() == 4 and not stacked:
        pixels = pixels.contiguous(memory_format=torch.channels_last)

    def sample(n):
        index = torch.randint(len(pixels), (3 * n if stacked else n,), device=device)
        x = pixels[index].float()
        if stacked:
            x = x.view(n, 3, *x.shape[2:]).contiguous(memory_format=torch.channels_last)
        return x.sub_(127.5).div_(127.5) if scale else x

    return sample


def _mixture(info, device):
    means = torch.tensor(np.asarray(info["means"], np.float32), device=device)
    std = np.broadcast_to(np.asarray(info["std"], np.float32), (len(means),))
    cdf = torch.tensor(np.cumsum(info["weights"]).astype(np.float32), device=device)
    std, even = torch.tensor(std.copy(), device=device)[:, None], bool(np.ptp(info["weights"]) < 1e-9)

    def sample(n):
        if even:
            index = torch.randint(len(means), (n,), device=device)
        else:
            index = torch.searchsorted(cdf, torch.rand(n, device=device), right=True)
            index.clamp_(max=len(means) - 1)
        return torch.randn(n, means.shape[1], device=device).mul_(std[index]).add_(means[index])

    return sample
