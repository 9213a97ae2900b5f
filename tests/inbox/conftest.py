"""Real folders with real files in them, and a way to wait without sleeping blindly."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedsvc.inbox import Found, Ignored, scan
from feedsvc.model import Dump

_NOBODY = 65534


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Room for many thousand files: in memory where that can be had, and gone afterwards."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="feedsvc-", dir=memory if memory.is_dir() else None))
    yield folder.resolve()
    shutil.rmtree(folder)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty watched folder, with room beside it for what lies outside."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def found() -> Callable[[Path], dict[str, Dump]]:
    """What a scan finds, by path."""

    def scanned(directory: Path) -> dict[str, Dump]:
        dumps = [item.dump for item in scan(directory) if isinstance(item, Found)]
        assert len({dump.path for dump in dumps}) == len(dumps), "a path was found twice"
        return {dump.path: dump for dump in dumps}

    return scanned


@pytest.fixture
def ignored() -> Callable[[Path], dict[str, str]]:
    """The rule by which each other name is ignored, by path."""

    def scanned(directory: Path) -> dict[str, str]:
        return {item.path: str(item.rule) for item in scan(directory) if isinstance(item, Ignored)}

    return scanned


@pytest.fixture
def eventually() -> Callable[[Callable[[], object], str], None]:
    """Poll until a condition holds, or fail after ten seconds."""

    def wait(condition: Callable[[], object], claim: str) -> None:
        deadline = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < deadline, claim
            time.sleep(0.01)

    return wait


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter; pytest's own may not be entered by them."""
    folder = Path(tempfile.mkdtemp(prefix="feedsvc-inbox-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged() -> Callable[[], contextlib.AbstractContextManager[None]]:
    """Go on without the rights of root, which would ignore every permission bit."""

    @contextlib.contextmanager
    def nobody() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.setegid(_NOBODY)
        os.seteuid(_NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
            os.setegid(0)

    return nobody


@pytest.fixture
def open_descriptors() -> Callable[[], int]:
    """How many descriptors this process has open."""
    return lambda: sum(1 for _ in Path("/dev/fd").iterdir())
