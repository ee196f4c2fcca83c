"""What training is compared with: the same steps in fast PyTorch or blackjax code, and the machine's limits.

`NAME_torch.py` has the peer of `ganjax.methods.NAME`: `make(config, run, state, device) -> step`. step()
takes one training step from the weights of the first lane of `state` and returns its loss, a scalar tensor. A
peer draws its own data and noise; its losses and gradients, which the tests hold equal to ours, take them as
arguments. `NAME_blackjax.py` has `make(config, run, state) -> advance`, advance(n) being n steps as one program.
"""

import importlib
import importlib.util
import pathlib

from ganjax.errors import UserError

PEERS = {"torch": "PyTorch", "blackjax": "blackjax"}
COMPILED = ("gan",)  # methods whose PyTorch peer takes networks that were compiled


def names(package: str = "torch") -> list[str]:
    """The methods that have a peer in a package."""
    folder = pathlib.Path(__file__).parent
    return sorted(path.stem.removesuffix(f"_{package}") for path in folder.glob(f"*_{package}.py"))


def find(method: str, package: str = "torch"):
    """The peer module of a method in a package, or in "torch_compile".

    Raises:
      UserError: the package is not installed, or the method has no peer in it; PyTorch compiles no gradient of a
        gradient, so that not every peer can be compiled.
    """
    package, _, compiled = package.partition("_")
    if compiled and method not in COMPILED:
        raise UserError(f"--against=torch_compile: {method} has no compiled peer; {', '.join(COMPILED)} have")
    if method not in names(package):
        raise UserError(f"method {method} has no {PEERS[package]} peer; {', '.join(names(package))} have")
    if importlib.util.find_spec(package) is None:
        raise UserError(f"--against={package} needs {PEERS[package]}: install the [peers] extra")
    return importlib.import_module(f"launch.peers.{method}_{package}")


def only(config, allowed: tuple[str, ...], peer: str) -> None:
    """Raises UserError where `config` asks for something that a peer would leave out of its work."""
    for key, value in config.items():
        if key not in allowed and value:
            raise UserError(f"the PyTorch peer of {peer} has no {key}={value!r}")
