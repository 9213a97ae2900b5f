"""The owner's rulings as a file: small, for people to read and keep beside the configuration.

TOML, one table for each ruling, in the order in which they were given. It holds no number of this
store: ids and hashes of texts mean the same in a store that is rebuilt from the same dumps.
"""

import json
import os
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from feedsvc.errors import ConfigError
from feedsvc.model import Act, Ruling

MAX_BYTES = 16 * 2**20
_HEAD = """\
# What the owner of this feedsvc decided by hand. Keep it with the configuration: a store that is
# rebuilt from the same dumps comes out the same with it. `feedsvc decisions` reads and writes it;
# docs/operations.md says what the keys mean. `title` is for people; comments are not kept.

version = 1
"""
_KEYS = {"act", "taken", "entry", "other", "texts", "title", "note"}
_HINT = "mend or remove the file; `feedsvc decisions export FILE` writes what the store knows"


def serialize(rulings: Iterable[Ruling]) -> str:
    """The file's text."""
    return _HEAD + "".join(_table(ruling) for ruling in rulings)


def parse(text: str, name: str = "the decisions file") -> tuple[Ruling, ...]:
    """The rulings of a file.

    Raises: ConfigError that says where it makes no sense; nothing of it is taken then.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not TOML: {error}", _HINT) from error
    if found.get("version") != 1:
        raise ConfigError(f"{name} has version {found.get('version')!r}, not 1", _HINT)
    tables = found.get("decision", [])
    if not isinstance(tables, list):
        raise ConfigError(f"{name}: write [[decision]] with two brackets", _HINT)
    return tuple(
        _ruling(table, f"{name}: decision {number}") for number, table in enumerate(tables, start=1)
    )


def read(path: Path) -> tuple[Ruling, ...]:
    """The rulings in the file at `path`; none if there is no file yet.

    Raises: ConfigError.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigError(
            f"the decisions file {path} cannot be read: {error.strerror}",
            "let the service's user read it, or name another one (decisions.file)",
        ) from error
    if len(content) > MAX_BYTES:
        raise ConfigError(f"the decisions file {path} has more than {MAX_BYTES} bytes", _HINT)
    try:
        return parse(content.decode(), f"the decisions file {path}")
    except UnicodeDecodeError as error:
        raise ConfigError(f"the decisions file {path} is not UTF-8", _HINT) from error


def write(path: Path, rulings: Iterable[Ruling]) -> bool:
    """Replace the file at `path` whole, if it would change.

    Returns: whether it was written. Raises: ConfigError; the old file is untouched then.
    """
    content = serialize(rulings).encode()
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise ConfigError(
            f"the decisions file {path} cannot be written: {error.strerror}",
            "the store has the decision all the same; once the folder is writable, "
            f"run: feedsvc decisions export {path}",
        ) from error
    return True


def _table(ruling: Ruling) -> str:
    lines = ["", "[[decision]]", *(f"{key} = {value}" for key, value in _values(ruling))]
    return "\n".join(lines) + "\n"


def _values(ruling: Ruling) -> Iterator[tuple[str, str]]:
    yield "act", _quoted(ruling.act)
    yield "taken", ruling.taken.isoformat().replace("+00:00", "Z")
    yield "entry", _quoted(ruling.entry.urn)
    if ruling.other is not None:
        yield "other", _quoted(ruling.other.urn)
    if ruling.texts:
        yield "texts", f"[{', '.join(map(_quoted, ruling.texts))}]"
    yield from ((key, _quoted(text)) for key, text in _words(ruling) if text)


def _words(ruling: Ruling) -> tuple[tuple[str, str], ...]:
    return ("title", ruling.title), ("note", ruling.note)


def _quoted(text: str) -> str:
    """JSON's strings are TOML's too, but for two things."""
    plain = text.encode("utf-8", "replace").decode()
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _ruling(table: Any, where: str) -> Ruling:
    if not isinstance(table, dict):
        raise ConfigError(f"{where} is no table", _HINT)
    if unknown := sorted(table.keys() - _KEYS):
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}", _HINT)
    try:
        act = Act(table["act"])
        ruling = Ruling(
            act=act,
            entry=UUID(table["entry"]),
            taken=_moment(table["taken"]),
            other=UUID(table["other"]) if act is not Act.WITHDRAW else None,
            texts=tuple(map(_text_hash, table.get("texts", ()))),
            title=str(table.get("title", "")),
            note=str(table.get("note", "")),
        )
    except KeyError as error:
        raise ConfigError(f"{where}: {error} is missing", _HINT) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ConfigError(f"{where} makes no sense: {error}", _HINT) from error
    return ruling


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"taken = {value} is no time with a zone")
    return value.astimezone(UTC)


def _text_hash(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 64 or not set(value) <= set("0123456789abcdef"):
        raise ValueError(f"{value!r} is no hash of a text")
    return value
