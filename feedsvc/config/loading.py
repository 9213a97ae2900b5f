"""From a TOML file and the environment to `Settings`: all problems at once, each with its key."""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsError

from feedsvc.config.checks import problems
from feedsvc.config.settings import ENV_PREFIX, SECTIONS, Settings
from feedsvc.errors import ConfigError

DEFAULT_FILE = Path("config/feedsvc.toml")
FILE_VARIABLE = ENV_PREFIX + "CONFIG"
_HINT = "mend these keys; `feedsvc config show` prints every key with the value in force"


def find_file(given: Path | None) -> Path | None:
    """The configuration file: the given one, else the environment's, else the one in ./config."""
    if given is not None:
        return given
    if named := os.environ.get(FILE_VARIABLE):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def load(file: Path | None) -> Settings:
    """The settings from `file` (none: the defaults), overridden by the environment.

    Raises: ConfigError that lists every problem, with key, value and what to do.
    """
    values = _read(file) if file is not None else {}
    where = str(file) if file is not None else "the environment"
    found = list(_unknown_variables(os.environ))
    try:
        settings = Settings(**values)
    except ValidationError as error:
        found += [_describe(item) for item in error.errors()]
        found += _further(values, error)
    except SettingsError as error:  # a variable that holds a list or table must be JSON
        found.append(f"{error}: write lists and tables in variables as JSON")
    else:
        found += problems(settings)
    if found:
        listed = "\n".join(f"  {line}" for line in found)
        raise ConfigError(f"the configuration ({where}) cannot be used:\n{listed}\n", _HINT)
    return _with_token(settings)


def _further(values: dict[str, Any], error: ValidationError) -> list[str]:
    """What else is wrong, seen once the values that have no meaning are left out."""
    rest = deepcopy(values)
    for item in error.errors():
        *folders, key = item["loc"]
        place: Any = rest
        for folder in folders:
            place = place[folder] if _holds(place, folder) else None
        if isinstance(place, dict):
            place.pop(key, None)
    try:
        return list(problems(Settings(**rest)))
    except (ValidationError, SettingsError):  # the rest has no meaning either, without them
        return []


def _holds(place: Any, key: int | str) -> bool:
    if isinstance(place, list):
        return isinstance(key, int) and key < len(place)
    return isinstance(place, dict) and key in place


def _read(file: Path) -> dict[str, Any]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            f"the configuration file {file} cannot be read: {error.strerror}",
            f"name another one with --config or {FILE_VARIABLE}",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"the configuration file {file} is not UTF-8 (byte {error.start})", "save it as UTF-8"
        ) from error
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"the configuration file {file} is not TOML: {error}") from error


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(environment):
        if not name.startswith(ENV_PREFIX) or name == FILE_VARIABLE:
            continue
        section = name.removeprefix(ENV_PREFIX).lower().split("__", 1)[0]
        if section not in SECTIONS:
            yield f"{name}: no such section{_nearest(section, SECTIONS)}"


def _describe(item: Any) -> str:
    path = ".".join(str(part) for part in item["loc"])
    if item["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        return f"{path}: unknown key{_nearest(str(item['loc'][-1]), _siblings(item['loc']))}"
    message = item["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    if item["type"] == "missing":
        return f"{path}: is missing"
    return f"{path} = {item['input']!r}: {message}"


def _siblings(location: tuple[int | str, ...]) -> list[str]:
    if len(location) == 1:
        return list(SECTIONS)
    section = Settings.model_fields[str(location[0])].default
    sample = section[0] if isinstance(section, tuple) else section
    for part in location[1:-1]:  # a table in a table
        sample = getattr(sample, part) if isinstance(part, str) else sample
    return list(type(sample).__dataclass_fields__)


def _nearest(word: str, known: Any) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"


def _with_token(settings: Settings) -> Settings:
    file = settings.server.token_file
    if file is None:
        return settings
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"server.token_file = {file} cannot be read: {error}", "let the service's user read it"
        ) from error
    if not token:
        raise ConfigError(
            f"server.token_file = {file} is empty", "write a long random word into it"
        )
    server = replace(settings.server, token=SecretStr(token))
    return settings.model_copy(update={"server": server})
