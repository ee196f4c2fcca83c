"""What training is compared with: the same steps in PyTorch, written to be fast, and the machine's limits.

`NAME_torch.py` has the peer of `ganjax.methods.NAME`: `make(config, run, state, device) -> step`. step()
takes one training step from the weights of the first lane of `state` and returns its loss, a scalar tensor. A
peer draws its own data and noise; its losses and gradients, which the tests hold equal to ours, take them as
arguments.
"""

import importlib
import importlib.util
import pathlib

from ganjax.errors import UserError


def names() -> list[str]:
    """The methods that have a peer."""
    here = pathlib.Path(__file__).parent
    return sorted(path.stem.removesuffix("_torch") for path in here.glob("*_torch.py"))


def find(method: str):
    """The peer module of a method.

    Raises:
      UserError: PyTorch is not installed, or the method has no peer.
    """
    if method not in names():
        raise UserError(f"method {method} has no PyTorch peer; {', '.join(names())} have")
    if importlib.util.find_spec("torch") is None:
        raise UserError("--against=torch needs PyTorch: install the [peers] extra")
    return importlib.import_module(f"launch.peers.{method}_torch")


def only(config, allowed: tuple[str, ...], what: str) -> None:
    """Raises UserError where `config` asks for something that a peer would leave out of its work."""
    for key, value in config.items():
        if key not in allowed and value:
            raise UserError(f"the PyTorch peer of {what} has no {key}={value!r}")
