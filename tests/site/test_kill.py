"""FAULTS G1, INV3, INV4: killed at any call to the system, the site is whole and mends itself.

A process of its own forks one child for each place; the child takes `kill -9` at its n-th call.
"""

import json
import os
import subprocess
import sys

import pytest

_HARNESS = r"""
import json, os, shutil, signal, sys, tempfile
from pathlib import Path
from feedsvc import site
from feedsvc.model import RenderedFile
from feedsvc.site import writer
from feedsvc.site.compress import sibling_paths
from feedsvc.site.folder import Folder, TEMPORARY_SUFFIX

CALLS = ["open", "fdopen", "fsync", "sync", "rename", "unlink", "mkdir", "rmdir", "stat"]
OLD, NEW = (b"<feed>" + word * 300 + b"</feed>" for word in (b"old ", b"newer "))

def files(content):
    yield RenderedFile(path="articles/1/index.html", content=content, stamp=content[6:9].decode())
    yield RenderedFile(path="articles/2/index.html", content=content, stamp=content[6:9].decode())
    yield RenderedFile(path="feeds/all/atom.xml", content=content)

KEEP = {"articles/2/index.html", "feeds/all/atom.xml"}

def in_place(self, path, content):
    "The negative control: what a careless writer does."
    with self._parent(path, create=True) as (parent, name):
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, dir_fd=parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    return writer.Staged(path=path, temporary=path)

if sys.argv[1] == "careless":
    Folder.stage = in_place
    Folder.commit = lambda self, staged, **_: None
writer._wait_past = lambda previous: None  # nobody polls here

def killed_at(place, directory):
    "Whether a child that writes NEW was killed at its call number `place`."
    child = os.fork()
    if child == 0:
        count = 0
        def counted(real):
            def call(*arguments, **keywords):
                nonlocal count
                count += 1
                if count == place:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **keywords)
            return call
        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        site.write(directory, files(NEW), keep=KEEP)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])

torn, unmended, place = [], [], 0
memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no disk: kills lose no cache
with tempfile.TemporaryDirectory(dir=memory) as folder:
    master = Path(folder) / "master"
    site.write(master, files(OLD))
    while True:
        place += 1
        directory = Path(folder) / str(place)
        shutil.copytree(master, directory)
        was_killed = killed_at(place, directory)
        for file in [*directory.rglob("*.html"), *directory.rglob("*.xml")]:
            if file.read_bytes() not in (OLD, NEW):
                torn.append(place)
        feed = (directory / "feeds/all/atom.xml").read_bytes()
        if feed == NEW and not (directory / "articles/2/index.html").read_bytes() == NEW:
            torn.append(place)
        site.write(directory, files(NEW), keep=KEEP)
        left = {p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_file()}
        wanted = {path + end for path in KEEP for end in ("", ".gz")}
        wanted |= {*sibling_paths("feeds/all/atom.xml", len(NEW)), ".feedsvc-manifest"}
        if left != wanted or set(site.stamps(directory)) != {"articles/2/index.html"}:
            unmended.append((place, sorted(left ^ wanted)))
        if not was_killed:
            break
print(json.dumps({"places": place - 1, "torn": torn, "unmended": unmended}))
"""


def sweep(writer: str) -> dict[str, list[int]]:
    result = subprocess.run(
        [sys.executable, "-c", _HARNESS, writer],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, list[int]] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def careful() -> dict[str, list[int]]:
    return sweep("careful")


def test_killed_anywhere_nothing_is_torn(careful: dict[str, list[int]]) -> None:
    assert int(str(careful["places"])) > 50
    assert careful["torn"] == []


def test_killed_anywhere_the_next_run_mends_it(careful: dict[str, list[int]]) -> None:
    """No temporary stays, what is stale goes, and the site is what the store says."""
    assert careful["unmended"] == []


def test_the_harness_finds_a_careless_writer() -> None:
    assert sweep("careless")["torn"]
