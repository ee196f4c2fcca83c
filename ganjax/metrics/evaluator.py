"""Runs the metrics that a config names."""

import importlib
import importlib.util
import inspect
import math
import os
from collections.abc import Mapping

import numpy as np

from ganjax.errors import UserError
from ganjax.metrics.controls import Control, of_images, of_points


def _names(config_eval, key: str) -> tuple[str, ...]:
    names = config_eval.get(key) or ()
    return (names,) if isinstance(names, str) else tuple(names)


def _module(name: str, key: str):
    path = f"ganjax.metrics.{name}"
    plain = name.isidentifier() and not name.startswith("_")
    module = importlib.import_module(path) if plain and importlib.util.find_spec(path) else None
    # This module's own `evaluate` takes a sampler, so that it is not itself a metric.
    if module is None or path == __name__ or not hasattr(module, "evaluate"):
        raise UserError(f"config.eval.{key}: there is no metric {name!r}")
    return module


def _modules(config_eval):
    names = _names(config_eval, "metrics")
    # Last: what it measures has the plain names.
    names = tuple(name for name in names if name != "inception") + (
        ("inception",) if config_eval.get("inception") or "inception" in names else ()
    )
    for name in names:
        yield _module(name, "metrics")


def name_of(module) -> str:
    """The name that a config has for a metric's module."""
    return module.__name__.rpartition(".")[2]


def _split(dataset, modules) -> tuple[list, dict[str, str]]:
    """(those that apply to the data, name -> why not of the others)."""
    applying, left_out = [], {}
    for module in modules:
        try:
            getattr(module, "require", lambda dataset: None)(dataset)
            applying.append(module)
        except UserError as error:
            left_out[name_of(module)] = str(error)
    return applying, left_out


def choose(dataset, config_eval) -> tuple[list, dict[str, str]]:
    """(modules of the metrics that score these data, name -> why it does not apply of those that are left out).

    They are those of config_eval['metrics'] whose `require` does not refuse the data. Where one does, those of
    config_eval['fallback'] that apply join the others, so that data of one's own are scored whatever the config.

    Raises:
      UserError: there is no such metric.
    """
    applying, left_out = _split(dataset, _modules(config_eval))
    if left_out:
        fallback = [_module(name, "fallback") for name in _names(config_eval, "fallback")]
        more, refused = _split(dataset, [module for module in fallback if name_of(module) not in left_out])
        applying += [module for module in more if module not in applying]
        # Which of them is for other kinds of data is of interest only where none is for these.
        left_out |= {} if applying else refused
    return applying, left_out


def check_method(dataset, config_eval, method) -> None:
    """Raises UserError where a metric needs a function that this `ganjax.types.Method` has not: before the training.

    A metric's module has them in `needs`: the function's name -> methods that have it, or the names alone.
    """
    for module in choose(dataset, config_eval)[0]:
        needs = getattr(module, "needs", ())
        for name in needs:
            if getattr(method, name) is None:
                such = f", such as {needs[name]}" if isinstance(needs, Mapping) else ""
                raise UserError(f"config.eval.metrics: {name_of(module)} needs a method with {name}{such}")


def check(dataset, config_eval) -> None:
    """Raises UserError where a metric does not exist or its options are wrong: before the training."""
    for module in choose(dataset, config_eval)[0]:
        if hasattr(module, "check"):
            module.check(config_eval)


def _host_bytes() -> int:
    """The memory of this host; 0 where it is not known."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0


def check_memory(dataset, config_eval) -> None:
    """Raises UserError where the samples that are scored, and one copy of them, are more than the host's memory."""
    host, shape, n = _host_bytes(), tuple(dataset.x_shape), config_eval.get("samples") or 0
    needed = 4 * math.prod(shape) * n
    if host and (config_eval.get("metrics") or config_eval.get("inception")) and 2 * needed > host:
        raise UserError(
            f"config.eval.samples={n:,} of shape {shape} are {needed / 2**30:.1f} GiB, and scoring takes twice as "
            f"much; this host has {host / 2**30:.1f} GiB: lower it"
        )


def weights(dataset, config_eval) -> dict[str, str]:
    """Name of a metric -> digest of the network that it judges by: of its file, or of the classifier's parameters.

    A classifier that is not in the cache is trained. One of a metric of one's own may have no `digest`.
    """
    digests = {}
    for module in choose(dataset, config_eval)[0]:
        if hasattr(module, "load"):
            digests[name_of(module)] = module.load(config_eval).sha256
        elif hasattr(module, "classifier"):
            digests[name_of(module)] = getattr(module.classifier(dataset, config_eval), "digest", "")
    return {name: digest for name, digest in digests.items() if digest}


def _measure(function, *args, **options) -> dict[str, float]:
    """What a metric's function says, given those of the options that it takes."""
    takes = inspect.signature(function).parameters
    return function(*args, **{name: value for name, value in options.items() if name in takes})


def _joined(out, module, measured) -> dict[str, float]:
    """`out` with what `module` measured. Of two with one name Inception-v3's keeps it."""
    if not module.__name__.endswith(".inception"):
        return out | measured
    kept = {f"{name}_evaluator": value for name, value in out.items() if name in measured}
    return {name: value for name, value in out.items() if name not in measured} | kept | measured


def evaluate(dataset, sample_fn, config_eval, labels=None, keep=None, model=None) -> dict[str, float]:
    """All metrics named in config_eval['metrics'] on one set of samples.

    Each name is a module `ganjax.metrics.NAME` with `evaluate(dataset, samples, config_eval) -> dict`, and with
    arguments `labels` if it uses what a conditional generator was asked for, `keep` if it has more to tell than
    numbers, and `model` if it is of the model itself. Where config_eval['inception'] names a file of weights,
    `ganjax.metrics.inception` joins them; an `inception_score` of another evaluator is `inception_score_evaluator`
    then. `choose` says which metrics are left out, and what takes their place.

    Args:
      dataset: the `ganjax.data.Dataset` that was learned.
      sample_fn: n -> samples [n, ...], images in [-1, 1].
      config_eval: mapping with 'metrics' (names), 'samples' (their number), and what the metrics read.
      labels: [n] or [n, c], what the samples were asked to be; None for an unconditional generator.
      keep: (name of the metric, name -> array) -> None, which takes what is worth keeping beside the numbers.
      model: the `ganjax.metrics.model.Model` that the samples are of; None if there is none.

    Returns:
      metric name -> value.

    Raises:
      UserError: there is no such metric.
    """
    modules, _ = choose(dataset, config_eval)
    if not modules:
        return {}
    samples = np.asarray(sample_fn(int(config_eval.get("samples"))))
    out = {}
    for module in modules:
        measured = _measure(module.evaluate, dataset, samples, config_eval, labels=labels, keep=keep, model=model)
        out = _joined(out, module, measured)
    return out


def classifiers(dataset, config_eval, *, progress=None, retrain: bool = False) -> list:
    """The classifiers that the metrics of a config judge by, trained or from the cache.

    Args:
      progress, retrain: as `ganjax.metrics.classifier.digit_classifier`.
    """
    return [
        module.classifier(dataset, config_eval, progress=progress, retrain=retrain)
        for module in choose(dataset, config_eval)[0]
        if hasattr(module, "classifier")
    ]


def _judged(modules, dataset, config_eval, control: Control, asked) -> dict[str, float]:
    out = {}
    for module in modules:
        if control.index is not None and hasattr(module, "evaluate_control"):
            measured = module.evaluate_control(dataset, control, config_eval)
        else:
            labels = control.label if control.label is not None else asked
            measured = _measure(module.evaluate, dataset, control.x, config_eval, labels=labels)
        out = _joined(out, module, measured)
    return out


def controls(dataset, config_eval, untrained=None, labels=None) -> dict[str, dict[str, float]]:
    """What the same metrics say of samples whose scores are known: see `ganjax.metrics.controls`.

    Where a set of samples is small (points, fewer than 1,000) the means of up to 20 sets.

    Args:
      untrained: (n, number of the set) -> n samples of a generator that has learned nothing; None: no such control.
      labels: [n] or [n, c], what samples would be asked to be; None for an unconditional generator.

    Returns:
      label of the control -> metric name -> value; that of real data first, nothing where there are no metrics.

    Raises:
      UserError: there is no such metric.
    """
    (modules, _), n = choose(dataset, config_eval), int(config_eval.get("samples"))
    if not modules:
        return {}
    check(dataset, config_eval)
    images = len(dataset.x_shape) == 3
    sets = []
    for number in range(1 if images else max(1, min(20, 1_000 // n))):
        made = of_images(dataset, n) if images else of_points(dataset, n, number)
        scores = {name: _judged(modules, dataset, config_eval, control, labels) for name, control in made}
        if untrained is not None:
            control = Control(np.asarray(untrained(n, number)))
            scores["untrained generator"] = _judged(modules, dataset, config_eval, control, labels)
        sets.append(scores)
    return {
        control: {name: float(np.mean([scores[control][name] for scores in sets])) for name in metrics}
        for control, metrics in sets[0].items()
    }
