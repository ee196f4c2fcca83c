"""What the command lines share: flags, and one-line errors with status 2."""

import ast
import contextlib
import math
import os
import pathlib
import re
import shlex
import sys
import traceback
from typing import Any, NoReturn

from absl import app, flags, logging
from ml_collections import ConfigDict, config_flags

from ganjax.errors import OUT_OF_MEMORY, UserError, out_of_memory
from ganjax.harness import signals
from ganjax.harness.config import flatten, value_text
from ganjax.lookup import nearest

_ROOT = pathlib.Path(__file__).resolve().parents[1]  # which holds launch/ and configs/
_CONFIG = "A config file, or a short name as ring/lbt_gan; override with --{name}.KEY=VALUE."
_DEBUG = "A mistake ends with its full traceback in the place of one line."
_KEYS = "Every value of a config is a flag too: add --config=FILE to --help to see the keys of FILE."
DEBUG = flags.DEFINE_bool("debug", False, _DEBUG)
# The flags that functions below define are those of the command that calls them: its --help lists them.
flags.disclaim_key_flags()


def fail(message) -> NoReturn:
    """Ends the program with one line on stderr and status 2."""
    print("error: " + " ".join(str(message).split()), file=sys.stderr)
    sys.exit(2)


def configs_folder() -> pathlib.Path:
    """The folder of the configs that come with ganjax.

    Raises:
      UserError: Python finds another package of that name.
    """
    import configs

    folder = pathlib.Path(configs.__path__[0]).resolve()
    if folder.parent != _ROOT:
        raise UserError(f"another package named configs comes before ganjax's on the path of Python: {folder}")
    return folder


def shipped() -> dict[str, pathlib.Path]:
    """Short name, such as ring/lbt_gan, -> file of every config that comes with ganjax."""
    folder = configs_folder()
    files = [path for path in sorted(folder.glob("*/*.py")) if path.parent.name != "tables"]
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in files}


def config_file(name: str) -> str:
    """The file that --config names: one of the user's, or one that comes with ganjax.

    `ring/lbt_gan`, `ring/lbt_gan.py` and `configs/ring/lbt_gan.py` all are the shipped one, where there is no file of
    that name.

    Raises:
      UserError: there is no such file.
    """
    if pathlib.Path(name).is_file():
        return name
    short, files = name.removeprefix("configs/").removesuffix(".py"), shipped()
    if short not in files:
        raise UserError(f"there is no config file {name}{nearest(short, files)}")
    return str(files[short])


def config_name(file: str) -> str:
    """What rows of results call a config: configs/NAME.py from any folder, where it comes with ganjax; else its path.

    Args:
      file: what `config_file` returned.
    """
    path, here = pathlib.Path(file), pathlib.Path.cwd()
    if path.resolve().is_relative_to(_ROOT / "configs"):
        return path.resolve().relative_to(_ROOT).as_posix()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def define_config(required: bool = True, name: str = "config"):
    """The --config flag, with its --config.key=value overrides; or one of another name."""
    holder = config_flags.DEFINE_config_file(name, None, _CONFIG.format(name=name))
    if required:
        flags.mark_flag_as_required(name)
    return holder


def define_mode():
    """The --mode flag, whose default is `ganjax.parallel.default_mode`."""
    modes = ["jit", "pmap", "shard_map"]
    usual = "Of the step. Default: jit on one device, pmap on several, shard_map on several processes."
    return flags.DEFINE_enum("mode", None, modes, usual)


def _config_values(argv) -> dict[str, Any]:
    """Dotted key -> value of the config that argv names, without overrides; {} where there is none to be read."""
    from absl.flags import FlagValues

    for argument in argv:
        if argument.startswith("--config="):
            values = FlagValues()
            config_flags.DEFINE_config_file("config", flag_values=values)
            # config_flags would fail as it has just done, on the overrides in sys.argv.
            original_argv, sys.argv = sys.argv, [argv[0], argument]
            try:
                values(sys.argv)
                return flatten(values.config)
            except Exception:
                return {}
            finally:
                sys.argv = original_argv
    return {}


def _whole(argv: list[str]) -> list[str]:
    """argv with `--config FILE` as `--config=FILE`, and the short name of a config as its file."""
    argv = re.sub(r"\0--config\0(?!-)", "\0--config=", "\0".join(argv)).split("\0")
    for prefix in ("--config=", "--beside="):
        argv = [prefix + config_file(a.removeprefix(prefix)) if a.startswith(prefix) else a for a in argv]
    return argv


def help_text(argv: list[str], module) -> str:
    """What --help prints: the docstring of `module`, its flags, and the keys of the config that argv names."""
    text = (module.__doc__ or "").strip()
    if argv[0].startswith("ganjax "):
        text = text.replace("python -m launch.", "ganjax ")
    lines = [text, "", "Flags:" + flags.FLAGS.module_help(module), f"  --[no]debug: {_DEBUG}"]
    if "config" in flags.FLAGS:
        try:
            values = _config_values(_whole(argv))
        except UserError as error:
            fail(error)
        lines += ["", "Keys of the config, each a flag of its own:" if values else _KEYS]
        lines += [f"  --config.{key}={value!r}" for key, value in values.items()]
    return "\n".join(lines)


def _set_dotted(config: ConfigDict, flag: str) -> str:
    """Reads --config.sweep=DICT and --config.search=DICT: config_flags refuses the dots in their keys. Which it was.

    --config.search.KEY=VALUES sets one entry, and leaves the others as they are.
    """
    path, text = flag.removeprefix("--config.").split("=", 1)
    name, _, key = path.partition(".")
    try:
        items = ast.literal_eval(text)
        items = {key: items} if key else dict(items)
    except (ValueError, SyntaxError, TypeError):
        expected = f"the values of {key}" if key else "a dict of key: values"
        raise UserError(f"--config.{path} must be {expected}, not {text!r}") from None
    entries = ConfigDict(dict(config[name]) if key else {}, allow_dotted_keys=True)
    for key, values in items.items():
        entries[key] = tuple(values) if isinstance(values, tuple | list) else (values,)
    with config.unlocked():
        config[name] = entries
    return name


def _in_config(error: BaseException, argv: list[str]) -> str:
    """Where in the file of --config an error was raised, and which; "" where it was elsewhere.

    config_flags and ml_collections raise others in the place of some, with a traceback as their text.
    """
    files = [pathlib.Path(a.partition("=")[2]).resolve() for a in argv if a.startswith(("--config=", "--beside="))]
    at: BaseException | None = error
    while at is not None:
        frames = traceback.extract_tb(at.__traceback__)
        own = [frame for frame in frames if pathlib.Path(frame.filename).resolve() in files]
        if own:
            first = next(iter(str(at).splitlines()), "")
            return f"{own[-1].filename}, line {own[-1].lineno}: {type(at).__name__}: {first}"
        at = at.__cause__ or at.__context__
    return ""


def parse(argv: list[str], module=None) -> list[str]:
    """absl's parsing, with every mistake as one line and status 2.

    absl itself ends with 1 for a wrong flag, and a config file that is missing fails only when used.

    Args:
      argv: the program's name and its arguments.
      module: whose docstring and flags --help shows; default: the main one.
    """
    if any(argument in ("--help", "-h", "-help") for argument in argv[1:]):
        print(help_text(argv, module or sys.modules["__main__"]))
        sys.exit(0)
    try:
        argv = _whole(argv)
    except UserError as error:
        fail(error)
    debug = "--debug" in argv
    dotted = [argument for argument in argv if re.match(r"--config\.(sweep|search)[.=]", argument)]
    for argument in dotted:
        if "=" not in argument:
            fail(f"{argument} needs =VALUES")
    argv = [argument for argument in argv if argument not in dotted]
    original_argv, sys.argv = sys.argv, argv  # config_flags looks for overrides in sys.argv as well
    try:
        rest = flags.FLAGS(argv)
        if "config" in flags.FLAGS and not isinstance(flags.FLAGS.config, ConfigDict | None):
            fail(f"get_config() of a config must return a ConfigDict, not {type(flags.FLAGS.config).__name__}")
        for argument in dotted:
            name = _set_dotted(flags.FLAGS.config, argument)
            # As config_flags remembers the overrides that it reads itself.
            config_flags.get_override_values(flags.FLAGS["config"])[name] = dict(flags.FLAGS.config[name])
        return rest
    except AttributeError as error:
        if place := _in_config(error, argv):
            if debug:
                raise
            fail(place)
        keys = _config_values(argv)
        for argument in argv:
            key = argument.split("=", 1)[0].removeprefix("--config.")
            if keys and argument.startswith("--config.") and key not in keys:
                fail(f"there is no config key {key}{nearest(key, keys)}")
        fail(error)
    except flags.UnrecognizedFlagError as error:
        keys = _config_values(argv)
        hint = f" (did you mean --config.{error.flagname}?)" if error.flagname in keys else ""
        fail(f"{error}{hint}")
    except flags.Error as error:
        place = _in_config(error, argv)
        if debug and place:
            raise
        fail(place or str(error).removeprefix("flag "))
    except UserError as error:
        fail(error)
    except Exception as error:  # a config file is Python and can raise anything: its author must correct it
        if debug:
            raise
        fail(f"the config could not be read: {_in_config(error, argv) or f'{type(error).__name__}: {error}'}")
    finally:
        sys.argv = original_argv


def numbers(flag, kind: type, least: float | None = None) -> list:
    """The numbers of a list flag, as they were given.

    Args:
      flag: what `flags.DEFINE_list` returned. kind: int or float. least: none may be below it.

    Raises:
      UserError: there is none, or one that is not of `kind`, or is below `least`.
    """
    try:
        values = [kind(value) for value in flag.value]
    except ValueError:
        expected = "whole numbers" if kind is int else "numbers"
        raise UserError(f"--{flag.name} takes {expected}, not {','.join(flag.value)}") from None
    if not values or (least is not None and not all(value >= least for value in values)):
        raise UserError(f"--{flag.name} must be " + ("numbers" if least is None else f"at least {least}"))
    return values


def changed(*holders) -> list[str]:
    """Those of these flags that are not at their defaults, as they are written.

    Args:
      holders: what `flags.DEFINE_...` returned.
    """
    every = [flags.FLAGS[holder.name] for holder in holders]
    return [flag.serialize() for flag in every if flag.value != flag.default]


def command(what: str, *holders) -> str:
    """The command that made results, as they name it: with the flags of `holders` that are not at their defaults.

    Args:
      what: its module in launch, and what stands after it in any case.
    """
    return " ".join([f"python -m launch.{what}", *map(shlex.quote, changed(*holders))])


def positional(argv: list[str]) -> None:
    """Raises UserError where there are arguments that are not flags."""
    if len(argv) > 1:
        raise UserError(f"unexpected argument {argv[1]!r}")


@contextlib.contextmanager
def may_lose_its_reader():
    """Ends without a word, with 128 + SIGPIPE, where no one reads stdout any more, as with `| head`."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter's own flush complains
        sys.exit(141)


def _end(stop: signals.Stopped) -> NoReturn:
    """Ends the program with the line and the status of a signal."""
    if stop.note is not None:
        print(stop, file=sys.stderr)
    if not stop.note:
        # Nothing was begun that must be closed, and XLA's threads may be in the middle of their own start: an
        # ordinary end of the interpreter crashes then.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(stop.status)
    sys.exit(stop.status)


def run(main) -> None:
    """Runs main() after parsing; a UserError ends with one line and status 2, or with --debug as it is.

    SIGTERM and SIGINT end with a line and status 0 or 130 (`ganjax.harness.signals`), while the flags and the config
    are read too.
    """

    def guarded(argv):
        try:
            positional(argv)
            main()
        except UserError as error:
            if DEBUG.value:
                raise
            fail(error)
        except RuntimeError as error:  # of JAX, which need not be imported here
            if DEBUG.value or not out_of_memory(error):
                raise
            fail(f"{OUT_OF_MEMORY} ({str(error).splitlines()[0][:100]})")

    logging.set_verbosity(logging.ERROR)  # jax logs every backend that is missing, absl a config that is None
    module = sys.modules[main.__module__]
    with may_lose_its_reader():
        try:
            signals.listen()
            app.run(guarded, flags_parser=lambda argv: parse(argv, module))
        except signals.Stopped as stop:
            _end(stop)


def table(rows: list[list[str]]) -> str:
    """Rows of text, the first the header, as a Markdown table with aligned columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def _number(value: float, digits: int) -> str:
    """`digits` of a number, and those before its point: 1000 modes are not "1e+03"."""
    text = f"{value:.{digits}g}"
    return f"{value:.0f}" if "e+" in text and abs(value) < 1e6 else text


def format_statistic(statistic: dict | None, digits: int = 3) -> str:
    """'mean ± standard error' of a results.json entry, and '(3 of 5)' where not all trials have a value.

    Where the mean is of no use it is '2 of 5' alone, and '–' where no trial has one.
    """
    from ganjax.harness.evaluate import has_mean, standard_error  # with JAX, which --help need not wait for

    if not has_mean(statistic):
        n = standard_error(statistic)[1] if statistic else 0
        return f"{n} of {len(statistic['trials'])}" if statistic and n else "–"
    mean, (error, n) = _number(statistic["mean"], digits), standard_error(statistic)
    of_some = f" ({n} of {len(statistic['trials'])})" if n < len(statistic["trials"]) else ""
    return (mean if math.isnan(error) else f"{mean} ± {_number(error, 2)}") + of_some


def print_results(results: dict) -> None:
    """A table of the metrics, one row a point of the sweep."""
    from ganjax.harness.evaluate import points_of

    points = points_of(results)
    names = list(results["metrics"])
    if not names:
        print(f"step {results['step']}: no metrics (none of config.eval.metrics applies)")
        return
    keys = list(points[0]["values"])
    rows = [keys + names]
    for point in points:
        rows.append(
            [value_text(point["values"][k]) for k in keys]
            + [format_statistic(point["metrics"].get(name)) for name in names]
        )
    print(f"step {results['step']}, {results['seconds']:.1f} s, {results['config']['trials']} trial(s)")
    print(table(rows))
