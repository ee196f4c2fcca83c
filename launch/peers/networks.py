"""MLPs and DCGANs in PyTorch, as functions of a list of weights that is copied from flax parameters.

Images are [B, C, H, W] in PyTorch's channels-last memory format: what flax has as [B, H, W, C] is a view.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax
import numpy as np
import torch
import torch.nn.functional as F
from flax.traverse_util import flatten_dict
from torch import Tensor

from ganjax.errors import UserError
from ganjax.networks.dcgan import stages
from ganjax.networks.layers import conv_padding, conv_transpose_padding
from launch.peers import only

ACTIVATIONS = {
    "identity": lambda x: x,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "sigmoid": torch.sigmoid,
    "softplus": F.softplus,
    "elu": F.elu,
    "silu": F.silu,
}


class Network(NamedTuple):
    """A function and the weights that it starts from.

    Attributes:
      apply: (weights, x, stats=None) -> output; batch norm uses the batch's statistics, and moves the running
        ones in `stats` if they are given.
      names: the flax path of each weight, as "Dense_0/kernel".
      weights: [leaf tensors], in PyTorch's layout.
      stats: flax path of a batch norm -> (running mean [C], running variance [C] * n / (n - 1)). PyTorch
        averages the unbiased variance of n values, flax the biased one: with the factor PyTorch's own update
        is flax's.
    """

    apply: Callable
    names: list[str]
    weights: list[Tensor]
    stats: dict[str, tuple[Tensor, Tensor]]


def to_torch(name: str, array) -> np.ndarray:
    """A flax parameter in PyTorch's layout: Dense [in, out], Conv OIHW, ConvTranspose IOHW, turned round."""
    array = np.array(array, np.float32)
    if array.ndim != 4:
        return array
    return array[::-1, ::-1].transpose(2, 3, 0, 1) if "ConvTranspose" in name else array.transpose(3, 2, 0, 1)


def to_flax(name: str, tensor: Tensor) -> np.ndarray:
    """The inverse of `to_torch`, for a weight or its gradient."""
    array = tensor.detach().cpu().numpy()
    if array.ndim != 4:
        return array
    return array.transpose(2, 3, 0, 1)[::-1, ::-1] if "ConvTranspose" in name else array.transpose(2, 3, 1, 0)


def tensors(params, device="cpu") -> tuple[list[str], list[Tensor]]:
    """The names and leaf tensors of a flax tree."""
    flat = flatten_dict(params, sep="/")
    weights = []
    for name, leaf in flat.items():
        weight = torch.tensor(np.ascontiguousarray(to_torch(name, leaf)), device=device)
        weight = weight.to(memory_format=torch.channels_last) if weight.dim() == 4 else weight
        weights.append(weight.requires_grad_())
    return list(flat), weights


def load(role: str, config, x_shape, batch: int, params, model_state=None, device="cpu", wrap=None) -> Network:
    """The peer of one network of a config, with the parameters of one lane.

    Args:
      role: "generator", "discriminator", "encoder" or "decoder". config: `config.networks[role]`.
      x_shape: of an example, as flax has it. batch: examples a call, for the running variances.
      wrap: of the function, such as torch.compile.

    Raises:
      UserError: for a network, or an option of it, that has no peer.
    """
    kind = "generator" if role == "decoder" else role
    make = globals().get(f"{config.name}_{kind}")
    if make is None:
        raise UserError(f"network {config.name} (config.networks.{role}) has no PyTorch peer")
    names, weights = tensors(params, device)
    apply, sizes = make(config, tuple(x_shape), names)
    stats = {}
    for norm, running in (model_state or {}).get("batch_stats", {}).items():
        n = batch * sizes[norm]
        mean, variance = (torch.tensor(np.array(running[key]), device=device) for key in ("mean", "var"))
        stats[norm] = mean, variance * (n / (n - 1))
    return Network(apply if wrap is None else wrap(apply), names, weights, stats)


def first_lane(tree):
    """The first lane of a state, on the host."""
    return jax.tree.map(lambda x: np.array(x[0]), tree)


def _activation(name: str) -> Callable:
    if name not in ACTIVATIONS:
        raise UserError(f"activation {name} has no PyTorch peer; {', '.join(ACTIVATIONS)} have")
    return ACTIVATIONS[name]


def rows(x: Tensor) -> Tensor:
    """[B, C, H, W] or [B, d] -> [B, H W C] or [B, d], the order in which flax flattens images."""
    return (x.permute(0, 2, 3, 1) if x.dim() == 4 else x).reshape(len(x), -1)


def _layers(config, names, layer: str, heads: tuple[str, ...]):
    """(indices of kernel and bias of the hidden layers, those of the heads)."""

    def at(name):
        return names.index(f"{name}/kernel"), names.index(f"{name}/bias")

    return [at(f"{layer}_{i}") for i in range(len(config.hidden))], [at(head) for head in heads]


def _hidden(weights, layers, activation, x):
    for kernel, bias in layers:
        x = activation(torch.addmm(weights[bias], x, weights[kernel]))
    return x


def mlp_generator(config, x_shape, names):
    """`ganjax.networks.mlp.Generator`."""
    only(config, ("name", "latent_dim", "hidden", "activation", "output"), "mlp")
    layers, (head,) = _layers(config, names, "Dense", (f"Dense_{len(config.hidden)}",))
    activation = _activation(config.get("activation", "tanh"))
    output = _activation(config.get("output", "identity"))

    def apply(weights, latent, stats=None):
        x = _hidden(weights, layers, activation, latent)
        x = output(torch.addmm(weights[head[1]], x, weights[head[0]]))
        x = x.view(len(x), *x_shape)
        return x.permute(0, 3, 1, 2) if len(x_shape) == 3 else x

    return apply, {}


def mlp_discriminator(config, x_shape, names):
    """`ganjax.networks.mlp.Discriminator`."""
    only(config, ("name", "hidden", "activation"), "mlp")
    layers, (head,) = _layers(config, names, "layers", ("logit",))
    activation = _activation(config.get("activation", "tanh"))

    def apply(weights, x, stats=None):
        features = _hidden(weights, layers, activation, rows(x))
        return torch.addmm(weights[head[1]], features, weights[head[0]])[:, 0]

    return apply, {}


def mlp_encoder(config, x_shape, names):
    """`ganjax.networks.mlp.Encoder`: x -> (mean, log variance)."""
    only(config, ("name", "latent_dim", "hidden", "activation"), "mlp")
    layers, heads = _layers(config, names, "Dense", ("mean", "log_variance"))
    activation = _activation(config.get("activation", "tanh"))

    def apply(weights, x, stats=None):
        x = _hidden(weights, layers, activation, rows(x))
        return tuple(torch.addmm(weights[bias], x, weights[kernel]) for kernel, bias in heads)

    return apply, {}


def _norm(weights, at, name, x, stats):
    mean, variance = (None, None) if stats is None else stats[name]
    scale, bias = weights[at[f"{name}/scale"]], weights[at[f"{name}/bias"]]
    return F.batch_norm(x, mean, variance, scale, bias, training=True, momentum=0.1, eps=1e-5)


def _conv(x, kernel, bias):
    """Stride 2 with flax's SAME padding, which is uneven for odd kernels."""
    pads = [conv_padding(n, k, 2, "SAME") for n, k in zip(x.shape[2:], kernel.shape[2:], strict=True)]
    (top, bottom), (left, right) = pads
    if top != bottom or left != right:
        x, top, left = F.pad(x, (left, right, top, bottom)), 0, 0
    return F.conv2d(x, kernel, bias, 2, (top, left))


def _conv_transpose(x, kernel, bias):
    """Stride 2 with flax's SAME padding: [B, C, H, W] -> [B, C', 2 H, 2 W]."""
    k = kernel.shape[-1]
    before, after = conv_transpose_padding(k, 2, "SAME")
    y = F.conv_transpose2d(x, kernel, bias, 2, k - 1 - before, max(after - before, 0))
    return y[..., : 2 * x.shape[2], : 2 * x.shape[3]] if after < before else y


def dcgan_generator(config, x_shape, names):
    """`ganjax.networks.dcgan.Generator`."""
    only(config, ("name", "latent_dim", "filters", "kernel"), "dcgan")
    at = {name: i for i, name in enumerate(names)}
    n, height, width = stages(x_shape)
    channels = config.get("filters", 64) * 2 ** (n - 1)

    def apply(weights, latent, stats=None):
        x = (latent @ weights[at["Dense_0/kernel"]]).view(-1, height, width, channels).permute(0, 3, 1, 2)
        for i in range(n):
            x = torch.relu_(_norm(weights, at, f"BatchNorm_{i}", x, stats))
            bias = at.get(f"ConvTranspose_{i}/bias")
            bias = None if bias is None else weights[bias]
            x = _conv_transpose(x, weights[at[f"ConvTranspose_{i}/kernel"]], bias)
        return torch.tanh(x)

    return apply, {f"BatchNorm_{i}": height * width * 4**i for i in range(n)}


def dcgan_discriminator(config, x_shape, names):
    """`ganjax.networks.dcgan.Discriminator`."""
    only(config, ("name", "filters", "kernel", "batch_norm", "feature_dim"), "dcgan")
    at = {name: i for i, name in enumerate(names)}
    n, height, width = stages(x_shape)

    def apply(weights, x, stats=None):
        for i in range(n):
            bias = at.get(f"conv_{i}/bias")
            x = _conv(x, weights[at[f"conv_{i}/kernel"]], None if bias is None else weights[bias])
            x = _norm(weights, at, f"norm_{i}", x, stats) if f"norm_{i}/scale" in at else x
            x = F.leaky_relu_(x, 0.2)
        x = rows(x)
        if "feature/kernel" in at:
            x = F.leaky_relu_(torch.addmm(weights[at["feature/bias"]], x, weights[at["feature/kernel"]]), 0.2)
        return torch.addmm(weights[at["logit/bias"]], x, weights[at["logit/kernel"]])[:, 0]

    return apply, {f"norm_{i}": height * width * 4 ** (n - 1 - i) for i in range(n)}
