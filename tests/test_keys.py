"""No key is used twice: not by two steps, two lanes or two purposes, in a method's beginning, steps and samples."""

import itertools
from collections import defaultdict
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.extend.core import Literal

from ganjax.harness.run import lane, prepare, root_key, train_chunk
from tests import tiny_configs

# Functions of a fixed key, which a method evaluates several times on purpose: with the same noise each time. The
# implicit gradient's inner loss is one such; its gradient and the products with its Hessian must be of one function.
EVALUATED_AGAIN = {"teach", "own_loss"}
KEY = jax.dtypes.prng_key
DERIVES = {"random_split", "random_fold_in"}


def inner(eqn):
    """Every jaxpr among an equation's parameters."""
    for value in eqn.params.values():
        for item in value if isinstance(value, tuple | list) else (value,):
            if hasattr(item, "eqns"):
                yield item
            elif hasattr(item, "jaxpr"):
                yield item.jaxpr


def draws(eqn):
    """Whether an equation, or one inside of it, works on keys."""
    bodies = itertools.chain.from_iterable(jaxpr.eqns for jaxpr in inner(eqn))
    return eqn.primitive.name.startswith("random_") or any(map(draws, bodies))


def frames(eqn):
    """The calls that an equation was made in, the innermost first."""
    return eqn.source_info.traceback.frames if eqn.source_info.traceback else ()


def samples(eqn):
    """Whether an equation is one of JAX's samplers, as a whole: inside it splits its key in ways of its own."""
    return eqn.primitive.name == "jit" and any("jax/_src/random" in frame.file_name for frame in frames(eqn))


def words_of(keys):
    """Every key of an array of keys, as numbers."""
    return [tuple(words) for words in np.asarray(jax.random.key_data(keys)).reshape(-1, 2).tolist()]


class Later:
    """A value that is computed when it is asked for: networks never are, since no key depends on them."""

    def __init__(self, compute):
        self.compute = compute

    @property
    def value(self):
        if self.compute is not None:
            self.result, self.compute = self.compute(), None
        return self.result


def now(value):
    return value.value if isinstance(value, Later) else value


class Log:
    """Runs a jaxpr and keeps what happens to its keys.

    Attributes:
      drawn: key -> where random bits were drawn with it. derived: key -> where it was made of another one.
      parents: the keys that others were made of.
    """

    def __init__(self):
        self.drawn, self.derived, self.parents = defaultdict(list), defaultdict(list), set()

    def run(self, jaxpr, consts, args):
        """The results of a jaxpr, some of them `Later`."""
        env = dict(zip((*jaxpr.constvars, *jaxpr.invars), (*consts, *args), strict=True))

        def read(atom):
            return atom.val if isinstance(atom, Literal) else env[atom]

        for eqn in jaxpr.eqns:
            args = [read(atom) for atom in eqn.invars]
            for var, value in zip(eqn.outvars, self.equation(eqn, args), strict=True):
                env[var] = value
        return [read(atom) for atom in jaxpr.outvars]

    def equation(self, eqn, args):
        name, params = eqn.primitive.name, eqn.params
        place = tuple(frame.function_name.split(".")[-1] for frame in frames(eqn) if "ganjax" in frame.file_name)
        if samples(eqn) or name == "random_bits":
            keys = [
                now(arg) for arg, var in zip(args, eqn.invars, strict=True) if jnp.issubdtype(var.aval.dtype, KEY)
            ]
            for key in itertools.chain.from_iterable(map(words_of, keys)):
                self.drawn[key].append(place)
        elif name.startswith("random_"):
            args = list(map(now, args))
            outputs = eqn.primitive.bind(*args, **params)
            if name in DERIVES:
                self.parents |= set(words_of(args[0]))
                for key in words_of(outputs):
                    self.derived[key].append(place)
            return [outputs]
        if samples(eqn) or name == "random_bits" or not draws(eqn):

            def compute():
                outputs = eqn.primitive.bind(*map(now, args), **params)
                return outputs if eqn.primitive.multiple_results else [outputs]

            whole = Later(compute)
            return [Later(lambda i=i: whole.value[i]) for i in range(len(eqn.outvars))]
        if name == "scan":
            return self.scan(args, **params)
        if name == "while":
            return self.loop(args, **params)
        if name == "cond":  # the branch that is taken
            branch = params["branches"][int(now(args[0]))]
            return self.run(branch.jaxpr, branch.consts, args[1:])
        closed = params.get("jaxpr") or params.get("call_jaxpr")
        jaxpr, consts = (closed.jaxpr, closed.consts) if hasattr(closed, "jaxpr") else (closed, ())
        return self.run(jaxpr, consts, args)

    def scan(self, args, *, jaxpr, length, reverse, num_consts=None, num_carry=None, ft_in=None, **_):
        if ft_in is not None:  # jax 0.12 has the two numbers as parts of a tree
            num_consts, num_carry = (len(part) for part in ft_in.unpack()[:2])
        fixed, carry, xs = (
            args[:num_consts],
            args[num_consts : num_consts + num_carry],
            args[num_consts + num_carry :],
        )
        parts = []
        for i in reversed(range(length)) if reverse else range(length):
            inputs = [Later(lambda x=x, i=i: now(x)[i]) for x in xs]
            outputs = self.run(jaxpr.jaxpr, jaxpr.consts, [*fixed, *carry, *inputs])
            carry = outputs[:num_carry]
            parts.append(outputs[num_carry:])
        parts = parts[::-1] if reverse else parts
        stacked = [Later(lambda ys=ys: jnp.stack(list(map(now, ys)))) for ys in zip(*parts, strict=True)]
        return [*carry, *stacked]

    def loop(self, args, *, cond_jaxpr, cond_nconsts, body_jaxpr, body_nconsts, **_):
        first, fixed = args[:cond_nconsts], args[cond_nconsts : cond_nconsts + body_nconsts]
        carry = args[cond_nconsts + body_nconsts :]
        while now(self.run(cond_jaxpr.jaxpr, cond_jaxpr.consts, [*first, *carry])[0]):
            carry = self.run(body_jaxpr.jaxpr, body_jaxpr.consts, [*fixed, *carry])
        return carry

    def of(self, function, *args):
        """Logs function(*args)."""
        closed = jax.make_jaxpr(function)(*args)
        self.run(closed.jaxpr, closed.consts, jax.tree.leaves(args))

    def faults(self):
        """What is wrong, a line each."""
        for use, places_of in (("drawn with", self.drawn), ("made", self.derived)):
            for key, places in places_of.items():
                again = [place for place in places if not EVALUATED_AGAIN & set(place)]
                if len(again) > (len(places) == len(again)):
                    yield f"{key} is {use} {len(places)} times: {[' > '.join(p[-3:]) for p in places]}"
        for key in self.parents & set(self.drawn):
            yield f"{key} is drawn with, and others are made of it: {self.drawn[key]}"


def log_of_step(config):
    """The keys of one step of a method, its data aside."""
    run = prepare(config, devices=jax.devices()[:1])
    method, log = run.lane_method({}), Log()
    lead = (4,) if method.batches_per_step == 1 else (method.batches_per_step, 4)
    batch = {"x": jnp.zeros((*lead, *run.dataset.x_shape)), "label": jnp.zeros(lead, jnp.int32)}
    state = jax.eval_shape(method.init, jax.random.key(0), batch)
    state = jax.tree.map(lambda leaf: np.zeros(leaf.shape, leaf.dtype), state)
    log.of(lambda key, state: method.step(key, state, batch)[0], jax.random.key(0), state)
    return log


def log_of_run(config, steps=2):
    """The keys of a run of two trials: its first state, `steps` steps with their data, and samples of each lane."""
    config.trials, config.batch_size = 2, 4
    config.log_every = config.steps = steps
    run, log = prepare(config, devices=jax.devices()[:1]), Log()
    log.of(run.init)
    state = jax.tree.map(lambda leaf: np.zeros(leaf.shape, leaf.dtype), jax.eval_shape(run.init))
    chunk = train_chunk(run.lane_method, config.batch_size, steps)(None, lambda batch: batch)

    def trained(state, keys, values):
        return chunk(state, None, run.dataset.sample, keys, values, 0, steps)

    log.of(trained, state, run.keys, run.values)
    for index in range(2):
        sample = partial(run.lane_method({}).sample, n=3)
        log.of(sample, jax.random.fold_in(root_key(config, 1), index), lane(state, index))
    return log


def test_no_key_is_used_twice_in_a_step(method_config):
    if "remat" in method_config.method:
        method_config.method.remat = False  # what is computed again in the backward pass draws the same again
    assert not list(log_of_step(method_config).faults())


def test_no_key_is_used_twice_where_the_flow_learns():
    """The other branch of `latent_flow`'s step."""
    config = tiny_configs.latent_flow()
    config.method.autoencoder_steps = 0
    log = log_of_step(config)
    assert log.drawn and not list(log.faults())


@pytest.mark.parametrize("method", ["wgan", "sig_poisson"])
def test_no_key_is_used_twice_in_a_run(method):
    log = log_of_run(tiny_configs.METHODS[method]())
    assert log.drawn and not list(log.faults())


def test_what_is_recomputed_draws_with_no_other_keys():
    plain, again = tiny_configs.lbt(), tiny_configs.lbt()
    plain.method.remat, again.method.remat = False, True
    drawn = log_of_step(plain).drawn
    assert drawn and set(drawn) == set(log_of_step(again).drawn)


def test_the_log_finds_what_it_is_to_find():
    def problems(function):
        log = Log()
        log.of(function, jax.random.key(0))
        return [line.split(" is ")[1].split(":")[0] for line in log.faults()]

    def both(key):
        a, b = jax.random.split(key)
        return jax.random.normal(a) + jax.random.normal(b) + jax.random.uniform(jax.random.fold_in(key, 1), (3,))

    assert problems(both) == ["drawn with 2 times", "made 2 times"], "split(key)[1] is fold_in(key, 1)"
    assert problems(lambda k: jax.random.normal(k) + jax.random.normal(jax.random.split(k)[0])) == [
        "drawn with, and others are made of it"
    ]
    assert problems(lambda k: jax.lax.scan(lambda c, x: (c + jax.random.normal(k), x), 0.0, None, length=2)) == [
        "drawn with 2 times"
    ]
    assert problems(lambda k: jax.vmap(jax.random.normal)(jax.random.split(k, 3))) == []

    def either(key):
        once = jax.random.normal(key)
        return jax.lax.cond(key is None, lambda: once, lambda: once + jax.random.normal(key))

    assert problems(either) == ["drawn with 2 times"]
    assert (
        problems(lambda k: jax.lax.fori_loop(0, 3, lambda i, c: c + jax.random.normal(jax.random.fold_in(k, i)), 0.0))
        == []
    )
