"""A run's configuration: the defaults that every config starts from, and its checks."""

import copy
import itertools
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.lookup import OWN, closest, nearest, ships


def default() -> ConfigDict:
    """What every config starts from; a config adds its method, networks and optimisers."""
    config = ConfigDict(
        {
            "seed": 0,
            "steps": 10_000,
            "batch_size": 256,
            # The same run with other seeds, as one program.
            "trials": 1,
            # Exponential average of the generator that samples are drawn from; 0: none.
            "ema": 0.0,
            # What networks compute in, "float32" or "bfloat16"; all else is float32.
            "precision": "float32",
            "data": {
                "name": "",
                "path": "",
                "split": "train",
                # TFDS: the feature that is the label; "": the data set's class label. Of a dictionary of flags
                # some can be named: "attributes/Male,Smiling".
                "label": "",
                # (height, width, channels) that the networks take; (): as the data are.
                "image_shape": (),
                # Data larger than this are streamed from the host instead of being stored on the device.
                "device_bytes": 2 << 30,
            },
            "method": {},
            "networks": {},
            "log_every": 100,
            "checkpoint_every": 1000,
            "keep_checkpoints": 2,
            # The newest pictures in samples/ that stay; 0: all.
            "keep_samples": 50,
            # 0: only at the end.
            "sample_every": 0,
            "eval_every": 0,
            # The longest that steps run without a look at signals.
            "chunk_seconds": 10.0,
            # diagnostics: names of a training step's metrics; results.json has their last logged means.
            # inception: the file of the FID weights, which adds scores by Inception-v3. missing: options of the
            # metric of that name. fallback: what scores data to which one of the metrics does not apply.
            "eval": {
                "metrics": (),
                "fallback": ("random_features", "points"),
                "samples": 10_000,
                "coverage": 0.2,
                "diagnostics": (),
                "inception": "",
                "missing": {"sigma": (3.5, 4.0), "steps": 1_000, "filters": (16, 32)},
            },
        }
    )
    # Float hyperparameter -> the values to try, all of them in one program. Several with commas between them vary
    # together: {"generator_tx.learning_rate, discriminator_tx.learning_rate": ((1e-3, 1e-4), (1e-4, 1e-4))}.
    config.sweep = ConfigDict({}, allow_dotted_keys=True)
    # What `launch.tune` draws. Float hyperparameter -> (low, high), its range, uniform in the logarithm. Any other
    # one of the method, the networks or an optimiser -> the values to choose from, each a program of its own;
    # several with commas between them go together: {"networks.generator.hidden, networks.discriminator.hidden":
    # (((64, 64), (64, 64)), ((128, 128), (128, 128)))}.
    config.search = ConfigDict({}, allow_dotted_keys=True)
    return config


def copied(config: ConfigDict) -> ConfigDict:
    """A copy that shares nothing with `config`; lengths that follow `steps` follow those of the copy."""
    rest, dotted = ConfigDict(config), ("sweep", "search")  # its parts are those of `config`
    with rest.unlocked():
        for name in dotted:  # they cannot be copied deeply, for the dots in their keys
            del rest[name]
    rest = copy.deepcopy(rest)
    with rest.unlocked():
        for name in dotted:
            rest[name] = ConfigDict(dict(config[name]), allow_dotted_keys=True)
    return rest


def flatten(config: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Dotted key -> leaf value."""
    leaves = {}
    for key, value in config.items():
        if isinstance(value, Mapping | ConfigDict):
            leaves.update(flatten(value, f"{prefix}{key}."))
        else:
            leaves[f"{prefix}{key}"] = value
    return leaves


def leaves_of(config: ConfigDict) -> dict[str, Any]:
    """Dotted key -> leaf value of all that a sweep or a search may name: of the config without these two."""
    return flatten({key: value for key, value in config.items() if key not in ("sweep", "search")})


def check(config: ConfigDict) -> None:
    """Raises UserError, naming the key, where a config cannot be run."""
    _check_names(config)
    for key in ("steps", "batch_size", "trials", "log_every", "checkpoint_every", "keep_checkpoints"):
        if config[key] < 1:
            raise UserError(f"config.{key} must be at least 1, not {config[key]}")
    for key in ("seed", "sample_every", "eval_every"):
        if config[key] < 0:
            raise UserError(f"config.{key} must be at least 0, not {config[key]}")
    if config.get("keep_samples", 0) < 0:
        raise UserError(f"config.keep_samples must be at least 0, not {config.keep_samples}")
    if not config.get("chunk_seconds", 10.0) > 0:
        raise UserError(f"config.chunk_seconds must be more than 0, not {config.chunk_seconds}")
    from ganjax.networks.precision import check_precision  # flax takes seconds to import

    check_precision(config.get("precision", "float32"))
    if not _bound("ema").allows(config.ema):
        raise UserError(f"config.ema must be {_bound('ema').values}, not {config.ema}")
    shape = config.data.image_shape
    if len(shape) not in (0, 3) or any(not isinstance(n, int) or n < 1 for n in shape):
        raise UserError(f"config.data.image_shape must be () or (height, width, channels), not {shape!r}")
    if not config.method.get("name"):
        raise UserError("config.method.name is empty: name a method of ganjax.methods, such as gan")
    if config.eval.samples < 1:
        raise UserError(f"config.eval.samples must be at least 1, not {config.eval.samples}")
    for key, value in flatten(config.networks, "networks.").items():
        if ships("ganjax.networks", _network_of(config, key)):  # one of the user's own may have axis=-1
            _check_sizes(key, value)
    for key, value in flatten(config).items():
        if not _is_finite(value):  # JSON has none
            what = "have finite numbers only" if isinstance(value, tuple | list) else "be a finite number"
            raise UserError(f"config.{key} must {what}, not {value}")
    _check_hyperparameters(config)


# Keys of a part ("": of the whole) that some data sets and metrics read and the defaults have not.
_FURTHER = {"": (), "data": ("digit_set",), "eval": ("active_units", "evaluator", "nll")}


def _check_names(config: ConfigDict) -> None:
    """Raises UserError for a key that nobody reads and that is nearly one of the defaults': it is misspelt.

    Data and metrics of one's own may have any keys, and a method any optimiser. What methods, networks and optimisers
    have is checked where it is read.
    """
    usual = default()
    for part, further in _FURTHER.items():
        if part and os.environ.get(OWN):
            continue
        keys, usual_keys, prefix = (config[part], usual[part], f"{part}.") if part else (config, usual, "")
        known = {*usual_keys, *further}
        for key in {*keys} - known:
            close = "" if key.endswith("_tx") else closest(key, known, likeness=0.8)
            if close:
                raise UserError(f"there is no config key {prefix}{key} (did you mean {prefix}{close}?)")


class _Bound(NamedTuple):
    """What the values of a key may be: the test of one, and what all of them, and a range of them, must be."""

    allows: Callable[[float], bool] = lambda value: True
    values: str = ""
    limits: str = ""


_POSITIVE = _Bound(lambda value: value > 0, "more than 0", "above 0")
# By the last part of a key: of values to be tried, and of the average's own. The clips' 0 is "off" by itself alone.
_BOUNDS = {
    "ema": _Bound(lambda value: 0 <= value < 1, "in [0, 1)", "below 1"),
    "clip_norm": _POSITIVE,
    "clip_parameters": _POSITIVE,
}


def _bound(key: str) -> _Bound:
    return _BOUNDS.get(key.rpartition(".")[2], _Bound())


def _is_finite(value: Any) -> bool:
    """Whether each number of a value, and of the tuples in it, is finite as a float."""
    if isinstance(value, tuple | list):
        return all(map(_is_finite, value))
    return not isinstance(value, int | float) or abs(value) <= sys.float_info.max


def _network_of(config: ConfigDict, key: str) -> str:
    """The name of the innermost network, such as a conditional's body, that a dotted key is a field of."""
    *parents, _ = key.split(".")
    nodes = itertools.accumulate(parents, lambda node, part: node[part], initial=config)
    return ["", *(str(node["name"]) for node in nodes if "name" in node)][-1]


def _check_sizes(key: str, value: Any) -> None:
    """Raises UserError where a network has layers of no or of a negative size; `hidden` has whole numbers alone."""
    hidden = key.rpartition(".")[2] == "hidden"
    for size in value if isinstance(value, tuple | list) else ():
        if hidden and isinstance(size, tuple | list):  # several layers of hidden ones
            _check_sizes(key, size)
        elif (hidden and type(size) is not int) or (type(size) is int and size < 1):
            raise UserError(f"config.{key} must be sizes, not {value!r}")
    if type(value) is int and value < 0:
        raise UserError(f"config.{key} must be at least 0, not {value}")


def hyperparameters(key: str) -> list[str]:
    """The keys that one entry of a sweep, or of a search, varies together."""
    return [name.strip() for name in key.split(",")]


def _check_hyperparameters(config: ConfigDict) -> None:
    """Raises UserError, naming the key, where `config.sweep` or `config.search` cannot be run."""
    leaves = leaves_of(config)
    for where in ("sweep", "search"):
        names = [name for key in config.get(where, {}) for name in hyperparameters(key)]
        for name in names:
            if name not in leaves:
                raise UserError(f"config.{where}: there is no key {name}{nearest(name, leaves)}")
            if name.split(".")[0] in ("eval", "data"):
                raise UserError(f"config.{where}: {name} is not a hyperparameter of training, so it cannot be swept")
            if names.count(name) > 1:
                raise UserError(f"config.{where} names {name} twice")
    for key, values in config.sweep.items():
        _check_sweep(key, values, leaves)
    for key, values in config.get("search", {}).items():
        check_entry = _check_choices if is_choice(key, leaves) else _check_range
        check_entry(key, values, leaves)


def _kind(value: Any) -> str:
    """The name of its type; that of a list is that of a tuple, as it is once JSON has had it."""
    return "tuple" if isinstance(value, list) else type(value).__name__


def _rows(names: list[str], values: Any, where: str, what: str = "numbers") -> list[tuple]:
    """The values of an entry of `where`, each a tuple with one of every name; UserError where they are not."""
    key = ", ".join(names)
    if not isinstance(values, tuple | list) or not values:
        raise UserError(f"config.{where}: the values of {key} must be a tuple of {what}, not {values!r}")
    rows = [(value,) for value in values] if len(names) == 1 else values
    for row in rows:
        if not isinstance(row, tuple | list) or len(row) != len(names):
            raise UserError(f"config.{where}: {key} takes {len(names)} {what} at a time, not {row!r}")
    return [tuple(row) for row in rows]


def _check_sweep(key: str, values: Any, leaves: Mapping[str, Any]) -> None:
    names = hyperparameters(key)
    for name in names:
        if not isinstance(leaves[name], float):
            kind = type(leaves[name]).__name__
            raise UserError(f"config.sweep: {name} is {kind}; only float hyperparameters can be swept")
    for row in _rows(names, values, "sweep"):
        if not all(isinstance(value, int | float) for value in row):
            raise UserError(f"config.sweep: the values of {key} must be numbers, not {values!r}")
        for name, value in zip(names, row, strict=True):
            if not _bound(name).allows(value):
                raise UserError(f"config.sweep: the values of {name} must be {_bound(name).values}, not {value!r}")


def _check_range(key: str, limits: Any, leaves: Mapping[str, Any]) -> None:
    numbers = isinstance(limits, tuple | list) and all(isinstance(x, int | float) for x in limits)
    if not numbers or len(limits) != 2 or not 0 < limits[0] <= limits[1]:
        raise UserError(f"config.search: {key} needs a range (low, high) of positive numbers, not {limits!r}")
    if not all(map(_bound(key).allows, limits)):
        raise UserError(f"config.search: {key} needs a range {_bound(key).limits}, not {limits!r}")


def _check_choices(key: str, values: Any, leaves: Mapping[str, Any]) -> None:
    names = hyperparameters(key)
    for name in names:
        if isinstance(leaves[name], float):
            raise UserError(f"config.search: {name} has a range (low, high), in an entry of its own")
        whole = name.split(".")[0]
        if whole not in ("method", "networks", "batch_size", "precision") and not whole.endswith("_tx"):
            raise UserError(f"config.search: {name} is not a hyperparameter of training, so it cannot be chosen")
    for row in _rows(names, values, "search", "values"):
        for name, value in zip(names, row, strict=True):
            kind = _kind(leaves[name])
            if _kind(value) != kind:
                hint = "; to search a range, write the config's own value as a float" if kind == "int" else ""
                raise UserError(
                    f"config.search: the values of {name} must each be of type {kind}, not {value!r}{hint}"
                )


def is_choice(key: str, leaves: Mapping[str, Any]) -> bool:
    """Whether an entry of `config.search` has values to choose from, and not the range of a float."""
    return not isinstance(leaves.get(key), float)


def grid(entries: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The points of the grid of such entries as a sweep has: name -> value; one empty point without an entry."""
    axes = []
    for key, values in entries.items():
        names = hyperparameters(key)
        rows = [(value,) for value in values] if len(names) == 1 else values
        axes.append([dict(zip(names, row, strict=True)) for row in rows])
    return [{name: value for part in parts for name, value in part.items()} for parts in itertools.product(*axes)]


def sweep_points(config: ConfigDict) -> list[dict[str, float]]:
    """The points of the sweep's grid; one empty point without a sweep."""
    return [{name: float(value) for name, value in point.items()} for point in grid(config.sweep)]


def value_text(value: Any) -> str:
    """A value of a search or a sweep as a flag takes it: 0.001, (128, 128), relu."""
    if isinstance(value, list | tuple):
        return repr(_with_tuples(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def point_label(point: Mapping[str, Any]) -> str:
    """'bandwidth = 0.25, weight = 1': a sweep's point, its keys by their last parts where these tell them apart."""
    names = [key.split(".")[-1] for key in point]
    names = names if len(set(names)) == len(names) else list(point)
    return ", ".join(f"{name} = {value_text(value)}" for name, value in zip(names, point.values(), strict=True))


def with_values(config: ConfigDict, values: Mapping[str, Any]) -> ConfigDict:
    """A copy of `config` with some leaves replaced, also by traced values."""
    replaced = ConfigDict(config.to_dict() | {"sweep": {}, "search": {}})
    with replaced.ignore_type():
        for key, value in values.items():
            *parents, leaf = key.split(".")
            node = replaced
            for parent in parents:
                node = node[parent]
            node[leaf] = value
    return replaced


def plain(config: ConfigDict) -> dict[str, Any]:
    """The config as JSON has it: dicts, lists, numbers, strings."""

    def convert(value):
        if isinstance(value, Mapping | ConfigDict):
            return {key: convert(item) for key, item in value.items()}
        return [convert(item) for item in value] if isinstance(value, tuple | list) else value

    return convert(config)


def _with_tuples(value: Any) -> Any:
    """What JSON has, with tuples in the place of lists."""
    if isinstance(value, Mapping):
        return {key: _with_tuples(item) for key, item in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list | tuple) else value


def from_plain(values: Mapping[str, Any]) -> ConfigDict:
    """The inverse of `plain`."""
    converted = _with_tuples(values)
    dotted = {name: ConfigDict(converted.pop(name, {}), allow_dotted_keys=True) for name in ("sweep", "search")}
    config = ConfigDict(converted)
    for name, entries in dotted.items():
        config[name] = entries
    return config
