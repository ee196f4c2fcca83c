"""The run behind a row of a table: trained, resumed, taken as it is, or begun anew beside the old one."""


def train_row(config, workdir, mode):
    """(results, '') of a row, or (None, why) where it diverged in all trials."""
    import json

    from ganjax.errors import UserError
    from ganjax.harness.train import train

    path = workdir / "results.json"
    if path.exists() and json.loads(path.read_text())["step"] == config.steps:
        found = json.loads(path.read_text())
        if is_of(found, config):
            return found, ""
    _set_aside(workdir, config)
    try:
        return train(config, workdir, mode), ""
    except UserError as error:
        if "non-finite" not in str(error):
            raise
        return None, str(error)


def _set_aside(workdir, config) -> None:
    """Renames a workdir that holds a run of other settings: a table may change, and nothing is lost."""
    import json

    from ganjax.harness.config import differences, plain
    from ganjax.progress import say

    try:
        was = json.loads((workdir / "config.json").read_text())
    except (OSError, ValueError):
        return  # nothing there, or `train` says what is wrong with it
    changed = [key for key, *_ in differences(was, json.loads(json.dumps(plain(config))))]
    if changed:
        number = 1 + len(list(workdir.parent.glob(f"{workdir.name}.old*")))
        aside = workdir.rename(workdir.with_name(f"{workdir.name}.old{number}"))
        say(f"{workdir} was of other settings ({', '.join(changed)}): it is now {aside}")


def is_of(results: dict, config) -> bool:
    """Whether `results` were measured with this config: results of other settings are not a row's."""
    import json

    from ganjax.harness.config import differences, plain

    now = json.loads(json.dumps(plain(config)))
    return results["config"]["steps"] == now["steps"] and not list(differences(results["config"], now))
